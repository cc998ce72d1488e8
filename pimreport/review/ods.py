"""Values of an ``.ods`` that came back: the OpenDocument format that LibreOffice writes."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from datetime import datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse, parse

from pimreport.errors import UsageError
from pimreport.review import caps
from pimreport.review.sheets import Computed
from pimreport.review.xlsx import PREFIX

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path
    from typing import IO
    from xml.etree.ElementTree import Element

    from pimreport.review.sheets import Numbered, Value

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE = f"{{{_NAMES}table:1.0}}", f"{{{_NAMES}office:1.0}}"
_TEXT, _META = f"{{{_NAMES}text:1.0}}", f"{{{_NAMES}meta:1.0}}"
_MOST_COLUMNS = 200
_MOST_ROWS = 1_048_576
"""With content, of a sheet; what claims more, by repeating rows, is no review."""
_MOST_REPEATED = 100_000
"""A row with content that claims to be repeated more often is none of ours."""


def read(path: Path, wanted: Container[str]) -> tuple[dict[str, Numbered], dict[str, str]]:
    """Rows with values of the wanted sheets, and our document properties.

    Raises:
        UsageError: the file is broken, or not safe to read.
    """
    broken = (
        KeyError, ParseError, ValueError, DefusedXmlException, zipfile.BadZipFile, zlib.error,
        lzma.LZMAError, EOFError, NotImplementedError, RecursionError,
    )  # fmt: skip
    with caps.opened(path) as archive:
        try:
            with caps.metered(archive, "content.xml") as content:
                found = {name: rows for name, rows in _sheets(content) if name in wanted}
            properties = dict(_properties(io.BytesIO(caps.whole(archive, "meta.xml"))))
        except broken as error:
            message = (
                f"{path.name} is no readable workbook ({type(error).__name__}): save it again."
            )
            raise UsageError(message) from error
    return found, properties


def _sheets(content: caps.Metered) -> Iterator[tuple[str, Numbered]]:
    """Sheet by sheet, without ever holding the whole document."""
    rows: Numbered = []
    number = 0
    for event, element in iterparse(content, events=("start", "end")):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                rows, number = [], 0
        elif element.tag == f"{_TABLE}table-row":
            repeated = _repeated(element, "rows")
            values = _row(element)
            if any(value is not None for value in values):
                rows.extend(
                    (number + turn, values) for turn in range(1, min(repeated, _MOST_REPEATED) + 1)
                )
            if len(rows) > _MOST_ROWS:
                message = "more rows than a sheet has"
                raise ValueError(message)
            number += repeated
            element.clear()
            content.row_ended()
        elif element.tag == f"{_TABLE}table":
            yield str(element.get(f"{_TABLE}name")), rows
            element.clear()


def _row(row: Element) -> list[Value]:
    values: list[Value] = []
    for cell in row:
        if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            room = _MOST_COLUMNS - len(values)
            values.extend([_value(cell)] * min(_repeated(cell, "columns"), room))
    return values


def _repeated(element: Element, what: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _value(cell: Element) -> Value:
    if cell.get(f"{_TABLE}formula") is not None:
        return Computed("a formula")
    kind = cell.get(f"{_OFFICE}value-type")
    if kind is None:
        return None
    if kind == "date":
        return datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
    if kind in {"float", "percentage", "currency"}:
        return float(cell.get(f"{_OFFICE}value", "nan"))
    return "\n".join("".join(_texts(one)) for one in cell if one.tag == f"{_TEXT}p")


def _texts(element: Element) -> Iterator[str]:
    """The text of a paragraph, where spaces and line breaks are elements of their own."""
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield " " * min(1000, int(child.get(f"{_TEXT}c", "1")))
        elif child.tag in {f"{_TEXT}line-break", f"{_TEXT}tab"}:
            yield "\n" if child.tag.endswith("break") else "\t"
        else:
            yield from _texts(child)
        yield child.tail or ""


def _properties(meta: IO[bytes]) -> Iterator[tuple[str, str]]:
    for one in parse(meta).iter(f"{_META}user-defined"):
        name = str(one.get(f"{_META}name"))
        if name.startswith(PREFIX):
            yield name.removeprefix(PREFIX), one.text or ""
