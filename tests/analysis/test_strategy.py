"""Every strategy of a group, and what evidence it takes to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.model.paths import GroupSummary, Kind, Strategy

if TYPE_CHECKING:
    from collections.abc import Callable

GA, HELPDESK = "Global Administrator", "Helpdesk Administrator"


def summary(tenant: TenantUnderTest, name: str = "Tier 0") -> GroupSummary:
    report = analyse(tenant.tenant())
    return next(one for one in report.groups if one.name == name)


@pytest.mark.parametrize(
    ("story", "strategy", "kinds"),
    [
        pytest.param(
            lambda group: group.eligible_for(GA).with_active("Ada"),
            Strategy.OPTION_A,
            {Kind.OPTION_A: 1},
            id="active member, eligible role",
        ),
        pytest.param(
            lambda group: group.active_in(GA).with_eligible("Ada", "Grace"),
            Strategy.OPTION_B,
            {Kind.OPTION_B: 2},
            id="eligible members, active role",
        ),
        pytest.param(
            lambda group: group.active_in(GA).with_eligible("Ada").with_activated("Ada"),
            Strategy.OPTION_B,
            {Kind.OPTION_B: 1},
            id="an activated member is no standing member",
        ),
        pytest.param(
            lambda group: group.active_in(GA).with_eligible("Ada").with_owner("Olga"),
            Strategy.OPTION_B,
            {Kind.OPTION_B: 1},
            id="an owner does not change the strategy",
        ),
        pytest.param(
            lambda group: group.active_in(GA).with_active("Ada"),
            Strategy.STANDING_ACCESS,
            {Kind.STANDING_ACCESS: 1},
            id="active member, active role",
        ),
        pytest.param(
            lambda group: group.eligible_for(GA).with_eligible("Ada"),
            Strategy.DOUBLE_ACTIVATION,
            {Kind.DOUBLE_ACTIVATION: 1},
            id="eligible member, eligible role",
        ),
        pytest.param(
            lambda group: group.active_in(GA).with_eligible("Ada").with_active("Grace"),
            Strategy.MIXED,
            {Kind.OPTION_B: 1, Kind.STANDING_ACCESS: 1},
            id="members of two kinds",
        ),
        pytest.param(
            lambda group: group.active_in(HELPDESK).eligible_for(GA).with_eligible("Ada"),
            Strategy.MIXED,
            {Kind.OPTION_B: 1, Kind.DOUBLE_ACTIVATION: 1},
            id="roles of two states",
        ),
        pytest.param(
            lambda group: group.active_in(GA).with_eligible_owner("Olga"),
            Strategy.NO_MEMBERS,
            {},
            id="only an eligible owner",
        ),
        pytest.param(
            lambda group: group.with_eligible("Ada"), Strategy.NO_ROLE, {}, id="no role at all"
        ),
        pytest.param(
            lambda group: group.active_in(GA).with_eligible("Ada", ends="2026-09-01T00:00:00Z"),
            Strategy.NO_MEMBERS,
            {},
            id="an eligibility that has ended",
        ),
    ],
)
def test_strategy(
    story: Callable[[object], object], strategy: Strategy, kinds: dict[Kind, int]
) -> None:
    tenant = a_tenant()
    # Schedules outlive what they grant, so that an ended one still names its group.
    tenant.also("group_eligibility_schedules")
    # Another group in the same lists, so that Tier 0 without rows is asked for, not forgotten.
    tenant.group("Other").active_in(HELPDESK).with_eligible("Zoe").with_active("Yan")
    story(tenant.group("Tier 0"))
    found = summary(tenant)
    assert (found.strategy, dict(found.kinds)) == (strategy, kinds)


@pytest.mark.parametrize(
    ("missing", "names"),
    [
        ("role_assignment_schedule_instances", "roleAssignmentScheduleInstances"),
        ("role_eligibility_schedule_instances", "roleEligibilityScheduleInstances"),
        ("group_assignment_schedule_instances", "assignmentScheduleInstances"),
        ("group_eligibility_schedule_instances", "eligibilityScheduleInstances"),
    ],
)
def test_a_missing_input_makes_the_strategy_unknown_and_is_named(missing: str, names: str) -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in(GA).eligible_for(HELPDESK).with_eligible("Ada").with_active(
        "Grace"
    )
    found = summary(tenant.without(missing))
    assert found.strategy is Strategy.UNKNOWN
    assert names in str(found.reason)


@pytest.mark.parametrize("owned", [False, True])
def test_a_nested_group_is_a_member_even_while_it_is_empty(owned: bool) -> None:  # noqa: FBT001
    tenant = a_tenant()
    inner = tenant.group("Inner", role_assignable=False).with_owner(*(["Olga"] if owned else []))
    tenant.group("Tier 0").active_in(GA).with_eligible(inner)
    found = summary(tenant)
    assert (found.strategy, dict(found.kinds)) == (Strategy.OPTION_B, {Kind.OPTION_B: 1})


def test_a_group_with_a_role_but_no_schedule_file_is_unknown_not_empty() -> None:
    tenant = a_tenant()
    tenant.group("Other").active_in(HELPDESK).with_eligible("Zoe").with_active("Yan")
    tenant.group("Forgotten", pim=False).active_in(GA)
    found = summary(tenant, "Forgotten")
    assert found.strategy is Strategy.UNKNOWN
    assert found.eligible_count is None


def test_a_plain_members_list_cannot_tell_an_activation() -> None:
    tenant = a_tenant().without("group_assignment_schedule_instances").also("group_members")
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada").with_activated("Ada")
    found = summary(tenant)
    assert found.strategy is Strategy.UNKNOWN
    assert dict(found.kinds) == {Kind.OPTION_B: 1}


def test_a_listed_member_who_is_not_eligible_is_assigned() -> None:
    tenant = a_tenant().without("group_assignment_schedule_instances").also("group_members")
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada").with_active("Grace")
    found = summary(tenant)
    assert dict(found.kinds) == {Kind.OPTION_B: 1, Kind.STANDING_ACCESS: 1}
    assert found.strategy is Strategy.MIXED
