"""``roleManagement/directory/roleDefinitions``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Role, RoleId
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Role]:
    for row in rows:
        role = row.id()
        if role is None:
            reading.reject(row, "it has no id")
            continue
        yield Role(
            id=RoleId(role),
            template_id=row.id("templateId") or role,
            name=row.text("displayName"),
            builtin=row.flag("isBuiltIn"),
            privileged=row.flag("isPrivileged"),
            actions=_actions(row),
            origins=reading.origin(row),
        )


def _actions(row: Row) -> frozenset[str] | None:
    """All allowed actions; None as soon as one block of them did not survive."""
    blocks = row.parts("rolePermissions")
    if blocks is None:
        return None
    found: set[str] = set()
    for block in blocks:
        actions = block.strings("allowedResourceActions")
        if actions is None:
            return None
        found.update(actions)
    return frozenset(found)


ROLE_DEFINITIONS = Resource(
    name="role_definitions",
    parse=_parse,
    keys=frozenset({"id", "displayName"}),
    one_of=frozenset({"rolePermissions", "isBuiltIn", "isPrivileged", "templateId"}),
    never=frozenset(
        {
            "privilegedGroupId",
            "conditions",
            "grantControls",
            "state",
            "principalId",
            "roleDefinitionId",
            "groupTypes",
        }
    ),
    contexts=("roleManagement/directory/roleDefinitions",),
    types=("unifiedRoleDefinition",),
    reads=frozenset({"id", "rolePermissions"}),
    compared=("displayName",),
    command="Get-MgRoleManagementDirectoryRoleDefinition -All",
)
