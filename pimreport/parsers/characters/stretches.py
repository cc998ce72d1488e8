"""Where a file changes between two bytes and one byte per character, as ``>>`` makes it.

Windows PowerShell appends UTF-16LE whatever the file is, PowerShell 7 appends UTF-8. What is
appended begins a line, and what exports write at the beginning of a line is ASCII.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = (b"\xff\xfe", b"\xef\xbb\xbf")
_NARROW_LINE = re.compile(rb"(?:\xef\xbb\xbf)?[\t\r\n\x20-\x7e][^\0]*")
_FIRST_WORDS = re.compile(rb"(?:\xef\xbb\xbf)?[\s\x20]*[{}\[\]\"#A-Za-z0-9]")
_LINE_WITHOUT_NUL = re.compile(rb"\n\0(?=[^\0]{2})")
_ASCII = 0x80
_SAMPLE = 4096
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Stretch:
    """Bytes of one width. ``wide``: UTF-16LE, without a mark."""

    body: bytes
    wide: bool


def split(data: bytes, *, wide: bool) -> list[Stretch]:
    """The stretches of ``data``, of which the first is ``wide`` or not."""
    found: list[Stretch] = []
    start = 0
    while start < len(data):
        end = _end_of_wide(data, start) if wide else _end_of_narrow(data, start)
        body = data[start:end]
        for mark in _MARKS if found else ():
            body = body.removeprefix(mark)
        if body:
            found.append(Stretch(body, wide))
        start, wide = end, not wide
    return found or [Stretch(b"", wide)]


def _end_of_narrow(data: bytes, start: int) -> int:
    """Before the first NUL that follows: one character, or the mark before it, earlier."""
    zero = data.find(b"\0", start)
    if zero < 0:
        return len(data)
    end = max(zero - 1, start)
    return end - 2 if data[max(end - 2, start) : end] == _MARKS[0] else max(end, start + 1)


def _end_of_wide(data: bytes, start: int) -> int:
    """After the last line of UTF-16: what follows has no NUL up to an end of line of its own."""
    for found in _LINE_WITHOUT_NUL.finditer(data, start):
        if (found.start() - start) % 2 == 0 and _is_narrow(data, found.end()):
            return found.end()
    return _without_line_end(data, start)


def _is_narrow(data: bytes, at: int) -> bool:
    zero = data.find(b"\0", at)
    body = data[at : zero - 1] if zero >= 0 else data[at:]
    if not _FIRST_WORDS.match(body):
        return False
    if zero >= 0:  # what is appended again begins a line as well
        return body.removesuffix(_MARKS[0]).endswith(b"\n")
    plain = sum(byte < _ASCII for byte in body[:_SAMPLE])
    return plain > _MOSTLY * len(body[:_SAMPLE])


def _without_line_end(data: bytes, start: int) -> int:
    """Nothing ends a line before the change (``-NoNewline``): look from the end of the file."""
    if data.endswith(b"\0") or len(data) - start < 2:  # noqa: PLR2004 - one UTF-16 unit
        return len(data)
    at = data.rfind(b"\0") + 1
    tail = data[at:]
    if at <= start or (at - start) % 2 or len(tail) < 2:  # noqa: PLR2004 - one UTF-16 unit
        return len(data)
    looks_like_an_export = tail.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"[", b'"', b"#"}
    return at if looks_like_an_export and _NARROW_LINE.match(tail) else len(data)
