"""The top of the Summary sheet: what is at stake in a sentence, and state and trend as charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.findings import Severity
from pimreport.model.paths import Strategy
from pimreport.model.people import Grade
from pimreport.report.figures import figures, numbered, stake
from pimreport.report.tables.trend import SEVERITIES
from pimreport.report.workbook import charts
from pimreport.report.workbook.pen import styled
from pimreport.visible import called, visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.model.report import Report
    from pimreport.report.table import Row, Table
    from pimreport.report.workbook.styles import Styles

_HEIGHTS = (32.0, 18.0, 44.0, 10.0)
"""Points, of the rows above the charts."""
_CHART_ROWS, _LINE = 16, 15.0
_GAP = 8.0
HEADER = len(_HEIGHTS) + _CHART_ROWS + 1
_NAMES, _NUMBERS, _EARLIER = 2, 3, 4
_TREND_COLUMNS = (3, 2 + len(SEVERITIES))
_POINTS_PER_CHARACTER, _PADDING = 5.25, 3.75
"""Of a column's width, in Calibri 11."""


def write(page: Worksheet, report: Report, table: Table, styles: Styles) -> int:
    """Write the top; returns the row where the table begins.

    Args:
        page: the empty Summary sheet.
        report: for tenant, date and the sentence.
        table: that will follow.
        styles: of the workbook.
    """
    tenant = report.tenant
    about = Text(
        "{tenant} ({id}), as of {day}",
        tenant=called(tenant.name) or Text("Tenant of unknown name"),
        id=tenant.id or Text("tenant id unknown"),
        day=report.as_of,
    )
    if report.changes is not None:
        about = Text("{about}, compared with {day}", about=about, day=report.changes.before)
    heights = (*_HEIGHTS, *[_LINE] * _CHART_ROWS)
    for number, height in enumerate(heights, 1):
        page.row_dimensions[number].height = height
    page.page_setup.fitToHeight = 1
    page.append([styled(page, str(Text("PIM for Groups: who can reach which role")), styles.title)])
    page.append([styled(page, visible(about), styles.subtitle)])
    page.append([styled(page, visible(stake(figures(report))), styles.stake)])
    for _ in heights[3:]:
        page.append([])
    page.merged_cells.add(f"A3:{'G' if len(table.columns) > _EARLIER else 'D'}3")
    return HEADER


def draw(page: Worksheet, report: Report, table: Table, trend: Worksheet | None) -> list[str]:
    """Put the charts between the sentence and the table, side by side over its whole width.

    Returns what each of them shows, for those who cannot see it.
    """
    drawn, told = [], []
    rows = list(table.rows(report))
    for title, (first, last) in _sections(report):
        values = (_NUMBERS, _EARLIER) if len(table.columns) > _EARLIER else (_NUMBERS,)
        drawn.append(charts.bars(page, title, (first, last), _NAMES, values, HEADER))
        shown = rows[first - HEADER - 1 : last - HEADER]
        told.append(f"{title}: {', '.join(_numbers(row, values) for row in shown)}")
    if trend is not None and report.changes is not None:
        last = 1 + len(report.changes.history)
        title = str(Text("Open findings over time"))
        drawn.append(charts.stacked(trend, title, last, _TREND_COLUMNS))
        told.append(title)
    room = sum((one.width + 2) * _POINTS_PER_CHARACTER + _PADDING for one in table.columns)
    width = room / len(drawn) - _GAP
    for number, chart in enumerate(drawn):
        place = charts.Place(
            number * (width + _GAP), sum(_HEIGHTS), width, _CHART_ROWS * _LINE - _GAP
        )
        chart.anchor = place.anchor  # type: ignore[assignment]  # the stubs know cells only
        page.add_chart(chart)
    return told


def _sections(report: Report) -> Iterator[tuple[str, tuple[int, int]]]:
    """Title, first and last row of each section of the table whose numbers add up."""
    names = list(numbered(figures(report)))
    for title, prefix, words in (
        (Text("Groups by strategy"), "groups", list(Strategy)),
        (Text("People by protection"), "people", list(Grade)),
        (Text("Open findings by severity"), "findings", list(Severity)),
    ):
        first = HEADER + 1 + names.index(f"{prefix}.{words[0].value}")
        yield str(title), (first, first + len(words) - 1)


def _numbers(row: Row, columns: Sequence[int]) -> str:
    """``Option A 2``, or ``Option A 2 (3)`` with the number of the earlier snapshot."""
    now, *before = ("?" if row[one - 1] is None else str(row[one - 1]) for one in columns)
    return f"{row[_NAMES - 1]} {now}" + "".join(f" ({one})" for one in before)
