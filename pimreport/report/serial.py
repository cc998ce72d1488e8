"""The report as JSON text: a file of its own, and what the PDF carries inside. Always English."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from pimreport.report import structure
from pimreport.visible import visible, without_surrogates
from pimreport.wording import Text, speaking

if TYPE_CHECKING:
    from pimreport.model.findings import Report

_UNICODE = re.compile("[^ -~]+")
_AT_ONCE = 1_000


def json_bytes(report: Report) -> bytes:
    """The whole report, indented."""
    with speaking("en"), BytesIO() as made:
        for number, (name, value) in enumerate(structure.of(report).items()):
            made.write(b",\n  " if number else b"{\n  ")
            made.write(_indented(name) + b": ")
            if isinstance(value, Iterator):
                _write_array(made, value)
            else:
                made.write(_indented(value))
        made.write(b"\n}\n")
        return made.getvalue()


def _write_array(made: BytesIO, items: Iterator[object]) -> None:
    """A few items at a time: a large tenant has gigabytes of them as dictionaries."""
    first = True
    while some := list(islice(items, _AT_ONCE)):
        made.write(b"[" if first else b",")
        made.write(_indented(some)[1 : -len(b"\n  ]")])
        first = False
    made.write(b"[]" if first else b"\n  ]")


def _indented(value: object) -> bytes:
    """As it stands in the outermost object."""
    # Compact first: the standard library indents in Python, msgspec in C.
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_sentence)
    lines = msgspec.json.format(_UNICODE.sub(_escaped, text).encode(), indent=2)
    return lines.replace(b"\n", b"\n  ")


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
    text = without_surrogates(found[0])
    if visible(text) == text:
        return text
    return "".join(char if visible(char) == char else json.dumps(char)[1:-1] for char in text)
