"""Applications that can let anybody into the groups, by permissions of Microsoft Graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.references import GRAPH, ROLE_ASSIGNABLE_GROUPS
from pimreport.analysis.roles import GLOBAL_ADMINISTRATOR
from pimreport.analysis.severity import severity_of, weight
from pimreport.model.entra import TENANT_SCOPE
from pimreport.model.evidence import united_origins
from pimreport.model.findings import Finding, NotAssessed
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import AppPermission
    from pimreport.model.paths import RoleRef
    from pimreport.wording import Wording

    _At = tuple[RoleRef, str]
    """A role, and where it holds."""


@dataclass(frozen=True, slots=True)
class _Power:
    """What a permission gives.

    ``open_groups``: only over groups that are not role-assignable. ``any_role``: every role of the
    tenant, whatever the groups hold. ``weakens``: a guard only, which helps whoever may activate.
    """

    name: str
    gives: Wording
    open_groups: bool = False
    any_role: bool = False
    weakens: bool = False


_POWERS = {
    "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8": _Power(
        "RoleManagement.ReadWrite.Directory",
        Text("assign any role to anybody, itself included"),
        any_role=True,
    ),
    "dd199f4a-f148-40a4-a2ec-f0069cc799ec": _Power(
        "RoleAssignmentSchedule.ReadWrite.Directory",
        Text("assign any role to anybody in PIM"),
        any_role=True,
    ),
    "fee28b28-e1f3-4841-818e-2704dc62245f": _Power(
        "RoleEligibilitySchedule.ReadWrite.Directory",
        Text("make anybody eligible for any role"),
        any_role=True,
    ),
    "06b708a9-e830-4db3-a914-8e69da51d44f": _Power(
        "AppRoleAssignment.ReadWrite.All",
        Text("grant itself every other permission"),
        any_role=True,
    ),
    "31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad": _Power(
        "RoleManagementPolicy.ReadWrite.Directory",
        Text("switch approval and MFA off in the policies of roles"),
        weakens=True,
    ),
    "2f6817f8-7b12-4f0f-bc18-eeaf60705a9e": _Power(
        "PrivilegedAccess.ReadWrite.AzureADGroup", Text("make anybody a member or owner in PIM")
    ),
    "41202f2c-f7ab-45be-b001-85c9728b9d69": _Power(
        "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup", Text("make anybody an active member")
    ),
    "618b6020-bca8-4de6-99f6-ef445fa4d857": _Power(
        "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup", Text("make anybody eligible")
    ),
    "b38dcc4d-a239-4ed6-aa84-6c65b284f97c": _Power(
        "RoleManagementPolicy.ReadWrite.AzureADGroup",
        Text("switch approval and MFA off in the policies of groups"),
        weakens=True,
    ),
    "50483e42-d915-4231-9639-7fdb7fd190e5": _Power(
        "UserAuthenticationMethod.ReadWrite.All",
        Text("set the methods of members, a Temporary Access Pass included"),
    ),
    "cc117bb9-00cf-4eb8-b580-ea2a878fe8f7": _Power(
        "User-PasswordProfile.ReadWrite.All",
        Text("set passwords of members, as far as its own roles allow"),
    ),
    "62a82d76-70ea-41e2-9197-370581804d09": _Power(
        "Group.ReadWrite.All", Text("add anybody to"), open_groups=True
    ),
    "dbaae8cf-10b5-4b86-a4a1-f871c94c6695": _Power(
        "GroupMember.ReadWrite.All", Text("add anybody to"), open_groups=True
    ),
}
"""By app role id of Microsoft Graph, the same in every tenant."""
_POLICIES_OF_ROLES = "RoleManagementPolicy.ReadWrite.Directory"
_BY_NAME = {power.name.lower(): power for power in _POWERS.values()}
_GRAPH = "microsoft graph"


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    opened, untold = _open_groups(case)
    granted: defaultdict[str, dict[_Power, AppPermission]] = defaultdict(dict)
    for permission in case.tenant.app_permissions:
        power = _power(permission)
        if power is None:
            continue
        if power.open_groups and untold:
            yield NotAssessed(
                what=Text(
                    "{name} over {names} (isAssignableToRole was not exported)",
                    name=power.name,
                    names=listed(untold),
                )
            )
        if _reaches(case, power, opened):
            granted[permission.principal][power] = permission
    for principal, powers in granted.items():
        yield _finding(case, principal, powers, opened)
    if not case.tenant.coverage.complete("app_role_assignments"):
        yield NotAssessed(what=Text("further app role assignments (not exported in full)"))


def _reaches(case: Case, power: _Power, opened: Mapping[str, Sequence[_At]]) -> list[_At]:
    """The roles that lie open to whoever has the power."""
    if power.open_groups:
        return [role for roles in opened.values() for role in roles]
    if power.any_role:
        return [(case.names.ref(GLOBAL_ADMINISTRATOR), TENANT_SCOPE)]
    if power.name == _POLICIES_OF_ROLES:  # which run only where the role is what is activated
        return [
            (path.role, path.scope)
            for path in case.paths
            if path.governed_by and path.governed_by[-1].role
        ]
    return [
        (case.names.ref(one.role), one.scope)
        for group in case.groups
        for one in case.tenant.roles_of(group.id)
    ]


def _power(permission: AppPermission) -> _Power | None:
    """The power of a permission, told by its id or, of Microsoft Graph's own, by its name."""
    known = _POWERS.get(permission.permission.lower())
    if known is None and (permission.resource or _GRAPH).lower() == _GRAPH:
        known = _BY_NAME.get(permission.permission.lower())
    return known


def _open_groups(case: Case) -> tuple[dict[str, list[_At]], list[str]]:
    """Groups that are not role-assignable, with the roles they lead to; and those untold."""
    roles: defaultdict[str, dict[_At, None]] = defaultdict(dict)
    for path in case.paths:
        roles[path.group][path.role, path.scope] = None
    for path in case.nested_paths:
        inside = (path.principal.id,) if case.tenant.is_group(path.principal.id) else ()
        for group in (*path.via, *inside):
            roles[group][path.role, path.scope] = None
    opened: dict[str, list[_At]] = {}
    untold: list[str] = []
    for group, led_to in roles.items():
        assignable = case.tenant.role_assignable(group)
        if assignable is None:
            untold.append(case.group_name(group))
        elif not assignable:
            opened.setdefault(case.group_name(group), []).extend(led_to)
    return opened, untold


def _finding(
    case: Case,
    principal: str,
    powers: Mapping[_Power, AppPermission],
    opened: Mapping[str, Sequence[_At]],
) -> Finding:
    name = case.name(case.tenant.principal(principal))
    reached = [role for power in powers for role in _reaches(case, power, opened)]
    top, scope = min(reached, key=lambda at: weight(*at))
    can = [
        Text("{permission} lets it {gives}", permission=power.name, gives=_gives(power, opened))
        for power in powers
    ]
    origins = united_origins(list(powers.values()))
    return CHECK.finding(
        principal,
        severity=severity_of(top, scope != TENANT_SCOPE, all(power.weakens for power in powers)),
        title=Text("The application {name} can open the way to {role}", name=name, role=top.name),
        subject=principal,
        group=None,
        roles=(top.name,),
        detail=joined(
            " ",
            (
                Text(
                    "The application {name} holds permissions of Microsoft Graph that stand above PIM"
                    " for Groups: {names}. Whoever has a secret or certificate of the application, or"
                    " owns it, can use them; nobody is asked to approve, and no MFA is demanded.",
                    name=name,
                    names=listed(can),
                ),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Remove {names} from {name} unless it is there to manage privileged access; then"
            " treat the application, its owners and its secrets like {role}.",
            names=listed(power.name for power in powers),
            name=name,
            role=top.name,
        ),
        reaching=[top],
        origins=origins,
    )


def _gives(power: _Power, opened: Iterable[str]) -> Wording:
    if not power.open_groups:
        return power.gives
    return Text("{gives} {groups}", gives=power.gives, groups=listed(opened))


CHECK = Check(
    name="app-can-manage-groups",
    title=Text("Application that can manage the groups"),
    rationale=Text(
        "Application permissions of Microsoft Graph act without a person and without PIM."
        " Some of them manage roles, PIM memberships, PIM policies or the credentials of"
        " members, and so every role behind the groups. Group.ReadWrite.All and"
        " GroupMember.ReadWrite.All reach groups that are not role-assignable only."
    ),
    remediation=Text(
        "Grant such permissions to nothing but the tool that manages privileged access."
    ),
    references=(GRAPH, ROLE_ASSIGNABLE_GROUPS),
    controls=(
        *related("NIST", "AC-6(5)", "AC-6(10)"),
        *related("ISO", "A.8.2", "A.5.15"),
        *related("SOC 2", "CC6.1", "CC6.3"),
    ),
    needs=(("app_role_assignments",),),
    find=_find,
)
