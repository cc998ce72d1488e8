"""People who can take away the Conditional Access that guards activations of weightier roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.holders import holders
from pimreport.analysis.policy_findings import Governed
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS
from pimreport.analysis.roles import HIGHLY_PRIVILEGED, catalogue, tier
from pimreport.analysis.severity import highest, weight
from pimreport.model.entra import TENANT_SCOPE
from pimreport.model.evidence import RESOURCES_OF_ACTIVE_ROLES, RESOURCES_OF_POLICIES
from pimreport.model.findings import Finding, NotAssessed
from pimreport.wording import Text, joined, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.holders import Holder
    from pimreport.model.paths import RoleRef

_CHANGERS = frozenset(
    {
        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",  # Conditional Access Administrator
        "194ae4cb-b126-40b2-bd5b-6091b380977d",  # Security Administrator
    }
)

_POLICIES = "microsoft.directory/conditionalaccesspolicies"
_TASKS = frozenset({"update", "delete", "allproperties", "alltasks"})


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    guarded: list[Governed] = []
    for guard in case.guards.values():
        paths = [path for path in guard.paths if tier(path.role) <= HIGHLY_PRIVILEGED]
        if paths and guard.strong:
            guarded.append(Governed(case, guard, paths))
        elif paths and guard.strong is None:
            yield NotAssessed(what=noted(guard.policy.label, guard.demand.why))
    if not guarded:
        return
    top = highest(one.top for one in guarded)
    changers, untold = _changers(case)
    for holder in holders(case, changers):
        if _reach(case, holder).rank > top.rank:
            yield _finding(case, holder, guarded)
    for role in untold:
        yield NotAssessed(what=Text("{role} (its permissions were not exported)", role=role.name))


def _changers(case: Case) -> tuple[set[str], list[RoleRef]]:
    """Roles that change Conditional Access (template ids), and custom ones that may."""
    changers, untold = set(_CHANGERS), []
    held = {one.role: None for one in case.tenant.role_assignments if one.scope == TENANT_SCOPE}
    for role in map(case.tenant.role, held):
        if role.template_id in catalogue():
            continue
        if role.actions is None:
            untold.append(case.names.ref(role.id))
        elif any(map(_changes, role.actions)):
            changers.add(role.template_id)
    return changers, untold


def _changes(action: str) -> bool:
    """The action may take a requirement away, as its name tells."""
    thing, _, task = action.lower().rpartition("/")
    return thing.startswith(_POLICIES) and task in _TASKS


def _reach(case: Case, holder: Holder) -> RoleRef:
    """The weightiest role that the holder reaches, through groups too."""
    own = [case.names.ref(one.role) for one in case.tenant.roles_of(holder.principal.id)]
    person = case.people.get(holder.principal.id)
    return highest([holder.role, *own, *([person.highest_role] if person else [])])


def _finding(case: Case, holder: Holder, guarded: Sequence[Governed]) -> Finding:
    roles = list({role.template_id: role for one in guarded for role in one.roles}.values())
    gravest = min(guarded, key=lambda one: weight(one.top, one.worst.scope))
    top, name = gravest.top, case.name(holder.principal)
    labels = listed(one.guard.policy.label for one in guarded)
    own = (one.guard.policy.rules for one in guarded)
    rules = (origin for one in own if one for origin in one.origins)
    access = (origin for one in guarded for origin in one.guard.demand.origins)
    origins = tuple(dict.fromkeys((*holder.origins, *rules, *access)))
    return CHECK.finding(
        holder.principal.id,
        holder.role.template_id,
        # Switching it off takes no guard away but this one, and it is logged.
        severity=gravest.severity(True, True, holder.eligible),  # noqa: FBT003  # see above
        title=Text(
            "{name} can switch off the strong authentication on the way to {role}",
            name=name,
            role=top.name,
        ),
        subject=holder.principal.id,
        group=None,
        roles=tuple(role.name for role in roles),
        detail=joined(
            " ",
            (
                Text(
                    "{name} ({how}) can change Conditional Access, and Conditional Access alone"
                    " enforces the authentication context of the {labels} on the way to {names},"
                    " which {name} does not reach in the evidence. With the policy for the context"
                    " off, the activation demands nothing, not even MFA.",
                    name=name,
                    how=holder.how,
                    labels=labels,
                    names=listed(role.name for role in roles),
                ),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Guard whoever can change Conditional Access like the roles whose activation they"
            " can weaken: eligible, with approval and strong authentication; and alert on"
            " changes of the policies that target an authentication context."
        ),
        reaching=roles,
        origins=origins,
    )


CHECK = Check(
    name="context-can-be-switched-off",
    title=Text("Strong authentication that a lesser role can switch off"),
    rationale=Text(
        "An authentication context is as strong as the people who manage Conditional"
        " Access. Microsoft says that whoever can manage those policies can remove the"
        " requirements of an activation, and is to be treated as highly privileged."
        " Neither Conditional Access Administrator nor Security Administrator is among"
        " the eight roles that CISA names."
    ),
    remediation=Text("Guard the managers of Conditional Access like the roles that it guards."),
    references=(GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *related("NIST", "AC-5", "AC-6(5)"),
        *related("ISO", "A.5.3", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_POLICIES, RESOURCES_OF_ACTIVE_ROLES),
    find=_find,
)
