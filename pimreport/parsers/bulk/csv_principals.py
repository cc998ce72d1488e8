"""The same as ``principals`` for CSV files: rows nobody refers to are counted, not kept."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.parsers.bulk.principals import Scan
from pimreport.parsers.bulk.values import places_of_damage, settled_ids
from pimreport.parsers.characters.decode import decode
from pimreport.parsers.csv_table import Table
from pimreport.parsers.dates import culture
from pimreport.parsers.document import spelt_by_sdk
from pimreport.parsers.names import Kind, understood
from pimreport.parsers.principals import USER_TYPES
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.resources.users import FLAT_SIGN_INS
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pimreport.parsers.dates.parts import Order
    from pimreport.parsers.seen import Seen

_TELLING = frozenset(
    {"accountEnabled", "userType", "onPremisesSyncEnabled", "signInActivity", *FLAT_SIGN_INS}
)
_OVER_TWELVE = r"(?:1[3-9]|2\d|3[01])"
_SOMETHING = re.compile(r"[\s\S]"), re.compile(r"^.", re.MULTILINE)
_DATES = [
    (re.compile(rf"\s*{start}"), re.compile(rf"^[^\S\n]*{start}", re.MULTILINE))
    for start in (rf"{_OVER_TWELVE}[/.-]", rf"\d{{1,2}}[/.-]{_OVER_TWELVE}[/.-]")
]
"""The day first, and the month first."""
_ODD = {
    kind: (re.compile(rf"(?!{plain})"), re.compile(rf"^(?!{plain})", re.MULTILINE))
    for kind, plain in {
        Kind.FLAG: r"(?:True|False|true|false|)$",
        Kind.MOMENT: r"(?:$|\d[\d.]*[-/.])",
        Kind.PLAIN: r"\w*$",
    }.items()
}
"""What tells of something in one cell, and in some of many lines."""
_TYPES = "|".join(f"[{word[0]}{word[0].upper()}]{word[1:]}" for word in USER_TYPES)
_FOREIGN_TYPE = (
    re.compile(rf"(?!(?:{_TYPES}|)$)"),
    re.compile(rf"^(?!(?:{_TYPES}|)$)", re.MULTILINE),
)
"""A word that is none of Graph's."""


def scan(data: bytes, wanted: frozenset[str], seen: Seen, preferred: Order | None) -> Scan | None:
    """The rows of a large CSV file that are about ``wanted`` ids; None if it is not so simple."""
    text = decode(data)
    chooser = _Chooser(wanted, seen)
    table = Table(text, chooser.choose)
    try:
        table.read()
    except UnreadableError:
        return None
    if len(table.pages) != 1 or chooser.id_column is None:
        return None
    page = table.pages[0]
    page.by_sdk = spelt_by_sdk(page.columns)
    shaper = Shaper(page)
    rows = [Row(number, shaper.row(number, raw), page) for number, raw in page.rows]
    page.rows = []
    dates = culture.settle(shaper.written, preferred, shaper.dated)
    first, repeated = _told_apart(rows, seen)
    return Scan(
        rows=first,
        table=None,
        repeated=repeated,
        total=table.rows,
        ids=chooser.ids,
        duplicates=chooser.duplicates,
        page=page,
        shaper=shaper,
        dates=dates,
        rejected=table.rejected,
        warnings=[*text.warnings, *table.warnings],
        written=f"{table.written}, {text.encoding}",
        digest=hashlib.sha256(data).hexdigest(),
    )


def _told_apart(rows: list[Row], seen: Seen) -> tuple[list[Row], list[Row]]:
    """The rows that are new, and those an earlier file or row had."""
    first: list[Row] = []
    repeated: list[Row] = []
    ids: set[str] = set()
    for row in rows:
        identity = row.id()
        if identity is not None and (identity in ids or identity in seen):
            repeated.append(row)
        else:
            first.append(row)
            ids.add(identity or "")
    return first, repeated


@dataclass(frozen=True, slots=True)
class _Check:
    """Which row is the first to show something in a column.

    Attributes:
        column: its place.
        shows: matches such a cell.
        among: finds something in all cells, each on its line, if there may be such a cell.
    """

    column: int
    shows: re.Pattern[str]
    among: re.Pattern[str]

    def first(self, cells: Sequence[str], passed_over: set[int]) -> int | None:
        """The place of the first such cell that is not passed over."""
        if self.among.search("\n".join(cells)) is None:
            return None
        shown = (at for at, cell in enumerate(cells) if self.shows.match(cell))
        return next((at for at in shown if at not in passed_over), None)


def _looks_at(name: str, kind: Kind) -> Iterator[tuple[re.Pattern[str], re.Pattern[str]]]:
    if name in _TELLING:
        yield _SOMETHING
    if kind is Kind.MOMENT:
        yield from _DATES
    if name == "userType":
        yield _FOREIGN_TYPE
    elif kind in _ODD and (kind is not Kind.PLAIN or name in _TELLING):
        yield _ODD[kind]


class _Chooser:
    """Keeps the rows that matter, and those without which a whole column would read otherwise."""

    def __init__(self, wanted: frozenset[str], seen: Seen) -> None:
        self.ids: set[str] = set()
        self.duplicates = 0
        self.id_column: int | None = None
        self._wanted = wanted
        self._seen = seen
        self._checks: list[_Check] = []

    def choose(self, header: list[str]) -> Callable[[Sequence[list[str]]], list[int]]:
        names = [understood(name) for name in header]
        plain = [name for name, _ in names]
        column = plain.index("id") if "id" in plain else None
        if column is None and "objectId" in plain:
            column = plain.index("objectId")
        self.id_column = column
        self._checks = [
            _Check(at, *look)
            for at, (name, kind) in enumerate(names)
            for look in _looks_at(name, kind)
        ]
        return self._kept

    def _kept(self, rows: Sequence[list[str]]) -> list[int]:
        """The places of the rows to keep."""
        columns = list(zip(*rows, strict=True))
        ids = settled_ids(columns[self.id_column or 0])
        nameless = {at for at, one in enumerate(ids) if not one} if "" in ids else set()
        damaged = places_of_damage(ids)
        again = self._again(ids)
        met = self._wanted.intersection(ids)
        places = {at for at, one in enumerate(ids) if one in met} if met else set()
        places |= nameless | damaged  # they will be rejected, by their number
        return sorted(places | self._first_of_their_kind(columns, nameless | again))

    def _again(self, ids: Sequence[str]) -> set[int]:
        """The places of ids that were there before; from now on all of them were."""
        if "" not in ids and self.ids.isdisjoint(ids) and not self._seen.has_any(ids):
            before = len(self.ids)
            self.ids.update(ids)
            if len(self.ids) == before + len(ids):
                return set()
            self.ids.difference_update(ids)  # one of them is there twice
        places: set[int] = set()
        for at, one in enumerate(ids):
            if one and (one in self.ids or one in self._seen):
                places.add(at)
            elif one:
                self.ids.add(one)
        self.duplicates += len(places)
        return places

    def _first_of_their_kind(
        self, columns: Sequence[Sequence[str]], passed_over: set[int]
    ) -> set[int]:
        places: set[int] = set()
        for check in tuple(self._checks):
            place = check.first(columns[check.column], passed_over)
            if place is not None:
                places.add(place)
                self._checks.remove(check)  # what is told of a column names the first row
        return places
