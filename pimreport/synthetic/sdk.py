"""Graph's rows as the objects of the Graph PowerShell SDK.

Property names are PascalCase in alphabetical order, what the model does not know sits in
``AdditionalProperties``, and navigation properties that were not expanded are objects full of
nulls. Models: microsoft-graph v1.0 metadata of August 2026.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.exports import Listing

_MODELS = "Microsoft.Graph.PowerShell.Models.MicrosoftGraph"
_TYPES = {
    "role_assignments": "UnifiedRoleAssignment",
    "role_assignment_schedules": "UnifiedRoleAssignmentSchedule",
    "role_assignment_schedule_instances": "UnifiedRoleAssignmentScheduleInstance",
    "role_eligibility_schedules": "UnifiedRoleEligibilitySchedule",
    "role_eligibility_schedule_instances": "UnifiedRoleEligibilityScheduleInstance",
    "group_assignment_schedules": "PrivilegedAccessGroupAssignmentSchedule",
    "group_assignment_schedule_instances": "PrivilegedAccessGroupAssignmentScheduleInstance",
    "group_eligibility_schedules": "PrivilegedAccessGroupEligibilitySchedule",
    "group_eligibility_schedule_instances": "PrivilegedAccessGroupEligibilityScheduleInstance",
    "role_definitions": "UnifiedRoleDefinition",
    "group_members": "DirectoryObject",
    "group_owners": "DirectoryObject",
    "administrative_unit_members": "DirectoryObject",
    "users": "User",
    "groups": "Group",
    "organization": "Organization",
    "service_principals": "ServicePrincipal",
    "administrative_units": "AdministrativeUnit",
    "user_registration_details": "UserRegistrationDetails",
    "app_role_assignments": "AppRoleAssignment",
    "conditional_access_policies": "ConditionalAccessPolicy",
    "authentication_context_class_references": "AuthenticationContextClassReference",
    "authentication_strength_policies": "AuthenticationStrengthPolicy",
    "role_management_policy_assignments": "UnifiedRoleManagementPolicyAssignment",
}
_DIRECTORY_OBJECT: Row = {"DeletedDateTime": None, "Id": None}
_ROLE_STUBS: Row = {
    "AppScope": {"DisplayName": None, "Id": None, "Type": None},
    "DirectoryScope": _DIRECTORY_OBJECT,
    "Principal": _DIRECTORY_OBJECT,
    "RoleDefinition": dict.fromkeys(
        (
            "Description", "DisplayName", "Id", "InheritsPermissionsFrom", "IsBuiltIn",
            "IsEnabled", "ResourceScopes", "RolePermissions", "TemplateId", "Version",
        )
    ),
}  # fmt: skip
_GROUP_STUBS: Row = {
    "Group": {"DisplayName": None, "Id": None, "IsAssignableToRole": None},
    "Principal": _DIRECTORY_OBJECT,
}
_DIRECTORY_LISTS = ("group_members", "group_owners", "administrative_unit_members")


def type_name(resource: str) -> str:
    """Full name of the SDK's model, as ``#TYPE`` lines print it."""
    return f"{_MODELS}{_TYPES[resource]}"


def objects(export: Listing) -> list[Row]:
    """The rows as SDK objects."""
    return list(each_object(export))


def each_object(export: Listing) -> Iterator[Row]:
    """The rows as SDK objects, one after the other."""
    if export.resource in _DIRECTORY_LISTS:
        return (_directory_object(row) for row in export.rows)
    if export.resource == "role_management_policy_assignments":
        return (_object(_without_details(row), {}) for row in export.rows)
    stubs: Row = {}
    if export.resource.startswith("role_") and export.resource != "role_definitions":
        stubs = _ROLE_STUBS
    elif export.resource.startswith("group_"):
        stubs = _GROUP_STUBS
    if "assignment_schedule" in export.resource:
        stubs = {**stubs, "ActivatedUsing": {"EndDateTime": None, "Id": None}}
    return (_object(row, stubs) for row in export.rows)


def selected(row: Row) -> Row:
    """What ``Select-Object`` leaves: the properties that were named, in their order."""
    return {_pascal(key): _renamed(value) for key, value in row.items()}


def _object(row: Row, stubs: Row) -> Row:
    known = {_pascal(key): _renamed(value) for key, value in row.items()} | stubs
    return {**{key: known[key] for key in sorted(known)}, "AdditionalProperties": {}}


def _directory_object(row: Row) -> Row:
    rest = {key: value for key, value in row.items() if key != "id"}
    return {"DeletedDateTime": None, "Id": row["id"], "AdditionalProperties": rest}


def _without_details(row: Row) -> Row:
    """Nested objects lose their AdditionalProperties, and with them all that a rule says."""
    policy = row["policy"]
    if not isinstance(policy, dict):
        return row
    rules = [{"id": rule["id"], "target": rule["target"]} for rule in policy["rules"]]
    return {**row, "policy": {**policy, "effectiveRules": None, "rules": rules}}


def _renamed(value: object) -> object:
    if isinstance(value, dict):
        return {_pascal(key): _renamed(one) for key, one in value.items()}
    return [_renamed(one) for one in value] if isinstance(value, list) else value


def _pascal(name: str) -> str:
    return name[:1].upper() + name[1:]
