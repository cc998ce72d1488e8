"""The XML that Export-Clixml writes: typed values, types defined once and referred to later."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pimreport.synthetic.conditional_access import Row

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ROOT = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'
_DICTIONARY = "System.Collections.Generic.Dictionary`2[[System.String],[System.Object]]"
_LIST = "System.Object[]"


def document(rows: Iterable[Row], type_name: str) -> str:
    """The whole file: the objects one after the other."""
    return "".join(pieces(rows, type_name))


def pieces(rows: Iterable[Row], type_name: str) -> Iterator[str]:
    """The file, object by object."""
    written = _Writer(type_name)
    yield _ROOT
    for row in rows:
        yield "".join(f"\r\n{line}" for line in written.value(row, None, 1))
    yield "\r\n</Objs>"


class _Writer:
    def __init__(self, type_name: str) -> None:
        self._type = type_name
        self._types: dict[str, int] = {}
        self._objects = 0

    def value(self, value: object, name: str | None, depth: int) -> Iterator[str]:
        blank = "  " * depth
        if isinstance(value, dict):
            inside = self._entries(value, depth + 1)
            if name != "AdditionalProperties":
                inside = self._properties(value, depth + 1)
            yield from self._object(name, self._name(name), inside, depth)
        elif isinstance(value, list | tuple):
            inside = (line for one in value for line in self.value(one, None, depth + 2))
            inside = _enclosed("LST", inside, depth + 1)
            yield from self._object(name, _LIST, inside, depth)
        elif value is None:
            yield f"{blank}<Nil{_named(name)} />"
        else:
            tag, text = _simple(value)
            yield f"{blank}<{tag}{_named(name)}>{escape(text)}</{tag}>"

    def _name(self, name: str | None) -> str:
        if name is None:
            return self._type
        return _DICTIONARY if name == "AdditionalProperties" else f"{self._type}_{name}"

    def _object(
        self, name: str | None, type_name: str, inside: Iterator[str], depth: int
    ) -> Iterator[str]:
        blank = "  " * depth
        yield f'{blank}<Obj{_named(name)} RefId="{self._objects}">'
        self._objects += 1
        if type_name in self._types:
            yield f'{blank}  <TNRef RefId="{self._types[type_name]}" />'
        else:
            number = self._types[type_name] = len(self._types)
            types = (f"{blank}    <T>{one}</T>" for one in (escape(type_name), "System.Object"))
            yield from (f'{blank}  <TN RefId="{number}">', *types, f"{blank}  </TN>")
        yield from inside
        yield f"{blank}</Obj>"

    def _properties(self, row: Row, depth: int) -> Iterator[str]:
        inside = (line for key, one in row.items() for line in self.value(one, key, depth + 1))
        yield from _enclosed("Props", inside, depth)

    def _entries(self, row: Row, depth: int) -> Iterator[str]:
        entries = (
            line
            for key, one in row.items()
            for line in _enclosed("En", self._entry(key, one, depth + 2), depth + 1)
        )
        yield from _enclosed("DCT", entries, depth)

    def _entry(self, key: str, value: object, depth: int) -> Iterator[str]:
        yield from self.value(key, "Key", depth)
        yield from self.value(value, "Value", depth)


def _enclosed(tag: str, lines: Iterator[str], depth: int) -> Iterator[str]:
    yield f"{'  ' * depth}<{tag}>"
    yield from lines
    yield f"{'  ' * depth}</{tag}>"


def _named(name: str | None) -> str:
    return f" N={quoteattr(name)}" if name else ""


def _simple(value: object) -> tuple[str, str]:
    if isinstance(value, bool):
        return "B", str(value).lower()
    if isinstance(value, int):
        return "I32", str(value)
    text = str(value)
    return ("DT" if _DATE.fullmatch(text) else "S"), text
