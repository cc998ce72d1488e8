"""Owners who can switch off what guards the members' activation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.activation import guarded
from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.policy_findings import Governed
from pimreport.analysis.references import ASSIGN_MEMBER_OWNER, GROUP_SETTINGS
from pimreport.model.entra import Access, State
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_POLICIES,
)
from pimreport.model.findings import Finding, NotAssessed
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import Membership, PolicyRules
    from pimreport.wording import Wording

_HOW = {
    State.ACTIVE: Text("an active owner, who has to activate nothing"),
    State.LISTED: Text("an owner (assigned or activated) under an owner policy that demands less"),
    State.ELIGIBLE: Text("an eligible owner under an owner policy that demands less"),
    State.ACTIVATED: Text("an eligible owner, activated, under an owner policy that demands less"),
}


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for key, guard in case.guards.items():
        if key.group is None or key.access is not Access.MEMBER:
            continue
        rules, group = guard.policy.rules, case.group_name(key.group)
        owners = [
            one for one in case.tenant.memberships_of_group(key.group) if one.access is Access.OWNER
        ]
        demanded, known = _demanded(rules), case.tenant.knows_owners(key.group)
        unknown = rules is None or None in {rules.approval, rules.context_enabled}
        if unknown and (owners or not known):
            yield NotAssessed(
                what=Text(
                    "{policy} (what it demands was not exported in full)", policy=guard.policy.label
                )
            )
        if demanded:
            yield from _judged(Governed(case, guard, guard.paths), owners, demanded)
            if not known:
                yield NotAssessed(
                    what=Text("owners of {group} (not exported in full)", group=group)
                )


def _demanded(rules: PolicyRules | None) -> list[Wording]:
    """What the member policy demands beyond a click."""
    if rules is None:
        return []
    context = Text(
        "the authentication context {context}",
        context=rules.authentication_context or Text("of unknown id"),
    )
    approval = Text.distinct("what a policy demands", "approval")
    told = ((rules.approval, approval), (rules.context_enabled, context))
    return [words for on, words in told if on]


def _judged(
    governed: Governed, owners: Sequence[Membership], demanded: Sequence[Wording]
) -> Iterator[Finding | NotAssessed]:
    rules, case = governed.guard.policy.rules, governed.case
    for owner in owners:
        group = case.group_name(owner.group)
        guard = _equally_guarded(case, owner, rules)
        if guard is False:
            yield _finding(governed, owner, demanded)
        elif guard is None:
            name = case.name(case.tenant.principal(owner.principal))
            yield NotAssessed(
                what=Text(
                    "{name} as owner of {group} (assigned or activated, or the owner policy)",
                    name=name,
                    group=group,
                )
            )


def _equally_guarded(case: Case, owner: Membership, members: PolicyRules | None) -> bool | None:
    """Becoming an owner demands what becoming a member demands; None = cannot be told."""
    if owner.state is State.ACTIVE:
        return False
    own = case.tenant.policy_for_group(owner.group, Access.OWNER)
    if own is None or members is None:
        return None
    approval = own.approval if members.approval else guarded((own.approval, own.context_enabled))
    return None if approval and owner.state is State.LISTED else approval


def _finding(governed: Governed, owner: Membership, demanded: Sequence[Wording]) -> Finding:
    case, label = governed.case, governed.guard.policy.label
    name, group = case.name(case.tenant.principal(owner.principal)), case.group_name(owner.group)
    eligible = owner.state in {State.ELIGIBLE, State.ACTIVATED}
    rules = governed.guard.policy.rules
    origins = tuple(dict.fromkeys((*owner.origins, *(rules.origins if rules else ()))))
    return CHECK.finding(
        owner.principal,
        owner.group,
        # The way in as such is owner-path; here the guard of everybody else falls.
        severity=governed.severity(True, eligible),  # noqa: FBT003  # see above
        title=Text(
            "{name} can switch off {names} for {group}",
            name=name,
            names=listed(demanded),
            group=group,
        ),
        subject=owner.principal,
        group=owner.group,
        roles=tuple(role.name for role in governed.roles),
        detail=joined(
            " ",
            (
                Text(
                    "The {label} demands {names} on the way to {roles}. {name} is {how}, and owners"
                    " of {group} may change its PIM settings: {names} can be switched off for all"
                    " members.",
                    label=label,
                    names=listed(demanded),
                    roles=governed.to_where,
                    name=name,
                    how=_HOW[owner.state],
                    group=group,
                ),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Leave {group} without owners, so that only Privileged Role Administrators and"
            " Global Administrators change its settings; or make owners eligible, and demand"
            " of them in the owner policy what the {label} demands.",
            group=group,
            label=label,
        ),
        reaching=governed.roles,
        origins=origins,
    )


CHECK = Check(
    name="owner-can-weaken-policy",
    title=Text("Owner can switch off the guard of members"),
    rationale=Text(
        "Owners of a group may change its PIM settings, role-assignable or not. Approval"
        " and authentication context in the member policy hold only as long as no owner"
        " takes them away: an active owner can at any time, an eligible one after an"
        " activation under the owner policy, which is separate and often demands nothing."
    ),
    remediation=Text(
        "Leave such groups without owners, or guard the owner policy like the member policy."
    ),
    references=(GROUP_SETTINGS, ASSIGN_MEMBER_OWNER),
    controls=(
        *related("NIST", "AC-5", "AC-6(1)"),
        *related("ISO", "A.5.3", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(
        RESOURCES_OF_POLICIES,
        (*RESOURCES_OF_ELIGIBLE_MEMBERS, *RESOURCES_OF_ACTIVE_MEMBERS, "group_owners"),
    ),
    find=_find,
)
