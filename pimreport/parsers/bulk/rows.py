"""Decoded objects of a large list, understood as ``shape`` understands rows, but column by column.

Where anything is not what it seems, the shaper makes rows of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType
from msgspec.structs import astuple

from pimreport.parsers.dates import moments
from pimreport.parsers.gaps import stands_for_an_object
from pimreport.parsers.names import Kind, understood
from pimreport.parsers.row import Row
from pimreport.parsers.shape import is_itself

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.parsers.document import Page
    from pimreport.parsers.document import Raw as Object
    from pimreport.parsers.shape import Shaper

_NOTHING = frozenset({None, UNSET})


class _NotPlainError(Exception):
    """A value is not what it seems; the shaper knows what it is."""


@dataclass(frozen=True, slots=True)
class Table:
    """Objects of a list column by column, each of which has every column.

    Attributes:
        page: of the objects.
        numbers: of the objects, counted from 1.
        columns: Graph's name -> values, as rows have them.
    """

    page: Page
    numbers: list[int]
    columns: dict[str, list[Any]]

    def rows(self, places: Iterable[int] | None = None) -> list[Row]:
        """The objects in these places as rows; all of them if none are given."""
        columns = self.columns
        return [
            Row(self.numbers[at], {name: columns[name][at] for name in columns}, self.page)
            for at in (range(len(self.numbers)) if places is None else places)
        ]

    def sample(self) -> list[Row]:
        """The first object, and the first with a value in each column: they show what all show."""
        places = {0} if self.numbers else set()
        for values in self.columns.values():
            place = next((at for at, one in enumerate(values) if one is not None), 0)
            places.add(place)
        return self.rows(sorted(places))


class Picked:
    """The objects of one file that matter."""

    def __init__(self, shaper: Shaper, page: Page) -> None:
        """Prepare for a page; ``shaper`` notes what is lost."""
        self._shaper = shaper
        self._page = page
        self._parts: list[Table | list[Row]] = []

    def add(self, numbers: Sequence[int], told: Sequence[Struct]) -> None:
        """Add decoded objects; ``numbers`` count the objects of the file from 1."""
        if not told:
            return
        try:
            self._parts.append(Table(self._page, [*numbers], self._columns(told)))
        except _NotPlainError:
            self._parts.append(
                [
                    Row(number, self._by_the_shaper(number, one), self._page)
                    for number, one in zip(numbers, told, strict=True)
                ]
            )

    def rows(self) -> list[Row]:
        """All of them."""
        return [
            row
            for part in self._parts
            for row in (part.rows() if isinstance(part, Table) else part)
        ]

    def table(self) -> Table | None:
        """All of them as one table, unless there are none or some are odd."""
        tables = [one for one in self._parts if isinstance(one, Table)]
        if not tables or len(tables) < len(self._parts):
            return None
        if len({tuple(one.columns) for one in tables}) > 1:
            return None
        numbers = [*chain.from_iterable(one.numbers for one in tables)]
        return Table(
            self._page,
            numbers,
            {
                name: [*chain.from_iterable(one.columns[name] for one in tables)]
                for name in tables[0].columns
            },
        )

    def _columns(self, told: Sequence[Struct]) -> dict[str, list[Any]]:
        columns: dict[str, list[Any]] = {}
        names = told[0].__struct_encode_fields__
        for exported, written in zip(names, zip(*map(astuple, told), strict=True), strict=True):
            kinds = set(map(type, written))
            if kinds != {UnsetType}:
                name, kind = understood(exported)
                if kind is not Kind.EXTRA:
                    columns[name] = self._column(name, kind, written, kinds)
        return columns

    def _objects(self, told: Sequence[Struct]) -> list[Object]:
        columns = self._columns(told)
        rows = zip(*columns.values(), strict=True) if columns else repeat((), len(told))
        return [
            {name: one for name, one in zip(columns, row, strict=True) if one is not UNSET}
            for row in rows
        ]

    def _column(self, name: str, kind: Kind, written: Sequence[Any], kinds: set[type]) -> list[Any]:
        """What the values of a column mean; UNSET stays where an object lacks the property."""
        if Raw in kinds:
            raise _NotPlainError
        if kind is Kind.FREE_TEXT:
            return [None if one == "" else one for one in written]
        if kind is Kind.MOMENT:
            return self._moments(name, written)
        if any(issubclass(one, Struct) for one in kinds):
            return self._nested(written)
        texts = set(chain.from_iterable(filter(None, written))) if list in kinds else set(written)
        if kind is not Kind.FLAG and not all(_is_plain(kind, one) for one in texts - _NOTHING):
            raise _NotPlainError
        return [*written]

    def _moments(self, name: str, written: Sequence[Any]) -> list[Any]:
        texts = [one for one in written if one is not None and one is not UNSET]
        read = moments.all_from_iso(texts)
        if not all(read):
            read = [*map(moments.from_microsoft_json, texts)]
        told = [one for one in read if one is not None]
        if len(told) < len(texts):
            raise _NotPlainError
        if told:
            self._shaper.dated.add(name)
        if len(told) == len(written) and not moments.is_placeholder(min(told)):
            return told
        meant = (None if moments.is_placeholder(one) else one for one in told)
        return [one if one is None or one is UNSET else next(meant) for one in written]

    def _nested(self, written: Sequence[Any]) -> list[Any]:
        objects = iter(self._objects([one for one in written if isinstance(one, Struct)]))
        meant = [next(objects) if isinstance(one, Struct) else one for one in written]
        # An object full of nulls is none.
        return [None if isinstance(one, dict) and not any(one.values()) else one for one in meant]

    def _by_the_shaper(self, number: int, told: Struct) -> Object:
        return self._shaper.row(number, msgspec.json.decode(msgspec.json.encode(told)))


def _is_plain(kind: Kind, text: str) -> bool:
    if kind is Kind.ID:
        return is_itself(kind, text)
    return text == text.strip() and not stands_for_an_object(text)
