"""The workbook: what its cells hold, and that Excel has nothing to repair."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from typing import TYPE_CHECKING

import handmade
import openpyxl
import pytest
from defusedxml import ElementTree

from pimreport.model.paths import Strategy
from pimreport.registry import registered
from pimreport.report import tables, words, workbook
from pimreport.report.figures import figures
from pimreport.report.table import SEVERITY_MARKS, Table
from pimreport.report.workbook.pen import string
from pimreport.report.workbook.text import LIMIT, cell_text
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

TABLES = [
    table
    for table in sorted(registered(tables, Table), key=lambda table: table.order)
    if table.when(handmade.report())
]
WHICH = ["small", "hostile", "empty", "crowd"]


def sheets(path: Path) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(path)
    return {page.title: page for page in book.worksheets}


def column(page: Worksheet, title: str) -> list[object]:
    header = [cell.value for cell in page[1]]
    return [row[header.index(title)].value for row in page.iter_rows(min_row=2)]


@pytest.mark.parametrize("which", WHICH)
def test_every_table_is_a_sheet_with_all_its_rows(
    which: str, output: Callable[[str, str], Path]
) -> None:
    pages = sheets(output(which, ".xlsx"))
    assert list(pages) == [*(str(table.title) for table in TABLES), "Legend"]
    for table in TABLES[1:]:
        rows = list(table.rows(handmade.MAKERS[which]()))
        page = pages[str(table.title)]
        assert [cell.value for cell in page[1]] == [one.title for one in table.columns]
        assert page.max_row == 1 + max(1, len(rows))
        assert (table.name in page.tables) == bool(rows)


def test_tables_filter_and_headers_stay(output: Callable[[str, str], Path]) -> None:
    page = sheets(output("small", ".xlsx"))["Findings"]
    assert page.freeze_panes == "B2"
    table = page.tables["Findings"]
    assert table.ref == f"A1:P{page.max_row}"
    assert table.autoFilter is not None
    assert [one.name for one in table.tableColumns] == [cell.value for cell in page[1]]
    assert page.print_title_rows == "$1:$1"
    assert page.page_setup.orientation == "landscape"


def test_severity_is_a_word_and_a_mark(output: Callable[[str, str], Path]) -> None:
    page = sheets(output("small", ".xlsx"))["Findings"]
    marks = column(page, "Severity")
    assert marks[0] == "■■■■ Critical"
    assert marks == sorted(marks, key=str)


def test_unknown_is_printed_as_unknown(output: Callable[[str, str], Path]) -> None:
    page = sheets(output("small", ".xlsx"))["Policies"]
    assert column(page, "Approval") == ["no", "yes", "unknown"]


def test_names_link_to_the_row_of_the_person(output: Callable[[str, str], Path]) -> None:
    pages = sheets(output("small", ".xlsx"))
    cell = pages["Findings"]["C2"]
    assert cell.hyperlink is not None
    match = re.fullmatch(r"'People'!A(\d+)", cell.hyperlink.location or "")
    assert match is not None
    assert pages["People"].cell(int(match[1]), 1).value == cell.value


def test_no_cell_is_a_formula_or_an_error(output: Callable[[str, str], Path]) -> None:
    for page in sheets(output("hostile", ".xlsx")).values():
        for row in page.iter_rows():
            assert all(cell.data_type not in {"f", "e"} for cell in row)


def test_hostile_names_arrive_as_text(output: Callable[[str, str], Path]) -> None:
    names = column(sheets(output("hostile", ".xlsx"))["People"], "Person")
    # openpyxl does not undo the escape of _x0041_, a conforming reader does.
    assert names == [cell_text(visible(name)) for name in handmade.HOSTILE]
    assert "⟦U+202E⟧evil⟦U+200B⟧⟦U+0000⟧⟦U+001B⟧" in str(names[2])
    assert "_x005F_x0041_" in str(names[2])


@pytest.mark.parametrize("which", WHICH)
def test_the_package_is_sound(which: str, output: Callable[[str, str], Path]) -> None:
    with zipfile.ZipFile(output(which, ".xlsx")) as archive:
        assert archive.testzip() is None
        members = archive.namelist()
        assert len(set(members)) == len(members)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in members:
            ElementTree.fromstring(archive.read(name))
        types = archive.read("[Content_Types].xml").decode()
        assert all(f"/{name}" in types for name in members if "sheets/sheet" in name)


def test_the_summary_shows_its_numbers_as_charts(output: Callable[[str, str], Path]) -> None:
    path = output("small", ".xlsx")
    page = sheets(path)["Summary"]
    with zipfile.ZipFile(path) as archive:
        drawn = {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/charts/")
        }
    told = {}
    for content in drawn.values():
        title = re.search("<a:t>([^<]*)</a:t>", content)
        names = re.search(r"<c?:?cat>.*?\$B\$(\d+):\$B\$(\d+)", content, re.DOTALL)
        assert title is not None
        assert names is not None
        first, last = map(int, names.groups())
        told[title[1]] = [page.cell(row, 2).value for row in range(first, last + 1)]
    assert told == {
        "Groups by strategy": list(map(str, words.STRATEGIES.values())),
        "People by protection": list(map(str, words.GRADES.values())),
        "Open findings by severity": list(map(str, SEVERITY_MARKS.values())),
    }


def test_charts_say_what_they_show(output: Callable[[str, str], Path]) -> None:
    with zipfile.ZipFile(output("small", ".xlsx")) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    told = re.findall('descr="([^"]*)"', drawing)
    assert [text.partition(":")[0] for text in told] == [
        "Groups by strategy",
        "People by protection",
        "Open findings by severity",
    ]
    counts = figures(handmade.report()).strategies
    expected = (f"{words.STRATEGIES[one]} {counts[one]}" for one in Strategy)
    assert told[0] == f"Groups by strategy: {', '.join(expected)}"


def test_a_person_leads_back_to_their_findings(output: Callable[[str, str], Path]) -> None:
    pages = sheets(output("small", ".xlsx"))
    people, findings = pages["People"], pages["Findings"]
    header = [cell.value for cell in people[1]]
    linked = 0
    for row in people.iter_rows(min_row=2):
        cell, whose = (row[header.index(title)] for title in ("Open findings", "Principal id"))
        if cell.hyperlink is None:
            assert cell.value == 0
            continue
        place = re.fullmatch(r"'Findings'!A(\d+)", cell.hyperlink.location or "")
        assert place is not None
        subjects = column(findings, "Subject id")
        assert subjects.index(whose.value) + 2 == int(place[1])
        assert isinstance(cell.value, int)
        linked += 1
    assert linked


def test_the_legend_explains_every_sheet_and_word(output: Callable[[str, str], Path]) -> None:
    pages = sheets(output("small", ".xlsx"))
    told = set(column(pages["Legend"], "Word or mark"))
    assert told >= {title for title in pages if title != "Legend"}
    assert told >= {
        *map(str, words.STRATEGIES.values()),
        *map(str, words.GRADES.values()),
        *map(str, SEVERITY_MARKS.values()),
    }


def test_text_beyond_the_limit_is_cut_where_one_can_see_it() -> None:
    long = cell_text("𝕏" * LIMIT)
    assert len(long.encode("utf-16-le")) // 2 <= LIMIT
    assert long.endswith("⟦cut: 32,767 characters⟧")
    assert cell_text("x" * LIMIT) == "x" * LIMIT


@pytest.mark.parametrize("text", ["", " two  blanks ", "two\nlines", "<b>&amp;</b>", "_x0041_"])
def test_a_string_is_read_as_it_was(text: str) -> None:
    written = ElementTree.fromstring(f"<c{string(text)}")
    read = "".join(written.itertext()).replace("_x005F_", "_")
    assert read == text
    (kept,) = [one.attrib for one in written.iter("t")] or [{}]
    assert bool(kept) == (text not in {"", "<b>&amp;</b>", "_x0041_"})


@pytest.mark.libreoffice
def test_libreoffice_reads_the_same_cells(
    output: Callable[[str, str], Path], tmp_path: Path
) -> None:
    subprocess.run(
        [  # noqa: S607  # found on the path
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(tmp_path),
            str(output("hostile", ".xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    theirs = sheets(tmp_path / "hostile.xlsx")
    assert column(theirs["People"], "Person")[:2] == [
        visible(name) for name in handmade.HOSTILE[:2]
    ]
    assert "People" in theirs["People"].tables


def test_what_does_not_fit_on_a_sheet_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pimreport.report.workbook.sheet.MOST_ROWS", 2)
    report = handmade.report()
    total = len(list(next(one for one in TABLES if one.name == "Findings").rows(report)))
    pages = openpyxl.load_workbook(io.BytesIO(workbook.workbook(report)))
    findings = pages["Findings"]
    assert findings.tables["Findings"].ref.endswith("3")
    assert findings.print_area.endswith("$3")
    assert findings["A4"].value == (
        f"{total - 2} more rows do not fit on a sheet; the JSON output has them."
    )
    legend = {row[:2]: row[2] for row in pages["Legend"].iter_rows(values_only=True)}
    assert str(legend["Sheets", "Findings"]).endswith(f" {total} rows.")
