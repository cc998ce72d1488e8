"""People whose account can be taken over before they activate."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.activation import governing
from pimreport.analysis.case import evidence, listed, people
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related, told
from pimreport.analysis.references import (
    MEASUREMENT,
    PIM_FOR_GROUPS,
    PROPOSED_CORRECTION,
    RESET_TABLE,
)
from pimreport.analysis.remedies import approval, authentication_context, option_a, protect
from pimreport.analysis.severity import highest, severity_of
from pimreport.model.entra import Access
from pimreport.model.findings import Confidence, Finding, Grade, Kind, NotAssessed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import GroupId, PrincipalId
    from pimreport.model.findings import AccessPath, Person, Remedy, Resetter

_OPEN = (Grade.EXPOSED, Grade.CONTESTED)


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    by_person: defaultdict[tuple[PrincipalId, GroupId], list[AccessPath]] = defaultdict(list)
    for path in case.paths:
        if path.access is Access.MEMBER and path.principal.id in case.people:
            by_person[path.principal.id, path.group].append(path)
    for (principal, _), paths in by_person.items():
        person = case.people[principal]
        if person.protection.grade in _OPEN:
            yield _finding(case, person, paths)
        elif person.protection.grade is Grade.UNKNOWN:
            yield NotAssessed(what=f"{case.name(person.principal)} (protection unknown)")


def _finding(case: Case, person: Person, paths: Sequence[AccessPath]) -> Finding:
    roles = list({path.role.template_id: path.role for path in paths}.values())
    top = highest(roles)
    worst = next(path for path in paths if path.role == top)
    name = case.name(person.principal)
    escalating = [one for one in person.can_be_reset_by if one.escalation]
    contested = person.protection.grade is Grade.CONTESTED
    # Nobody in the evidence can do it: that lowers the severity only if the evidence could tell.
    nobody = None if not case.tenant.knows_active_roles() else not escalating
    group = case.group_name(worst.group)
    title_verb = "may be" if contested else "can be"
    return Finding(
        key=f"unprotected-member:{person.principal.id}:{worst.group}",
        check=CHECK.name,
        severity=severity_of(top, contested, nobody, case.approval(worst)),
        title=f"{name} {title_verb} taken over on the way to {top.name} through {group}",
        subject=person.principal.id,
        group=worst.group,
        roles=tuple(role.name for role in roles),
        detail=_detail(case, person, worst, escalating, contested=contested),
        remediation=_remediation(case, worst),
        controls=told(CHECK.controls, roles),
        remedies=_remedies(case, worst),
        confidence=Confidence.CONTESTED if contested else Confidence.CERTAIN,
        origins=tuple(dict.fromkeys(origin for path in paths for origin in path.origins)),
    )


def _detail(
    case: Case, person: Person, path: AccessPath, escalating: Sequence[Resetter], *, contested: bool
) -> str:
    verb = (
        "reach"
        if not (path.needs_membership_activation or path.role_state != "active")
        else "activate"
    )
    guard = {True: " after approval", False: " without approval", None: ""}[case.approval(path)]
    if verb == "reach":
        guard = ""
    sentences = [
        f"{case.name(person.principal)} can {verb} {path.role.name} {case.way(path)}{guard}.",
        f"By Microsoft's documentation (as of {RESET_TABLE.date[:7]}) {_by_whom(case, escalating)}"
        + (
            f"; a published test of {MEASUREMENT.date} in one tenant found such resets denied."
            if contested
            else "; the published test of 2026-07-28 does not cover this case."
        ),
        evidence(path.origins, *(one.origins for one in escalating)),
    ]
    return " ".join(one for one in sentences if one)


def _by_whom(case: Case, escalating: Sequence[Resetter]) -> str:
    # One entry each: the first is the one to fear most (see the order of resetters).
    by_id = {one.principal.id: one for one in reversed(escalating)}
    if not by_id:
        return (
            "an ordinary reset role can reset this account first, though nobody in the evidence"
            " holds one without reaching the same role anyway"
        )
    named = [f"{case.name(one.principal)} ({_how(one)})" for one in reversed(by_id.values())]
    number = people(one.principal for one in by_id.values())
    return f"{number} can reset this account first: {listed(named)}"


def _how(one: Resetter) -> str:
    state = "" if one.state.value == "active" else f", {one.state.value}"
    method = ", authentication methods too" if one.method.value != "password" else ""
    unit = "" if one.scope == "/" else ", in an administrative unit"
    return f"{one.role.name}{state}{unit}{method}"


def _remedies(case: Case, path: AccessPath) -> tuple[Remedy, ...]:
    guards = [case.guards[one].policy for one in governing(path)]
    return (
        *protect(path.principal.id, case.name(path.principal)),
        *(approval(policy) for policy in guards[:1] if case.approval(path) is not True),
        *(authentication_context(policy) for policy in guards[:1] if case.strong(path) is not True),
        *((option_a(path),) if path.kind is Kind.OPTION_B and not path.via else ()),
    )


def _remediation(case: Case, path: AccessPath) -> str:
    group = case.group_name(path.group)
    return (
        "Give the account documented protection: make it an active member of a role-less"
        " role-assignable group, or assign a direct role outside the reset table's rows, or put it"
        " into a restricted management administrative unit. Require approval and an enforced"
        f" phishing-resistant authentication context to activate {group}. Turning {group} into"
        " Option A protects its members by documentation too."
    )


CHECK = Check(
    name="unprotected-member",
    title="Member can be taken over before activating",
    rationale=(
        "Until somebody activates an eligible membership, the account looks like an ordinary user."
        " By Microsoft's documentation ordinary reset roles can then change its password, sign in"
        " as that person and activate every role of the group. A published test found resets of"
        " eligible members of role-assignable groups denied; both verdicts are printed."
    ),
    remediation=(
        "Protect the account (active membership of a role-less role-assignable group, a direct role"
        " outside the reset table's rows, or a restricted management administrative unit), require"
        " approval and a phishing-resistant authentication context, or turn to Option A."
    ),
    references=(PIM_FOR_GROUPS, RESET_TABLE, MEASUREMENT, PROPOSED_CORRECTION),
    controls=(
        *related("SCuBA", "MS.AAD.7.3v1"),
        *related("CIS", "1.1.1"),
        *related("NIST", "AC-2(7)", "AC-6(5)", "AC-6(10)"),
        *related("ISO", "A.8.2", "A.5.15"),
        *related("SOC 2", "CC6.1", "CC6.3"),
    ),
    needs=(
        ("group_eligibility_schedules", "group_eligibility_schedule_instances"),
        ("role_assignments", "role_assignment_schedules", "role_assignment_schedule_instances"),
    ),
    find=_find,
)
