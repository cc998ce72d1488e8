"""The charts of the Summary sheet: native ones, over the cells that the tables hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AbsoluteAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.drawing.xdr import XDRPoint2D, XDRPositiveSize2D

from pimreport.report.workbook.styles import ACCENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.chart.series import Series
    from openpyxl.worksheet.worksheet import Worksheet

EARLIER = "B9C7CC"
"""Light, where the number of today is dark: the two differ in print without colours, too."""
_SHADES = ("D98C86", "E8B48C", "F2DC9B", "C3D0D8", "E9EDEF")
_EMU_PER_POINT = 12_700
_SMALL, _HEADING = 800, 1100
"""Sizes in hundredths of a point."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chart stands on its sheet, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def anchor(self) -> AbsoluteAnchor:
        """As the drawing wants it; it does not move when a column is made wider."""
        left, top, width, height = (
            round(one * _EMU_PER_POINT) for one in (self.left, self.top, self.width, self.height)
        )
        return AbsoluteAnchor(pos=XDRPoint2D(left, top), ext=XDRPositiveSize2D(width, height))


def bars(
    page: Worksheet,
    title: str,
    rows: tuple[int, int],
    names: int,
    values: Sequence[int],
    header: int,
) -> BarChart:
    """Bars lying, one per row of a table; beside each the one of the earlier snapshot.

    Args:
        page: the sheet that has the table.
        title: of the chart.
        rows: first and last row.
        names: column of the categories.
        values: columns of the numbers; the first is that of today.
        header: row that names the columns.
    """
    chart = _chart(title)
    chart.type = "bar"
    chart.gapWidth, chart.overlap = (45, -5) if len(values) > 1 else (60, None)
    first, last = rows
    for column in values:
        chart.add_data(Reference(page, min_col=column, min_row=first, max_row=last))
        chart.series[-1].tx = _named(page, column, header)
    chart.set_categories(Reference(page, min_col=names, min_row=first, max_row=last))
    for series, colour in zip(chart.series, (ACCENT, EARLIER), strict=False):
        _fill(series, colour)
    chart.x_axis.scaling.orientation = "maxMin"
    _finish(chart, legend=len(values) > 1)
    return chart


def stacked(page: Worksheet, title: str, last: int, columns: tuple[int, int]) -> BarChart:
    """Columns standing, one per row of another sheet's table whose header is row 1.

    Args:
        page: the sheet that has the table.
        title: of the chart.
        last: its last row.
        columns: the first and the last to be stacked, the first at the bottom.
    """
    chart = _chart(title)
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "col", "stacked", 100, 60
    for column, colour in zip(range(columns[0], columns[1] + 1), _SHADES, strict=False):
        chart.add_data(Reference(page, min_col=column, min_row=2, max_row=last))
        chart.series[-1].tx = _named(page, column, 1)
        _fill(chart.series[-1], colour)
    chart.set_categories(Reference(page, min_col=1, min_row=2, max_row=last))
    _finish(chart, legend=True)
    return chart


def _chart(title: str) -> BarChart:
    chart = BarChart()
    heading = ParagraphProperties(defRPr=CharacterProperties(sz=_HEADING, b=True))
    words = RichText(p=[Paragraph(pPr=heading, r=[RegularTextRun(t=title)])])
    chart.title = Title(tx=Text(rich=words), overlay=False)
    chart.roundedCorners = False
    return chart


def _named(page: Worksheet, column: int, row: int) -> SeriesLabel:
    """The legend's word is the header of the column."""
    cell = Reference(page, min_col=column, min_row=row)
    return SeriesLabel(strRef=StrRef(f=str(cell)))


def _fill(series: Series, colour: str) -> None:
    line = LineProperties(solidFill="7C8A94", w=3175)
    series.graphicalProperties = GraphicalProperties(solidFill=colour, ln=line)


def _finish(chart: BarChart, *, legend: bool) -> None:
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    chart.dataLabels.showCatName = chart.dataLabels.showSerName = False
    chart.dataLabels.showLegendKey = chart.dataLabels.showPercent = False
    chart.dataLabels.txPr = _text()
    chart.x_axis.delete = False
    chart.x_axis.txPr = _text()
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    if legend:
        chart.legend.position = "b"
        chart.legend.overlay = False
        chart.legend.txPr = _text()
    else:
        chart.legend = None


def _text() -> RichText:
    small = CharacterProperties(sz=_SMALL)
    return RichText(
        p=[
            Paragraph(
                pPr=ParagraphProperties(defRPr=small), endParaRPr=CharacterProperties(sz=_SMALL)
            )
        ]
    )
