"""Decoded objects of a large list as rows, as ``shape`` understands them, but column by column.

The same text in a date, a list or an object is understood once. Where a value is not what it
seems, the shaper makes the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Raw, UnsetType
from msgspec.structs import astuple

from pimreport.parsers.gaps import stands_for_an_object
from pimreport.parsers.names import Kind, understood
from pimreport.parsers.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.parsers.document import Page
    from pimreport.parsers.document import Raw as Object
    from pimreport.parsers.shape import Shaper

_NOTHING = frozenset({b"{}", b"null"})


class _Column:
    """A property of the file: how it is spelt, what it is, and what its texts mean."""

    __slots__ = ("exported", "kind", "known", "name")

    def __init__(self, exported: str) -> None:
        self.exported = exported
        self.name, self.kind = understood(exported)
        self.known: dict[bytes, Any] = {}

    def is_plain(self, written: Iterable[Any]) -> bool:
        """Every value means what it says, and in this column."""
        if self.kind is Kind.EXTRA:
            return all(one is UNSET or bytes(one) in _NOTHING for one in written)
        return self.kind is not Kind.PLAIN or not any(
            type(one) is str and stands_for_an_object(one) for one in written
        )


class Rows:
    """Makes rows of the structs of one file."""

    def __init__(self, shaper: Shaper, page: Page, names: Iterable[str]) -> None:
        """Prepare for the properties of the file.

        Args:
            shaper: understands what is not plain, and notes what is lost.
            page: of the rows.
            names: the properties as exported, in the order of the structs' fields.
        """
        self._shaper = shaper
        self._page = page
        self._columns = [_Column(exported) for exported in names]

    def of(self, numbers: Sequence[int], told: Sequence[msgspec.Struct]) -> list[Row]:
        """Objects as rows; ``numbers`` count the objects of the file from 1."""
        if not told:
            return []
        columns: dict[str, Sequence[Any]] = {}
        nested: list[tuple[_Column, list[Any]]] = []
        everywhere = True
        for column, written in zip(
            self._columns, zip(*map(astuple, told), strict=True), strict=True
        ):
            kinds = set(map(type, written))
            if kinds == {UnsetType}:
                continue
            if not column.is_plain(written):
                return list(map(self._by_the_shaper, numbers, told))
            everywhere &= UnsetType not in kinds
            if column.kind is Kind.FREE_TEXT:
                columns[column.name] = [None if one == "" else one for one in written]
            elif Raw not in kinds:
                columns[column.name] = written
            elif column.kind is not Kind.EXTRA:
                columns[column.name] = meant = list(written)
                nested.append((column, meant))
        self._understand(numbers, nested)
        rows = zip(*columns.values(), strict=True)
        values: list[Object] = [dict(zip(columns, row, strict=True)) for row in rows]
        if not everywhere:
            values = [
                {name: one for name, one in row.items() if one is not UNSET} for row in values
            ]
        return [Row(number, row, self._page) for number, row in zip(numbers, values, strict=True)]

    def _understand(self, numbers: Sequence[int], nested: list[tuple[_Column, list[Any]]]) -> None:
        """Dates, lists and objects, from the first row to the last, for the shaper tells rows."""
        for at, number in enumerate(numbers):
            for column, values in nested:
                if values[at] is not UNSET:
                    values[at] = self._nested(number, column, bytes(values[at]))

    def _nested(self, number: int, column: _Column, written: bytes) -> Any:  # noqa: ANN401 - foreign JSON
        if written not in column.known:
            value = msgspec.json.decode(written)
            shaped = self._shaper.row(number, {column.exported: value})
            column.known[written] = shaped.get(column.name, value)
        return column.known[written]

    def _by_the_shaper(self, number: int, told: msgspec.Struct) -> Row:
        raw: Object = {}
        for column, value in zip(self._columns, astuple(told), strict=True):
            if value is not UNSET:
                raw[column.exported] = (
                    msgspec.json.decode(value) if isinstance(value, Raw) else value
                )
        return Row(number, self._shaper.row(number, raw), self._page)
