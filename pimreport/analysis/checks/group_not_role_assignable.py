"""Groups in PIM that are not role-assignable: many may manage them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.admission import restricted
from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.holders import holders
from pimreport.analysis.references import (
    ASSIGN_MEMBER_OWNER,
    GROUP_SETTINGS,
    ROLE_ASSIGNABLE_GROUPS,
)
from pimreport.analysis.terms import STATES
from pimreport.model.entra import Access
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    united_origins,
)
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import Text, joined, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.holders import Holder
    from pimreport.model.entra import Membership
    from pimreport.model.paths import GroupSummary
    from pimreport.wording import Wording

_MANAGERS = frozenset(
    {
        "9360feb5-f418-4baa-8175-e2a00bac4301",  # Directory Writers
        "fdd7a751-b60b-444a-984c-02652fe8fa1c",  # Groups Administrator
        "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e",  # Identity Governance Administrator
        "fe930be7-5e62-47db-91af-98c3a49a38b1",  # User Administrator
    }
)
_WHO = Text(
    "Directory Writers, Groups Administrators, Identity Governance Administrators,"
    " User Administrators and its owners"
)


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    managers = holders(case, _MANAGERS)
    nested: set[str] = {group for path in case.nested_paths for group in path.via}
    nested |= {path.principal.id for path in case.nested_paths}
    hidden = not (case.tenant.knows_active_roles() and case.tenant.knows_eligible_roles())
    if not case.tenant.coverage.supplied(*RESOURCES_OF_ACTIVE_MEMBERS):
        yield NotAssessed(what=Text("groups in PIM that only assignmentScheduleInstances name"))
    for group in case.groups:
        told = case.tenant.group(group.id).role_assignable
        if group.roles and told is False:
            yield _inconsistent(case, group)
        elif group.id in case.tenant.pim_groups and not group.roles and group.id not in nested:
            name = case.group_name(group.id)
            if told is None:
                yield NotAssessed(
                    what=Text("{name} (isAssignableToRole was not exported)", name=name)
                )
            elif told or restricted(case, group.id):
                continue
            elif hidden:  # nested in a group with a role it is another finding
                yield NotAssessed(
                    what=Text(
                        "{name} (not role-assignable; not all ways to roles are in the evidence)",
                        name=name,
                    )
                )
            else:
                yield _manageable(case, group, managers)


def _inconsistent(case: Case, group: GroupSummary) -> Finding:
    name, roles = case.group_name(group.id), listed(role.name for role in group.roles)
    origins = united_origins([group, *case.tenant.roles_of(group.id)])
    return CHECK.finding(
        group.id,
        severity=Severity.MEDIUM,  # a question to whoever exported, not an exposure yet
        title=Text(
            "{name} leads to {role} but is exported as not role-assignable",
            name=name,
            role=group.roles[0].name,
        ),
        subject=group.id,
        group=group.id,
        roles=tuple(role.name for role in group.roles),
        detail=joined(
            " ",
            (
                Text(
                    "The evidence contradicts itself: it shows {name} with {roles}, and"
                    " isAssignableToRole false. Only a role-assignable group can hold a directory"
                    " role, so one of the two exports is wrong, of another day or of another tenant."
                    " What is concluded about the protection of its members is not to be relied on"
                    " until that is cleared.",
                    name=name,
                    roles=roles,
                ),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Export groups and role assignments of {name} again, together, and compare.", name=name
        ),
        reaching=group.roles,
        origins=origins,
    )


def _manageable(case: Case, group: GroupSummary, managers: Sequence[Holder]) -> Finding:
    name = case.group_name(group.id)
    rows = case.tenant.memberships_of_group(group.id)
    owners = [one for one in rows if one.access is Access.OWNER]
    named = [_owner(case, one) for one in owners]
    named += [noted(case.name(one.principal), one.how) for one in managers]
    origins = united_origins([group, *owners, *rows[:1], *managers])
    return CHECK.finding(
        group.id,
        severity=_severity(case, group.id, somebody=bool(rows), manageable=bool(named)),
        title=Text("{name} is used in PIM but is not role-assignable", name=name),
        subject=group.id,
        group=group.id,
        roles=(),
        detail=joined(
            " ",
            (
                Text(
                    "{name} is enabled in PIM, holds no directory role in the evidence and is not"
                    " role-assignable, so {who} can change its members and its PIM settings,"
                    " approval included.",
                    name=name,
                    who=_WHO,
                ),
                _microsoft_365(case, group.id),
                _named(named),
                _untold(case, group),
                Text(
                    "What the group gives access to (Azure roles, Intune, applications) is not in"
                    " the evidence."
                ),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "If {name} guards anything privileged, replace it by a role-assignable group (the"
            " property can be set only at creation), which only Privileged Role"
            " Administrators, Global Administrators and its owners manage.",
            name=name,
        ),
        reaching=(),
        origins=origins,
    )


def _owner(case: Case, ownership: Membership) -> Text:
    return Text(
        "{name} ({state} owner)",
        name=case.name(case.tenant.principal(ownership.principal)),
        state=STATES[ownership.state],
    )


def _severity(case: Case, group: str, *, somebody: bool, manageable: bool) -> Severity:
    """A step less if nobody is in the group, or nobody manages it, and all of it was exported."""
    empty = not somebody and case.tenant.provably_empty(group)
    left_alone = not manageable and case.tenant.knows_owners(group)
    return Severity.LOW if empty or left_alone else Severity.MEDIUM


def _microsoft_365(case: Case, group: str) -> Wording:
    if not case.tenant.group(group).microsoft_365:
        return ""
    return Text("As a Microsoft 365 group it can be edited by Exchange Administrators, too.")


def _named(named: Sequence[Wording]) -> Wording:
    if not named:
        return Text("Nobody in the evidence is one of them.")
    return Text("In the evidence these are {names}.", names=listed(named))


def _untold(case: Case, group: GroupSummary) -> Wording:
    roles = case.tenant.knows_active_roles() and case.tenant.knows_eligible_roles()
    lacking = [Text("holders of these roles")] * (not roles)
    lacking += [Text("owners of the group")] * (not case.tenant.knows_owners(group.id))
    return Text("Not exported in full: {names}.", names=listed(lacking)) if lacking else ""


def _looked_at(case: Case) -> Wording:
    return Text.plural("looked at {told} group", "looked at {told} groups", len(case.groups))


CHECK = Check(
    name="group-not-role-assignable",
    title=Text("Group in PIM that is not role-assignable"),
    rationale=Text(
        "PIM for Groups does not protect a group by itself. Only role-assignable groups"
        " are kept to Privileged Role Administrators, Global Administrators and their"
        " owners; any other group in PIM can be changed by four more roles, its approval"
        " setting included. A group that holds a directory role and is not"
        " role-assignable cannot exist: then the evidence is at fault."
    ),
    remediation=Text("Use role-assignable groups in PIM for whatever is privileged."),
    references=(GROUP_SETTINGS, ASSIGN_MEMBER_OWNER, ROLE_ASSIGNABLE_GROUPS),
    controls=(
        *related("NIST", "AC-2(7)", "AC-6(5)"),
        *related("ISO", "A.8.2", "A.5.15"),
        *related("SOC 2", "CC6.1", "CC6.3"),
    ),
    needs=(("groups",), RESOURCES_OF_ELIGIBLE_MEMBERS),
    over_paths=False,
    looked_at=_looked_at,
    find=_find,
)
