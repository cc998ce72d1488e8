"""What is worked out once for a list is what each person's own resetters give."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import handmade
import pytest

from pimreport.model import resetter_lists

if TYPE_CHECKING:
    from pimreport.model.people import Person
    from pimreport.model.report import Report


def gaining(person: Person) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in person.can_be_reset_by:
        if one.escalation and not one.by_design:
            found.setdefault(one.principal.id, set()).update(one.models)
    return found


@pytest.mark.parametrize("report", [handmade.report(), handmade.crowd()], ids=["small", "crowd"])
def test_a_list_answers_for_each_person_as_their_own_resetters_do(report: Report) -> None:
    lists = report.resetter_lists
    for person in report.people:
        found, own = lists.of(person), gaining(person)
        assert found.number(person) == len(person.can_be_reset_by)
        assert {one.id: set(models) for one, models in found.gaining(person)} == own
        assert found.gainers(person) == len(own)
        assert found.seizable_under(person) == set().union(*own.values())
        for by_design in (True, False):
            ids = {one.principal.id for one in person.can_be_reset_by if one.by_design is by_design}
            assert found.principals(person, by_design=by_design) == len(ids)


def test_lists_are_numbered_by_the_first_person_and_equal_ones_are_one() -> None:
    report = handmade.crowd()
    again = [replace(one, can_be_reset_by=tuple(one.can_be_reset_by)) for one in report.people[21:]]
    report = replace(report, people=(*report.people[:21], *again))
    lists = list(report.resetter_lists)
    assert [one.key for one in lists] == ["R1", "R2"]
    assert [len(one.people) for one in lists] == [140, 140]
    assert lists[0].people[0] is report.people[0]
    assert report.resetter_lists.of(report.people[2]).key == ""


def test_what_is_written_one_by_one_is_a_matter_of_all_pairs_together() -> None:
    report = handmade.crowd()
    pairs = sum(len(one.can_be_reset_by) for one in report.people)
    assert pairs > resetter_lists.MOST_SPELT_OUT
    assert not report.resetter_lists.spelt_out
    assert replace(report, people=report.people[:100]).resetter_lists.spelt_out
