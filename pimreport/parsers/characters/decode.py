"""From bytes to text. Windows PowerShell and PowerShell 7 differ in everything here.

Sources: about_Character_Encoding (5.1: ``>`` and Out-File write UTF-16LE, Set-Content the ANSI
code page, Export-Csv ASCII; 7: UTF-8 without a mark) and .NET's encoders, measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.characters import code_pages, stretches

# UTF-32LE begins with the mark of UTF-16LE, so it must be asked first.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32 big-endian"),
    (b"\xef\xbb\xbf", "utf-8", "UTF-8 with byte order mark"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16 big-endian"),
)
# The quotation mark, braces, # @ _, or one letter of Western Europe (U+00C0 to U+00FF).
# Bounded: a run without end would be looked through from each of its letters on.
_UTF7_SIGN = re.compile(
    rb"\+(?:ACI|AHs|AFs|ACM|AEA|AF8)[A-Za-z0-9+/]{0,200}-|\+A[MNOP][A-Za-z0-9+/]-"
)
_SNIFF = 4096
_MOSTLY = 0.4
_NEARLY_ALL = 0.9
_UNMARKED = (
    ("utf-32-le", "UTF-32", "??00"),
    ("utf-32-be", "UTF-32 big-endian", "00??"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file and how it was encoded.

    ``ascii`` is True if every byte is ASCII: then letters may have become question marks.
    """

    text: str
    encoding: str
    warnings: tuple[SourceWarning, ...] = ()
    ascii: bool = False


def decode(data: bytes) -> Text:
    """Decode the whole file; what cannot be decoded is replaced, and a warning says so."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _marked(data, len(mark), codec, name)
    if b"\0" in data:
        return _with_nuls(data)
    if data.isascii():
        return _ascii(data)
    try:
        return Text(data.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        return _not_utf8(data)


def _marked(data: bytes, skip: int, codec: str, name: str) -> Text:
    body = data[skip:]
    if codec == "utf-16-le":
        return _in_stretches(body, name, wide=True)
    if codec == "utf-8" and b"\0" in body:
        return _in_stretches(body, name, wide=False)
    told = _strictly(body, codec, name)
    return _not_utf8(body, name) if codec == "utf-8" and told.warnings else told


def _strictly(body: bytes, codec: str, name: str) -> Text:
    try:
        return Text(body.decode(codec), name)
    except UnicodeDecodeError as error:
        message = (
            f"The file is not valid {name} from byte {error.start} on (cut off, or joined from "
            "files with different encodings); what could not be read shows as U+FFFD."
        )
        return Text(
            body.decode(codec, "replace"),
            name,
            (SourceWarning(code="undecodable", message=message),),
        )


def _in_stretches(body: bytes, name: str, *, wide: bool) -> Text:
    """Text to which another PowerShell appended (``>>``) in the other width of characters."""
    parts = stretches.split(body, wide=wide)
    if len(parts) == 1 and wide:
        return _strictly(body, "utf-16-le", name)
    told = [
        Text(one.body.decode("utf-16-le", "replace"), name if one is parts[0] else "UTF-16")
        if one.wide
        else (_as_named(one.body, name) if one is parts[0] else decode(one.body))
        for one in parts
    ]
    first, others = told[0], told[1:]
    if not others:
        return first
    rest = ", then ".join(one.encoding for one in others)
    message = (
        f"The file begins as {first.encoding} and goes on as {rest}: something was appended with "
        "another PowerShell version (>>). All parts were read."
    )
    warnings = [SourceWarning(code="mixed_encodings", message=message)]
    warnings += [one for part in told for one in part.warnings]
    return Text(
        "".join(one.text for one in told), f"{first.encoding}, then {rest}", tuple(warnings)
    )


def _as_named(body: bytes, name: str) -> Text:
    told = decode(body)
    return Text(told.text, name or told.encoding, told.warnings)


def _with_nuls(data: bytes) -> Text:
    """No mark at the start but NUL bytes: a wide encoding without a mark, or appended to others."""
    for codec, name, at in _UNMARKED:
        sample = data[: _SNIFF // 4 * 4]
        if len(data) % len(at) == 0 and _pattern(sample, at):
            return _strictly(data, codec, f"{name} without byte order mark")
    if data[:1] == b"\0" and data[0:_SNIFF:2].count(0) > _MOSTLY * len(data[0:_SNIFF:2]):
        return _strictly(data, "utf-16-be", "UTF-16 big-endian without byte order mark")
    wide = data[1:2] == b"\0" != data[:1]
    name = "UTF-16 without byte order mark" if wide else ""
    told = _in_stretches(data, name, wide=wide)
    if "\0" not in told.text:
        return told
    return _strictly(data, "utf-8", "UTF-8") if _is_utf8(data) else _not_utf8(data)


def _pattern(sample: bytes, zeros: str) -> bool:
    """Characters of almost any text: NUL bytes stand in the places marked 0, in nearly all of them."""
    width = len(zeros)
    return len(sample) >= width and all(
        sample[place::width].count(0) > _NEARLY_ALL * len(sample[place::width])
        for place, kind in enumerate(zeros)
        if kind == "0"
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _ascii(data: bytes) -> Text:
    # Windows PowerShell's UTF7 leaves no plain quotation mark: +ACI- stands for each of them.
    if b'"' not in data and b"{" not in data and _UTF7_SIGN.search(data):
        try:
            return Text(data.decode("utf-7"), "UTF-7")
        except UnicodeDecodeError:
            pass
    return Text(data.decode("ascii"), "ASCII", ascii=True)


def _not_utf8(data: bytes, name: str = "") -> Text:
    """The machine's code page, all of it or the lines that something else appended."""
    if _is_cut_off(data, marked=bool(name)):
        return _strictly(data, "utf-8", name or "UTF-8")
    lines = data.splitlines(keepends=True)
    utf8 = [line for line in lines if not line.isascii() and _is_utf8(line)]
    if name or (utf8 and len(utf8) < len(lines)):
        return _by_lines(lines, name)
    told = code_pages.settled(data)
    warning = SourceWarning(code="ansi_code_page", message=told.sentence)
    return Text(told.text, f"ANSI ({told.name})", (warning,))


def _by_lines(lines: list[bytes], name: str) -> Text:
    """UTF-8 and a code page in one file: each line is one or the other."""
    told = code_pages.settled(b"".join(line for line in lines if not _is_utf8(line)))
    others = iter(told.text.splitlines(keepends=True))
    text = "".join(line.decode() if _is_utf8(line) else next(others, "") for line in lines)
    message = (
        "Some lines of the file are UTF-8 and some are not (Export-Csv -Append or Add-Content with "
        f"another PowerShell version). Of the others: {told.sentence}"
    )
    warning = SourceWarning(code="mixed_encodings", message=message)
    return Text(text, f"{name or 'UTF-8'}, then ANSI ({told.name})", (warning,))


def _is_cut_off(data: bytes, *, marked: bool) -> bool:
    """Only the last character is incomplete, and the file showed before that it is UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        shown = marked or not data[: error.start].isascii()
        return shown and error.reason == "unexpected end of data"
    return False
