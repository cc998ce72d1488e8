"""The PowerShell of a remedy carries ids and nothing that somebody could have chosen."""

from __future__ import annotations

import pytest
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.analysis.remedies import REVIEW, authentication_context, protect
from pimreport.model.entra import Access, GroupId, PolicyRules
from pimreport.model.paths import ActivationPolicy

HOSTILE = "Ada\n'; Remove-MgUser -All #"


def test_a_name_cannot_end_the_comment() -> None:
    for remedy in protect("3cce9d87-3986-4f19-8335-7ed075408ca2", HOSTILE):
        first, *commands = remedy.powershell.split("\n")
        assert first.startswith(REVIEW)
        assert not any("Remove-MgUser" in command for command in commands)


def test_an_id_cannot_end_its_quotes() -> None:
    for quote in ("'", "\u2019", "\u201b"):
        for remedy in protect(f"x{quote}; Remove-MgUser #", "Ada"):
            assert f"x{quote}; Remove" not in remedy.powershell


def test_the_ids_of_the_case_are_filled_in() -> None:
    tenant = a_tenant()
    ada = tenant.user("Ada")
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible(ada)
    report = analyse(tenant.tenant())
    (finding,) = (one for one in report.findings if one.check == "unprotected-member")
    scripts = "\n".join(one.powershell for one in finding.remedies)
    assert ada.id in scripts
    assert "Approval_EndUser_Assignment" in scripts
    assert all(one.cost and one.leaves for one in finding.remedies)


@pytest.mark.parametrize(("mfa", "commands"), [(True, 3), (None, 3), (False, 1)])
def test_pims_own_mfa_goes_before_the_context_comes(*, mfa: bool | None, commands: int) -> None:
    policy = ActivationPolicy(
        group=GroupId("g"),
        group_name="Tier 0",
        role=None,
        access=None,
        rules=PolicyRules(id="Group_g_1", mfa=mfa),
        strong=False,
        governs=1,
    )
    remedy = authentication_context(policy)
    _, *script = remedy.powershell.split("\n")
    assert len(script) == commands
    assert "claimValue = 'c1'" in script[-1]
    assert all("Enablement_EndUser_Assignment" in one for one in script[:-1])
    assert ("may refuse a context" in str(remedy.text)) is (commands > 1)


def test_a_policy_whose_id_was_not_exported_is_looked_up() -> None:
    policy = ActivationPolicy(
        group=GroupId("g'; Remove-MgUser #"),
        group_name="Tier 0",
        role=None,
        access=Access.MEMBER,
        rules=PolicyRules(id="rules_of_g_member", mfa=False),
        strong=False,
        governs=1,
    )
    _, look_up, command = authentication_context(policy).powershell.split("\n")
    assert "scopeId eq 'g''; Remove-MgUser #'" in look_up
    assert "roleDefinitionId eq 'member'" in look_up
    assert "-UnifiedRoleManagementPolicyId $policy " in command


def test_what_a_remedy_adds_is_added_in_pim() -> None:
    """A membership that was added past PIM is a finding of its own: assigned-outside-pim."""
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada").with_active("Zoe")
    report = analyse(tenant.tenant())
    told = {
        one.check: "\n".join(remedy.powershell for remedy in one.remedies)
        for one in report.findings
        if one.check in {"unprotected-member", "standing-access"}
    }
    group = tenant.group("Tier 0").id
    assert len(told) == 2
    for script in told.values():
        assert f"New-MgGroupMember -GroupId '{group}'" not in script
        assert "Remove-MgGroupMemberByRef" not in script
    assert "AssignmentScheduleRequest" in told["unprotected-member"]
    standing = told["standing-access"]
    assert standing.count("adminRemove") == 1
    # Zoe is an active member already, so that Option A needs the role alone.
    assert standing.count("GroupAssignmentScheduleRequest") == 1


def test_a_membership_by_a_nested_group_is_not_removed_from_the_outer_one() -> None:
    tenant = a_tenant()
    inner = tenant.group("Inner").with_active("Ada")
    tenant.group("Tier 0").active_in("Global Administrator").with_active(inner)
    report = analyse(tenant.tenant())
    (found,) = (one for one in report.findings if one.check == "standing-access")
    assert not found.remedies
