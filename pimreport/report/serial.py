"""The report as JSON text: a file of its own, and what the PDF carries inside. Always English."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import msgspec

from pimreport.report import structure
from pimreport.visible import visible, without_surrogates
from pimreport.wording import Text, speaking

if TYPE_CHECKING:
    from pimreport.model.findings import Report

_UNICODE = re.compile("[^ -~]+")


def json_bytes(report: Report) -> bytes:
    """The whole report, indented."""
    with speaking("en"):
        content = structure.of(report)
        # Compact first: the standard library indents in Python, msgspec in C.
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, default=_sentence)
    return msgspec.json.format(_UNICODE.sub(_escaped, text).encode(), indent=2) + b"\n"


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
