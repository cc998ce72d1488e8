"""Years of other calendars: Thai machines count from Buddha, Persian and Arabic ones from the Hijra.

The ranges cannot be confused: Entra ID began in 2010, which is 2553 in the Thai calendar, 1388 in
the Persian and 1431 in the Hijri one; Persian years end here with 1430 (2051). .NET's
ThaiBuddhistCalendar, PersianCalendar and UmAlQuraCalendar are what Windows uses by default in
th-TH, fa-IR and ar-SA.
"""

from __future__ import annotations

from datetime import date, timedelta

THAI = range(2500, 2700)
_THAI_OFFSET = 543
_PERSIAN = range(1388, 1431)
_HIJRI = range(1431, 1490)
OTHERS = range(1300, 1600)
"""Years that no Gregorian date of a directory has."""
_NEW_YEAR_1404 = date(2025, 3, 21)
_LEAP_IN_33 = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Leap years of the Persian calendar in its cycle of 33 years, right from 1244 to 1472."""


def is_other(year: int) -> bool:
    """The year belongs to a calendar whose cultures write the day first or the year first."""
    return year in THAI or year in OTHERS


def gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian date of a date in any of the calendars.

    Raises:
        ValueError: there is no such date, or which calendar it is in cannot be told.
    """
    if year in THAI:
        return date(year - _THAI_OFFSET, month, day)
    if year in _PERSIAN:
        return _from_persian(year, month, day)
    if year in _HIJRI:
        from hijridate import Hijri  # noqa: PLC0415 - who has no Arabic dates does not pay for it

        return date(*Hijri(year, month, day).to_gregorian().datetuple())
    if year in OTHERS:
        message = f"{year} may be a year of several calendars"
        raise ValueError(message)
    return date(year, month, day)


def _from_persian(year: int, month: int, day: int) -> date:
    longest = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29  # noqa: PLR2004 - half a year, a year
    if not 1 <= month <= 12 or not 1 <= day <= longest:  # noqa: PLR2004 - a year
        message = f"{year}/{month}/{day} is no Persian date"
        raise ValueError(message)
    years = range(1404, year) if year >= 1404 else range(year, 1404)  # noqa: PLR2004 - the anchor
    days = sum(366 if _is_leap(one) else 365 for one in years) * (1 if year >= 1404 else -1)  # noqa: PLR2004 - the anchor
    before = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return _NEW_YEAR_1404 + timedelta(days=days + before + day - 1)


def _is_leap(year: int) -> bool:
    return year % 33 in _LEAP_IN_33
