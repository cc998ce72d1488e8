"""Option B itself: a group that is active in a privileged role. The benchmarks disagree on it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence, people
from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.policy_findings import privileged
from pimreport.analysis.references import CIS, PIM_FOR_GROUPS, SCUBA
from pimreport.analysis.roles import SCUBA_ROLES
from pimreport.analysis.severity import highest
from pimreport.model.entra import Access, State
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    united_origins,
)
from pimreport.model.findings import Finding, Severity
from pimreport.model.paths import Kind
from pimreport.wording import Text, english, joined, later, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import Principal
    from pimreport.model.paths import AccessPath, GroupSummary, RoleRef
    from pimreport.wording import Wording


def _find(case: Case) -> Iterator[Finding]:
    found: defaultdict[str, list[AccessPath]] = defaultdict(list)
    for path in case.paths:
        if path.kind is Kind.OPTION_B and path.access is Access.MEMBER:
            found[path.group].append(path)
    for group in case.groups:
        paths = privileged(found[group.id])
        if paths:
            yield _finding(case, group, paths)


def _finding(case: Case, group: GroupSummary, paths: Sequence[AccessPath]) -> Finding:
    roles = list({path.role.template_id: path.role for path in paths}.values())
    name = case.group_name(group.id)
    origins = united_origins(paths)
    eligible = later(_members, case, tuple(path.principal for path in paths))
    return CHECK.finding(
        group.id,
        severity=Severity.INFO,
        title=Text(
            "{name} is active in {role} (Option B): the benchmarks disagree",
            name=name,
            role=highest(roles).name,
        )
        if _is_named(roles)
        else Text("{name} is active in {role} (Option B)", name=name, role=highest(roles).name),
        subject=group.id,
        group=group.id,
        roles=tuple(role.name for role in roles),
        detail=joined(
            " ",
            (
                Text(
                    "{name} is active in {names}{until}, and {eligible} can activate the membership"
                    " (Option B).",
                    name=name,
                    names=listed(role.name for role in roles),
                    until=_until(case, group.id, roles),
                    eligible=eligible,
                ),
                _verdicts(roles),
                _standing(group) if _is_named(roles) else "",
                case.caveat(group.id),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Record which benchmark {name} is measured by. If it is CIS, turn to Option A:"
            " make the group eligible for its roles and the members active.",
            name=name,
        ),
        reaching=roles,
        origins=origins,
    )


def _members(case: Case, members: Sequence[Principal]) -> Wording:
    names = list(dict.fromkeys(case.name(one) for one in members))
    return names[0] if len(names) == 1 else noted(people(members), listed(names))


def _until(case: Case, group: str, roles: Sequence[RoleRef]) -> Wording:
    """The day on which all of these roles end; nothing if they do not end together."""
    ends = {
        one.ends and one.ends.date()
        for one in case.tenant.roles_of(group)
        if one.state is State.ACTIVE and case.names.ref(one.role) in roles
    }
    day = ends.pop() if len(ends) == 1 else None
    return Text(" until {day}", day=day) if day else ""


def _is_named(roles: Sequence[RoleRef]) -> bool:
    """One of the roles is among those of which CISA's baseline speaks."""
    return any(role.template_id in SCUBA_ROLES for role in roles)


def _verdicts(roles: Sequence[RoleRef]) -> Wording:
    scuba = (
        Text(
            "compliant by exception, because the group is enrolled in PIM and activation"
            " happens there"
        )
        if _is_named(roles)
        else Text(
            "silent, because it speaks of eight highly privileged roles and none of these is one"
        )
    )
    return Text(
        "CISA SCuBA MS.AAD.7.4v1: {scuba}. CIS Microsoft 365 v7.0.0, 5.3.1:"
        " non-compliant, because every assignment of a privileged role, a group's too,"
        " has to be activated, not assigned.",
        scuba=scuba,
    )


def _standing(group: GroupSummary) -> Wording:
    paths = group.kinds.get(Kind.STANDING_ACCESS, 0)
    if not paths:
        return ""
    return Text.plural(
        "The exception does not cover its active members ({told} standing path).",
        "The exception does not cover its active members ({told} standing paths).",
        paths,
    )


# Part of what the JSON says, so English there; reports translate them.
_EXCEPTED, _NOT_COMPLIANT = Text("compliant by exception"), Text("non-compliant")
CHECK = Check(
    name="permanently-active-group",
    title=Text("Group permanently active in a privileged role"),
    rationale=Text(
        "Under Option B the group holds the role day and night and people activate their"
        " membership. CISA SCuBA excepts such a group from its ban on permanent active"
        " assignments; the CIS benchmark counts the group's assignment like any other. An"
        " auditor has to know which of the two the organisation follows."
    ),
    remediation=Text("Decide which benchmark applies and record it; Option A satisfies both."),
    references=(SCUBA, CIS, PIM_FOR_GROUPS),
    controls=(
        *exact("SCuBA", "MS.AAD.7.4v1", roles=SCUBA_ROLES, note=english(_EXCEPTED)),
        *exact("CIS", "5.3.1", note=english(_NOT_COMPLIANT)),
        *related("NIST", "AC-2"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_ACTIVE_ROLES, RESOURCES_OF_ELIGIBLE_MEMBERS),
    find=_find,
)
