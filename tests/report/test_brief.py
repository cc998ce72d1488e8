"""What the PDF tells in brief: sources by kind, gaps of checks by reason, changes since last time."""

from __future__ import annotations

import dataclasses
import re

import handmade

from pimreport.model.changes import Comparison, Delta, Numbers, TieOut
from pimreport.model.findings import Outcome
from pimreport.report.document import since
from pimreport.report.document.filed import MOST_FILES, filed
from pimreport.report.document.html import page
from pimreport.report.document.seen import seen
from pimreport.report.figures import figures, kept
from pimreport.shipped import shipped

OWN = (shipped("templates"),)


def compared(**earlier: int) -> Comparison:
    now = kept(figures(handmade.report()))
    before = {
        name: earlier.get(name.replace(".", "_").replace("-", "_"), now[name]) for name in now
    }
    return Comparison(
        before="2026-06-30",
        after="2026-09-30",
        before_id="a" * 64,
        after_id="b" * 64,
        changes=(),
        tie_out=(
            TieOut(
                kind="groups", prior=7, added=(Delta(key="k", text="new"),), removed=(), current=8
            ),
            TieOut(kind="policies", prior=2, added=(), removed=(), current=3),
        ),
        history=(
            Numbers(as_of="2026-06-30", numbers=before),
            Numbers(as_of="2026-09-30", numbers=now),
        ),
    )


def test_every_source_is_counted_and_named_or_counted_as_left_out() -> None:
    one = handmade.sources()[0]
    many = [dataclasses.replace(one, file=f"members_{number}.json") for number in range(100)]
    report = dataclasses.replace(handmade.report(), tenant=handmade.tenant(sources=many))
    (kind,) = filed(report)
    assert (kind.total, len(kind.files), kind.left_out) == (100, MOST_FILES, 100 - MOST_FILES)
    assert kind.rows == 100 * one.rows
    assert kind.files[0] == ("S1", "members_0.json")


def test_every_check_has_one_outcome_and_each_gap_is_told_once() -> None:
    first, *others = handmade.report().assessments
    gaps = ("members of A (no schedule export)", "owners of A (not exported)")
    found = dataclasses.replace(first, outcome=Outcome.FINDINGS, gaps=gaps)
    passed = [dataclasses.replace(one, outcome=Outcome.PASS, gaps=gaps[:1]) for one in others]
    report = dataclasses.replace(handmade.report(), assessments=(found, *passed))
    told = seen(report, most=1)
    assert len(told.passed) + len(told.found) + len(told.blind) == len(report.assessments)
    assert [(one.reason, len(one.checks)) for one in told.limits] == [(gaps[0], len(others) + 1)]
    assert told.left_out == 1


def test_the_numbers_say_how_they_moved() -> None:
    report = handmade.report()
    people = figures(report).people
    changes = compared(people_all=people + 2, findings_critical=0, findings_high=0)
    context = since.context(dataclasses.replace(report, changes=changes))
    assert context["trend"] == {
        "people": -2,
        "seizable": 0,
        "urgent": figures(report).urgent,
        "not_assessed": 0,
    }
    html = page(dataclasses.replace(report, changes=changes), OWN)
    assert "2 fewer</b> since" in html


def test_without_an_earlier_report_nothing_is_said_to_have_moved() -> None:
    html = page(handmade.report(), OWN)
    assert "fewer</b>" not in html
    assert 'id="changes"' not in html


def test_counts_that_do_not_tie_out_are_said() -> None:
    html = page(dataclasses.replace(handmade.report(), changes=compared()), OWN)
    section = html[html.index('id="changes"') : html.index('id="assessments"')]
    rows = re.findall(r"<tr><td>(\w+)</td>(.*?)</tr>", section)
    assert [(kind, "NO" in cells) for kind, cells in rows] == [
        ("groups", False),
        ("policies", True),
    ]
    assert "not accounted for" in section
