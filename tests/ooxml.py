"""What makes Excel offer to repair a workbook, as far as a machine without Excel can tell.

Two nets. Microsoft's own schemas, through ``openxml_audit``: elements, their order, attributes and
their values, relationships. And below, what no schema says but Excel checks when it opens a file
(ECMA-376 part 1, 18.2 to 18.5; Excel specifications and limits).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

from lxml import etree  # type: ignore[import-untyped]  # no stubs
from openpyxl.utils import range_boundaries
from openxml_audit import OpenXmlValidator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STREAMED = "Excel_InlineStrCells"
"""Strings may stand in their cells (18.18.11, inlineStr); Excel moves them when it saves."""
_TEXT, _LIST, _LINKS, _ROWS, _COLUMNS, _TITLE = 32_767, 255, 65_530, 1_048_576, 16_384, 31
_IN_TITLE = re.compile(r"[\[\]:*?/\\]|^'|'$|^$|^history$", re.IGNORECASE)
_TABLE_NAME = re.compile(r"[A-Za-z_\\][\w.\\]{0,254}")
_REFERENCE = re.compile(r"[A-Za-z]{1,3}\d+|[Rr](\d+)?([Cc](\d+)?)?|[Cc](\d+)?")
_SHEET = re.compile(r"'((?:[^']|'')+)'!|(?<![\w'])([A-Za-z_]\w*)!")
_QUOTED = re.compile(r'"[^"]*"')


def problems(path: Path) -> list[str]:
    """Everything that is wrong with the workbook, one sentence each."""
    return [*_against_the_schemas(path)] or _Package(path).problems()


def _against_the_schemas(path: Path) -> Iterator[str]:
    for one in OpenXmlValidator(max_errors=0).validate(str(path)).errors:
        if one.id != _STREAMED:
            yield f"{one.part_uri} {one.path}: {one.description}"


class _Package:
    def __init__(self, path: Path) -> None:
        self.parts: dict[str, Any] = {}
        self.wrong: list[str] = []
        with zipfile.ZipFile(path) as archive:
            self.names = archive.namelist()
            for name in self.names:
                if name.endswith((".xml", ".rels")):
                    self._parse(name, archive.read(name))

    def _parse(self, name: str, content: bytes) -> None:
        try:
            self.parts[name] = etree.fromstring(content)
        except etree.XMLSyntaxError as error:
            self.wrong.append(f"{name} is no XML: {error}")

    def problems(self) -> list[str]:
        """What is wrong beyond the schemas."""
        if self.wrong:
            return self.wrong
        book = self.parts["xl/workbook.xml"]
        links = self._relations("xl/workbook.xml")
        sheets = {
            str(one.get("name")): links[one.get(_RELATION)] for one in book.iter(f"{_MAIN}sheet")
        }
        found = [*self._content_types(), *self._titles(book)]
        tables: list[tuple[str, Any]] = []
        for title, part in sheets.items():
            page = self.parts[part]
            found += (f"{title}: {one}" for one in self._sheet(page, set(sheets)))
            mine = [
                self.parts[target]
                for name, target in self._relations(part).items()
                if "/tables/" in target
            ]
            found += (f"{title}: {one}" for table in mine for one in _table(table, page))
            found += (f"{title}: {one}" for one in _overlaps([one.get("ref") for one in mine]))
            tables += ((title, table) for table in mine)
        found += _unique("table id", (one.get("id") for _, one in tables))
        found += _unique("table name", (one.get("displayName").lower() for _, one in tables))
        for one in book.iter(f"{_MAIN}definedName"):
            found += (f"name {one.get('name')}: {text}" for text in _targets(one.text, set(sheets)))
        found += self._charts(set(sheets))
        return found

    def _relations(self, part: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        root = self.parts.get(f"{folder}/_rels/{name}.rels", ())
        return {
            one.get("Id"): posixpath.normpath(
                posixpath.join("/", folder, one.get("Target"))
            ).lstrip("/")
            for one in root
            if one.get("TargetMode") != "External"
        }

    def _content_types(self) -> Iterator[str]:
        root = self.parts["[Content_Types].xml"]
        told = [one.get("PartName") for one in root if one.get("PartName")]
        for name in self.names:
            plain = name.endswith(".rels") or name == "[Content_Types].xml"
            if not plain and f"/{name}" not in told:
                yield f"{name} has no content type of its own"
        yield from (
            f"content type of {one}, which is not there"
            for one in told
            if one[1:] not in self.names
        )
        yield from _unique("part", (name.lower() for name in self.names))

    def _titles(self, book: Any) -> Iterator[str]:  # noqa: ANN401  # lxml has no types
        titles = [one.get("name") for one in book.iter(f"{_MAIN}sheet")]
        yield from _unique("sheet", (one.lower() for one in titles))
        for title in titles:
            if len(title) > _TITLE or _IN_TITLE.search(title):
                yield f"no sheet may be called {title!r}"
        if all(one.get("state", "visible") != "visible" for one in book.iter(f"{_MAIN}sheet")):
            yield "no sheet is visible"

    def _sheet(self, page: Any, titles: set[str]) -> Iterator[str]:  # noqa: ANN401  # as above
        styles = self.parts["xl/styles.xml"]
        looks = len(styles.find(f"{_MAIN}cellXfs"))
        formats = styles.find(f"{_MAIN}dxfs")
        yield from _cells(page, looks)
        for one in page.iter(f"{_MAIN}cfRule"):
            if one.get("dxfId") and int(one.get("dxfId")) >= (
                0 if formats is None else len(formats)
            ):
                yield f"a conditional format that is not there: {one.get('dxfId')}"
        yield from _unique("link", (one.get("ref") for one in page.iter(f"{_MAIN}hyperlink")))
        links = list(page.iter(f"{_MAIN}hyperlink"))
        if len(links) > _LINKS:
            yield f"{len(links)} links"
        for one in links:
            yield from _targets(one.get("location"), titles)
        yield from _overlaps([one.get("ref") for one in page.iter(f"{_MAIN}mergeCell")])
        for one in page.iter(f"{_MAIN}dataValidation"):
            text = one.findtext(f"{_MAIN}formula1") or ""
            if one.get("type") == "list" and len(text.strip('"')) > _LIST:
                yield f"a list of {len(text)} characters"
        for formula in page.iter(f"{_MAIN}f", f"{_MAIN}formula", f"{_MAIN}formula1"):
            yield from _targets(_QUOTED.sub('""', formula.text or ""), titles)

    def _charts(self, titles: set[str]) -> Iterator[str]:
        for name, root in self.parts.items():
            if name.startswith("xl/charts/"):
                formulas = [one.text for one in root.iter("{*}f")]
                if not formulas:
                    yield f"{name} shows nothing"
                for text in formulas:
                    yield from (f"{name}: {one}" for one in _targets(text, titles))


def _cells(page: Any, looks: int) -> Iterator[str]:  # noqa: ANN401  # as above
    row_before = 0
    for row in page.iter(f"{_MAIN}row"):
        number = int(row.get("r"))
        if not row_before < number <= _ROWS:
            yield f"row {number} follows row {row_before}"
        row_before, column_before = number, 0
        for cell in row:
            column, top, *_ = _box(cell.get("r"))
            if top != number or not column_before < column <= _COLUMNS:
                yield f"{cell.get('r')} stands in row {number} after column {column_before}"
            column_before = column
            if int(cell.get("s", 0)) >= looks:
                yield f"{cell.get('r')} has a style that is not there: {cell.get('s')}"
            yield from _text(cell)


def _text(cell: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    text = "".join(one.text or "" for one in cell.iter(f"{_MAIN}t"))
    if len(text.encode("utf-16-le")) // 2 > _TEXT:
        yield f"{cell.get('r')} has more than {_TEXT} characters"
    if text != text.strip() and "preserve" not in {
        value for one in cell.iter(f"{_MAIN}t") for value in one.attrib.values()
    }:
        yield f"{cell.get('r')} loses its white space"


def _table(table: Any, page: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    name, area = table.get("displayName"), table.get("ref")
    if not _TABLE_NAME.fullmatch(name) or _REFERENCE.fullmatch(name):
        yield f"no table may be called {name!r}"
    left, top, right, bottom = _box(area)
    titles = [one.get("name") for one in table.iter(f"{_MAIN}tableColumn")]
    yield from _unique("column", (one.lower() for one in titles))
    yield from _unique("column id", (one.get("id") for one in table.iter(f"{_MAIN}tableColumn")))
    if len(titles) != right - left + 1 or bottom <= top:
        yield f"{name} covers {area} with {len(titles)} columns"
    if (table.find(f"{_MAIN}autoFilter")) is not None and table.find(f"{_MAIN}autoFilter").get(
        "ref"
    ) != area:
        yield f"the filter of {name} covers another area"
    header = next((row for row in page.iter(f"{_MAIN}row") if row.get("r") == str(top)), ())
    told = {
        cell.get("r"): "".join(one.text or "" for one in cell.iter(f"{_MAIN}t")) for cell in header
    }
    shown = [text for reference, text in told.items() if left <= _box(reference)[0] <= right]
    if shown != titles:
        yield f"the header of {name} is {shown}, its columns are {titles}"


def _box(area: str) -> tuple[int, int, int, int]:
    """First column and row, last column and row."""
    left, top, right, bottom = range_boundaries(area)
    assert left is not None
    assert top is not None
    assert right is not None
    assert bottom is not None
    return left, top, right, bottom


def _targets(text: str | None, titles: set[str]) -> Iterator[str]:
    for quoted, plain in _SHEET.findall(text or ""):
        title = quoted.replace("''", "'") or plain
        if title not in titles:
            yield f"leads to the sheet {title!r}, which is not there"


def _overlaps(areas: list[str]) -> Iterator[str]:
    boxes = [_box(area) for area in areas]
    for place, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:place]:
            if left <= other[2] and other[0] <= right and top <= other[3] and other[1] <= bottom:
                yield f"{areas[place]} overlaps another area"


def _unique(what: str, values: Iterable[object]) -> Iterator[str]:
    yield from (f"{what} {one} {n} times" for one, n in Counter(values).items() if n > 1)
