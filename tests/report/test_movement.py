"""The numbers of the Summary, then and now."""

from __future__ import annotations

import dataclasses
import io
from typing import TYPE_CHECKING

import handmade
import openpyxl
import pytest

from pimreport.model.changes import Change, Comparison, Direction, Numbers, What
from pimreport.registry import registered
from pimreport.report import tables, workbook
from pimreport.report.figures import figures, kept, numbered
from pimreport.report.movement import movement
from pimreport.report.table import Table
from pimreport.report.tables import changes as changes_table

if TYPE_CHECKING:
    from pimreport.model.report import Report

SUMMARY, TREND = (
    next(table for table in registered(tables, Table) if table.name == name)
    for name in ("Summary", "Trend")
)


def compared(*history: dict[str, int]) -> Report:
    report = handmade.report()
    numbers = [
        Numbers(as_of=f"2026-0{number}-01", numbers=one)
        for number, one in enumerate((*history, kept(figures(report))), 1)
    ]
    comparison = Comparison(
        before=numbers[-2].as_of, after=report.as_of, before_id="a", after_id="b",
        changes=(), tie_out=(), history=tuple(numbers),
    )  # fmt: skip
    return dataclasses.replace(report, changes=comparison)


def test_the_numbers_are_those_of_the_summary_in_its_order() -> None:
    report = handmade.report()
    assert list(numbered(figures(report)).values()) == [row[2] for row in SUMMARY.rows(report)]


@pytest.mark.parametrize(
    ("name", "more", "direction"),
    [
        ("findings.critical", -1, Direction.WORSE),
        ("findings.critical", 1, Direction.BETTER),
        ("people.exposed", -1, Direction.WORSE),
        ("people.protected", 1, Direction.CHANGED),
        ("groups.option-b", 1, Direction.CHANGED),
        ("checks.not-assessed", -1, Direction.WORSE),
        ("evidence.missing", 0, None),
    ],
)
def test_what_a_difference_means(name: str, more: int, direction: Direction | None) -> None:
    now = kept(figures(handmade.report()))
    report = compared(now | {name: now[name] + more})
    moved = dict(zip(now, movement(report), strict=True))
    assert moved[name].direction is direction
    assert all(one.direction is None for other, one in moved.items() if other != name)


def test_what_an_early_snapshot_did_not_count_is_unknown() -> None:
    assert {(one.before, one.direction) for one in movement(compared({}))} == {(None, None)}


def test_what_is_unknown_now_has_not_moved() -> None:
    report = compared(kept(figures(handmade.report())))
    nobody = tuple(dataclasses.replace(one, can_be_reset_by=()) for one in report.people)
    report = dataclasses.replace(report, people=nobody, resetters_known=False)
    moved = dict(zip(numbered(figures(report)), movement(report), strict=True))["people.seizable"]
    assert (moved.before, moved.now, moved.difference, moved.direction) == (4, None, None, None)
    row = next(row for row in _summary(report) if row[1] == "Can be taken over")
    assert row[2:6] == ("unknown", 4, "unknown", "unknown")


def test_the_summary_has_then_now_and_the_difference() -> None:
    now = kept(figures(handmade.report()))
    report = compared(now | {"findings.critical": now["findings.critical"] + 2})
    page = _summary(report)
    row = next(row for row in page if row[1] == "■■■■ Critical")
    assert row[2:6] == (now["findings.critical"], now["findings.critical"] + 2, -2, "▲ better")


def _summary(report: Report) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook.workbook(report)))
    return list(book["Summary"].iter_rows(values_only=True))


def test_every_kind_of_change_has_a_word() -> None:
    one = Change(
        what=What.ROLE, direction=Direction.CHANGED, subject="a", subject_id="i",
        before="x", after="y", sentence="s.",
    )  # fmt: skip
    changes = [
        dataclasses.replace(one, what=what, direction=way) for what in What for way in Direction
    ]
    found = compared({}).changes
    assert found is not None
    rows = changes_table.rows_of(dataclasses.replace(found, changes=tuple(changes)))
    assert len({str(row[1]) for row in rows}) == len(What)


def test_the_trend_has_a_row_for_every_snapshot() -> None:
    now = kept(figures(handmade.report()))
    rows = list(TREND.rows(compared({}, now)))
    assert [row[0] for row in rows] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert set(rows[0][1:]) == {None}
    assert rows[1][1:] == rows[2][1:]
    assert rows[1][1] == figures(handmade.report()).open
