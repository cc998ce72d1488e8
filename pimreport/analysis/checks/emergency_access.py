"""Declared emergency access accounts that would not help in an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.references import CIS
from pimreport.analysis.roles import GLOBAL_ADMINISTRATOR
from pimreport.analysis.severity import severity_of
from pimreport.model.entra import TENANT_SCOPE, Principal, PrincipalId, State
from pimreport.model.evidence import RESOURCES_OF_ACTIVE_ROLES, united_origins
from pimreport.model.findings import Finding, NotAssessed
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.case import Case
    from pimreport.model.entra import RoleAssignment
    from pimreport.wording import Wording

_ENOUGH = 2  # CIS 1.1.2


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    declared = case.expect.emergency_access
    if not declared:
        yield NotAssessed(
            what=Text("emergency access accounts (none are declared in the settings)")
        )
        return
    known = {
        word: principal
        for principal in case.tenant.principals.values()
        for word in (principal.id, (principal.upn or "").lower())
        if word in declared
    }
    for word in sorted(declared - known.keys()):
        yield NotAssessed(
            what=Text(
                "emergency access account {word} (in no export, or without any role or group)",
                word=word,
            )
        )
    found = {principal.id: principal for principal in known.values()}
    for principal in found.values():
        held = _held(case, principal.id)
        flaws = list(_flaws(case, principal, held))
        if flaws:
            yield _finding(case, principal, held, flaws)
        yield from _untold(case, principal, held)
    # One account may be declared twice, by its id and by its UPN.
    if len(found) + len(declared - known.keys()) < _ENOUGH and found:
        yield _alone(case, next(iter(found.values())))


def _held(case: Case, principal: PrincipalId) -> list[RoleAssignment]:
    """Direct assignments of Global Administrator over the tenant."""
    return [
        one
        for one in case.tenant.roles_of(principal)
        if case.tenant.role(one.role).template_id == GLOBAL_ADMINISTRATOR
        and one.scope == TENANT_SCOPE
    ]


def _flaws(case: Case, principal: Principal, held: list[RoleAssignment]) -> Iterator[Wording]:
    """Why the account may fail when it is needed, each as a clause."""
    states = {one.state for one in held}
    if not states & {State.ACTIVE, State.LISTED} and case.tenant.knows_active_roles():
        if states:
            yield Text("has to activate Global Administrator first")
        elif any(
            path.principal.id == principal.id and path.role.template_id == GLOBAL_ADMINISTRATOR
            for path in case.paths
        ):
            yield Text("has Global Administrator only through a group")
        else:
            yield Text("does not hold Global Administrator directly")
    ends = [one.ends for one in held if one.state is State.ACTIVE and one.ends]
    if ends and not any(one.state is State.ACTIVE and one.ends is None for one in held):
        yield Text(
            "holds Global Administrator only until {day}",
            day=max(ends).date(),
        )
    if principal.enabled is False:
        yield Text("is disabled")
    if principal.synced:
        yield Text(
            "is synchronised from on-premises, so that it fails together with that directory"
        )
    if principal.guest or principal.invited:
        yield Text("is an external account, so that it depends on another organisation")


def _untold(case: Case, principal: Principal, held: list[RoleAssignment]) -> Iterator[NotAssessed]:
    name = case.name(principal)
    lacking = {
        "accountEnabled": principal.enabled is None,
        "onPremisesSyncEnabled": principal.synced is None,
        "userType": principal.guest is None,
    }
    if any(lacking.values()):
        words = listed(word for word, is_lacking in lacking.items() if is_lacking)
        yield NotAssessed(what=Text("{words} of {name} (not exported)", words=words, name=name))
    states = {one.state for one in held}
    if State.LISTED in states and State.ACTIVE not in states:
        yield NotAssessed(
            what=Text(
                "Global Administrator of {name} (assigned or activated: no"
                " roleAssignmentScheduleInstances)",
                name=name,
            )
        )
    if State.ACTIVE not in states and not case.tenant.knows_active_roles():
        yield NotAssessed(
            what=Text("direct roles of {name} (roles not exported in full)", name=name)
        )


def _finding(
    case: Case, principal: Principal, held: list[RoleAssignment], flaws: list[Wording]
) -> Finding:
    role, name = case.names.ref(GLOBAL_ADMINISTRATOR), case.name(principal)
    origins = united_origins([principal, *held])
    return CHECK.finding(
        principal.id,
        severity=severity_of(role, True),  # noqa: FBT003  # harm needs an emergency besides
        title=Text("The emergency access account {name} may fail when it is needed", name=name),
        subject=principal.id,
        group=None,
        roles=(role.name,),
        detail=joined(
            " ",
            (
                Text(
                    "{name} is declared as an emergency access account, but {names}. Such an account"
                    " is for the day on which PIM, MFA, approvers or federation fail, so it must not"
                    " depend on any of them.",
                    name=name,
                    names=listed(flaws),
                ),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Assign {role} to {name} directly, actively and without an end; keep the account"
            " cloud-only and enabled, with a phishing-resistant method of its own, and alert"
            " on every sign-in.",
            role=role.name,
            name=name,
        ),
        reaching=[role],
        origins=origins,
    )


def _alone(case: Case, principal: Principal) -> Finding:
    role, name = case.names.ref(GLOBAL_ADMINISTRATOR), case.name(principal)
    return CHECK.finding(
        "tenant",
        severity=severity_of(role, True, True),  # noqa: FBT003  # two things must fail first
        title=Text("Only one emergency access account declared"),
        subject=principal.id,
        group=None,
        roles=(role.name,),
        detail=joined(
            " ",
            (
                Text(
                    "Only {name} is declared as an emergency access account; CIS 1.1.2 asks for two."
                    " If its credential is lost in an emergency, nothing is left.",
                    name=name,
                ),
                evidence(principal.origins),
            ),
        ),
        remediation=Text("Create and declare a second one, kept in another place."),
        reaching=[role],
        origins=principal.origins,
    )


def _looked_at(case: Case) -> Wording:
    return Text.plural(
        "looked at {told} declared emergency access account",
        "looked at {told} declared emergency access accounts",
        len({one.id for one in case.tenant.principals.values() if _is_declared(case, one)}),
    )


def _is_declared(case: Case, principal: Principal) -> bool:
    return case.expect.is_emergency_access(principal.id, principal.upn)


CHECK = Check(
    name="emergency-access",
    title=Text("Emergency access account that may fail"),
    rationale=Text(
        "Two accounts should hold Global Administrator permanently and directly, be"
        " cloud-only and enabled, and depend on no activation: they are used when"
        " everything else fails. Looked at are the accounts that the settings declare."
    ),
    remediation=Text("Keep two such accounts, test them, and alert on their use."),
    references=(CIS,),
    controls=(
        *related("CIS", "1.1.2"),
        *related("NIST", "AC-2"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.1"),
    ),
    needs=(RESOURCES_OF_ACTIVE_ROLES, ("users",)),
    find=_find,
    looked_at=_looked_at,
    over_paths=False,  # it speaks about declared accounts, whatever groups there are
)
