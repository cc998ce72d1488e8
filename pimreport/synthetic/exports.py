"""The exports of a draft: which rows make which file.

Without further words a draft is complete evidence: whatever pimreport asks for is there, an empty
list as an empty page. Schedules and plain lists say nothing that instances do not say, so they
are exported only when something is off the calendar, or on demand (``DraftTenant.also``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from pimreport.model.entra import Access
from pimreport.synthetic import catalogue, entities, policies, schedules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pimreport.synthetic.catalogue import Resources
    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.draft import DraftTenant


class Listing(Protocol):
    """What a way of writing needs to know; ``rows`` may be made while they are written."""

    @property
    def resource(self) -> str:
        """Its snake_case Graph name."""

    @property
    def context(self) -> str:
        """The end of Graph's ``@odata.context``."""

    @property
    def rows(self) -> Iterable[Row]:
        """Graph's objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One list. ``about``: id of the group or unit it speaks about, if its rows do not tell."""

    resource: str
    context: str
    rows: tuple[Row, ...]
    about: str | None = None

    @property
    def name(self) -> str:
        """A file name without suffix."""
        return f"{self.resource}_{self.about}" if self.about else self.resource


def exports(tenant: DraftTenant, *, per_group: bool | None = None) -> Iterator[Export]:
    """Every list of the draft.

    Args:
        tenant: the draft.
        per_group: one list per group instead of one for all. None: only if a group has no row in
            any list, because then nothing but a file of its own shows that it was asked about.
    """
    scheduled = schedules.off_the_calendar(tenant)
    of_roles = {
        **catalogue.DIRECTORY,
        **_wanted(tenant, catalogue.ROLE_SCHEDULES, scheduled=scheduled),
    }
    of_groups = {
        **catalogue.OF_GROUPS,
        **_wanted(tenant, catalogue.GROUP_SCHEDULES, scheduled=scheduled),
    }
    every = [_export(tenant, name, *how) for name, how in of_roles.items()]
    for name, how in of_groups.items():
        export = _export(tenant, name, *how)
        apart = _some_group_is_silent(tenant) if per_group is None else per_group
        every.extend(_apart(tenant, export) if apart else [export])
    every.extend((*_policies(tenant), *_members(tenant)))
    for export in every:
        if export.resource not in tenant.left_out:
            yield _without(export, tenant.omitted.get(export.resource, set()))


def _wanted(
    tenant: DraftTenant,
    resources: Resources,
    *,
    scheduled: bool,
) -> Resources:
    return {
        name: how
        for name, how in resources.items()
        if name in tenant.added or (scheduled and name.endswith("_schedules"))
    }


def _export(
    tenant: DraftTenant, name: str, context: str, rows: Callable[[DraftTenant], Iterable[Row]]
) -> Export:
    return Export(resource=name, context=context, rows=tuple(rows(tenant)))


def _some_group_is_silent(tenant: DraftTenant) -> bool:
    mentioned = {grant.group.id for grant in tenant.group_grants if grant.current(tenant.exported)}
    return any(group.pim and group.id not in mentioned for group in tenant.groups.values())


def _apart(tenant: DraftTenant, export: Export) -> Iterator[Export]:
    for group in tenant.groups.values():
        if group.pim:
            rows = tuple(row for row in export.rows if row["groupId"] == group.id)
            yield replace(export, rows=rows, about=group.id)


def _policies(tenant: DraftTenant) -> Iterator[Export]:
    of_groups = [
        row
        for group in tenant.groups.values()
        if group.pim
        for row in policies.group_policy_assignments(tenant, group)
    ]
    yield Export(
        resource="role_management_policy_assignments",
        context="policies/roleManagementPolicyAssignments(policy(rules()))",
        rows=(*of_groups, *policies.role_policy_assignments(tenant)),
    )


def _members(tenant: DraftTenant) -> Iterator[Export]:
    for unit in tenant.units.values():
        yield Export(
            resource="administrative_unit_members",
            context="directoryObjects",
            rows=tuple(entities.unit_members(unit)),
            about=unit.id,
        )
    for group in tenant.groups.values():
        for access, resource in (
            (Access.MEMBER, "group_members"),
            (Access.OWNER, "group_owners"),
        ):
            if resource in tenant.added or not group.pim:
                shown = schedules.in_force(tenant, group.id, access)
                yield Export(
                    resource=resource,
                    context="directoryObjects",
                    rows=tuple(entities.directory_object(grant.principal) for grant in shown),
                    about=group.id,
                )


def _without(export: Export, properties: set[str]) -> Export:
    if not properties:
        return export
    rows = tuple(
        {key: value for key, value in row.items() if key not in properties} for row in export.rows
    )
    return replace(export, rows=rows)
