"""The snapshot: population and conclusions of one day as canonical JSON.

Items bear natural keys only (group id, principal id, accessId, state, template id of the role,
scope), so that a rename or another order of rows is no change. Whether somebody happened to have
activated at the moment of the export is none either: an activation is an eligibility here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport import __version__
from pimreport.errors import UsageError
from pimreport.model.as_of import AsOf
from pimreport.model.changes import Numbers
from pimreport.model.entra import State
from pimreport.report.figures import figures, kept
from pimreport.review import canonical, conclusions, population, shapes
from pimreport.review.snapshot_shape import Snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.report import Report
    from pimreport.review.canonical import Json

SCHEMA = "pimreport/snapshot/1"
NAME = "snapshot.json"


def of(report: Report, expectations: Json | None = None) -> Json:
    """Freeze a report. The same report gives the same snapshot.

    Args:
        report: the conclusions.
        expectations: the settings that they were drawn with; None where nobody recorded them.
    """
    reviewed = population.reviewed_groups(report)
    memberships = population.memberships(report, reviewed)
    roles = population.role_assignments(report)
    paths = population.paths(report)
    items: Json = {
        "groups": population.groups(report, reviewed),
        "memberships": memberships,
        "role_assignments": roles,
        "paths": paths,
        "policies": conclusions.policies(report),
        "findings": conclusions.findings(report),
    }
    mentioned = {one["principal"] for one in (*memberships, *roles, *paths)}
    return {
        "schema": SCHEMA,
        "version": __version__,
        "as_of": report.as_of,
        "tenant": {"id": report.tenant.id, "name": report.tenant.name},
        "sources": conclusions.sources(report),
        "counts": counts(items),
        "numbers": kept(figures(report)),
        **items,
        "principals": population.principals(report, mentioned),
        "roles": population.role_names(report),
        "people": conclusions.people(report),
        "assessments": {one.check: one.outcome.value for one in report.assessments},
        "expectations": expectations,
        "accepted": conclusions.accepted(report),
        "gaps": conclusions.gaps(report),
        "missing": sorted({one.resource for one in report.missing}),
    }


def counts(items: Json) -> dict[str, int]:
    """How many items there are of each kind; a snapshot declares it when it is made."""
    return {kind: len(keys) for kind, keys in by_kind(items).items()}


def by_kind(items: Json) -> dict[str, list[str]]:
    """The natural keys of all items, by the kinds that tie out."""
    kinds: dict[str, list[str]] = {kind: [] for kind in KINDS}
    kinds["groups"] = [one["id"] for one in items["groups"]]
    for one in items["memberships"]:
        later = "later " if one["later"] else ""
        kinds[f"{later}{one['state']} {one['access']}s"].append(membership_key(one))
    for one in items["role_assignments"]:
        later = "later " if one["later"] else ""
        kinds[f"{later}{one['state']} role assignments"].append(role_key(one))
    kinds["access paths"] = [path_key(one) for one in items["paths"]]
    kinds["policies"] = [policy_key(one) for one in items["policies"]]
    kinds["findings"] = [one["key"] for one in items["findings"]]
    return kinds


_STATES = (State.ELIGIBLE.value, State.ACTIVE.value, State.LISTED.value)
KINDS = (
    "groups",
    *(
        f"{later}{state} {what}"
        for later in ("", "later ")
        for what in ("members", "owners", "role assignments")
        for state in _STATES
    ),
    "access paths",
    "policies",
    "findings",
)
"""Every kind that ties out. ``later``: granted from a later day on; ``listed``: in force, but the
export does not tell assigned from activated."""


def membership_key(one: Json) -> str:
    """Natural key of a membership, without the tenant, which both snapshots share."""
    return "/".join((one["group"], one["principal"], one["access"], one["state"]))


def role_key(one: Json) -> str:
    """Natural key of a role assignment."""
    return "|".join((one["role"], one["principal"], one["scope"], one["state"]))


def path_key(one: Json) -> str:
    """Natural key of an access path."""
    return "|".join(
        (
            *(one[name] for name in ("group", "principal", "access", "membership")),
            *(one[name] for name in ("role", "role_state", "scope")),
            ">".join(one["via"]),
        )
    )


def policy_key(one: Json) -> str:
    """Natural key of an activation policy: what it governs."""
    return f"{one['group'] or ''}|{one['access'] or ''}|{one['role'] or ''}"


def read(path: Path) -> Json:
    """A snapshot from a file, or from a campaign folder.

    Raises:
        UsageError: it is none.
    """
    place = path / NAME if path.is_dir() else path
    content = canonical.read_json(place, SCHEMA)
    shapes.demand(place, content, "snapshot", Snapshot)
    try:
        AsOf.parse(content["as_of"])
    except (ValueError, OverflowError) as error:
        message = f"{place} is no snapshot as pimreport writes it: see as_of (no date)."
        raise UsageError(message) from error
    return content


def demand_order(before: Json, after: Json) -> None:
    """Only what is later can show what became of something.

    Raises:
        UsageError: they are of two tenants, or the second one is the earlier.
    """
    same_tenant(before, after)
    if AsOf.parse(after["as_of"]).last < AsOf.parse(before["as_of"]).first:
        message = (
            f"The snapshot as of {after['as_of']} is earlier than that as of {before['as_of']}: it"
            " shows nothing of what became of it."
        )
        raise UsageError(message)


def same_tenant(before: Json, after: Json) -> None:
    """Two snapshots say something about each other.

    Raises:
        UsageError: they are of two tenants.
    """
    first, second = before["tenant"]["id"], after["tenant"]["id"]
    if first and second and first != second:
        message = f"These are two tenants: {first} and {second}."
        raise UsageError(message)


def numbers(snapshot: Json) -> Numbers:
    """What the snapshot counted; snapshots of early versions kept no numbers."""
    return Numbers(as_of=snapshot["as_of"], numbers=snapshot.get("numbers", {}))


def id_of(snapshot: Json) -> str:
    """The snapshot's SHA-256: what binds workbooks and decisions to it."""
    return canonical.sha256(canonical.canonical(snapshot))
