"""What was not supplied, what cannot be concluded for that reason, and how to supply it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis import reset_table, supply
from pimreport.analysis.undescribed import find_undescribed
from pimreport.data import facts
from pimreport.model.entra import TENANT_SCOPE, UNIT_SCOPE, UnitId
from pimreport.model.evidence import Missing
from pimreport.visible import called
from pimreport.wording import Text, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.evidence import Source
    from pimreport.model.paths import GroupSummary
    from pimreport.model.tenant import Tenant


def find_missing(case: Case) -> tuple[Missing, ...]:
    """Resources nobody exported first, then incomplete ones, then single groups and policies."""
    return (
        *_resources(case),
        *_refused(case),
        *_incomplete(case.tenant),
        *_groups(case, case.groups),
        *_nested(case),
        *_units(case.tenant),
        *_phantoms(case),
        *find_undescribed(case),
        *_policies(case),
    )


def _resources(case: Case) -> Iterator[Missing]:
    tenant = case.tenant
    for want in facts("wanted_evidence")["want"]:
        parts = tenant.coverage.partial(*want["any_of"])
        supplied = tenant.coverage.supplied(*want["any_of"]) and not parts
        if supplied or _told_otherwise(case, want):
            continue
        if tenant.provenance.why(*want["any_of"]):
            continue  # _refused tells it, with Graph's own reason
        resource = want["any_of"][0]
        yield Missing(
            resource=resource,
            consequence=_of_parts(Text.stored(want["consequence"]), parts),
            command=_command(case, resource),
        )


def _of_parts(consequence: Text, parts: Sequence[str]) -> Text:
    if not parts:
        return consequence
    return Text("{consequence} (only {parts})", consequence=consequence, parts=listed(parts))


def _refused(case: Case) -> Iterator[Missing]:
    """What the collector asked for in vain."""
    for one in case.tenant.provenance.refusals:
        about = Text.stored(one.loses)
        if one.items:
            groups = listed(case.group_name(item) for item in one.items)
            about = noted(about, groups)
        yield Missing(
            resource=one.resource or one.query,
            consequence=Text(
                "{loses}; the collector did not obtain it: {reason}", loses=about, reason=one.reason
            ),
            command=supply.collector(one.scopes),
        )


def _told_otherwise(case: Case, want: dict[str, object]) -> bool:
    """Restricted management shows on the users, too, unless a role is scoped to a unit."""
    return (
        want["any_of"] == ["administrative_units"]
        and all(one.principal.restricted is not None for one in case.people.values())
        and all(one.scope == TENANT_SCOPE for one in case.tenant.role_assignments)
    )


def _incomplete(tenant: Tenant) -> Iterator[Missing]:
    for resource, sources in tenant.coverage.by_resource.items():
        for source in sources:
            if not source.complete:
                yield Missing(
                    resource=resource,
                    consequence=_why_incomplete(source),
                    command=supply.command(resource, groups=sorted(source.groups)),
                )


def _why_incomplete(source: Source) -> Text:
    if source.rejected:
        return Text(
            "{file} has records that could not be used ({number}): who is in them may still hold"
            " access",
            file=source.file,
            number=source.rejected,
        )
    return Text(
        "{file} is cut off (a further page was never fetched): who is not in it may still hold access",
        file=source.file,
    )


def _groups(case: Case, groups: Sequence[GroupSummary]) -> Iterator[Missing]:
    tenant = case.tenant
    for group in groups:
        name = case.group_name(group.id)
        if not group.roles:
            yield from _untold_shield(tenant, group, name)
            continue
        if not tenant.knows_eligible_members(group.id):
            yield Missing(
                resource="group_eligibility_schedule_instances",
                consequence=Text(
                    "{name} holds a role, but nothing shows who is eligible for it: not assessed, not"
                    " empty",
                    name=name,
                ),
                command=supply.command("group_eligibility_schedule_instances", groups=(group.id,)),
            )
        if not tenant.knows_active_members(group.id):
            yield Missing(
                resource="group_assignment_schedule_instances",
                consequence=Text(
                    "{name} holds a role, but nothing shows who is in it: not assessed, not empty",
                    name=name,
                ),
                command=supply.command("group_assignment_schedule_instances", groups=(group.id,)),
            )


def _untold_shield(tenant: Tenant, group: GroupSummary, name: str) -> Iterator[Missing]:
    if group.role_assignable and not tenant.knows_active_members(group.id):
        yield Missing(
            resource="group_assignment_schedule_instances",
            consequence=Text(
                "nothing shows who is in {name}, which holds no role but is role-assignable: its"
                " active members are protected by documentation",
                name=name,
            ),
            command=supply.command("group_assignment_schedule_instances", groups=(group.id,)),
        )


def _nested(case: Case) -> Iterator[Missing]:
    for group, outer in case.nested_groups.items():
        if case.tenant.knows_members_of_nested(group):
            continue
        active = case.tenant.knows_active_members(group)
        resource = "eligibility" if active else "assignment"
        resource = f"group_{resource}_schedule_instances"
        yield Missing(
            resource=resource,
            consequence=Text(
                "{group} is nested in {outer}, which holds a role, but nothing shows who is eligible"
                " for it: not assessed, not empty",
                group=case.group_name(group),
                outer=case.group_name(outer),
            )
            if active
            else Text(
                "{group} is nested in {outer}, which holds a role, but nothing shows who is in it:"
                " not assessed, not empty",
                group=case.group_name(group),
                outer=case.group_name(outer),
            ),
            command=supply.command(resource, groups=(group,)),
        )


def _units(tenant: Tenant) -> Iterator[Missing]:
    """Units whose members nobody exported and to which a role is scoped that resets."""
    scopes = {
        one.scope
        for one in tenant.role_assignments
        if one.scope.startswith(UNIT_SCOPE) and reset_table.capability(tenant.role(one.role))
    }
    restricted = {f"{UNIT_SCOPE}{one.id}" for one in tenant.units.values() if one.restricted}
    for scope in sorted(scopes | restricted):
        unit = UnitId(scope.removeprefix(UNIT_SCOPE))
        if tenant.knows_members_of_unit(unit):
            continue
        known = tenant.units.get(unit)
        yield Missing(
            resource="administrative_unit_members",
            consequence=Text(
                "nothing shows who is in the administrative unit {unit}: whom its administrators"
                " can reset, and whom it protects, is unknown",
                unit=called(known.name if known else None, unit),
            ),
            command=supply.command("administrative_unit_members"),
        )


def _phantoms(case: Case) -> Iterator[Missing]:
    """PIM keeps deleted groups for about a day (Microsoft, groups-discover-groups)."""
    if not case.tenant.coverage.supplied("groups"):
        return
    for group in case.groups:
        if not case.tenant.group(group.id).origins:
            yield Missing(
                resource="groups",
                consequence=Text(
                    "group {id} is in PIM's lists but not in the groups export: it was deleted about"
                    " a day before, or the export left it out",
                    id=group.id,
                ),
                command=supply.command("groups", ids=(group.id,)),
            )


def _policies(case: Case) -> Iterator[Missing]:
    for guard in case.guards.values():
        rules = guard.policy.rules
        if rules is not None and (
            None in {rules.approval, rules.context_enabled}
            or (rules.context_enabled and not rules.authentication_context)
        ):
            yield Missing(
                resource="role_management_policy_rules",
                consequence=Text(
                    "the export lost what the {policy} demands (approval or authentication context):"
                    " unknown, never none",
                    policy=guard.policy.label,
                ),
                command=supply.policies(guard.policy.group),
            )
        if rules is None and case.tenant.policies:
            yield Missing(
                resource="role_management_policy_assignments",
                consequence=Text(
                    "the {policy} is not in the evidence: what its activation demands is unknown",
                    policy=guard.policy.label,
                ),
                command=supply.policies(guard.policy.group),
            )


def _command(case: Case, resource: str) -> str:
    """For the groups that the verdict is about, where the list is exported group by group."""
    groups = sorted(one.id for one in case.groups)
    if resource == "role_management_policy_assignments":
        return supply.policies(groups=groups)
    return supply.command(resource, groups=groups)
