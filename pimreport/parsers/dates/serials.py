"""Dates that a spreadsheet turned into numbers: days since 1899-12-30, as Excel counts them.

A column is only believed if every value in it is such a number, of a day between 2010 and 2099.
A spreadsheet set to another country reads ``05/06`` as the sixth of May and leaves ``13/06`` as it
is; so a day above 12 among numbers alone shows that day and month were not exchanged.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SERIAL = re.compile(r"(\d{5})(?:[.,](\d{1,15}))?", re.ASCII)
_BEGINNING = datetime(1899, 12, 30, tzinfo=UTC)
_POSSIBLE = range(40179, 73051)
_MONTHS = 12


def moment(text: str) -> datetime | None:
    """What the number means, to the second; None if it is no such number."""
    found = _SERIAL.fullmatch(text)
    if found is None or int(found.group(1)) not in _POSSIBLE:
        return None
    days = float(f"{found.group(1)}.{found.group(2) or 0}")
    return _BEGINNING + timedelta(seconds=round(days * 86400))


def in_order(told: Iterable[datetime]) -> bool:
    """Some day is above 12, so the spreadsheet read the dates as they were meant."""
    return any(one.day > _MONTHS for one in told)
