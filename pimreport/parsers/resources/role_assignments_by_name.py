"""The portal's export of PIM role assignments: names, which ``by_name`` matches where it can."""

from __future__ import annotations

from pimreport.parsers import by_name
from pimreport.parsers.resource import Resource

ROLE_ASSIGNMENTS_BY_NAME = Resource(
    name="role_assignments_by_name",
    parse=by_name.kept_for_later,
    keys=frozenset({"roleName", "state", "principalDisplayName", "isPermanent"}),
    types=("roleAssignmentByName",),
    reads=frozenset({"startDateTime", "endDateTime"}),
    identity=by_name.never_the_same,
    command="Get-MgRoleManagementDirectoryRoleAssignmentScheduleInstance -All",
)
