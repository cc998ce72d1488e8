"""The rows of the Review sheet: what was found, and empty cells for what is to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from pimreport.report.workbook.pen import LINE, lines, string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_MOST_LINES = 12


def written(
    rows: Iterable[Sequence[str]],
    styles: Sequence[int],
    widths: Sequence[int],
    formula: tuple[int, Callable[[int], str], str],
) -> Iterator[str]:
    """The elements of the rows, each high enough for its wrapped texts.

    Args:
        rows: the cells of each; empty for none.
        styles: of the columns, by their numbers in the workbook.
        widths: of the columns, in characters.
        formula: the place of the column with a formula, the formula of a row number, and what
            it says as long as nothing is filled in, for programs that show a file without reckoning.
    """
    place, counted, said = formula
    letters = [get_column_letter(one) for one in range(1, len(styles) + 1)]
    for number, texts in enumerate(rows, 2):
        contents = [string(text) for text in texts]
        contents[place] = f' t="str"><f>{escape(counted(number)[1:])}</f><v>{escape(said)}</v></c>'
        cells = [
            f'<c r="{letter}{number}" s="{style}"{content}'
            for letter, style, content in zip(letters, styles, contents, strict=True)
        ]
        # Neither Excel nor LibreOffice fits the heights of rows that it did not write itself.
        most = max(lines(text, width) for text, width in zip(texts, widths, strict=True))
        height = 4 + LINE * min(most, _MOST_LINES)
        yield f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'
