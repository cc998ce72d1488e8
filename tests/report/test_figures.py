"""The numbers of the first page and the sentence of what is at stake."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import handmade
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.report.document import takeovers, ways
from pimreport.report.document.html import page
from pimreport.report.figures import figures, stake
from pimreport.report.tables.people import TABLE as PEOPLE
from pimreport.report.tables.resetters import TABLE as RESETTERS
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from pimreport.model.report import Report


def test_accepted_risks_are_counted_apart() -> None:
    numbers = figures(handmade.report())
    assert (numbers.open, numbers.accepted, numbers.urgent) == (7, 1, 5)


def test_both_models_are_told_apart() -> None:
    numbers = figures(handmade.report())
    assert (numbers.seizable, numbers.seizable_either_way) == (4, 2)
    assert str(stake(numbers)) == (
        "5 people can become Global Administrator through a group. 4 of the 8 accounts with a way"
        " to a role could be taken over by a colleague who has no such access: 2 under both protection models, 2"
        " only if one of two sources that contradict each other is right."
    )


def test_resetters_by_design_are_no_danger() -> None:
    report = handmade.report()
    safe = [
        dataclasses.replace(
            person, can_be_reset_by=tuple(by for by in person.can_be_reset_by if by.by_design)
        )
        for person in report.people
    ]
    report = dataclasses.replace(report, people=tuple(safe))
    assert figures(report).seizable == 0
    assert "No colleague with less access was found" in str(stake(figures(report)))
    assert "no clean bill of health" in str(stake(figures(report)))
    assert takeovers.find(report).by_design == ["Gina Global"]


def test_nothing_found_is_not_nothing_there() -> None:
    sentence = str(stake(figures(handmade.empty())))
    assert sentence.startswith("The evidence shows no way from a person")
    assert "1 check could not be assessed and 1 export is missing" in sentence


def test_ways_of_applications_are_told_where_no_person_has_one() -> None:
    tenant = a_tenant()
    tenant.group("Tier 1").active_in("User Administrator").with_active(
        tenant.service_principal("Deploy")
    )
    report = analyse(tenant.tenant())
    told = str(stake(figures(report)))
    assert "The evidence shows no way from a person" in told
    assert "Others than people, such as applications, have 1 such way." in told
    (way,) = ways.worst(report)
    assert (way.reset_by, way.guard) == ("", "nothing to activate")
    assert way.told.endswith("No person's account: no colleague resets its password.")


def test_who_could_take_accounts_over_is_told_once_per_role_and_reach() -> None:
    found = takeovers.find(handmade.report()).escalations
    assert [(one.names[0][0], len(one.certain), len(one.contested)) for one in found] == [
        ("Aude Authent", 2, 0),
        ("Hal Helpdesk", 2, 2),
    ]
    assert found[0].gain.name == "Global Administrator"


def test_takeovers_told_list_by_list_reach_whom_each_resetter_can_reset() -> None:
    report = handmade.crowd()
    within: dict[tuple[str, str], dict[str, None]] = {}
    for person in report.people:
        for by in person.can_be_reset_by:
            key = by.principal.id, by.role.name
            within.setdefault(key, {})[person.principal.id] = None
    found = takeovers.find(report)
    for one in found.escalations:
        reached = within[one.by.principal.id, one.by.role.name]
        assert [*one.certain, *one.contested] == list(reached)
    alike = {(role, frozenset(reached)) for (_, role), reached in within.items()}
    assert len(found.escalations) == len(alike) - len(found.by_design)
    assert sum(len(one.names) for one in found.escalations) == len(within) - len(found.by_design)


def test_what_groups_give_is_told_apart_from_what_people_hold_themselves() -> None:
    tenant = a_tenant()
    vic = tenant.user("Vic").eligible_for("Global Administrator")
    tenant.group("Readers").active_in("Directory Readers").with_eligible(vic)
    sentence = str(stake(figures(analyse(tenant.tenant()))))
    assert sentence.startswith("1 person can become Directory Readers through a group.")


def test_resetters_that_nobody_exported_are_unknown_not_none() -> None:
    tenant = a_tenant()
    vic = tenant.user("Vic")
    tenant.group("Readers").eligible_for("Directory Readers").with_eligible(vic)
    report = analyse(tenant.without("role_assignment_schedule_instances").tenant())
    numbers = figures(report)
    assert str(numbers.seizable_told) == "unknown"
    assert "Who could take over these accounts is unknown" in str(stake(numbers))
    assert (numbers.seizable, numbers.seizable_either_way) == (None, None)
    told = _people(report)
    assert {told["Can be taken over"], told["Resetters"], told["By design"]} == {"unknown"}
    assert "somebody may" in str(RESETTERS.empty)
    some = dataclasses.replace(numbers, seizable=2)
    assert str(some.seizable_told) == "2+"
    assert "There may be more" in str(stake(some))


def test_accounts_that_a_missing_export_may_show_protected_are_told() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Vic", "Wim")
    tenant.user("Hal").holds("Helpdesk Administrator")
    whole = figures(analyse(tenant.tenant()))
    assert whole.seizable_unproven == 0
    assert "may be protected after all" not in str(stake(whole))
    part = figures(analyse(tenant.without("group_assignment_schedule_instances").tenant()))
    assert (part.seizable, part.seizable_unproven) == (2, 2)
    assert "2 of these accounts may be protected after all" in str(stake(part))


def test_none_known_either_way_is_not_printed_as_zero() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Vic")
    tenant.user("Hal").holds("Helpdesk Administrator")
    whole = page(analyse(tenant.tenant()), (shipped("templates"),))
    assert "taken over; 0 whichever source is right" in whole
    part = analyse(tenant.without("role_eligibility_schedule_instances").tenant())
    assert (figures(part).seizable, figures(part).seizable_either_way) == (1, None)
    told = page(part, (shipped("templates"),))
    assert "of these accounts could be taken over, as far as is known" in told
    assert "whichever source is right" not in told


def _people(report: Report) -> dict[str, str]:
    """The first row of the sheet People, as printed."""
    row = next(iter(PEOPLE.rows(report)))
    return {one.title: one.text(cell) for one, cell in zip(PEOPLE.columns, row, strict=True)}


def test_a_single_account_is_told_as_one() -> None:
    tenant = a_tenant()
    vic = tenant.user("Vic")
    tenant.group("Readers").active_in("Directory Readers").with_eligible(vic)
    tenant.user("Hal").holds("Helpdesk Administrator")
    sentence = str(stake(figures(analyse(tenant.tenant()))))
    assert "The one account with a way to a role could be taken over" in sentence


def test_what_is_gained_is_what_the_resetter_lacks() -> None:
    tenant = a_tenant()
    ada = tenant.user("Ada").holds("User Administrator")
    tenant.group("Target group").active_in("Security Administrator").with_eligible(ada)
    tenant.user("Uma").holds("User Administrator")
    found = takeovers.find(analyse(tenant.tenant())).escalations
    assert [(one.names[0][0], one.gain.name) for one in found] == [
        ("Uma", "Security Administrator")
    ]
