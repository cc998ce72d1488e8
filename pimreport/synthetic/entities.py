"""Rows of users, groups, applications, roles, units and registrations, as Graph returns them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.synthetic.ids import guid
from pimreport.synthetic.roles import builtin_roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.draft import DraftTenant, DraftUnit
    from pimreport.synthetic.principals import DraftPrincipal
    from pimreport.synthetic.roles import DraftRole

APP_ROLE_IDS = {
    "AppRoleAssignment.ReadWrite.All": "06b708a9-e830-4db3-a914-8e69da51d44f",
    "Group.ReadWrite.All": "62a82d76-70ea-41e2-9197-370581804d09",
    "PrivilegedAccess.ReadWrite.AzureADGroup": "2f6817f8-7b12-4f0f-bc18-eeaf60705a9e",
    "RoleAssignmentSchedule.ReadWrite.Directory": "dd199f4a-f148-40a4-a2ec-f0069cc799ec",
    "RoleEligibilitySchedule.ReadWrite.Directory": "fee28b28-e1f3-4841-818e-2704dc62245f",
    "RoleManagement.ReadWrite.Directory": "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
    "RoleManagementPolicy.ReadWrite.AzureADGroup": "b38dcc4d-a239-4ed6-aa84-6c65b284f97c",
    "RoleManagementPolicy.ReadWrite.Directory": "31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad",
    "UserAuthenticationMethod.ReadWrite.All": "50483e42-d915-4231-9639-7fdb7fd190e5",
}
"""Ids of Microsoft Graph's application permissions, the same in every tenant."""

_RESETTERS = (
    "Authentication Administrator", "Global Administrator", "Helpdesk Administrator",
    "Password Administrator", "Privileged Authentication Administrator", "User Administrator",
)  # fmt: skip


def organization(tenant: DraftTenant) -> Iterator[Row]:
    """The tenant's own row."""
    yield {
        "id": guid(tenant.name, "tenant"),
        "displayName": tenant.name,
        "verifiedDomains": [{"name": tenant.domain, "isDefault": True, "isInitial": False}],
    }


def users(tenant: DraftTenant) -> Iterator[Row]:
    """Users with the properties an audit selects."""
    restricted = {
        id(one) for unit in tenant.units.values() if unit.restricted for one in unit.members
    }
    for user in tenant.users.values():
        yield {
            "id": user.id,
            "displayName": user.name,
            "userPrincipalName": user.upn,
            **user.facts,
            "isManagementRestricted": id(user) in restricted,
        }


def groups(tenant: DraftTenant) -> Iterator[Row]:
    """Groups; ``isAssignableToRole`` is null for a group that is not, as in Graph."""
    restricted = {
        id(one) for unit in tenant.units.values() if unit.restricted for one in unit.members
    }
    for group in tenant.groups.values():
        yield {
            "id": group.id,
            "displayName": group.name,
            "description": None,
            **group.facts,
            "isManagementRestricted": id(group) in restricted,
            "createdDateTime": "2025-01-10T09:00:00Z",
        }


def service_principals(tenant: DraftTenant) -> Iterator[Row]:
    """Applications of the tenant."""
    for one in tenant.service_principals.values():
        yield {
            "id": one.id,
            "appId": guid(tenant.name, "application", one.name),
            "displayName": one.name,
            "servicePrincipalType": "Application",
            "accountEnabled": True,
        }


def role_definitions(tenant: DraftTenant) -> Iterator[Row]:
    """Definitions that matter here, or all of them; v1.0 does not tell ``isPrivileged``."""
    roles: dict[str, DraftRole] = {}
    names = builtin_roles() if tenant.every_role else _RESETTERS
    for role in (
        *(builtin_roles()[name] for name in names),
        *(grant.role for grant in tenant.role_grants),
        *tenant.custom_roles.values(),
    ):
        roles[role.id] = role
    for role in sorted(roles.values(), key=lambda one: one.name.lower()):
        yield {
            "id": role.id,
            "description": None,
            "displayName": role.name,
            "isBuiltIn": role.builtin,
            "isEnabled": True,
            "resourceScopes": ["/"],
            "templateId": role.template_id,
            "version": "1",
            "rolePermissions": [
                {"allowedResourceActions": list(role.actions), "condition": None},
            ],
        }


def administrative_units(tenant: DraftTenant) -> Iterator[Row]:
    """Units without their members."""
    for unit in tenant.units.values():
        yield {
            "id": unit.id,
            "deletedDateTime": None,
            "displayName": unit.name,
            "description": None,
            "isMemberManagementRestricted": unit.restricted,
            "visibility": None,
        }


def unit_members(unit: DraftUnit) -> Iterator[Row]:
    """Members of one unit."""
    return (directory_object(member) for member in unit.members)


def directory_object(principal: DraftPrincipal) -> Row:
    """A principal as it stands in a list of members."""
    row: Row = {
        "@odata.type": f"#microsoft.graph.{principal.kind}",
        "id": principal.id,
        "displayName": principal.name,
    }
    upn = getattr(principal, "upn", None)
    return {**row, "userPrincipalName": upn} if upn else row


def registrations(tenant: DraftTenant) -> Iterator[Row]:
    """Authentication methods each user has registered."""
    admins = {grant.principal.id for grant in tenant.role_grants}
    for user in tenant.users.values():
        yield {
            "id": user.id,
            "userPrincipalName": user.upn,
            "userDisplayName": user.name,
            "userType": str(user.facts["userType"]).lower(),
            "isAdmin": user.id in admins,
            "isMfaRegistered": bool(user.methods),
            "isMfaCapable": bool(user.methods),
            "isPasswordlessCapable": "fido2" in user.methods,
            "methodsRegistered": list(user.methods),
            "lastUpdatedDateTime": "2026-09-29T03:00:00Z",
        }


def app_role_assignments(tenant: DraftTenant) -> Iterator[Row]:
    """Application permissions of Microsoft Graph that were granted."""
    for principal, permission in tenant.app_permissions:
        yield {
            "id": guid(principal.id, permission),
            "appRoleId": APP_ROLE_IDS[permission],
            "principalDisplayName": principal.name,
            "principalId": principal.id,
            "principalType": "ServicePrincipal",
            "resourceDisplayName": "Microsoft Graph",
            "resourceId": guid(tenant.name, "service principal", "Microsoft Graph"),
        }
