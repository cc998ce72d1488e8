"""Declared emergency access accounts that would not help in an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.case import counted, evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related, told
from pimreport.analysis.references import CIS
from pimreport.analysis.roles import GLOBAL_ADMINISTRATOR
from pimreport.analysis.severity import severity_of
from pimreport.model.entra import TENANT_SCOPE, Principal, PrincipalId, State
from pimreport.model.evidence import RESOURCES_OF_ACTIVE_ROLES
from pimreport.model.findings import Finding, NotAssessed
from pimreport.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.case import Case
    from pimreport.model.entra import RoleAssignment

_ENOUGH = 2  # CIS 1.1.2


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    declared = case.expect.emergency_access
    if not declared:
        yield NotAssessed(what="emergency access accounts (none are declared in the settings)")
        return
    known = {
        word: principal
        for principal in case.tenant.principals.values()
        for word in (principal.id, (principal.upn or "").lower())
        if word in declared
    }
    for word in sorted(declared - known.keys()):
        yield NotAssessed(
            what=f"emergency access account {word} (in no export, or without any role or group)"
        )
    found = {principal.id: principal for principal in known.values()}
    for principal in found.values():
        held = _held(case, principal.id)
        flaws = list(_flaws(case, principal, held))
        if flaws:
            yield _finding(case, principal, held, flaws)
        yield from _untold(case, principal, held)
    if len(declared) < _ENOUGH and found:
        yield _alone(case, next(iter(found.values())))


def _held(case: Case, principal: PrincipalId) -> list[RoleAssignment]:
    """Direct assignments of Global Administrator over the tenant."""
    return [
        one
        for one in case.tenant.roles_of(principal)
        if case.tenant.role(one.role).template_id == GLOBAL_ADMINISTRATOR
        and one.scope == TENANT_SCOPE
    ]


def _flaws(case: Case, principal: Principal, held: list[RoleAssignment]) -> Iterator[str]:
    """Why the account may fail when it is needed, each as a clause."""
    states = {one.state for one in held}
    if not states & {State.ACTIVE, State.LISTED} and case.tenant.knows_active_roles():
        if states:
            yield "has to activate Global Administrator first"
        elif any(
            path.principal.id == principal.id and path.role.template_id == GLOBAL_ADMINISTRATOR
            for path in case.paths
        ):
            yield "has Global Administrator only through a group"
        else:
            yield "does not hold Global Administrator directly"
    ends = [one.ends for one in held if one.state is State.ACTIVE and one.ends]
    if ends and not any(one.state is State.ACTIVE and one.ends is None for one in held):
        yield f"holds Global Administrator only until {max(ends).date().isoformat()}"
    if principal.enabled is False:
        yield "is disabled"
    if principal.synced:
        yield "is synchronised from on-premises, so that it fails together with that directory"
    if principal.guest:
        yield "is a guest, so that it depends on another organisation"


def _untold(case: Case, principal: Principal, held: list[RoleAssignment]) -> Iterator[NotAssessed]:
    name = case.name(principal)
    lacking = {
        "accountEnabled": principal.enabled is None,
        "onPremisesSyncEnabled": principal.synced is None,
        "userType": principal.guest is None,
    }
    if any(lacking.values()):
        words = listed(word for word, is_lacking in lacking.items() if is_lacking)
        yield NotAssessed(what=f"{words} of {name} (not exported)")
    states = {one.state for one in held}
    if State.LISTED in states and State.ACTIVE not in states:
        yield NotAssessed(
            what=f"Global Administrator of {name} (assigned or activated: no"
            " roleAssignmentScheduleInstances)"
        )
    if State.ACTIVE not in states and not case.tenant.knows_active_roles():
        yield NotAssessed(what=f"direct roles of {name} (roles not exported in full)")


def _finding(
    case: Case, principal: Principal, held: list[RoleAssignment], flaws: list[str]
) -> Finding:
    role, name = case.names.ref(GLOBAL_ADMINISTRATOR), case.name(principal)
    origins = tuple(
        dict.fromkeys((*principal.origins, *(row for one in held for row in one.origins)))
    )
    return Finding(
        key=f"emergency-access:{principal.id}",
        check=CHECK.name,
        severity=severity_of(role, True),  # noqa: FBT003  # harm needs an emergency besides
        title=f"The emergency access account {name} may fail when it is needed",
        subject=principal.id,
        group=None,
        roles=(role.name,),
        detail=(
            f"{name} is declared as an emergency access account, but {listed(flaws)}. Such an"
            " account is for the day on which PIM, MFA, approvers or federation fail, so it must"
            f" not depend on any of them. {evidence(origins)}"
        ),
        remediation=(
            f"Assign {role.name} to {name} directly, actively and without an end; keep the account"
            " cloud-only and enabled, with a phishing-resistant method of its own, and alert on"
            " every sign-in."
        ),
        controls=told(CHECK.controls, [role]),
        origins=origins,
    )


def _alone(case: Case, principal: Principal) -> Finding:
    role, name = case.names.ref(GLOBAL_ADMINISTRATOR), case.name(principal)
    number = counted(len(case.expect.emergency_access), "emergency access account")
    return Finding(
        key="emergency-access:tenant",
        check=CHECK.name,
        severity=severity_of(role, True, True),  # noqa: FBT003  # two things must fail first
        title=f"Only {number} declared",
        subject=principal.id,
        group=None,
        roles=(role.name,),
        detail=(
            f"Only {name} is declared as an emergency access account; CIS 1.1.2 asks for two. If"
            " its credential is lost in an emergency, nothing is left."
            f" {evidence(principal.origins)}"
        ),
        remediation="Create and declare a second one, kept in another place.",
        controls=told(CHECK.controls, [role]),
        origins=principal.origins,
    )


CHECK = Check(
    name="emergency-access",
    title="Emergency access account that may fail",
    rationale=(
        "Two accounts should hold Global Administrator permanently and directly, be cloud-only and"
        " enabled, and depend on no activation: they are used when everything else fails. Looked at"
        " are the accounts that the settings declare."
    ),
    remediation="Keep two such accounts, test them, and alert on their use.",
    references=(CIS,),
    controls=(
        *related("CIS", "1.1.2"),
        *related("NIST", "AC-2"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.1"),
    ),
    needs=(RESOURCES_OF_ACTIVE_ROLES, ("users",)),
    find=_find,
    over_paths=False,  # it speaks about declared accounts, whatever groups there are
)
