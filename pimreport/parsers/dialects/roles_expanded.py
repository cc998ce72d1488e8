"""Role lists in which only the expanded ``roleDefinition`` names the role.

Whoever selects properties and expands the role gets no ``roleDefinitionId``; AzureADAssessment's
CLIXML is made that way (AzureAD/AzureADAssessment, Invoke-AADAssessmentDataCollection.ps1, read
2026-11-26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw


def _inner(value: Any, *names: str) -> object:  # noqa: ANN401 - foreign JSON
    told = folded(value) if isinstance(value, dict) else {}
    return next((told[name] for name in names if told.get(name)), None)


def _row(row: Raw) -> Raw:
    told = folded(row)
    made = row | {"roleDefinitionId": _inner(told.get("roledefinition"), "id", "templateid")}
    if not told.get("principalid"):
        made = {name: value for name, value in made.items() if name.lower() != "principalid"}
        made["principalId"] = _inner(told.get("principal"), "id")
    return made


def _has_roles(page: Page) -> bool:
    """Some row expands its role, and tells the principal one way or the other."""
    return any(
        _inner(told.get("roledefinition"), "id", "templateid")
        and (told.get("principalid") or _inner(told.get("principal"), "id"))
        for told in (folded(row) for _, row in page.rows[:20])
    )


def _translate(page: Page, _label: str) -> Translation:
    rows = [(number, _row(row)) for number, row in page.rows]
    made = Page(
        rows=rows, context=page.context, next_link=page.next_link, type=page.type, path=page.path
    )
    return Translation(pages=[made])


ROLES_EXPANDED = Dialect(
    name="roles_expanded",
    keys=frozenset({"roledefinition"}),
    never=frozenset({"roledefinitionid", "roleid", "rolename"}),
    also=_has_roles,
    translate=_translate,
)
