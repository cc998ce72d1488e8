"""Every gate, failing one by one, on a workbook that passes otherwise."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import campaigns
import pytest
from campaigns import KATRIN, approve_all, edit, failing, place, put, small

from pimreport.review.campaign import Campaign
from pimreport.review.progress import progress
from pimreport.review.returned import collect, files

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = campaigns.opened(tmp_path_factory.mktemp("open") / "q3", small())
    return edit(made.folder / "review.xlsx", approve_all).parent


@pytest.fixture
def campaign(filled: Path, tmp_path: Path) -> Campaign:
    return Campaign.read(Path(shutil.copytree(filled, tmp_path / "q3")))


def test_a_filled_review_passes(campaign: Campaign) -> None:
    assert failing(campaign) == []


@pytest.mark.parametrize(
    ("values", "gate", "told"),
    [
        ({"Decision": None}, "decided", "not decided"),
        ({"Decision": "NotReviewed"}, "decided", "not decided"),
        ({"Decision": "Keep"}, "vocabulary", "'Keep' is no decision"),
        ({"Justification": None}, "justification", "approved with findings"),
        ({"Decision": "DontKnow", "Justification": None}, "justification", "DontKnow"),
        ({"Reviewer": None}, "reviewer", "no reviewer"),
        ({"Reviewer": "ada@contoso.example"}, "reviewer", "their own access"),
        ({"Reviewer": " ADA "}, "reviewer", "their own access"),
        ({"Reviewed on": None}, "window", "no day of review"),
        ({"Reviewed on": date(2026, 9, 1)}, "window", "before the review was opened"),
        ({"Reviewed on": date(2026, 12, 1)}, "window", "after the last day"),
        ({"Reviewed on": date(2026, 10, 12)}, "window", "a day still to come"),
        ({"Reviewed on": "soon"}, "window", "'soon' is no date"),
        ({"Decision": "Deny"}, "follow-up", "no ticket, no date"),
        ({"Decision": "Deny", "Ticket": 4711}, "follow-up", "no date"),
        ({"Decision": "ConvertToOptionA", "Due or until": "2026-11-01"}, "follow-up", "no ticket"),
        (
            {"Decision": "AddProtectingRole", "Ticket": "T", "Due or until": "2026-10-01"},
            "follow-up",
            "lies before the review",
        ),
        ({"Decision": "Exception"}, "follow-up", "no date"),
        ({"Findings": "none"}, "unchanged", "Findings"),
        ({"Person": "=HYPERLINK()"}, "unchanged", "Person"),
        ({"Decision": '="Approve"'}, "typed", "Decision (a formula)"),
        ({"Decision": "#N/A"}, "typed", "Decision (the error #N/A)"),
        ({"Ticket": "=1+1"}, "typed", "Ticket (a formula)"),
    ],
)
def test_one_gate_fails_and_names_the_row(
    campaign: Campaign, values: dict[str, Any], gate: str, told: str
) -> None:
    def change(page: Worksheet) -> None:
        for title, value in values.items():
            put(page, "Ada", **{title.replace(" ", "_"): value})

    edit(campaign.folder / "review.xlsx", change)
    (failure,) = campaigns.judged(campaign).failures
    assert (failure.gate, failure.who) == (gate, "Ada in Tier 0")
    assert told in failure.problem
    assert failure.where.startswith("review.xlsx row ")


@pytest.mark.parametrize("word", ["approve", " APPROVE ", "don't know", "Not Reviewed", "deny"])
def test_spelling_of_a_decision_does_not_matter(campaign: Campaign, word: str) -> None:
    edit(campaign.folder / "review.xlsx", lambda page: put(page, "Ada", Decision=word))
    assert "vocabulary" not in dict(failing(campaign))


def test_dates_are_dates_times_or_iso_text(campaign: Campaign) -> None:
    for value in (date(2026, 10, 5), datetime(2026, 10, 5, 14), "2026-10-05"):  # noqa: DTZ001  # as Excel has them
        edit(campaign.folder / "review.xlsx", partial(put, person="Ada", Reviewed_on=value))
        assert failing(campaign) == []


def test_order_and_filter_do_not_matter(campaign: Campaign) -> None:
    def reverse(page: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        for number, values in enumerate(reversed(rows), 2):
            for column, value in enumerate(values, 1):
                page.cell(number, column).value = value
        page.row_dimensions[3].hidden = True

    edit(campaign.folder / "review.xlsx", reverse)
    assert failing(campaign) == []


def test_columns_may_be_moved_and_added(campaign: Campaign) -> None:
    def move(page: Worksheet) -> None:
        page.insert_cols(1)
        page.cell(1, 1).value = "My notes"
        page.cell(2, 1).value = "call her"

    edit(campaign.folder / "review.xlsx", move)
    assert failing(campaign) == []


def test_a_column_twice(campaign: Campaign) -> None:
    def copy(page: Worksheet) -> None:
        page.insert_cols(1)
        for number in range(1, page.max_row + 1):
            page.cell(number, 1).value = page.cell(number, place(page, "Decision")).value
        page.cell(2, 1).value = "Deny"

    edit(campaign.folder / "review.xlsx", copy)
    assert ("unchanged", "the column 'Decision' stands there more than once") in failing(campaign)


def test_a_formula_is_no_reason_and_no_day(campaign: Campaign) -> None:
    values = {"Justification": "=oncall", "Reviewed_on": "=TODAY()"}
    edit(campaign.folder / "review.xlsx", lambda page: put(page, "Ben", **values))
    assert set(failing(campaign)) == {
        ("typed", "not typed in: Justification (a formula), Reviewed on (a formula)"),
        ("justification", "approved with findings, without justification"),
        ("window", "a formula is no date"),
    }


def test_a_row_twice(campaign: Campaign) -> None:
    edit(
        campaign.folder / "review.xlsx",
        lambda page: page.append([cell.value for cell in page[campaigns.find(page, "Ben")]]),
    )
    ((gate, problem),) = failing(campaign)
    assert gate == "unchanged"
    assert "the same row as review.xlsx row" in problem


def test_a_row_lost(campaign: Campaign) -> None:
    edit(
        campaign.folder / "review.xlsx",
        lambda page: page.delete_rows(campaigns.find(page, "Ben")),
    )
    assert ("unchanged", "lost: Ben in Tier 0") in failing(campaign)


def test_a_row_added(campaign: Campaign) -> None:
    def add(page: Worksheet) -> None:
        last = page.max_row + 1
        page.cell(last, place(page, "Row key")).value = "x/y/member"
        page.cell(last + 1, place(page, "Decision")).value = "Approve"

    edit(campaign.folder / "review.xlsx", add)
    problems = [problem for _, problem in failing(campaign)]
    assert problems == [
        "a row that was not handed out: its key is 'x/y/member'",
        "a row that was not handed out: it has no key",
    ]


def test_a_column_lost(campaign: Campaign) -> None:
    edit(
        campaign.folder / "review.xlsx",
        lambda page: page.delete_cols(place(page, "Ticket")),
    )
    assert ("unchanged", "the column 'Ticket' is gone") in failing(campaign)


def test_the_workbook_of_another_quarter(campaign: Campaign, tmp_path: Path) -> None:
    other = campaigns.opened(tmp_path / "q2", small(), as_of="2026-06-30")
    (tmp_path / "q2" / "review.xlsx").replace(campaign.folder / "review.xlsx")
    ((gate, problem),) = [one for one in failing(campaign) if one[0] == "unchanged"]
    assert gate == "unchanged"
    assert f"another review (as of {other.as_of})" in problem


def test_findings_of_the_whole_are_told_per_gate(campaign: Campaign) -> None:
    edit(campaign.folder / "review.xlsx", lambda page: put(page, "Ben", Decision=None))
    told = campaigns.judged(campaign, today="2026-10-20")
    assert told.json()["gates"]["decided"] == 1
    (share,) = told.shares
    assert (share.reviewer, share.decided, share.rows, share.late) == (KATRIN, 2, 3, True)


def test_late_decisions_count_only_where_somebody_says_why(campaign: Campaign) -> None:
    late = partial(put, person="Ada", Reviewed_on=date(2026, 12, 1))
    edit(campaign.folder / "review.xlsx", late)
    returned = collect(campaign, files(campaign, ()))
    assert progress(campaign, returned, "2026-12-01").failures
    assert not progress(campaign, returned, "2026-12-01", "she was ill").failures


def test_a_review_that_does_not_tie_out_does_not_close(campaign: Campaign) -> None:
    ((gate, _),) = failing(replace(campaign, balanced=False))
    assert gate == "tie-out"
