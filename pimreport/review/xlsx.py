"""Values of an ``.xlsx`` that came back, whichever program saved it.

openpyxl reads it all, styles included, and takes half a minute where this takes two seconds: here
only text, numbers and dates of two sheets matter, and which columns hold dates is known.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from lxml import etree  # type: ignore[import-untyped]  # no stubs

from pimreport.errors import UsageError
from pimreport.review import caps
from pimreport.review.sheets import Computed

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from pimreport.review.sheets import Numbered, Value

PREFIX = "pimreport_"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BROKEN = (
    DefusedXmlException, KeyError, ParseError, ValueError, etree.XMLSyntaxError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, IndexError, NotImplementedError,
    RecursionError,
)  # fmt: skip
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MOST_COLUMNS = 200


def read(path: Path, wanted: Container[str]) -> tuple[dict[str, Numbered], dict[str, str]]:
    """Rows with values of the wanted sheets, and our document properties.

    Raises:
        UsageError: the file is broken, or not safe to read.
    """
    with caps.opened(path) as archive:
        try:
            return _sheets(archive, wanted), _properties(archive)
        except _BROKEN as error:
            message = (
                f"{path.name} is no readable workbook ({type(error).__name__}): save it again."
            )
            raise UsageError(message) from error


def _sheets(archive: zipfile.ZipFile, wanted: Container[str]) -> dict[str, Numbered]:
    book = fromstring(caps.whole(archive, "xl/workbook.xml"), forbid_dtd=True)
    links = fromstring(caps.whole(archive, "xl/_rels/workbook.xml.rels"), forbid_dtd=True)
    targets = {str(one.get("Id")): str(one.get("Target")) for one in links}
    strings: list[str] | None = None
    found: dict[str, Numbered] = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        name = str(sheet.get("name"))
        if name in wanted:
            if strings is None:
                strings = list(_strings(archive))
            member = posixpath.normpath(posixpath.join("/xl", targets[str(sheet.get(_RELATION))]))
            with caps.metered(archive, member.lstrip("/")) as content:
                found[name] = list(_rows(content, strings))
    return found


def _strings(archive: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in archive.namelist():
        with caps.metered(archive, "xl/sharedStrings.xml") as content:
            for number, one in enumerate(_elements(content, f"{_MAIN}si")):
                _count(number)
                yield _text(one)


def _rows(content: caps.Metered, strings: list[str]) -> Iterator[tuple[int, list[Value]]]:
    number = cells = 0
    for row in _elements(content, f"{_MAIN}row"):
        number = int(row.get("r") or number + 1)
        values: list[Value] = []
        for cell in row:
            place = _place(cell.get("r"), len(values))
            if place < _MOST_COLUMNS:
                values.extend([None] * (place - len(values)))
                values[place:] = [_value(cell, strings)]
        if any(value is not None for value in values):
            cells += len(values)
            _count(cells)
            yield number, values


def _count(number: int) -> None:
    if number > caps.MOST_CELLS:
        message = "more cells than any review has"
        raise ValueError(message)


def _elements(content: caps.Metered, tag: str) -> Iterator[Any]:
    """Element by element, without entities, network or document type, and forgotten after use."""
    context = etree.iterparse(
        content, events=("end",), tag=tag, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in context:
        if element.getroottree().docinfo.doctype:
            message = "a document type declaration"
            raise ValueError(message)
        content.row_ended()
        yield element
        element.clear()
        for one in (element, *element.iterancestors()):
            parent = one.getparent()
            while parent is not None and one.getprevious() is not None:
                parent.remove(one.getprevious())


def _place(reference: str | None, following: int) -> int:
    """The column, from 0, of a cell; one without a reference follows the cell before it."""
    matched = _REFERENCE.fullmatch(reference or "")
    if matched is None:
        return following
    place = 0
    for letter in matched[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _value(cell: Any, strings: list[str]) -> Value:  # noqa: ANN401  # lxml has no types
    kind = cell.get("t", "n")
    told = cell.findtext(f"{_MAIN}v")
    value: Value = None
    if cell.find(f"{_MAIN}f") is not None:
        value = Computed("a formula")
    elif kind == "inlineStr":
        value = _text(cell) or None
    elif told:
        value = _typed(kind, told, strings)
    return value


def _typed(kind: str, told: str, strings: list[str]) -> Value:
    if kind == "s":
        return strings[int(told)]
    if kind == "n":
        return float(told)
    if kind == "b":
        return "FALSE" if told == "0" else "TRUE"
    return Computed(f"the error {unescaped(told)}") if kind == "e" else unescaped(told)


def _text(element: Any) -> str:  # noqa: ANN401  # as above
    """All runs of a rich text, without phonetic guides."""
    runs = (
        one.text or "" for one in element.iter(f"{_MAIN}t") if one.getparent().tag != f"{_MAIN}rPh"
    )
    return unescaped("".join(runs))


def unescaped(text: str) -> str:
    """``_x000D_`` stands for a character; what we escaped ourselves is undone by it as well."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _properties(archive: zipfile.ZipFile) -> dict[str, str]:
    if "docProps/custom.xml" not in archive.namelist():
        return {}
    root = fromstring(caps.whole(archive, "docProps/custom.xml"), forbid_dtd=True)
    return {
        str(one.get("name")).removeprefix(PREFIX): "".join(one.itertext())
        for one in root
        if str(one.get("name")).startswith(PREFIX)
    }
