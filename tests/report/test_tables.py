"""The tables that every output prints."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import handmade
import pytest
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.model.evidence import Origin
from pimreport.registry import registered
from pimreport.report import tables, words
from pimreport.report.document.html import page
from pimreport.report.table import Column, ColumnKind, Table
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from pimreport.model.report import Report

TABLES = sorted(registered(tables, Table), key=lambda table: table.order)


def test_their_order_is_the_order_of_the_sheets() -> None:
    assert [str(table.title) for table in TABLES] == [
        "Summary",
        "Findings",
        "Remediation",
        "Changes",
        "Groups",
        "Tie-out",
        "Trend",
        "Access paths",
        "People",
        "Who can reset",
        "Policies",
        "Accepted risks",
        "Assessments",
        "Compliance",
        "Sources",
        "Missing evidence",
        "Method",
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
class TestEach:
    def test_excel_accepts_its_names(self, table: Table) -> None:
        assert re.fullmatch(r"[A-Za-z]{4,}", table.name)
        assert len(str(table.title)) <= 31
        assert str(table.title) != "History"
        titles = [column.title for column in table.columns]
        assert len(set(titles)) == len(titles)

    def test_its_links_name_columns_it_has(self, table: Table) -> None:
        wanted = [column.target for column in table.columns if column.target] + (
            [table.anchor] if table.anchor else []
        )
        assert all(table.position(title) >= 0 for title in wanted)

    @pytest.mark.parametrize("which", ["small", "crowd"])
    def test_every_row_fills_every_column_and_nothing_prints_blank(
        self, table: Table, which: str
    ) -> None:
        for row in table.rows(handmade.MAKERS[which]()):
            texts = [column.text(cell) for column, cell in zip(table.columns, row, strict=True)]
            assert all(text.strip() for text in texts)


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        TABLES[0].position("Nonsense")


def test_unknown_is_neither_blank_nor_no() -> None:
    column = Column("Approval", 10, ColumnKind.BOOL)
    assert [column.text(cell) for cell in (None, True, False)] == ["unknown", "yes", "no"]


def test_missing_approval_reads_unknown_and_no_approval_reads_no() -> None:
    policies = next(table for table in TABLES if table.name == "Policies")
    place = policies.position("Approval")
    cells = [policies.columns[place].text(row[place]) for row in policies.rows(handmade.report())]
    assert cells == ["no", "yes", "unknown"]


@pytest.mark.parametrize(
    ("exported", "printed"),
    [("PT8H", "8 h"), ("PT30M", "30 min"), ("P1DT2H", "1 d 2 h"), ("soon", "soon"), (None, None)],
)
def test_durations(exported: str | None, printed: str | None) -> None:
    assert words.duration(exported) == printed


def test_evidence_names_rows_by_file() -> None:
    origins = [Origin(file=f, row=r) for f, r in (("b.csv", 7), ("a.json", 3), ("b.csv", 2))]
    assert str(words.evidence(origins)) == "a.json row 3; b.csv rows 2, 7"
    assert str(words.evidence([])) == "none"


def test_scopes_are_told_by_name() -> None:
    report = handmade.report()
    assert str(words.scope(report, "/")) == "whole tenant"
    unit = f"/administrativeUnits/{handmade.guid(800)}"
    assert str(words.scope(report, unit)) == "unit Zürich office"
    assert words.scope(report, "/administrativeUnits/else") == "/administrativeUnits/else"


def cells(name: str, report: Report, *titles: str) -> list[tuple[str, ...]]:
    (table,) = (one for one in TABLES if one.name == name)
    places = [table.position(title) for title in titles]
    return [
        tuple(table.columns[place].text(row[place]) for place in places)
        for row in table.rows(report)
    ]


def test_a_few_resetters_are_told_account_by_account() -> None:
    assert cells("WhoCanReset", handmade.report(), "Person", "Can be reset by", "Resetter list")[
        :4
    ] == [
        ("Ada Byron", "Hal Helpdesk", "R1: 1 person"),
        ("Ada Byron", "Aude Authent", "R1: 1 person"),
        ("Ada Byron", "Gina Global", "R1: 1 person"),
        ("Grace Hopper", "Hal Helpdesk", "R2: 1 person"),
    ]


def test_resetters_of_a_crowd_are_told_list_by_list_and_people_lead_there() -> None:
    report = handmade.crowd()
    told = Counter(cells("WhoCanReset", report, "Person", "Resetter list", "Person id"))
    assert told == {
        ("R1: 140 people", "R1: 140 people", "R1"): 521,
        ("R2: 140 people", "R2: 140 people", "R2"): 401,
    }
    assert Counter(cells("People", report, "Resetter list")) == {
        ("R1: 140 people",): 140,
        ("R2: 140 people",): 140,
        ("none",): 140,
    }


def test_the_roles_of_those_who_share_a_list_are_told_the_weightiest_first() -> None:
    told = set(cells("WhoCanReset", handmade.crowd(), "Highest role"))
    assert told == {("Global Administrator, Exchange Administrator and 1 more",)}


def test_who_is_named_by_blanks_is_called_by_id() -> None:
    blank = "\u3000"
    made = a_tenant(blank)
    ada = made.user(blank, upn="ada@contoso.example")
    inner = made.group(blank, role_assignable=False).with_active(ada)
    made.group("Tier 0").active_in("Global Administrator").with_eligible(inner)
    made.group("Tier 1").active_in("User Administrator").with_owner(ada)
    made.user("Nora").holds("Helpdesk Administrator")
    report = analyse(made.tenant())
    assert (report.tenant.name, report.paths[0].principal.name) == (blank, blank)  # the data stay
    cells = [
        column.text(cell)
        for table in TABLES
        for row in table.rows(report)
        for column, cell in zip(table.columns, row, strict=True)
    ]
    assert "ada@contoso.example" in cells
    assert [text for text in cells if blank in text] == []
    assert blank not in page(report, (shipped("templates"),))
