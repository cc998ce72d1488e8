"""Owners of a group with a role can let themselves in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.reach import untold_owners
from pimreport.analysis.references import ASSIGN_MEMBER_OWNER, PIM_FOR_GROUPS
from pimreport.analysis.severity import gravest, role_names, severity_of
from pimreport.analysis.terms import STATES
from pimreport.model.entra import TENANT_SCOPE, Access, State
from pimreport.model.evidence import united_origins
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding, NotAssessed
    from pimreport.model.paths import AccessPath, Governing
    from pimreport.wording import Wording


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    owned: defaultdict[tuple[str, str], list[AccessPath]] = defaultdict(list)
    for path in case.paths:
        if path.access is Access.OWNER:
            owned[path.principal.id, path.group].append(path)
    for paths in owned.values():
        yield _finding(case, paths)
    yield from untold_owners(case)


def _finding(case: Case, paths: Sequence[AccessPath]) -> Finding:
    worst = gravest(sorted(paths, key=lambda path: _to_become_owner(path) is not None))
    top = worst.role
    name, group = case.name(worst.principal), case.group_name(worst.group)
    owned = case.group_name(worst.via[0]) if worst.via else group
    eligible = _to_become_owner(worst) is not None
    origins = united_origins(paths)
    return CHECK.finding(
        worst.principal.id,
        worst.group,
        severity=severity_of(
            top,
            case.approval(worst),
            worst.scope != TENANT_SCOPE,
            worst.principal.enabled is False,
        ),
        title=Text(
            "{name} is an {state} owner on the way to {role}",
            name=name,
            state=_state(eligible=eligible),
            role=top.name,
        ),
        subject=worst.principal.id,
        group=worst.group,
        roles=role_names(paths),
        detail=_detail(case, worst, owned, paths, eligible=eligible),
        remediation=Text(
            "Remove the owner of {owned}, or accept that ownership equals the role: require"
            " approval and an enforced authentication context in the owner policy, which is"
            " separate from the member policy.",
            owned=owned,
        ),
        reaching=[path.role for path in paths],
        origins=origins,
    )


def _detail(
    case: Case, worst: AccessPath, owned: str, paths: Sequence[AccessPath], *, eligible: bool
) -> Wording:
    roles = listed(case.role(path) for path in paths)
    origins = tuple(origin for path in paths for origin in path.origins)
    return joined(
        " ",
        (
            Text(
                "{name} is an {state} owner of {owned}, which leads to {roles}.",
                name=case.name(worst.principal),
                state=_state(eligible=eligible),
                owned=owned,
                roles=roles,
            ),
            _what_owners_can(case, worst),
            _what_follows(case, worst),
            case.disabled(worst.principal),
            case.caveat(worst.group),
            evidence(origins),
        ),
    )


def _state(*, eligible: bool) -> Text:
    return STATES[State.ELIGIBLE if eligible else State.ACTIVE]


def _to_become_owner(path: AccessPath) -> Governing | None:
    """The policy under which the ownership is activated; None: it holds already."""
    return next((one for one in path.governed_by if one.access is Access.OWNER), None)


def _what_owners_can(case: Case, path: AccessPath) -> Wording:
    policy = _to_become_owner(path)
    if policy is None:
        return Text(
            "An owner can add members, the owner included, and change the PIM settings at once."
        )
    guard = {
        True: Text("needs approval"),
        False: Text("needs no approval"),
        None: Text("is guarded by a policy that was not exported"),
    }[case.guards[policy].approval]
    return Text(
        "Activating the ownership {guard}; an owner can then add members, the owner"
        " included, and change the group's PIM settings.",
        guard=guard,
    )


def _what_follows(case: Case, path: AccessPath) -> Wording:
    """Policies further on are not the owner's to change: of the role, or of the group above."""
    further = (case.guards[one] for one in path.governed_by if one.access is not Access.OWNER)
    if not any(guard.approval for guard in further):
        return ""
    return Text("What is then activated on the way to the role needs approval.")


CHECK = Check(
    name="owner-path",
    title=Text("Owner of a group that leads to a role"),
    rationale=Text(
        "Owners of a role-assignable group can add members and change its PIM settings,"
        " approval and MFA included. Being an owner, or eligible to become one, is a way"
        " to every role of the group, under a policy of its own that is often weaker than"
        " the members'."
    ),
    remediation=Text(
        "Leave such groups without owners, or guard the owner policy like the member policy."
    ),
    references=(ASSIGN_MEMBER_OWNER, PIM_FOR_GROUPS),
    controls=(
        *related("NIST", "AC-5", "AC-6(5)"),
        *related("ISO", "A.5.3", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(
        (
            "group_eligibility_schedules",
            "group_eligibility_schedule_instances",
            "group_assignment_schedules",
            "group_assignment_schedule_instances",
            "group_owners",
        ),
    ),
    find=_find,
)
