"""Decoded objects of a large list as rows, understood as ``shape`` does, but each text only once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Raw

from pimreport.parsers.gaps import SUSPECT
from pimreport.parsers.names import Kind, understood
from pimreport.parsers.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.parsers.document import Page
    from pimreport.parsers.document import Raw as Object
    from pimreport.parsers.shape import Shaper


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
        self._names = [(field, exported, *understood(exported)) for field, exported in names]
        self._known: dict[tuple[str, bytes], Any] = {}

    def row(self, number: int, told: msgspec.Struct) -> Row:
        """One object as a row."""
        values: Object = {}
        for field, exported, name, kind in self._names:
            value = getattr(told, field)
            if value is UNSET:
                continue
            if type(value) is Raw:
                value = self._nested(number, exported, name, bytes(value))
            elif kind is Kind.FREE_TEXT:
                value = value or None
            elif type(value) is str and value[:1] in SUSPECT:
                return self._by_the_shaper(number, told)
            if kind is not Kind.EXTRA:
                values[name] = value
            elif value:
                return self._by_the_shaper(number, told)
        return Row(number, values, self._page)

    def _nested(self, number: int, exported: str, name: str, written: bytes) -> Any:  # noqa: ANN401 - foreign JSON
        """What stands in a date, a list or an object; the same text means the same."""
        key = (name, written)
        if key not in self._known:
            value = msgspec.json.decode(written)
            self._known[key] = self._shaper.row(number, {exported: value}).get(name, value)
        return self._known[key]

    def _by_the_shaper(self, number: int, told: msgspec.Struct) -> Row:
        raw: Object = {}
        for field, exported, _, _ in self._names:
            value = getattr(told, field)
            if value is not UNSET:
                raw[exported] = msgspec.json.decode(value) if isinstance(value, Raw) else value
        return Row(number, self._shaper.row(number, raw), self._page)
