"""From bytes to text. Windows PowerShell and PowerShell 7 differ in everything here.

Sources: about_Character_Encoding (5.1: ``>`` and Out-File write UTF-16LE, Set-Content the ANSI
code page, Export-Csv ASCII; 7: UTF-8 without a mark) and .NET's encoders, measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pimreport.model.evidence import SourceWarning

# UTF-32LE begins with the mark of UTF-16LE, so it must be asked first.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "UTF-32 big-endian"),
    (b"\xef\xbb\xbf", "utf-8", "UTF-8 with byte order mark"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16 big-endian"),
)
_UTF7_QUOTE_OR_BRACE = re.compile(rb"\+(?:ACI|AHs|AFs|ACM)[A-Za-z0-9+/]*-")
_SNIFF = 4096
_MOSTLY = 0.4


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
        return _ansi(data)


def _marked(data: bytes, skip: int, codec: str, name: str) -> Text:
    body = data[skip:]
    if codec == "utf-16-le":
        split = _where_single_bytes_begin(body)
        if split is not None:
            head, tail = body[:split], decode(body[split:])
            return _joined(head.decode(codec, "replace"), name, tail)
    elif codec == "utf-8" and b"\0" in body:
        tail_of = _with_nuls(body)
        return Text(tail_of.text, f"{name}, then UTF-16", tail_of.warnings)
    return _strictly(body, codec, name)


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


def _joined(head: str, name: str, tail: Text) -> Text:
    message = (
        f"The file begins as {name} and goes on as {tail.encoding}: something was appended with "
        "another PowerShell version (>>). Both parts were read."
    )
    warning = SourceWarning(code="mixed_encodings", message=message)
    return Text(
        head + tail.text, f"{name}, then {tail.encoding}", (warning, *tail.warnings), ascii=False
    )


def _where_single_bytes_begin(body: bytes) -> int | None:
    """Where text of one byte per character was appended to UTF-16LE text, if it was."""
    if len(body) < 2 or body.endswith(b"\0"):  # noqa: PLR2004 - one UTF-16 unit
        return None
    split = body.rfind(b"\0") + 1
    tail = body[split:]
    if split == 0 or split % 2 or len(tail) < 2:  # noqa: PLR2004 - one UTF-16 unit
        return None
    looks_like_an_export = tail.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"[", b'"', b"#"}
    return split if looks_like_an_export else None


def _with_nuls(data: bytes) -> Text:
    """No mark at the start but NUL bytes: UTF-16 without a mark, or appended to something else."""
    sample = data[:_SNIFF]
    if data[1:2] == b"\0" != data[:1] and sample[1::2].count(0) > _MOSTLY * len(sample[1::2]):
        return _strictly(data, "utf-16-le", "UTF-16 without byte order mark")
    if data[:1] == b"\0" and sample[0::2].count(0) > _MOSTLY * len(sample[0::2]):
        return _strictly(data, "utf-16-be", "UTF-16 big-endian without byte order mark")
    split = data.index(b"\0") - 1
    if split > 0:
        head = data[:split].removesuffix(b"\xff\xfe")
        tail = data[split:].decode("utf-16-le", "replace")
        if "\0" not in tail:
            first = decode(head)
            return _joined(first.text, first.encoding, Text(tail, "UTF-16"))
    return _strictly(data, "utf-8", "UTF-8") if _is_utf8(data) else _ansi(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _ascii(data: bytes) -> Text:
    # Windows PowerShell's UTF7 leaves no plain quotation mark: +ACI- stands for each of them.
    if b'"' not in data and b"{" not in data and _UTF7_QUOTE_OR_BRACE.search(data):
        try:
            return Text(data.decode("utf-7"), "UTF-7")
        except UnicodeDecodeError:
            pass
    return Text(data.decode("ascii"), "ASCII", ascii=True)


def _ansi(data: bytes) -> Text:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    message = (
        "The file is not UTF-8: it was read as Windows-1252, the code page Set-Content uses on "
        "Western systems. Elsewhere letters outside ASCII may be wrong; ids and dates are not. "
        "Export with -Encoding UTF8."
    )
    return Text(
        text, "ANSI (Windows-1252)", (SourceWarning(code="ansi_code_page", message=message),)
    )
