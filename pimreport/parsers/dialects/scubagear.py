"""ScubaGear's ProviderSettingsExport.json: privileged roles with assignments and rules inside.

It reads only the roles that its baseline calls privileged, and of these the active assignments;
the people below them, eligible or through groups, stand in ``privileged_users`` with the names of
their roles, which tells who they are and not how they hold them (cisagov/ScubaGear,
ExportAADProvider.psm1, read 2026-11-26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page
from pimreport.parsers.filenames import guids

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_ROLE_RULE = "directory role"
_PARTIAL = "active assignments of the roles that ScubaGear's baseline calls privileged"
_SAYS = (
    "ScubaGear exports the active assignments of the roles that its baseline calls privileged: "
    "other roles, eligible assignments and the members of groups are not in it."
)
_PEOPLE = (
    "ScubaGear names people with the roles they reach, active or eligible, directly or through "
    "groups: only who they are was taken from it."
)


def _objects(value: Any) -> list[Raw]:  # noqa: ANN401 - foreign JSON
    if isinstance(value, dict):
        inner = value.get("value")  # Windows PowerShell wraps lists
        value = inner if isinstance(inner, list) and "Count" in value else [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _role(row: Raw) -> Raw:
    role = row.get("RoleTemplateId")
    return {"id": role, "templateId": role, "displayName": row.get("DisplayName")}


def _policy(row: Raw) -> Raw | None:
    """The role's own rules; those of PIM groups name their group, without its id."""
    role = row.get("RoleTemplateId")
    rules = [rule for rule in _objects(row.get("Rules")) if not _of_a_group(rule)]
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


def _group_policies(page: Page) -> list[tuple[int, Raw]]:
    """Rules of PIM groups stand once, among those of the first role that the group holds.

    They are those for members; the rules for owners were not asked.
    """
    found: dict[str, tuple[int, Raw]] = {}
    for number, row in page.rows:
        for rule in _objects(row.get("Rules")):
            if _of_a_group(rule):
                name = str(rule.get("RuleSource") or "")
                made = {"groupName": name, "accessId": "member", "rules": []}
                found.setdefault(name, (number, made))[1]["rules"].append(rule)
    return list(found.values())


def _of_a_group(rule: Raw) -> bool:
    return str(rule.get("RuleSourceType", _ROLE_RULE)).lower() != _ROLE_RULE


def _translate(page: Page, _label: str) -> Translation:
    roles = [(number, _role(row)) for number, row in page.rows]
    policies = [(number, one) for number, row in page.rows if (one := _policy(row))]
    grants = [
        (number, grant)
        for number, row in page.rows
        for grant in _objects(row.get("Assignments"))
        if grant.get("PrincipalId") or grant.get("principalId")
    ]
    pages = [
        Page(rows=roles, type="unifiedRoleDefinition", partial=_PARTIAL),
        Page(rows=grants, type="unifiedRoleAssignmentScheduleInstance", partial=_PARTIAL),
        Page(rows=policies, type="unifiedRoleManagementPolicyAssignment"),
        Page(rows=_group_policies(page), type="groupPolicyByName"),
    ]
    warnings = [SourceWarning(code="privileged_roles_only", message=_SAYS)]
    return Translation(pages=[one for one in pages if one.rows], warnings=warnings)


def _keyed_by_id(page: Page) -> bool:
    """One object whose keys are ids, and every value says under which names they go."""
    if len(page.rows) != 1:
        return False
    row = page.rows[0][1]
    return bool(row) and all(
        guids(key) == [key.lower()] and isinstance(one, dict) and "roles" in folded(one)
        for key, one in row.items()
    )


def _people(page: Page, _label: str) -> Translation:
    rows: dict[str, list[tuple[int, Raw]]] = {}
    for number, row in page.rows:
        for identity, one in row.items():
            told = folded(one)
            kind = "servicePrincipal" if told.get("serviceprincipalid") else "user"
            made: Raw = {"id": identity, "displayName": told.get("displayname")}
            if told.get("appid"):
                made["appId"] = told["appid"]
            rows.setdefault(kind, []).append((number, made))
    partial = "the people and applications that ScubaGear calls privileged"
    pages = [Page(rows=found, type=kind, partial=partial) for kind, found in rows.items()]
    warning = SourceWarning(code="names_only", message=_PEOPLE)
    return Translation(pages=pages, warnings=[warning])


def _tenant(page: Page, _label: str) -> Translation:
    rows = [
        (number, {"id": told.get("tenantid"), "displayName": told.get("displayname")})
        for number, row in page.rows
        if guids(str((told := folded(row)).get("tenantid")))
    ]
    return Translation(pages=[Page(rows=rows, type="organization")] if rows else [])


SCUBAGEAR = Dialect(
    name="scubagear_privileged_roles",
    title="ScubaGear",
    keys=frozenset({"roletemplateid", "displayname", "rules"}),
    translate=_translate,
)
SCUBAGEAR_WITHOUT_PIM = Dialect(
    name="scubagear_roles_without_pim",
    title="ScubaGear",
    keys=frozenset({"roletemplateid", "displayname", "assignments"}),
    never=frozenset({"rules"}),
    translate=_translate,
)
SCUBAGEAR_PEOPLE = Dialect(
    name="scubagear_privileged_users",
    title="ScubaGear",
    keys=frozenset(),
    also=_keyed_by_id,
    translate=_people,
)
SCUBAGEAR_TENANT = Dialect(
    name="scubagear_tenant",
    title="ScubaGear",
    keys=frozenset({"tenantid", "displayname", "domainname"}),
    translate=_tenant,
)
