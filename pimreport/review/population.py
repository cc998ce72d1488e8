"""Who holds what: the part of a snapshot that a review decides about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Membership, RoleAssignment, State
from pimreport.wording import english

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from pimreport.model.entra import GroupId
    from pimreport.model.report import Report
    from pimreport.review.canonical import Json


def reviewed_groups(report: Report) -> set[GroupId]:
    """Groups that matter here, and those nested on the way into them."""
    return {one.id for one in report.groups} | {group for one in report.paths for group in one.via}


def groups(report: Report, reviewed: set[GroupId]) -> list[Json]:
    """Groups with what is concluded of them, and which of their lists the evidence covers."""
    tenant = report.tenant
    judged = {one.id: one for one in report.groups}
    listed = []
    for group in sorted(reviewed):
        known, summary = tenant.group(group), judged.get(group)
        listed.append(
            {
                "id": group,
                "name": known.name,
                "role_assignable": tenant.role_assignable(group),
                "strategy": summary.strategy.value if summary else None,
                "reason": english(summary.reason) if summary else None,
                "covered": {
                    "active": tenant.knows_active_members(group),
                    "eligible": tenant.knows_eligible_members(group),
                    "owners": tenant.knows_owners(group),
                },
            }
        )
    return listed


def memberships(report: Report, reviewed: set[GroupId]) -> list[Json]:
    """Direct memberships in force or granted for later, one per natural key."""
    later = [one for one in report.tenant.upcoming if isinstance(one, Membership)]
    both = [(one, False) for one in report.tenant.memberships]
    both += [(one, True) for one in later if not one.inherited]
    return _unique(
        {
            "group": one.group,
            "principal": one.principal,
            "access": one.access.value,
            "state": _held(one.state),
            "later": upcoming,
            **_time(one),
        }
        for one, upcoming in both
        if one.group in reviewed
    )


def role_assignments(report: Report) -> list[Json]:
    """Roles held or to be activated, by an assignment to the principal itself."""
    tenant = report.tenant
    later = [one for one in tenant.upcoming if isinstance(one, RoleAssignment)]
    both = [(one, False) for one in tenant.role_assignments]
    both += [(one, True) for one in later if not one.inherited]
    return _unique(
        {
            "role": tenant.role(one.role).template_id,
            "principal": one.principal,
            "scope": one.scope,
            "state": _held(one.state),
            "later": upcoming,
            **_time(one),
        }
        for one, upcoming in both
    )


def _time(one: Membership | RoleAssignment) -> Json:
    """Since and until when. The dates of an activation are those of one afternoon, so not told."""
    if one.state is State.ACTIVATED:
        return {"starts": None, "ends": None, "permanent": None}
    return {"starts": moment(one.starts), "ends": moment(one.ends), "permanent": one.permanent}


def paths(report: Report) -> list[Json]:
    """Every way from a principal through a group to a role."""
    return _unique(
        {
            "group": one.group,
            "principal": one.principal.id,
            "access": one.access.value,
            "membership": _held(one.membership),
            "via": list(one.via),
            "role": one.role.template_id,
            "role_name": one.role.name,
            "role_state": _held(one.role_state),
            "scope": one.scope,
            "kind": one.kind.value if one.kind else None,
        }
        for one in report.paths
    )


def principals(report: Report, mentioned: Iterable[str]) -> list[Json]:
    """What the evidence says of everybody who is mentioned."""
    listed = []
    for principal in sorted(set(mentioned)):
        one = report.tenant.principal(principal)
        told = principal in report.tenant.principals or report.tenant.is_group(principal)
        listed.append(
            {
                "id": one.id,
                "name": one.name,
                "upn": one.upn,
                "type": one.type.value,
                "enabled": one.enabled,
                "guest": one.guest,
                "synced": one.synced,
                "described": told and one.name is not None,
            }
        )
    return listed


def role_names(report: Report) -> dict[str, str]:
    """Names of the roles by template id, for people who read the snapshot."""
    tenant = report.tenant
    names = {one.template_id: one.name or one.template_id for one in tenant.roles.values()}
    held = {tenant.role(one.role).template_id for one in tenant.role_assignments}
    known = {one.role.template_id: one.role.name for one in report.paths}
    known |= {role: names[role] for role in held if role in names}
    return dict(sorted(known.items()))


def moment(told: datetime | None) -> str | None:
    """ISO 8601 to the second."""
    return None if told is None else told.strftime("%Y-%m-%dT%H:%M:%SZ")


def _held(state: State) -> str:
    return State.ELIGIBLE.value if state is State.ACTIVATED else state.value


_NAMES = ("group", "role", "principal", "access", "membership", "state", "role_state", "scope")


def _unique(items: Iterable[Json]) -> list[Json]:
    """Sorted by natural key, the first of each; plain paths may describe one grant twice."""
    found: dict[tuple[object, ...], Json] = {}
    key: Callable[[Json], tuple[object, ...]] = _key
    for one in items:
        found.setdefault(key(one), one)
    return [found[one] for one in sorted(found, key=str)]


def _key(one: Json) -> tuple[object, ...]:
    return (*(one.get(name, "") for name in _NAMES), *one.get("via", ()), one.get("later", False))
