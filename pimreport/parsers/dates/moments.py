"""Dates that mean one moment wherever they are read: ISO 8601, ``/Date(ms)/``, durations."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from string import digits
from typing import TYPE_CHECKING

from pimreport.parsers.dates import calendars

if TYPE_CHECKING:
    from collections.abc import Sequence

_ISO = re.compile(
    r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$", re.ASCII
)
_LIKE = "2025-05-11T08:00:00Z\n"
_SIGNS = [at for at, one in enumerate(_LIKE) if not one.isdigit()]
_AS_GRAPH_WRITES, _AS_LONG_AS_GRAPH_WRITES = "--T::Z", len("2025-05-11T08:00:00Z")
"""Each third character from the fifth on; between them are digits, or it is no date."""
# The offset only says where it was written: the milliseconds count from 1970 in UTC.
_MICROSOFT = re.compile(r"^\\?/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?/$", re.ASCII)
_DURATION = re.compile(
    r"^P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?"
    r"(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,9})(?:\.\d+)?S)?)?$",
    re.ASCII,
)
_TIME_SPAN = re.compile(
    r"^(?:(?P<days>\d{1,7})\.)?(?P<hours>\d\d?):(?P<minutes>\d\d)(?::(?P<seconds>\d\d)(?:\.\d+)?)?$",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BEGINNING = datetime.min.replace(tzinfo=UTC)
"""Of time in .NET, which a zone may have moved to before it."""
_NO_DATES = frozenset({"1601-01-01", "1899-12-30", "1899-12-31", "1900-01-01"})
"""Days that stand for *no date*: of a file time, of Excel, of ZeroTrustAssessment's model rows."""
_FIRST_YEARS = frozenset({1, 544})
"""Of .NET, and what they are called on Thai machines."""
_FIRST_REAL_YEAR = 1901
_LAST_DAY, _LAST_YEAR = date.max.isoformat(), date.max.year
"""Of .NET and of Python alike: what ends then has no end."""
_FIRST, _LAST = str(_FIRST_REAL_YEAR), str(calendars.THAI.start)
_NEVER = frozenset({"permanent", "no expiry", "noexpiration", "never", "null", "n/a", "-"})


def from_iso(text: str) -> datetime | None:
    """The moment an ISO 8601 text means, UTC where it has no zone; None if it is none.

    ``2025-05-11 08:00:00`` counts as well: sv-SE, fr-CA and lt-LT write dates this way. So does
    ``2568-05-11``: a format of one's own is filled in by the machine's calendar, too.
    """
    if text[4::3] == _AS_GRAPH_WRITES and len(text) == _AS_LONG_AS_GRAPH_WRITES:
        try:
            told = datetime.fromisoformat(text)
        except ValueError:
            return None
        if _FIRST_REAL_YEAR <= told.year < calendars.THAI.start:
            return told
    return _from_any_iso(text)


def as_graph_writes(texts: Sequence[str]) -> bool:
    """All are dates as Graph writes them; whether there are such days is another question."""
    together = "\n".join([*texts, ""])
    total = len(texts)
    return (
        together.isascii()
        and together.encode().translate(None, digits.encode()) == b"--T::Z\n" * total
        and all(together[at :: len(_LIKE)] == _LIKE[at] * total for at in _SIGNS)
    )


def all_from_iso(texts: Sequence[str]) -> list[datetime | None]:
    """As :func:`from_iso` of each."""
    if texts and as_graph_writes(texts) and min(texts) >= _FIRST and max(texts) < _LAST:
        try:
            return [*map(datetime.fromisoformat, texts)]
        except ValueError:
            pass  # one of them is no day
    return [*map(from_iso, texts)]


@lru_cache(maxsize=1 << 14)
def _from_any_iso(text: str) -> datetime | None:
    if not _ISO.match(text):
        return None
    try:
        year = int(text[:4])
        if calendars.is_other(year):
            day = calendars.gregorian(year, int(text[5:7]), int(text[8:10]))
            text = f"{day.isoformat()}{text[10:]}"
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        elif moment.tzinfo is not UTC:
            moment = moment.astimezone(UTC)
    except OverflowError:
        return _BEGINNING if text.startswith("0001") else None
    except ValueError:
        return None
    return None if is_impossible(moment) else moment


def from_microsoft_json(text: str) -> datetime | None:
    r"""The moment of ``\/Date(1746950400000)\/``, as Windows PowerShell's ConvertTo-Json writes it."""
    found = _MICROSOFT.match(text)
    if not found:
        return None
    try:
        moment = _EPOCH + timedelta(milliseconds=int(found.group(1)))
    except OverflowError:
        return _BEGINNING if found.group(1).startswith("-") else None
    return None if is_impossible(moment) else moment


def says_never(text: str) -> bool:
    """The text says that there is no end (``Permanent``, as the portal writes it)."""
    return text.strip().lower() in _NEVER


def is_placeholder(moment: datetime) -> bool:
    """A date no directory can hold, which stands for *none*: .NET's first one, or its last."""
    if moment.year >= _FIRST_REAL_YEAR:
        return moment.year == _LAST_YEAR and moment.date().isoformat() == _LAST_DAY
    return moment.year in _FIRST_YEARS or moment.date().isoformat() in _NO_DATES


def is_impossible(moment: datetime) -> bool:
    """A date no directory can hold and nothing is known to write: what it means nobody knows."""
    return moment.year < _FIRST_REAL_YEAR and not is_placeholder(moment)


def iso_duration(written: object) -> str | None:
    """The ISO 8601 duration of a .NET TimeSpan, as a text or as an object; None if it is neither.

    The SDK's model of a schedule's ``duration`` is a TimeSpan: ``365.00:00:00`` where it is
    printed (``8:00:00`` or ``08:00`` once a spreadsheet had it), an object with ``Ticks`` (of
    100 ns) where ConvertTo-Json takes it apart.
    """
    if isinstance(written, dict):
        ticks = written.get("Ticks", written.get("ticks"))
        if not isinstance(ticks, int) or isinstance(ticks, bool):
            return None
        total = ticks // 10_000_000
    else:
        found = _TIME_SPAN.match(str(written).strip())
        if not found:
            return None
        part = {name: int(value or 0) for name, value in found.groupdict().items()}
        total = ((part["days"] * 24 + part["hours"]) * 60 + part["minutes"]) * 60 + part["seconds"]
    days, rest = divmod(total, 86400)
    hours, rest = divmod(rest, 3600)
    minutes, seconds = divmod(rest, 60)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    whole = f"{days}D" if days or not clock else ""
    return f"P{whole}T{clock}" if clock else f"P{whole}"


def after(start: datetime, duration: str) -> datetime | None:
    """The end of an ISO 8601 duration that begins at ``start``; None if it is no such duration."""
    found = _DURATION.match(iso_duration(duration) or duration)
    if not found or len(duration) < len("P1D"):
        return None
    part = {name: int(value or 0) for name, value in found.groupdict().items()}
    months = start.month - 1 + part["months"] + 12 * part["years"]
    try:
        moved = _same_day(start, start.year + months // 12, months % 12 + 1)
        return moved + timedelta(
            weeks=part["weeks"],
            days=part["days"],
            hours=part["hours"],
            minutes=part["minutes"],
            seconds=part["seconds"],
        )
    except (ValueError, OverflowError):
        return None


def _same_day(moment: datetime, year: int, month: int) -> datetime:
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month, day=min(moment.day, 28))


def iso(moment: datetime) -> str:
    """The moment as Graph writes it: ``2025-05-11T08:00:00Z``, fractions only where there are any."""
    text = (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S").rjust(len("2025-05-11T08:00:00"), "0")
    )
    fraction = f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else ""
    return f"{text}{fraction}Z"
