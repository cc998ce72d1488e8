"""Dates as Export-Csv writes them: in the culture of the machine, UTC, without a zone.

The order of day and month is decided per column over all its rows, and where a column alone
cannot tell, by the other columns of the same table. What holds in .NET's cultures (52 measured):
a four-digit number first is year, month, day; ``.`` puts the day first, ``-`` after two digits
too; ``/`` may be either, and AM/PM does not decide (en-AU, en-IN and el write the day first).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from pimreport.parsers import calendars, moments
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.parsers.document import Raw

_AM = "am|a m|a|fm|ap|dop|dopoledne|de|пр об|π μ|öö|дп|לפנה״צ|ص|ก่อนเที่ยง|午前|오전|上午|priekšpusdienā|priešpiet|sa|da manhã|قبل‌ازظهر|ق ظ|πμ|pg|e paradites"
_PM = "pm|p m|p|em|ip|odp|pop|odpoledne|du|сл об|μ μ|ös|пп|אחה״צ|م|หลังเที่ยง|午後|오후|下午|pēcpusdienā|popiet|ch|da tarde|بعدازظهر|ب ظ|μμ|ptg|e pasdites"
_MORNING = frozenset(_AM.split("|"))
_AFTERNOON = frozenset(_PM.split("|"))
_DECORATION = frozenset({"", "г", "ч", "г ч", "h min s", "h min", "h", "utc", "gmt", "z"})
_INVISIBLE = re.compile("[\u200e\u200f\u200c\u061c]")
_NUMBERS = re.compile(r"\d+")
_ERA = re.compile("بعد الهجرة|هـ")
_OFFSET = re.compile(r"\s*([+-])(\d\d):(\d\d)$", re.ASCII)
_LONGEST = 100
"""Characters of a date in any culture; what is longer is none, and is not searched."""
_MONTHS = 12
_DATE_ONLY = 3


_Style = tuple[str, bool, bool]


class Order(Enum):
    """Which of the first two numbers of a date is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(slots=True)
class Written:
    """A date cell still in its culture's writing, and where its meaning is to be put."""

    holder: Raw
    name: str
    text: str
    row: int


@dataclass(frozen=True, slots=True)
class _Parts:
    numbers: tuple[int, ...]
    year_first: bool
    separator: str
    afternoon: bool | None
    offset: timedelta
    padded: bool

    @property
    def style(self) -> _Style:
        """What tells two cultures apart even where their numbers do not."""
        return self.separator, self.afternoon is not None, self.other_calendar

    @property
    def other_calendar(self) -> bool:
        """The year is no Gregorian one: such cultures write the day or the year first."""
        return calendars.is_other(self.numbers[0] if self.year_first else self.numbers[2])


@dataclass(slots=True)
class Outcome:
    """Which columns could not be settled, and the first rows concerned."""

    ambiguous: dict[str, int]
    unreadable: dict[str, int]
    halves: dict[str, int] = field(default_factory=dict)
    """Columns whose hours may be those of either half of the day."""
    examples: dict[str, str] = field(default_factory=dict)
    """What the first unreadable date of a column looks like."""
    orders: dict[Order, str] = field(default_factory=dict)
    """Orders of day and month that were read, each with a date that was."""

    def left_out(self, cell: Written) -> None:
        """A date in a writing nobody knows."""
        cell.holder[cell.name] = Gap.LOST
        self.unreadable.setdefault(cell.name, cell.row)
        self.examples.setdefault(cell.name, cell.text)


def settle(cells: Sequence[Written], preferred: Order | None) -> Outcome:
    """Replace every written date by the moment it means, or by the reason why it is not known.

    Args:
        cells: all date cells of one table.
        preferred: the order the user gave, for columns the evidence leaves open.
    """
    outcome = Outcome({}, {})
    columns: defaultdict[str, list[tuple[Written, _Parts]]] = defaultdict(list)
    for cell in cells:
        parts = _taken_apart(cell.text)
        if parts is None:
            outcome.left_out(cell)
        else:
            columns[cell.name].append((cell, parts))
    orders = _orders(columns)
    halved = _may_lack_half_of_day(parts for column in columns.values() for _, parts in column)
    for name, column in columns.items():
        for cell, parts in column:
            order = orders.get((name, parts.style)) or preferred
            if halved and _without_half_of_day(parts):
                cell.holder[name] = Gap.AMBIGUOUS
                outcome.halves.setdefault(name, cell.row)
                continue
            value = _moment(parts, order)
            cell.holder[name] = value
            if value is Gap.AMBIGUOUS:
                outcome.ambiguous.setdefault(name, cell.row)
            elif value is Gap.LOST:
                outcome.left_out(cell)
            elif order is not None:
                outcome.orders.setdefault(order, cell.text)
    return outcome


def _orders(columns: dict[str, list[tuple[Written, _Parts]]]) -> dict[tuple[str, _Style], Order]:
    """What decides the order of each writing in each column.

    One culture writes one way. Where a column holds two writings (a spreadsheet changed some of
    its cells, files were joined), one proves nothing about the other, and custom proves nothing.
    """
    groups: defaultdict[tuple[str, _Style], list[_Parts]] = defaultdict(list)
    for name, column in columns.items():
        for _, parts in column:
            if not parts.year_first:
                groups[name, parts.style].append(parts)
    shown = {key: _order(group) for key, group in groups.items()}
    styles = {style for _, style in groups}
    decided: dict[tuple[str, _Style], Order] = {}
    for (name, style), group in groups.items():
        elsewhere = {shown[key] for key in groups if key[1] == style} - {None}
        own = shown[name, style]
        if own is None and len(elsewhere) == 1:
            own = elsewhere.pop()
        if own is None and len(elsewhere) == 0 and (len(styles) == 1 or group[0].other_calendar):
            own = _by_custom(group)
        if own is not None:
            decided[name, style] = own
    return decided


def _by_custom(group: Sequence[_Parts]) -> Order | None:
    """The order all cultures with this writing have, unless the dates themselves deny it."""
    customary = group[0].separator in {".", "-"} or group[0].other_calendar
    exists = all(parts.numbers[1] <= _MONTHS for parts in group)
    return Order.DAY_FIRST if customary and exists else None


def _without_half_of_day(parts: _Parts) -> bool:
    return (
        parts.year_first
        and not parts.other_calendar
        and parts.separator == "/"
        and parts.afternoon is None
        and len(parts.numbers) > _DATE_ONLY
    )


def _may_lack_half_of_day(cells: Iterable[_Parts]) -> bool:
    """zh-TW writes twelve hours without a word: 2025/5/11 8:00:00 is morning or evening.

    A padded number, or an hour that only a 24-hour clock has, shows another culture.
    """
    cells = [parts for parts in cells if _without_half_of_day(parts)]
    return bool(cells) and not any(
        parts.padded or not 1 <= parts.numbers[_DATE_ONLY] <= _MONTHS for parts in cells
    )


def _order(column: Iterable[_Parts]) -> Order | None:
    """The only order in which all dates of the column exist; None if both or neither would do."""
    possible = {Order.DAY_FIRST, Order.MONTH_FIRST}
    for parts in column:
        first, second = parts.numbers[:2]
        if first > _MONTHS:
            possible.discard(Order.MONTH_FIRST)
        if second > _MONTHS:
            possible.discard(Order.DAY_FIRST)
    return possible.pop() if len(possible) == 1 else None


def _taken_apart(text: str) -> _Parts | None:
    if len(text) > _LONGEST:
        return None
    text, offset = _without_offset(_ERA.sub("", _INVISIBLE.sub("", text)).strip())
    found = list(_NUMBERS.finditer(text))
    numbers = tuple(int(one.group()) for one in found if len(one.group()) < 5)  # noqa: PLR2004 - a year
    # A date alone, with hours and minutes, with seconds; fractions are never written.
    if len(numbers) != len(found) or len(numbers) not in {3, 5, 6}:
        return None
    year_first = len(found[0].group()) == 4  # noqa: PLR2004 - a four-digit year
    if not year_first and len(found[2].group()) != 4:  # noqa: PLR2004 - two-digit years are a guess
        return None
    separator = text[found[0].end() : found[1].start()].strip()
    if (
        separator not in {"/", ".", "-"}
        or text[found[1].end() : found[2].start()].strip() != separator
    ):
        return None
    afternoon = _half_of_day(" ".join((text[: found[0].start()], text[found[2].end() :])))
    if afternoon is Gap.LOST:
        return None
    padded = any(one.group()[0] == "0" and len(one.group()) > 1 for one in found[:4])
    return _Parts(numbers, year_first, separator, afternoon, offset, padded)  # type: ignore[arg-type]


def _without_offset(text: str) -> tuple[str, timedelta]:
    found = _OFFSET.search(text)
    if not found or ":" not in text[: found.start()]:
        return text, timedelta(0)
    size = timedelta(hours=int(found.group(2)), minutes=int(found.group(3)))
    return text[: found.start()], size if found.group(1) == "+" else -size


def _half_of_day(rest: str) -> bool | Gap | None:
    """True for PM, False for AM, None for a 24-hour clock; LOST for words nobody knows."""
    # ASCII turned the blank before AM into a question mark (U+202F since .NET 8).
    words = re.sub(r"[\d:.,?\s/\u00a0\u202f]+", " ", rest).strip().lower()
    if words in _AFTERNOON:
        return True
    if words in _MORNING:
        return False
    return None if words in _DECORATION else Gap.LOST


def _moment(parts: _Parts, order: Order | None) -> datetime | Gap | None:
    first, second, third = parts.numbers[:3]
    if parts.year_first:
        year, month, day = first, second, third
    elif order is None and first != second and max(first, second) <= _MONTHS:
        return Gap.AMBIGUOUS
    elif (order is Order.MONTH_FIRST or second > _MONTHS) and first <= _MONTHS:
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
    hour, minute, second_of_minute = (*parts.numbers[3:], 0, 0, 0)[:3]
    if parts.afternoon is not None:
        if not 1 <= hour <= _MONTHS:
            return Gap.LOST
        hour = hour % 12 + (12 if parts.afternoon else 0)
    try:
        clock = time(hour, minute, second_of_minute, tzinfo=UTC)
        moment = datetime.combine(calendars.gregorian(year, month, day), clock) - parts.offset
    except (ValueError, OverflowError):
        return Gap.LOST
    return None if moments.is_placeholder(moment) else moment
