"""Microsoft Graph as far as the collector's plan goes, answering from a draft tenant."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from pimreport.synthetic.exports import exports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.draft import DraftTenant

_ALSO = (
    "role_assignments", "role_assignment_schedules", "role_eligibility_schedules",
    "group_assignment_schedules", "group_eligibility_schedules", "group_members", "group_owners",
)  # fmt: skip
_PIM = "identityGovernance/privilegedAccess/group"
_POLICIES = "policies/roleManagementPolicyAssignments"
_LISTS = {
    "organization": "organization",
    "users": "users",
    "groups": "groups",
    "servicePrincipals": "service_principals",
    "roleManagement/directory/roleDefinitions": "role_definitions",
    "roleManagement/directory/roleAssignments": "role_assignments",
    "roleManagement/directory/roleAssignmentScheduleInstances": "role_assignment_schedule_instances",
    "roleManagement/directory/roleAssignmentSchedules": "role_assignment_schedules",
    "roleManagement/directory/roleEligibilityScheduleInstances": "role_eligibility_schedule_instances",
    "roleManagement/directory/roleEligibilitySchedules": "role_eligibility_schedules",
    "identity/conditionalAccess/policies": "conditional_access_policies",
    "identity/conditionalAccess/authenticationContextClassReferences": "authentication_context_class_references",
    "policies/authenticationStrengthPolicies": "authentication_strength_policies",
    "directory/administrativeUnits": "administrative_units",
    "reports/authenticationMethods/userRegistrationDetails": "user_registration_details",
    f"{_PIM}/eligibilityScheduleInstances": "group_eligibility_schedule_instances",
    f"{_PIM}/assignmentScheduleInstances": "group_assignment_schedule_instances",
    f"{_PIM}/eligibilitySchedules": "group_eligibility_schedules",
    f"{_PIM}/assignmentSchedules": "group_assignment_schedules",
    _POLICIES: "role_management_policy_assignments",
}
_OF_ONE = {"members": "group_members", "owners": "group_owners"}
_FILTER = re.compile(r"(\w+) eq (?:'([^']*)'|(true))|id in \(([^)]*)\)")


@dataclass
class GraphDouble:
    """Answers GET requests. ``refuses``: part of an address -> (status, code, message)."""

    tenant: DraftTenant
    page: int = 3
    refuses: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tenant.also(*_ALSO)

    def get(self, uri: str) -> tuple[int, bytes]:
        """Status and body."""
        self.asked.append(uri)
        for part, (status, code, message) in self.refuses.items():
            if part in uri:
                return status, _error(code, message)
        split = urlsplit(uri)
        _, version, path = split.path.split("/", 2)
        options = {name: values[0] for name, values in parse_qs(split.query).items()}
        if path.startswith(_PIM) and self._outside_pim(options):
            return 400, _error("ResourceTypeNotSupported", "Not supported for onboarding")
        context, rows = self._rows(version, path)
        rows = [row for row in rows if _matches(row, options.get("$filter", ""))]
        if not options.get("$filter") and path in {_POLICIES, f"{_PIM}/eligibilitySchedules"}:
            return 400, _error("MissingFilter", "The filter is required")
        return 200, self._paged(uri, context, rows, int(options.get("$skiptoken", 0)))

    def _outside_pim(self, options: dict[str, str]) -> bool:
        outside = {group.id for group in self.tenant.groups.values() if not group.pim}
        return any(id_ in options.get("$filter", "") for id_ in outside)

    def _rows(self, version: str, path: str) -> tuple[str, Iterable[Row]]:
        if version == "beta":
            assert path == f"{_PIM}/resources"
            return path, [{"id": one.id} for one in self.tenant.groups.values() if one.pim]
        if path.endswith("/appRoleAssignedTo"):
            return self._export("app_role_assignments", None)
        *_, holder, about, last = ("", "", *path.split("/"))
        if last in _OF_ONE:
            unit = holder == "administrativeUnits"
            return self._export("administrative_unit_members" if unit else _OF_ONE[last], about)
        return self._export(_LISTS[path], None)

    def _export(self, resource: str, about: str | None) -> tuple[str, Iterable[Row]]:
        for one in exports(self.tenant, per_group=False):
            if one.resource == resource and one.about == about:
                return one.context, one.rows
        return "directoryObjects", ()

    def _paged(self, uri: str, context: str, rows: list[Row], first: int) -> bytes:
        body: Row = {"@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#{context}"}
        if len(rows) > first + self.page:
            start = re.sub(r"[?&]\$skiptoken=\d+", "", uri)
            mark = "&" if "?" in start else "?"
            body["@odata.nextLink"] = f"{start}{mark}$skiptoken={first + self.page}"
        body["value"] = rows[first : first + self.page]
        return json.dumps(body, ensure_ascii=False).encode()


def _matches(row: Row, filters: str) -> bool:
    for name, text, yes, ids in _FILTER.findall(filters):
        if ids and row["id"] not in ids.replace("'", "").split(","):
            return False
        if name and row.get(name) != (True if yes else text):
            return False
    return True


def _error(code: str, message: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": message}}).encode()
