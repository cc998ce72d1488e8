"""ScubaGear's ProviderSettingsExport.json: roles with their assignments and rules inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.parsers.dialect import Dialect, Translation
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_ROLE_RULE = "directory role"


def _objects(value: Any) -> list[Raw]:  # noqa: ANN401 - foreign JSON
    if isinstance(value, dict):
        value = [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _role(row: Raw) -> Raw:
    role = row.get("RoleTemplateId")
    return {"id": role, "templateId": role, "displayName": row.get("DisplayName")}


def _policy(row: Raw) -> Raw | None:
    """The role's own rules; those of PIM groups name their group, without its id."""
    role = row.get("RoleTemplateId")
    rules = [
        rule
        for rule in _objects(row.get("Rules"))
        if str(rule.get("RuleSourceType", "")).lower() == _ROLE_RULE
    ]
    if not rules or not role:
        return None
    return {
        "id": f"{role}_rules",
        "policyId": f"scubagear_{role}",
        "roleDefinitionId": role,
        "scopeId": "/",
        "scopeType": "DirectoryRole",
        "policy": {"rules": rules},
    }


def _translate(page: Page, _label: str) -> Translation:
    roles = [(number, _role(row)) for number, row in page.rows]
    policies = [(number, one) for number, row in page.rows if (one := _policy(row))]
    grants = [
        (number, grant)
        for number, row in page.rows
        for grant in _objects(row.get("Assignments"))
        if grant.get("PrincipalId")
    ]
    pages = [
        Page(rows=roles, type="unifiedRoleDefinition"),
        Page(rows=grants, type="unifiedRoleAssignmentScheduleInstance"),
        Page(rows=policies, type="unifiedRoleManagementPolicyAssignment"),
    ]
    return Translation(pages=[one for one in pages if one.rows])


SCUBAGEAR = Dialect(
    name="scubagear_privileged_roles",
    keys=frozenset({"roletemplateid", "displayname", "rules"}),
    translate=_translate,
)
