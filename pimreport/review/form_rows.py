"""The rows of the Review sheet, written as text: a fifth of the time openpyxl takes for them.

openpyxl writes the sheet with one row as a pattern; its styles are taken over for all others.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pimreport.report.workbook.text import cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pimreport.review.rows import Row

_PATTERN = re.compile(rb'<row r="2"[^>]*>.*?</row>', re.DOTALL)
_CELL = re.compile(rb'<c r="([A-Z]+)2"(?: s="(\d+)")?')
_LINE = 13.5
_MOST_LINES = 12


def repeated(
    workbook: bytes,
    member: str,
    rows: Sequence[Row],
    texts: Callable[[Row], Sequence[str]],
    formula: tuple[int, Callable[[int], str], str],
    widths: Sequence[int],
) -> bytes:
    """The workbook with all rows in the place of the one that served as a pattern.

    Args:
        workbook: bytes of an ``.xlsx`` file whose sheet has row 2 as a pattern.
        member: the sheet's place in it.
        rows: all rows, the pattern's among them.
        texts: the cells of a row; empty for none.
        formula: the place of the column with a formula, the formula of a row number, and what
            it says as long as nothing is filled in, for programs that show a file without reckoning.
        widths: of the columns, in characters.
    """
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as given,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for info in given.infolist():
            content = given.read(info)
            if info.filename == member:
                pattern = _PATTERN.search(content)
                if pattern is None:
                    message = f"{member} has no row to repeat"
                    raise ValueError(message)
                cells = [
                    (letters.decode(), style.decode())
                    for letters, style in _CELL.findall(pattern[0])
                ]
                lines = _rows(rows, cells, texts, formula, widths)
                whole = "".join(lines).encode()
                content = content[: pattern.start()] + whole + content[pattern.end() :]
            made.writestr(info, content)
    return buffer.getvalue()


def _rows(
    rows: Sequence[Row],
    cells: Sequence[tuple[str, str]],
    texts: Callable[[Row], Sequence[str]],
    formula: tuple[int, Callable[[int], str], str],
    widths: Sequence[int],
) -> Iterator[str]:
    place, counted, said = formula
    for number, row in enumerate(rows, 2):
        told = texts(row)
        height = 4 + _LINE * min(_MOST_LINES, _lines(told, widths))
        yield f'<row r="{number}" ht="{height}" customHeight="1">'
        for column, ((letters, style), text) in enumerate(zip(cells, told, strict=True)):
            start = f'<c r="{letters}{number}" s="{style or 0}"'
            if column == place:
                told_first = f"<v>{escape(said)}</v>"
                yield f'{start} t="str"><f>{escape(counted(number)[1:])}</f>{told_first}</c>'
            elif text:
                safe = escape(cell_text(text))
                yield f'{start} t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'
            else:
                yield f"{start}/>"
        yield "</row>"


def _lines(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Neither Excel nor LibreOffice fits the heights of rows that it did not write itself."""
    most = 1
    for text, width in zip(texts, widths, strict=True):
        if len(text) > width // 2:
            most = max(most, sum(1 + max(0, len(part) - 1) // width for part in text.split("\n")))
    return most
