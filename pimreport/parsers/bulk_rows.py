"""Decoded objects of a large list as rows, understood as ``shape`` does, but each text only once."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Raw

from pimreport.parsers.gaps import SUSPECT, stands_for_an_object
from pimreport.parsers.names import Kind, understood
from pimreport.parsers.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.parsers.document import Page
    from pimreport.parsers.document import Raw as Object
    from pimreport.parsers.shape import Shaper


class _Column:
    """A property of the file: how it is spelt, what it is, and what its texts mean."""

    __slots__ = ("exported", "kind", "known", "name")

    def __init__(self, exported: str) -> None:
        self.exported = exported
        self.name, self.kind = understood(exported)
        self.known: dict[bytes, Any] = {}


class Rows:
    """Makes rows of the structs of one file."""

    def __init__(self, shaper: Shaper, page: Page, names: Iterable[tuple[str, str]]) -> None:
        """Prepare for the properties of the file.

        Args:
            shaper: understands what is not plain, and notes what is lost.
            page: of the rows.
            names: fields of the structs, and the properties as exported.
        """
        self._shaper = shaper
        self._page = page
        self._names = list(names)
        self._values = attrgetter(*(field for field, _ in self._names))
        self._columns = [_Column(exported) for _, exported in self._names]

    def row(self, number: int, told: msgspec.Struct) -> Row:
        """One object as a row."""
        values: Object = {}
        for column, written in zip(self._columns, self._values(told), strict=True):
            if written is UNSET:
                continue
            value, kind = written, column.kind
            if type(written) is Raw:
                value = self._nested(number, column, bytes(written))
            elif kind is Kind.FREE_TEXT:
                value = written or None
            elif type(written) is str and written[:1] in SUSPECT and stands_for_an_object(written):
                return self._by_the_shaper(number, told)
            if kind is not Kind.EXTRA:
                values[column.name] = value
            elif value:
                return self._by_the_shaper(number, told)
        return Row(number, values, self._page)

    def _nested(self, number: int, column: _Column, written: bytes) -> Any:  # noqa: ANN401 - foreign JSON
        """What stands in a date, a list or an object; the same text means the same."""
        if written not in column.known:
            value = msgspec.json.decode(written)
            shaped = self._shaper.row(number, {column.exported: value})
            column.known[written] = shaped.get(column.name, value)
        return column.known[written]

    def _by_the_shaper(self, number: int, told: msgspec.Struct) -> Row:
        raw: Object = {}
        for field, exported in self._names:
            value = getattr(told, field)
            if value is not UNSET:
                raw[exported] = msgspec.json.decode(value) if isinstance(value, Raw) else value
        return Row(number, self._shaper.row(number, raw), self._page)
