"""``roleManagement/directory/roleAssignments``: who holds a role now, activated or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import State, TenantFact
from pimreport.parsers import schedules
from pimreport.parsers.resource import Assumption, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    yield from schedules.role_assignments(rows, reading, state=State.LISTED)
    tenants = {tenant: row for row in rows if (tenant := row.id("principalOrganizationId"))}
    if len(tenants) == 1:  # principals of other tenants may hold roles, too
        ((tenant, row),) = tenants.items()
        yield TenantFact(id=tenant, origins=reading.origin(row))


ROLE_ASSIGNMENTS = Resource(
    name="role_assignments",
    parse=_parse,
    records=schedules.records,
    keys=frozenset({"principalId", "roleDefinitionId"}),
    never=schedules.OF_REQUESTS
    | frozenset(
        {
            "privilegedGroupId",
            "startDateTime", "endDateTime", "assignmentType", "memberType", "scheduleInfo",
            "status", "roleAssignmentScheduleId", "roleEligibilityScheduleId",
            "roleAssignmentOriginId", "accessId", "policyId", "kind",
        }
    ),
    contexts=("roleManagement/directory/roleAssignments",),
    types=("unifiedRoleAssignment",),
    assumption=Assumption(
        code="active_by_absence",
        sentence=(
            "The rows have neither dates nor a schedule, so they look like role assignments in force; so do "
            "eligibilities of which only some columns were exported."
        ),
        confirmed_by=tuple(
            frozenset({name}) for name in ("principalOrganizationId", "condition", "resourceScope")
        ),
        others="eligib",
    ),
    reads=frozenset({"principalId", "roleDefinitionId", "directoryScopeId"}),
    expected=("directoryScopeId",),
    compared=("principalId", "roleDefinitionId", "directoryScopeId"),
    command="Get-MgRoleManagementDirectoryRoleAssignment -All -ExpandProperty principal",
)  # fmt: skip
