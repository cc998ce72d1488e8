"""The top of the Summary sheet: what is at stake in a sentence, and the strategies as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties

from pimreport.model.findings import Strategy
from pimreport.report.figures import figures, stake
from pimreport.report.workbook.pen import styled
from pimreport.report.workbook.styles import ACCENT
from pimreport.visible import visible

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.model.findings import Report
    from pimreport.report.workbook.styles import Styles

_HEADER = 5


def write(page: Worksheet, report: Report, styles: Styles, rows: int) -> int:
    """Write the top and place the chart; returns the row where the table begins.

    Args:
        page: the empty Summary sheet.
        report: for tenant, date and the sentence.
        styles: of the workbook.
        rows: how many rows the Summary table will have.
    """
    tenant = report.tenant
    name = tenant.name or "Tenant of unknown name"
    about = f"{name} ({tenant.id or 'tenant id unknown'}), as of {report.as_of}"
    page.row_dimensions[1].height = 32
    page.row_dimensions[3].height = 58
    page.append([styled(page, "PIM for Groups: who can reach which role", styles.title)])
    page.append([styled(page, visible(about), styles.subtitle)])
    page.append([styled(page, visible(stake(figures(report))), styles.stake)])
    page.append([])
    page.merged_cells.add("A3:D3")
    if rows:
        page.add_chart(_chart(page), f"F{_HEADER}")
    return _HEADER


def _chart(page: Worksheet) -> BarChart:
    chart = BarChart()
    chart.type = "bar"
    chart.title = "Groups by strategy"
    chart.legend = None
    chart.gapWidth = 60
    chart.width, chart.height = 16, 9
    last = _HEADER + len(Strategy)
    chart.add_data(Reference(page, min_col=3, min_row=_HEADER + 1, max_row=last))
    chart.set_categories(Reference(page, min_col=2, min_row=_HEADER + 1, max_row=last))
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    chart.dataLabels = DataLabelList()
    chart.dataLabels.showVal = True
    chart.dataLabels.showCatName = chart.dataLabels.showSerName = False
    chart.dataLabels.showLegendKey = chart.dataLabels.showPercent = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.scaling.min = 0
    return chart
