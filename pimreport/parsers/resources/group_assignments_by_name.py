"""The portal's export of a group's PIM assignments: names, which ``by_name`` matches where it can."""

from __future__ import annotations

from pimreport.parsers import by_name
from pimreport.parsers.resource import Resource

GROUP_ASSIGNMENTS_BY_NAME = Resource(
    name="group_assignments_by_name",
    parse=by_name.kept_for_later,
    keys=frozenset({"groupName", "accessId", "state", "principalDisplayName", "isPermanent"}),
    types=("groupAssignmentByName",),
    reads=frozenset({"startDateTime", "endDateTime"}),
    identity=by_name.never_the_same,
    command="Get-MgIdentityGovernancePrivilegedAccessGroupEligibilityScheduleInstance -All -Filter \"groupId eq '<group id>'\"",
)
