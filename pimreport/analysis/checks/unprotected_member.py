"""People whose account can be taken over before they activate."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from pimreport.analysis.case import counted, evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.references import (
    MEASUREMENT,
    PIM_FOR_GROUPS,
    PROPOSED_CORRECTION,
    RESET_TABLE,
)
from pimreport.analysis.remedies import approval, authentication_context, option_a, protect
from pimreport.analysis.severity import gravest, severity_of
from pimreport.analysis.takeovers import Takeovers
from pimreport.analysis.terms import STATES
from pimreport.model.entra import TENANT_SCOPE, Access, State
from pimreport.model.evidence import united_origins
from pimreport.model.findings import Confidence, Finding, NotAssessed, Remedies
from pimreport.model.paths import Kind
from pimreport.model.people import Grade, Method
from pimreport.wording import Text, joined, later, listed, noted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.takeovers import Takeover
    from pimreport.model.entra import GroupId
    from pimreport.model.findings import Remedy
    from pimreport.model.paths import AccessPath, Governing
    from pimreport.model.people import Person, Resetter
    from pimreport.wording import Wording

_OPEN = (Grade.EXPOSED, Grade.CONTESTED)
_JUDGED = frozenset({*_OPEN, Grade.PROTECTED_RMAU, Grade.UNKNOWN})


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    takeovers = Takeovers()
    of_policies: dict[Governing, tuple[Remedy, ...]] = {}
    for principal, ways in case.by_person.items():
        person = case.people[principal]
        grade = person.protection.grade
        if grade not in _JUDGED:
            continue
        for paths in _as_member(ways):
            worst = gravest(paths)
            takeover = takeovers.of(person, worst)
            if grade in _OPEN or (grade is Grade.PROTECTED_RMAU and takeover.number):
                remedies = Remedies(_remedies, case, worst, of_policies)
                yield _finding(case, person, paths, worst, takeover, remedies)
            elif grade is Grade.UNKNOWN:
                yield NotAssessed(
                    what=Text("{name} (protection unknown)", name=case.name(person.principal))
                )


def _as_member(ways: Iterable[AccessPath]) -> Collection[Sequence[AccessPath]]:
    """A person's paths as a member of each group, in their order."""
    found: defaultdict[GroupId, list[AccessPath]] = defaultdict(list)
    for path in ways:
        if path.access is Access.MEMBER:
            found[path.group].append(path)
    return found.values()


def _finding(
    case: Case,
    person: Person,
    paths: Sequence[AccessPath],
    worst: AccessPath,
    takeover: Takeover,
    remedies: Sequence[Remedy],
) -> Finding:
    roles = list({path.role.template_id: path.role for path in paths}.values())
    name = case.name(person.principal)
    grade = person.protection.grade
    contested = grade is Grade.CONTESTED
    # Nobody in the evidence can do it: that lowers the severity only if the evidence could tell.
    nobody = not takeover.number if case.knows_resetters else None
    return CHECK.finding(
        person.principal.id,
        worst.group,
        severity=severity_of(
            worst.role,
            contested or grade is Grade.PROTECTED_RMAU,
            nobody,
            case.approval(worst),
            worst.scope != TENANT_SCOPE,
            person.principal.enabled is False,
        ),
        title=Text(
            "{name} may be taken over on the way to {role} through {group}",
            name=name,
            role=worst.role.name,
            group=case.group_name(worst.group),
        )
        if contested
        else Text(
            "{name} can be taken over on the way to {role} through {group}",
            name=name,
            role=worst.role.name,
            group=case.group_name(worst.group),
        ),
        subject=person.principal.id,
        group=worst.group,
        roles=tuple(role.name for role in roles),
        detail=later(_detail, case, worst, takeover, grade),
        remediation=later(_remediation, case, worst),
        reaching=roles,
        remedies=remedies,
        confidence=Confidence.CONTESTED if contested else Confidence.CERTAIN,
        origins=united_origins([*paths, takeover]),
    )


def _activation(case: Case, path: AccessPath) -> Text:
    name, role, way = case.name(path.principal), case.role(path), case.way(path)
    if not path.needs_membership_activation and path.role_state is State.ACTIVE:
        return Text("{name} can reach {role} {way}.", name=name, role=role, way=way)
    approved = case.approval(path)
    if approved:
        return Text(
            "{name} can activate {role} {way} after approval.", name=name, role=role, way=way
        )
    if approved is False:
        return Text(
            "{name} can activate {role} {way} without approval.", name=name, role=role, way=way
        )
    return Text("{name} can activate {role} {way}.", name=name, role=role, way=way)


def _detail(case: Case, path: AccessPath, takeover: Takeover, grade: Grade) -> Wording:
    measured = {
        Grade.CONTESTED: Text(
            "a published test of {date} in one tenant, by a Helpdesk Administrator only, found such"
            " resets denied",
            date=date.fromisoformat(MEASUREMENT.date),
        ),
        Grade.PROTECTED_RMAU: Text(
            "the account is in a restricted management administrative unit, which keeps out"
            " everybody else"
        ),
    }.get(
        grade,
        Text(
            "the published test of {date} does not cover this case",
            date=date.fromisoformat(MEASUREMENT.date),
        ),
    )
    return joined(
        " ",
        (
            _activation(case, path),
            Text(
                "By Microsoft's documentation (as of {date}) {by_whom}; {measured}.",
                date=RESET_TABLE.date[:7],
                by_whom=_by_whom(case, takeover),
                measured=measured,
            ),
            case.disabled(path.principal),
            case.caveat(path.group),
            evidence(path.origins, takeover.origins),
        ),
    )


def _by_whom(case: Case, takeover: Takeover) -> Wording:
    named, number = takeover.named, takeover.number
    if not named and not case.knows_resetters:
        return Text(
            "an ordinary reset role can reset this account first; who holds one is not in the"
            " evidence in full"
        )
    if not named:
        return Text(
            "an ordinary reset role can reset this account first, though nobody in the"
            " evidence holds one without reaching the same role anyway"
        )
    names = listed(noted(case.name(one.principal), _how(one)) for one in named)
    if number > len(named):
        more = number - len(named)
        names = Text.plural(
            "{names}, and {number} more", "{names}, and {number} more", more, names=names
        )
    if not case.knows_resetters:
        return Text.plural(
            "at least {people} can reset this account first: {names}",
            "at least {people} can reset this account first: {names}",
            number,
            people=counted(number, users=takeover.people),
            names=names,
        )
    return Text.plural(
        "{people} can reset this account first: {names}",
        "{people} can reset this account first: {names}",
        number,
        people=counted(number, users=takeover.people),
        names=names,
    )


def _how(one: Resetter) -> Wording:
    return joined(
        ", ",
        (
            one.role.name,
            "" if one.state is State.ACTIVE else STATES[one.state],
            "" if one.scope == TENANT_SCOPE else Text("in an administrative unit"),
            "" if one.method is Method.PASSWORD else Text("authentication methods too"),
        ),
    )


def _remedies(
    case: Case, path: AccessPath, of_policies: dict[Governing, tuple[Remedy, ...]]
) -> tuple[Remedy, ...]:
    """Alternatives for the person, then for the policy (which many people share)."""
    first = path.governed_by[:1]
    for one in first:
        if one not in of_policies:
            policy = case.guards[one].policy
            of_policies[one] = (
                *((approval(policy),) if case.approval(path) is not True else ()),
                *((authentication_context(policy),) if case.strong(path) is not True else ()),
            )
    return (
        *protect(path.principal.id, case.name(path.principal)),
        *(remedy for one in first for remedy in of_policies[one]),
        *((option_a(path),) if path.kind is Kind.OPTION_B and not path.via else ()),
    )


def _remediation(case: Case, path: AccessPath) -> Wording:
    group = case.group_name(path.group)
    return Text(
        "Give the account documented protection: make it an active member of a role-less"
        " role-assignable group, or assign a direct role outside the reset table's rows,"
        " or put it into a restricted management administrative unit. Require approval"
        " and an enforced phishing-resistant authentication context to activate {group}."
        " Turning {group} into Option A protects its members by documentation too.",
        group=group,
    )


CHECK = Check(
    name="unprotected-member",
    title=Text("Member can be taken over before activating"),
    rationale=Text(
        "Until somebody activates an eligible membership, the account looks like an"
        " ordinary user. By Microsoft's documentation ordinary reset roles can then"
        " change its password, sign in as that person and activate every role of the"
        " group. A published test found resets of eligible members of role-assignable"
        " groups denied; both verdicts are printed."
    ),
    remediation=Text(
        "Protect the account (active membership of a role-less role-assignable group, a"
        " direct role outside the reset table's rows, or a restricted management"
        " administrative unit), require approval and a phishing-resistant authentication"
        " context, or turn to Option A."
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
