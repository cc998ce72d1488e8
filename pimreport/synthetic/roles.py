"""Built-in roles by name, and the actions their definitions export."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pimreport.data import facts

_ACTIONS = {
    "reset_password": "microsoft.directory/users/password/update",
    "write_all_of_users": "microsoft.directory/users/allProperties/allTasks",
    "write_methods": "microsoft.directory/users/authenticationMethods/basic/update",
    "revoke_sessions": "microsoft.directory/users/invalidateAllRefreshTokens",
    "disable_users": "microsoft.directory/users/disable",
    "rename_users": "microsoft.directory/users/userPrincipalName/update",
    "edit_group_members": "microsoft.directory/groups/members/update",
    "edit_role_assignable_groups": "microsoft.directory/groupsAssignableToRoles/allProperties/update",
    "edit_conditional_access": "microsoft.directory/conditionalAccessPolicies/basic/update",
}
_EVERY_ROLE = "microsoft.office365.webPortal/allEntities/standard/read"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRole:
    """A role definition; ``id`` differs from ``template_id`` for custom roles only."""

    id: str
    template_id: str
    name: str
    builtin: bool
    actions: tuple[str, ...]


@cache
def builtin_roles() -> dict[str, DraftRole]:
    """All built-in roles by name."""
    return {
        role["name"]: DraftRole(
            id=role["template_id"],
            template_id=role["template_id"],
            name=role["name"],
            builtin=True,
            actions=(*(_ACTIONS[action] for action in role.get("can", ())), _EVERY_ROLE),
        )
        for role in facts("role_definitions")["role"]
    }
