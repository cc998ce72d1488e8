"""Dates as Export-Csv writes them: in the culture of the machine, UTC, without a zone.

The order of day and month is decided per column over all its rows, and where a column alone
cannot tell, by the other columns of the same table. What holds in .NET's cultures (52 measured):
a four-digit number first is year, month, day; ``.`` puts the day first, ``-`` after two digits
too; ``/`` may be either, and AM/PM does not decide (en-AU, en-IN and el write the day first).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.parsers.dates import serials
from pimreport.parsers.dates.parts import MONTHS, Order, Parts, Style, moment, taken_apart
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from pimreport.parsers.document import Raw

_YEARS = range(10, 31)
"""Years of two digits that can only be Gregorian: since 2010 the others have been 1431 or 2553."""
_DAYS = range(11, 32)
_FIRST_YEAR = 10


@dataclass(slots=True)
class Written:
    """A date cell still in its culture's writing, and where its meaning is to be put."""

    holder: Raw
    name: str
    text: str
    row: int


_Column = list[tuple[Written, Parts]]


@dataclass(slots=True)
class Outcome:
    """Which columns could not be settled or only by inference, and the first rows concerned."""

    ambiguous: dict[str, int]
    unreadable: dict[str, int]
    halves: dict[str, int] = field(default_factory=dict)
    """Columns whose hours may be those of either half of the day."""
    examples: dict[str, str] = field(default_factory=dict)
    """What the first unreadable or inferred date of a column looks like."""
    orders: dict[Order, str] = field(default_factory=dict)
    """Orders of day and month that were read, each with a date that was."""
    serials: dict[str, int] = field(default_factory=dict)
    """Columns of a spreadsheet's numbers that were read."""
    exchanged: dict[str, int] = field(default_factory=dict)
    """Columns of such numbers in which day and month may have been exchanged."""
    short_years: dict[str, int] = field(default_factory=dict)
    """Columns with years of two digits that were read."""

    def left_out(self, cell: Written) -> None:
        """A date in a writing nobody knows."""
        cell.holder[cell.name] = Gap.LOST
        self.unreadable.setdefault(cell.name, cell.row)
        self.examples.setdefault(cell.name, cell.text)


def settle(
    cells: Sequence[Written], preferred: Order | None, dated: AbstractSet[str] = frozenset()
) -> Outcome:
    """Replace every written date by the moment it means, or by the reason why it is not known.

    Args:
        cells: all date cells of one table that are not in ISO 8601.
        preferred: the order the user gave, for columns the evidence leaves open.
        dated: columns in which other cells are in ISO 8601.
    """
    outcome = Outcome({}, {})
    columns: defaultdict[str, _Column] = defaultdict(list)
    for cell in _without_serials(cells, dated, outcome):
        parts = taken_apart(cell.text)
        if parts is None:
            outcome.left_out(cell)
        else:
            columns[cell.name].append((cell, parts))
    _settle_years(columns, outcome)
    orders = _orders(columns)
    halves = _Halves(parts for column in columns.values() for _, parts in column)
    for name, column in columns.items():
        for cell, parts in column:
            order = orders.get((name, parts.style)) or preferred
            if halves.may_be_either(parts):
                cell.holder[name] = Gap.AMBIGUOUS
                outcome.halves.setdefault(name, cell.row)
                continue
            value = moment(parts, order)
            cell.holder[name] = value
            if value is Gap.AMBIGUOUS:
                outcome.ambiguous.setdefault(name, cell.row)
            elif value is Gap.LOST:
                outcome.left_out(cell)
            elif order is not None:
                outcome.orders.setdefault(order, cell.text)
    return outcome


def _without_serials(
    cells: Sequence[Written], dated: AbstractSet[str], outcome: Outcome
) -> Sequence[Written]:
    """Read the columns of a spreadsheet's numbers; the cells of all other columns are returned."""
    if not any(cell.text[:5].isdigit() for cell in cells):
        return cells
    columns: defaultdict[str, list[Written]] = defaultdict(list)
    for cell in cells:
        columns[cell.name].append(cell)
    others: list[Written] = []
    numbers: dict[str, list[datetime]] = {}
    for name, column in columns.items():
        told = [one for cell in column if (one := serials.moment(cell.text))]
        if name in dated or len(told) < len(column):
            others.extend(column)
        else:
            numbers[name] = told
    certain = serials.in_order(one for told in numbers.values() for one in told)
    for name, told in numbers.items():
        first = columns[name][0]
        (outcome.serials if certain else outcome.exchanged)[name] = first.row
        outcome.examples[name] = first.text
        for cell, one in zip(columns[name], told, strict=True):
            cell.holder[name] = one if certain else Gap.AMBIGUOUS
    return others


def _settle_years(columns: dict[str, _Column], outcome: Outcome) -> None:
    """Find out where years of two digits stand; where nothing shows it, leave the dates out."""
    found: defaultdict[Style, list[tuple[int, ...]]] = defaultdict(list)
    for column in columns.values():
        for _, parts in column:
            if parts.short:
                found[parts.style].append(parts.numbers)
    first = {style: _year_is_first(numbers) for style, numbers in found.items()}
    for name, column in columns.items() if found else ():
        settled: _Column = []
        for cell, parts in column:
            place = first.get(parts.style) if parts.short else None
            if not parts.short:
                settled.append((cell, parts))
            elif place is None:
                outcome.left_out(cell)
            else:
                settled.append((cell, parts.with_year(first=place)))
                outcome.short_years.setdefault(name, cell.row)
                outcome.examples.setdefault(name, cell.text)
        column[:] = settled


def _year_is_first(dates: Sequence[tuple[int, ...]]) -> bool | None:
    """Whether years of two digits stand first (else last); None if the dates do not show it.

    Years lie close together. So what is below 10 in one date and above it in another is no year, in
    whichever calendar; and the other outer number is one if it may be one in every date.
    """
    places = {True: [one[0] for one in dates], False: [one[2] for one in dates]}
    possible = {first: all(one in _YEARS for one in told) for first, told in places.items()}
    denied = {
        first: min(told) < _FIRST_YEAR and any(one in _DAYS for one in told)
        for first, told in places.items()
    }
    fitting = [first for first in (True, False) if possible[first] and denied[not first]]
    return fitting[0] if len(fitting) == 1 else None


def _orders(columns: dict[str, _Column]) -> dict[tuple[str, Style], Order]:
    """What decides the order of each writing in each column.

    One culture writes one way. Where a column holds two writings (a spreadsheet changed some of
    its cells, files were joined), one proves nothing about the other, and custom proves nothing.
    """
    groups: defaultdict[tuple[str, Style], list[Parts]] = defaultdict(list)
    for name, column in columns.items():
        for _, parts in column:
            if not parts.year_first:
                groups[name, parts.style].append(parts)
    shown = {key: _order(group) for key, group in groups.items()}
    styles = {style for _, style in groups}
    decided: dict[tuple[str, Style], Order] = {}
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


def _by_custom(group: Sequence[Parts]) -> Order | None:
    """The order all cultures with this writing have, unless the dates themselves deny it."""
    customary = group[0].separator in {".", "-"} or group[0].other_calendar
    exists = all(parts.numbers[1] <= MONTHS for parts in group)
    return Order.DAY_FIRST if customary and exists else None


class _Halves:
    """Whether times may be of either half of the day: twelve hours, and no word for the half.

    zh-TW writes no word: 2025/5/11 8:00:00 is morning or evening. Export-Csv of Windows PowerShell
    turns a Greek, Arabic, Korean or Chinese word into question marks. An hour that only a 24-hour
    clock has shows that there was no such word; so does a padded number where zh-TW is in question.
    """

    def __init__(self, dates: Iterable[Parts]) -> None:
        self._lost: defaultdict[str, bool] = defaultdict(bool)
        like_taiwan: list[Parts] = []
        for parts in dates:
            if parts.lost_word:
                self._lost[parts.lost_word] |= not _is_of_twelve(parts)
            elif _is_like_taiwan(parts):
                like_taiwan.append(parts)
        self._taiwan = bool(like_taiwan) and all(
            not parts.padded and _is_of_twelve(parts) for parts in like_taiwan
        )

    def may_be_either(self, parts: Parts) -> bool:
        """Nothing tells which half of the day this time is in."""
        if parts.lost_word:
            return not self._lost[parts.lost_word]
        return self._taiwan and _is_like_taiwan(parts)


def _is_of_twelve(parts: Parts) -> bool:
    return parts.hour is not None and 1 <= parts.hour <= MONTHS


def _is_like_taiwan(parts: Parts) -> bool:
    return (
        parts.year_first
        and not parts.other_calendar
        and parts.separator == "/"
        and parts.afternoon is None
        and parts.hour is not None
    )


def _order(column: Iterable[Parts]) -> Order | None:
    """The only order in which all dates of the column exist; None if both or neither would do."""
    possible = {Order.DAY_FIRST, Order.MONTH_FIRST}
    for parts in column:
        first, second = parts.numbers[:2]
        if first > MONTHS:
            possible.discard(Order.MONTH_FIRST)
        if second > MONTHS:
            possible.discard(Order.DAY_FIRST)
    return possible.pop() if len(possible) == 1 else None
