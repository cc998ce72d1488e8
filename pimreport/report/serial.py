"""Documents as JSON text, and the report as one: a file of its own, and what the PDF carries inside.

Always English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from pimreport.report import structure
from pimreport.visible import clear, visible, without_surrogates
from pimreport.wording import Text, speaking

if TYPE_CHECKING:
    from pimreport.model.report import Report

_UNICODE = re.compile("[^ -~]+")
_AT_ONCE = 500
"""Items of an array: a large tenant has gigabytes of them as dictionaries."""


class Parts(dict[str, Any]):
    """An object that is written value by value. An iterator among these is an array, made meanwhile."""


class Sink(Protocol):
    """What text is written to."""

    def write(self, text: bytes, /) -> object:
        """Some more of it."""


def json_bytes(report: Report) -> bytes:
    """The whole report, indented."""
    with BytesIO() as made:
        write_json(report, made)
        return made.getvalue()


def write_json(report: Report, made: Sink) -> None:
    """The same, bit by bit."""
    write(Parts(structure.of(report)), 2, made)


def write(document: Parts, indent: int, made: Sink) -> None:
    """A document as text.

    Args:
        document: of strings, sentences, numbers, truths, null, arrays and objects.
        indent: blanks per level.
        made: where to.
    """
    with speaking("en"):
        _Pen(made, indent).write(document, b"\n")
        made.write(b"\n")


class _Pen:
    """Writes values at any depth. A margin is a line's end and the blanks before what follows it."""

    def __init__(self, made: Sink, indent: int) -> None:
        self._made = made
        self._indent = indent

    def write(self, value: object, margin: bytes) -> None:
        inner = margin + b" " * self._indent
        if isinstance(value, Parts):
            for number, (name, one) in enumerate(value.items()):
                self._made.write((b"," if number else b"{") + inner + json.dumps(name).encode())
                self._made.write(b": ")
                self.write(one, inner)
            self._made.write(margin + b"}")
        elif isinstance(value, Iterator):
            self._array(value, margin)
        else:
            self._made.write(self._indented(value, margin))

    def _array(self, items: Iterator[object], margin: bytes) -> None:
        inner = margin + b" " * self._indent
        first = True
        while some := list(islice(items, _AT_ONCE)):
            self._made.write(b"[" if first else b",")
            if isinstance(some[0], Parts):
                for number, one in enumerate(some):
                    self._made.write(b"," * bool(number) + inner)
                    self.write(one, inner)
            else:
                self._made.write(self._indented(some, margin)[1 : -len(margin) - 1])
            first = False
        self._made.write(b"[]" if first else margin + b"]")

    def _indented(self, value: object, margin: bytes) -> bytes:
        lines: bytes = msgspec.json.format(_compact(value), indent=self._indent)
        return lines.replace(b"\n", margin)


def _compact(value: object) -> bytes:
    try:
        told = msgspec.json.encode(value, enc_hook=_sentence)
        if told.isascii() and b"\x7f" not in told:
            return told
        text = told.decode()
        if clear(text):
            return told
    except UnicodeEncodeError:  # a lone surrogate in a name, which strict writers refuse
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_sentence)
    return _UNICODE.sub(_escaped, text).encode()


def _sentence(value: object) -> str:
    if isinstance(value, Text):
        return str(value)
    message = f"{value!r} has no place in the JSON"
    raise TypeError(message)


def _escaped(found: re.Match[str]) -> str:
    """A program gets the exact name, a person who opens the file sees what hides in it.

    Whatever ``visible`` would spell out is written as a JSON escape. Lone surrogates are spelt
    out, because strict readers refuse the whole file for one.
    """
    return _exact(found[0])


@lru_cache(maxsize=10_000)
def _exact(text: str) -> str:
    text = without_surrogates(text)
    if visible(text) == text:
        return text
    return "".join(char if visible(char) == char else json.dumps(char)[1:-1] for char in text)
