"""Who stands behind the approvers of a policy, and what is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.analysis.admission import restricted, who_lets_in
from pimreport.model.entra import Access, GroupId, PrincipalId, State
from pimreport.model.people import Grade
from pimreport.visible import called
from pimreport.wording import Text, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pimreport.analysis.case import Case
    from pimreport.model.entra import Approver, Principal
    from pimreport.model.evidence import Origin
    from pimreport.wording import Wording

_IN_FORCE = frozenset({State.ACTIVE, State.LISTED, State.ACTIVATED})


@dataclass(slots=True)
class Panel:
    """The people who may approve under one policy.

    ``people``: ids of those who can approve as far as known, members of approver groups included.
    ``grave``: clauses on approvers whom an attacker could become, ``contested`` those on which
    dated sources disagree, ``mild`` all other flaws.
    ``gaps``: what the evidence does not tell about them. ``open``: some may be unknown.
    """

    people: dict[PrincipalId, None] = field(default_factory=dict)
    grave: list[Wording] = field(default_factory=list)
    contested: list[Wording] = field(default_factory=list)
    mild: list[Wording] = field(default_factory=list)
    gaps: list[Wording] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    open: bool = False


def panel(case: Case, approvers: Iterable[Approver]) -> Panel:
    """Resolve the approvers of a policy to people and judge each of them."""
    found = Panel()
    named: dict[PrincipalId, str | None] = {}
    for approver in approvers:
        if approver.group or case.tenant.is_group(approver.id):
            named |= dict.fromkeys(_of_group(case, approver, found))
        else:
            named[approver.id] = approver.name
    flaws: defaultdict[str, list[str]] = defaultdict(list)
    for person, told in named.items():
        _judge(case, case.tenant.principal(person), told, found, flaws)
    for clause, names in flaws.items():
        kind = found.mild if clause in _CANNOT_APPROVE else found.grave
        (found.contested if clause == _CONTESTED else kind).append(_TOLD[clause](listed(names)))
    return found


_GONE, _DISABLED, _SYNCED, _GUEST = "gone", "disabled", "synced", "guest"
_EXPOSED, _CONTESTED = "exposed", "contested"
_CANNOT_APPROVE = frozenset({_GONE, _DISABLED})
_TOLD: Mapping[str, Callable[[Wording], Text]] = {
    _GONE: lambda names: Text(
        "{names} cannot be found in the evidence (deleted, or left out of the users export)",
        names=names,
    ),
    _DISABLED: lambda names: Text("{names} cannot sign in (disabled)", names=names),
    _SYNCED: lambda names: Text(
        "an on-premises helpdesk may reset the password of {names} outside Entra (synced)",
        names=names,
    ),
    _GUEST: lambda names: Text(
        "another organisation manages the account of {names} (external)", names=names
    ),
    _EXPOSED: lambda names: Text(
        "ordinary reset roles can reset {names} under both protection models (graded exposed)",
        names=names,
    ),
    _CONTESTED: lambda names: Text(
        "by Microsoft's documentation ordinary reset roles can reset {names}, which a published"
        " test contradicts (graded contested)",
        names=names,
    ),
}
_GRADES = {Grade.EXPOSED: _EXPOSED, Grade.CONTESTED: _CONTESTED}


def _judge(
    case: Case,
    person: Principal,
    told: str | None,
    found: Panel,
    flaws: defaultdict[str, list[str]],
) -> None:
    name = case.name(person) if called(person.name, person.upn) else called(told, person.id)
    found.origins += person.origins
    if not person.origins:
        if case.tenant.coverage.complete("users"):
            flaws[_GONE].append(name)
        else:
            found.people[person.id] = None
            found.gaps.append(Text("approver {name} (users not exported in full)", name=name))
        return
    if person.enabled is False:
        flaws[_DISABLED].append(name)
        return
    found.people[person.id] = None
    if None in {person.enabled, person.guest, person.synced}:
        found.gaps.append(
            Text(
                "approver {name} (accountEnabled, userType or onPremisesSyncEnabled not exported)",
                name=name,
            )
        )
    if person.synced:
        flaws[_SYNCED].append(name)
    if person.guest or person.invited:
        flaws[_GUEST].append(name)
    grade = case.grade(person)
    if grade in _GRADES:
        flaws[_GRADES[grade]].append(name)
    elif grade is Grade.UNKNOWN:
        found.gaps.append(Text("approver {name} (protection unknown)", name=name))


def _of_group(case: Case, approver: Approver, found: Panel) -> list[PrincipalId]:
    """The people in an approver group; what is wrong with the group is added to ``found``."""
    group = case.tenant.group(approver.id)
    name = called(group.name, approver.name, group.id)
    found.origins += group.origins
    if not group.origins and case.tenant.coverage.complete("groups"):
        found.mild.append(
            Text("the approver group {name} cannot be found in the evidence", name=name)
        )
        return []
    members, complete = _members(case, GroupId(approver.id))
    if not complete:
        found.open = True
        found.gaps.append(Text("members of the approver group {name}", name=name))
    elif not members:
        found.mild.append(Text("the approver group {name} has no active member", name=name))
    assignable = case.tenant.role_assignable(group.id)
    if assignable is None:
        found.gaps.append(
            Text("approver group {name} (isAssignableToRole not exported)", name=name)
        )
    elif not assignable and (group.dynamic or not restricted(case, group.id)):
        found.grave.append(
            Text(
                "the approver group {name} is not role-assignable, {who_lets_in}",
                name=name,
                who_lets_in=who_lets_in(case, group.id),
            )
        )
    return members


def _members(case: Case, group: GroupId) -> tuple[list[PrincipalId], bool]:
    """Who is in the group now, through nested groups too, and whether that is all."""
    people: dict[PrincipalId, None] = {}
    seen, open_ends, complete = {group}, [group], True
    while open_ends:
        outer = open_ends.pop()
        complete = complete and case.tenant.knows_active_members(outer)
        for one in case.tenant.memberships_of_group(outer):
            if one.access is not Access.MEMBER or one.state not in _IN_FORCE:
                continue
            if not case.tenant.is_group(one.principal):
                people[one.principal] = None
            elif GroupId(one.principal) not in seen:
                seen.add(GroupId(one.principal))
                open_ends.append(GroupId(one.principal))
    return list(people), complete
