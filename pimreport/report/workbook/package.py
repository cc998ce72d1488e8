"""The zip file around the workbook, without the clock."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import quoteattr

from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from openpyxl import Workbook

_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
_BLOCK, _ROWS = 1 << 20, 500
"""Bytes, and rows, at a time."""
_FONT = re.compile(rb"<font>(.*?)</font>", re.DOTALL)
_PROPERTY = re.compile(rb"<(\w+)[^>]*/>")
_ORDER = (
    b"b", b"i", b"strike", b"condense", b"extend", b"outline", b"shadow", b"u", b"vertAlign",
    b"sz", b"color", b"name", b"family", b"charset", b"scheme",
)  # fmt: skip
"""Of a font's properties, as the schema has it (ECMA-376, CT_Font) and Excel writes it."""
_STYLES, _DRAWING = "xl/styles.xml", "xl/drawings/drawing1.xml"
_APPLICATION = b"<Application>Microsoft Excel</Application>"


@dataclass(frozen=True, slots=True)
class Body:
    """Rows of a sheet that follow those which openpyxl writes.

    Attributes:
        rows: elements, each read once.
        links: ``hyperlink`` elements; complete when all rows are read.
    """

    rows: Iterable[str]
    links: Sequence[str] = ()


class _Undated(zipfile.ZipFile):
    """A zip whose members all bear the earliest date, so that equal content is equal bytes."""

    told: Sequence[str] = ()
    """What each chart shows."""
    bodies: Mapping[str, Body] = {}  # replaced, never changed
    """Of sheets, by their place in the workbook."""

    def writestr(  # type: ignore[override]
        self, name: str, data: bytes | str, *_: object, **__: object
    ) -> None:
        content = data.encode() if isinstance(data, str) else data
        if name == _STYLES:
            content = _FONT.sub(_in_order, content)
        if name == _DRAWING:
            content = self._described(content)
        content = content.replace(_APPLICATION, b"<Application>pimreport</Application>")
        with self.open(_member(name), "w") as target:
            target.write(content)

    def _described(self, drawing: bytes) -> bytes:
        """Openpyxl gives charts no alternative text."""
        for number, text in enumerate(self.told, 1):
            name = f'name="Chart {number}"'
            drawing = drawing.replace(
                name.encode(), f"{name} descr={quoteattr(text)}".encode(errors="backslashreplace")
            )
        return drawing

    def write(  # type: ignore[override]
        self, filename: str, arcname: str, *_: object, **__: object
    ) -> None:
        body = self.bodies.get(arcname)
        with Path(filename).open("rb") as source, self.open(_member(arcname), "w") as target:
            for block in _filled(source.read(), body) if body else _blocks(source):
                target.write(block)


def _blocks(source: BinaryIO) -> Iterator[bytes]:
    while block := source.read(_BLOCK):
        yield block


def _filled(sheet: bytes, body: Body) -> Iterator[bytes]:
    """The sheet that openpyxl wrote, with more rows after its own."""
    top, end_of_rows, rest = sheet.partition(b"</sheetData>")
    yield top
    rows = iter(body.rows)
    while some := list(islice(rows, _ROWS)):
        yield "".join(some).encode()
    before, margins, bottom = rest.partition(b"<pageMargins")
    links = f"<hyperlinks>{''.join(body.links)}</hyperlinks>" if body.links else ""
    yield end_of_rows + before + links.encode() + margins + bottom


def _in_order(font: re.Match[bytes]) -> bytes:
    """Openpyxl writes the properties of a font in an order of its own."""
    found = sorted(_PROPERTY.finditer(font[1]), key=lambda one: _ORDER.index(one[1]))
    return b"<font>" + b"".join(one[0] for one in found) + b"</font>"


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _FIRST_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def packed(
    book: Workbook, told: Sequence[str] = (), bodies: Mapping[str, Body] | None = None
) -> bytes:
    """The workbook's bytes, without the time that ``Workbook.save`` would stamp.

    Args:
        book: what to pack.
        told: what each chart of its one drawing shows, for those who cannot see it.
        bodies: by title of the sheet.
    """
    buffer = io.BytesIO()
    archive = _Undated(buffer, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
    archive.told = told
    archive.bodies = {
        f"xl/worksheets/sheet{book.sheetnames.index(title) + 1}.xml": body
        for title, body in (bodies or {}).items()
    }
    ExcelWriter(book, archive).save()
    return buffer.getvalue()


def edited(path: Path) -> bool:
    """Whether a person has saved the workbook since, or it is none of ours.

    We write both dates alike; Excel and LibreOffice move the second one when they save.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            core = archive.open("docProps/core.xml").read(1 << 16)
    except (OSError, KeyError, zipfile.BadZipFile):
        return True
    dates = dict(re.findall(rb"<dcterms:(created|modified)[^>]*>([^<]*)<", core))
    return not dates or dates.get(b"created") != dates.get(b"modified")
