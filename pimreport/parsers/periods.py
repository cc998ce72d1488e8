"""When a grant holds: the period of an instance, or the ``scheduleInfo`` of a schedule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.parsers.dates import moments
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from datetime import datetime

    from pimreport.parsers.document import Raw
    from pimreport.parsers.row import Row


@dataclass(frozen=True, slots=True)
class Period:
    """When a grant holds. ``permanent`` is None unless a schedule's expiration tells."""

    starts: datetime | None
    ends: datetime | None
    permanent: bool | None = None


def period_of(row: Row) -> Period:
    """The period of an instance, or of the ``scheduleInfo`` of a schedule."""
    info = row.part("scheduleInfo")
    if info is None:
        return Period(row.moment("startDateTime"), row.moment("endDateTime"))
    starts = info.moment("startDateTime")
    expiration = info.part("expiration")
    if expiration is None:
        return Period(starts, None)
    return Period(
        *settled(
            starts,
            expiration.text("type"),
            expiration.moment("endDateTime"),
            expiration.text("duration"),
        )
    )


def tells_end(row: Row, when: Period) -> bool:
    """The row says when its grant ends, or shows no end in the place for one."""
    if when.ends or when.permanent:
        return True
    own = row.survived("endDateTime")
    return own and "scheduleInfo" not in row


def settled(
    starts: datetime | None, kind: str | None, ends: datetime | None, duration: str | None
) -> tuple[datetime | None, datetime | None, bool | None]:
    """Start, end and permanence of a schedule by its ``expiration``."""
    kind = (kind or "").strip().lower()
    if kind == "noexpiration":
        return starts, None, True
    if ends is None and starts and duration and kind == "afterduration":
        ends = moments.after(starts, duration)
    return starts, ends, False if kind in {"afterdatetime", "afterduration"} else None


def comparable(row: Row) -> dict[str, object]:
    """The period of a schedule, for comparison with the same schedule in another export."""
    if row.part("scheduleInfo") is None:
        return {"scheduleInfo": Gap.LOST}
    when = period_of(row)
    return {"scheduleInfo": compared(when.starts, when.ends, when.permanent)}


def compared(
    starts: datetime | None,
    ends: datetime | None,
    permanent: bool | None,  # noqa: FBT001 - the third of what `settled` gives
) -> object:
    """A schedule's period, as far as it is known."""
    lost = permanent is None or (ends is None and not permanent)
    return Gap.LOST if lost else (starts, ends, permanent)


def described(row: Row) -> Raw:
    """Start, end and permanence out of a schedule's ``scheduleInfo``; what is lost is unknown."""
    if "scheduleInfo" not in row:
        return {}
    info = row.part("scheduleInfo")
    if info is None:
        own = {name: row.values.get(name, Gap.LOST) for name in ("startDateTime", "endDateTime")}
        return own | {"isPermanent": Gap.LOST}
    starts = info.values.get("startDateTime", Gap.LOST)
    expiration, when = info.part("expiration"), period_of(row)
    ends = expiration.values.get("endDateTime") if expiration else Gap.LOST
    untold = when.ends is None and when.permanent is False  # it ends, but nobody can tell when
    return {
        "startDateTime": starts,
        "endDateTime": ends if isinstance(ends, Gap) else Gap.LOST if untold else when.ends,
        "isPermanent": Gap.LOST if when.permanent is None else when.permanent,
    }
