"""Both protection models, situation by situation (the rows of the disputed question)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.model.people import Grade, Person, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

GA = "Global Administrator"


def ada(tenant: TenantUnderTest) -> Person:
    report = analyse(tenant.tenant())
    return next(one for one in report.people if one.principal.name == "Ada")


def option_b(tenant: TenantUnderTest) -> TenantUnderTest:
    tenant.group("Tier 0").active_in(GA).with_eligible("Ada")
    return tenant


def nested(tenant: TenantUnderTest, *, role_assignable: bool) -> TenantUnderTest:
    inner = tenant.group("Inner", role_assignable=role_assignable).with_active("Ada")
    tenant.group("Tier 0").active_in(GA).with_eligible(inner)
    return tenant


def eligible_owner(tenant: TenantUnderTest) -> TenantUnderTest:
    tenant.group("Tier 0").active_in(GA).with_eligible_owner("Ada")
    return tenant


def unassignable(tenant: TenantUnderTest) -> TenantUnderTest:
    tenant.group("Tier 0", role_assignable=False).active_in(GA).with_eligible("Ada")
    return tenant


def with_role(role: str, *, eligible: bool = False) -> Callable[[TenantUnderTest], object]:
    def story(tenant: TenantUnderTest) -> None:
        nested(tenant, role_assignable=False)
        user = tenant.user("Ada")
        (user.eligible_for if eligible else user.holds)(role)

    return story


def restricted(tenant: TenantUnderTest) -> None:
    option_b(tenant).unit("Vault", restricted=True).containing("Ada")


@pytest.mark.parametrize(
    ("story", "documented", "measured", "grade"),
    [
        pytest.param(
            option_b, Verdict.EXPOSED, Verdict.PROTECTED, Grade.CONTESTED, id="eligible member"
        ),
        pytest.param(
            lambda t: option_b(t).group("Tier 0").with_activated("Ada"),
            Verdict.EXPOSED,
            Verdict.PROTECTED,
            Grade.CONTESTED,
            id="activated member: the activation will end",
        ),
        pytest.param(
            lambda t: t.group("Tier 0").eligible_for(GA).with_active("Ada"),
            Verdict.PROTECTED,
            Verdict.PROTECTED,
            Grade.PROTECTED,
            id="active member",
        ),
        pytest.param(
            lambda t: t.group("Tier 0").active_in(GA).with_owner("Ada"),
            Verdict.PROTECTED,
            Verdict.PROTECTED,
            Grade.PROTECTED,
            id="active owner",
        ),
        pytest.param(
            eligible_owner,
            Verdict.SILENT,
            Verdict.PROTECTED,
            Grade.PROTECTED_MEASURED,
            id="eligible owner",
        ),
        pytest.param(
            lambda t: nested(t, role_assignable=False),
            Verdict.EXPOSED,
            Verdict.EXPOSED,
            Grade.EXPOSED,
            id="nested, group not role-assignable",
        ),
        pytest.param(
            lambda t: nested(t, role_assignable=True),
            Verdict.PROTECTED,
            Verdict.PROTECTED,
            Grade.PROTECTED,
            id="nested, group role-assignable: an active member of that one",
        ),
        pytest.param(
            unassignable,
            Verdict.EXPOSED,
            Verdict.EXPOSED,
            Grade.EXPOSED,
            id="PIM group that is not role-assignable",
        ),
        pytest.param(
            with_role("Exchange Administrator"),
            Verdict.PROTECTED,
            Verdict.PROTECTED,
            Grade.PROTECTED,
            id="direct role outside the rows",
        ),
        pytest.param(
            with_role("Reports Reader"),
            Verdict.EXPOSED,
            Verdict.EXPOSED,
            Grade.EXPOSED,
            id="direct role inside the rows",
        ),
        pytest.param(
            lambda t: option_b(t).user("Ada").holds("Reports Reader"),
            Verdict.EXPOSED,
            Verdict.PROTECTED,
            Grade.CONTESTED,
            id="weak direct role on top of an eligible membership",
        ),
        pytest.param(
            lambda t: eligible_owner(t).user("Ada").eligible_for(GA),
            Verdict.SILENT,
            Verdict.PROTECTED,
            Grade.PROTECTED_MEASURED,
            id="directly eligible for Global Administrator",
        ),
        pytest.param(
            restricted, Verdict.PROTECTED, Verdict.PROTECTED, Grade.PROTECTED_RMAU, id="RMAU"
        ),
    ],
)
def test_verdicts(
    story: Callable[[TenantUnderTest], object],
    documented: Verdict,
    measured: Verdict,
    grade: Grade,
) -> None:
    tenant = a_tenant()
    story(tenant)
    found = ada(tenant).protection
    assert (found.documented, found.measured, found.grade) == (documented, measured, grade)


def test_without_active_roles_the_grade_is_unknown() -> None:
    tenant = option_b(a_tenant()).without("role_assignment_schedule_instances")
    tenant.group("Tier 0").eligible_for("Security Reader")
    found = ada(tenant).protection
    assert found.grade is Grade.UNKNOWN
    assert any("active roles are not known" in str(reason) for reason in found.reasons)


def test_a_listed_role_of_somebody_eligible_for_it_may_be_an_activation() -> None:
    tenant = nested(a_tenant(), role_assignable=False)
    user = tenant.user("Ada").eligible_for("Exchange Administrator")
    user.has_activated("Exchange Administrator")
    tenant.without("role_assignment_schedule_instances").also("role_assignments")
    assert ada(tenant).protection.grade is Grade.UNKNOWN


def test_a_listed_role_of_somebody_not_eligible_for_it_is_assigned() -> None:
    tenant = option_b(a_tenant())
    tenant.user("Ada").holds("Exchange Administrator")
    tenant.without("role_assignment_schedule_instances").also("role_assignments")
    assert ada(tenant).protection.grade is Grade.PROTECTED


def test_restricted_management_shows_on_the_user_too() -> None:
    tenant = option_b(a_tenant())
    tenant.unit("Vault", restricted=True).containing("Ada")
    tenant.without("administrative_units", "administrative_unit_members")
    assert ada(tenant).protection.grade is Grade.PROTECTED_RMAU


def test_a_unit_that_may_be_restricted_leaves_restricted_management_open() -> None:
    tenant = option_b(a_tenant()).omitting("users", "isManagementRestricted")
    tenant.unit("Vault", restricted=True).containing("Ada")
    tenant.omitting("administrative_units", "isMemberManagementRestricted")
    reasons = ada(tenant).protection.reasons
    assert any("restricted management is not in the evidence" in str(one) for one in reasons)
