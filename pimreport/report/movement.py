"""How the numbers of the Summary moved since the earlier snapshot, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.changes import Direction
from pimreport.report.figures import figures, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.model.report import Report

_MORE_IS_WORSE = frozenset(
    {
        "groups.standing-access",
        "groups.mixed",
        "groups.unknown",
        "people.exposed",
        "people.contested",
        "people.unknown",
        "people.seizable",
        "people.seizable-either-way",
        "findings.critical",
        "findings.high",
        "findings.medium",
        "findings.low",
        "checks.not-assessed",
        "evidence.missing",
    }
)
"""All others only changed: fewer protected people may be people who have no access any more."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One number then and now; None where it is unknown, or the earlier snapshot did not keep it."""

    before: int | None
    now: int | None
    direction: Direction | None
    """None: the same, or not known."""

    @property
    def difference(self) -> int | None:
        """None: not known."""
        return None if self.before is None or self.now is None else self.now - self.before


def movement(report: Report) -> Iterator[Moved]:
    """One for each number of the Summary, in its order; nothing without an earlier snapshot."""
    if report.changes is None or len(report.changes.history) <= 1:
        return
    earlier = report.changes.history[-2].numbers
    for name, now in numbered(figures(report)).items():
        yield Moved(earlier.get(name), now, _direction(name, earlier.get(name), now))


def _direction(name: str, before: int | None, now: int | None) -> Direction | None:
    if before is None or now is None or before == now:
        return None
    if name not in _MORE_IS_WORSE:
        return Direction.CHANGED
    return Direction.WORSE if now > before else Direction.BETTER
