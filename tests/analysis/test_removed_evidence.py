"""Taking an export away may only turn a conclusion into *unknown* or *not assessed*.

Nothing new may be claimed and nothing may become clean for want of evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from everything import complete, everything

from pimreport.analysis import analyse, missing_evidence
from pimreport.model.findings import Outcome
from pimreport.model.paths import Strategy
from pimreport.model.people import Grade

if TYPE_CHECKING:
    from pimreport.model.report import Report

RESOURCES = (
    "administrative_units",
    "administrative_unit_members",
    "app_role_assignments",
    "authentication_context_class_references",
    "authentication_strength_policies",
    "conditional_access_policies",
    "group_assignment_schedule_instances",
    "group_eligibility_schedule_instances",
    "groups",
    "organization",
    "role_assignment_schedule_instances",
    "role_definitions",
    "role_eligibility_schedule_instances",
    "role_management_policy_assignments",
    "service_principals",
    "user_registration_details",
    "users",
)


@pytest.fixture(params=RESOURCES)
def removed(request: pytest.FixtureRequest) -> Report:
    return analyse(everything().without(request.param).tenant())


def test_strategies_stay_or_become_unknown(removed: Report) -> None:
    before = {group.id: group.strategy for group in complete().groups}
    for group in removed.groups:
        assert group.strategy in {before[group.id], Strategy.UNKNOWN}


def test_grades_stay_or_become_unknown(removed: Report) -> None:
    before = {person.principal.id: person.protection.grade for person in complete().people}
    for person in removed.people:
        grade = person.protection.grade
        restricted = before[person.principal.id] is Grade.PROTECTED_RMAU
        # Restricted management is looked for in few exports: where it is not in the evidence the
        # reasons say so beside the grade.
        assert grade in {before[person.principal.id], Grade.UNKNOWN} or restricted
        if restricted and grade not in {Grade.PROTECTED_RMAU, Grade.UNKNOWN}:
            assert any("restricted management" in str(one) for one in person.protection.reasons)


def test_nothing_new_is_found(removed: Report) -> None:
    before = {finding.key for finding in complete().findings}
    restricted = {
        person.principal.id
        for person in complete().people
        if person.protection.grade is Grade.PROTECTED_RMAU
    }
    new = [one for one in removed.findings if one.key not in before]
    assert [one.key for one in new if one.subject not in restricted] == []


def test_what_is_no_longer_found_is_not_assessed(removed: Report) -> None:
    still = {finding.key for finding in removed.findings}
    lost = {finding.check for finding in complete().findings if finding.key not in still}
    for assessment in removed.assessments:
        if assessment.check in lost:
            assert assessment.outcome is not Outcome.PASS
            assert assessment.reason


def test_nothing_passes_that_did_not_pass(removed: Report) -> None:
    before = {one.check: one.outcome for one in complete().assessments}
    for assessment in removed.assessments:
        if assessment.outcome is Outcome.PASS:
            assert before[assessment.check] is Outcome.PASS


def test_what_is_missing_is_the_same_without_the_checks(removed: Report) -> None:
    assert missing_evidence(removed.tenant) == removed.missing
