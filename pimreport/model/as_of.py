"""The moment a report speaks about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day or an instant. A day means all of it: what ended or began on it still counts.

    Attributes:
        text: as printed, ``2026-09-30`` or ``2026-09-30T12:00:00Z``.
        first: first instant meant (UTC).
        last: last instant meant (UTC); equals ``first`` for an instant.
    """

    text: str
    first: datetime
    last: datetime

    @classmethod
    def parse(cls, text: str) -> AsOf:
        """Read an ISO 8601 date or date-time; one without a zone is taken as UTC.

        Raises:
            ValueError: the text is neither.
        """
        moment = datetime.fromisoformat(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        if len(text) == len("2026-09-30"):
            return cls.day(moment)
        return cls(moment.strftime("%Y-%m-%dT%H:%M:%SZ"), moment, moment)

    @classmethod
    def day(cls, moment: datetime) -> AsOf:
        """The whole UTC day in which ``moment`` lies."""
        date = moment.astimezone(UTC).date()
        return cls(
            date.isoformat(),
            datetime.combine(date, time.min, UTC),
            datetime.combine(date, time.max, UTC),
        )

    def ended(self, end: datetime | None) -> bool:
        """Something that ends at ``end`` was over. No end in the evidence is not over."""
        return end is not None and end < self.first

    def future(self, start: datetime | None) -> bool:
        """Something that starts at ``start`` had not begun."""
        return start is not None and start > self.last
