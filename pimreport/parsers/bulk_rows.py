"""Decoded objects of a large list as rows, as ``shape`` understands them, but column by column.

Where anything is not what it seems, the shaper makes the rows.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType
from msgspec.structs import astuple

from pimreport.parsers import moments
from pimreport.parsers.gaps import stands_for_an_object
from pimreport.parsers.names import Kind, understood
from pimreport.parsers.row import Row
from pimreport.parsers.shape import is_itself

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers.document import Page
    from pimreport.parsers.document import Raw as Object
    from pimreport.parsers.shape import Shaper

_NOTHING = frozenset({None, UNSET})


class _NotPlainError(Exception):
    """A value is not what it seems; the shaper knows what it is."""


class Rows:
    """Makes rows of the structs of one file."""

    def __init__(self, shaper: Shaper, page: Page) -> None:
        """Prepare for a page; ``shaper`` notes what is lost."""
        self._shaper = shaper
        self._page = page

    def of(self, numbers: Sequence[int], told: Sequence[Struct]) -> list[Row]:
        """Objects as rows; ``numbers`` count the objects of the file from 1."""
        if not told:
            return []
        try:
            objects = self._objects(told)
        except _NotPlainError:
            objects = list(map(self._by_the_shaper, numbers, told))
        return [Row(number, one, self._page) for number, one in zip(numbers, objects, strict=True)]

    def _objects(self, told: Sequence[Struct]) -> list[Object]:
        columns: dict[str, Sequence[Any]] = {}
        everywhere = True
        names = told[0].__struct_encode_fields__
        for exported, written in zip(names, zip(*map(astuple, told), strict=True), strict=True):
            kinds = set(map(type, written))
            if kinds == {UnsetType}:
                continue
            everywhere &= UnsetType not in kinds
            name, kind = understood(exported)
            meant = self._column(name, kind, written, kinds)
            if kind is not Kind.EXTRA:
                columns[name] = meant
        rows = zip(*columns.values(), strict=True) if columns else repeat((), len(told))
        objects: list[Object] = [dict(zip(columns, row, strict=True)) for row in rows]
        if everywhere:
            return objects
        return [{name: one for name, one in row.items() if one is not UNSET} for row in objects]

    def _column(
        self, name: str, kind: Kind, written: Sequence[Any], kinds: set[type]
    ) -> Sequence[Any]:
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
        return written

    def _moments(self, name: str, written: Sequence[Any]) -> Sequence[Any]:
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

    def _nested(self, written: Sequence[Any]) -> Sequence[Any]:
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
