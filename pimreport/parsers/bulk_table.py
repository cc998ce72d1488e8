"""The same as ``bulk`` for large CSV files: rows nobody refers to are counted, not kept."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from pimreport.parsers import culture
from pimreport.parsers.bulk import Scan
from pimreport.parsers.decode import decode
from pimreport.parsers.document import spelt_by_sdk
from pimreport.parsers.formats.export_csv import Table
from pimreport.parsers.names import Kind, understood
from pimreport.parsers.object_ids import settled
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.parsers.date_parts import Order
    from pimreport.parsers.seen import Seen

_TELLING = frozenset({"accountEnabled", "userType", "onPremisesSyncEnabled", "signInActivity"})
_OVER_TWELVE = r"(?:1[3-9]|2\d|3[01])"
_PLAIN = {
    Kind.FLAG: re.compile(r"(?:True|False|true|false|)$"),
    Kind.MOMENT: re.compile(r"$|\d[\d.]*[-/.]"),
    Kind.PLAIN: re.compile(r"\w*$"),
}
"""What stands in cells of which there is nothing to tell."""
_DAY_FIRST = re.compile(rf"^\s*{_OVER_TWELVE}[/.-]")
_MONTH_FIRST = re.compile(rf"^\s*\d{{1,2}}[/.-]{_OVER_TWELVE}[/.-]")


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


class _Chooser:
    """Keeps the rows that matter, and those without which a whole column would read otherwise."""

    def __init__(self, wanted: frozenset[str], seen: Seen) -> None:
        self.ids: set[str] = set()
        self.duplicates = 0
        self.id_column: int | None = None
        self._wanted = wanted
        self._seen = seen
        self._telling: set[int] = set()
        self._dates: set[tuple[int, re.Pattern[str]]] = set()
        self._plain: dict[int, re.Pattern[str]] = {}

    def choose(self, header: list[str]) -> Callable[[list[str]], bool]:
        names = [understood(name) for name in header]
        plain = [name for name, _ in names]
        column = plain.index("id") if "id" in plain else None
        if column is None and "objectId" in plain:
            column = plain.index("objectId")
        self.id_column = column
        self._telling = {at for at, name in enumerate(plain) if name in _TELLING}
        self._dates = {
            (at, pattern)
            for at, (_, kind) in enumerate(names)
            if kind is Kind.MOMENT
            for pattern in (_DAY_FIRST, _MONTH_FIRST)
        }
        self._plain = {
            at: _PLAIN[kind]
            for at, (name, kind) in enumerate(names)
            if kind in _PLAIN and (kind is not Kind.PLAIN or name in _TELLING)
        }
        return self._keeps

    def _keeps(self, cells: list[str]) -> bool:
        identity = settled(cells[self.id_column or 0]).lower()
        if not identity:
            return True  # it will be rejected, by its number
        if identity in self.ids or identity in self._seen:
            self.duplicates += 1
            return identity in self._wanted
        self.ids.add(identity)
        return self._is_first_of_its_kind(cells) or identity in self._wanted

    def _is_first_of_its_kind(self, cells: list[str]) -> bool:
        telling = {at for at in self._telling if cells[at]}
        dates = {(at, pattern) for at, pattern in self._dates if pattern.match(cells[at])}
        self._telling -= telling
        self._dates -= dates
        odd = [at for at, plain in self._plain.items() if not plain.match(cells[at])]
        for at in odd:
            del self._plain[at]  # what is told of a column names the first row
        return bool(telling or dates or odd)
