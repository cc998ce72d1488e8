"""Entra admin center, PIM > Assignments > Export, of roles, groups and Azure resources alike.

Names, no object ids. The page is the same for all three: of a group, ``Role Name`` is Member or
Owner and ``Resource Name`` the group; of an Azure resource it is a role of Azure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dates import moments
from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_AZURE = frozenset({"subscription", "resourcegroup", "managementgroup", "resource"})
_ACCESS = frozenset({"member", "owner"})
_DIRECTORY, _GROUP, _OTHER = "roleAssignmentByName", "groupAssignmentByName", "azure"
_NOT_USED = "{count} rows are about Azure resources; Azure's roles are no directory roles."


def _of(row: Raw, *starts: str) -> object:
    """The first column called so; the portal adds ``(UTC)`` to its times."""
    return next((row[name] for start in starts for name in row if name.startswith(start)), None)


def _word(row: Raw, *starts: str) -> str:
    return str(_of(row, *starts) or "").strip().lower()


def _kind(row: Raw) -> str:
    about, role = _word(row, "resourcetype").replace(" ", ""), _word(row, "rolename")
    if about in _AZURE or about.startswith("microsoft."):
        return _OTHER
    return _GROUP if role in _ACCESS and ("group" in about or role == "member") else _DIRECTORY


def _row(row: Raw, kind: str) -> Raw:
    end = _of(row, "assignmentendtime", "endtime")
    made: Raw = {
        "state": _word(row, "assignmentstate") or None,
        "principalId": _of(row, "principalid", "objectid"),
        "principalDisplayName": _of(row, "usergroupname"),
        "principalUserPrincipalName": _of(row, "principalname", "userprincipalname"),
        "memberType": _word(row, "membertype") or None,
        "startDateTime": _of(row, "assignmentstarttime", "starttime"),
        "endDateTime": end,
        "isPermanent": isinstance(end, str) and moments.says_never(end),
        "resourceType": _of(row, "resourcetype"),
    }
    if kind == _GROUP:
        return made | {"groupName": _of(row, "resourcename"), "accessId": _word(row, "rolename")}
    return made | {"roleName": _of(row, "rolename")}


def _translate(page: Page, _label: str) -> Translation:
    kinds: dict[str, list[tuple[int, Raw]]] = {}
    for number, raw in page.rows:
        row = folded(raw)
        kind = _kind(row)
        kinds.setdefault(kind, []).append((number, _row(row, kind)))
    azure = len(kinds.pop(_OTHER, ()))
    if not kinds and not azure:
        kinds[_DIRECTORY] = []
    pages = [
        Page(rows=rows, type=kind, columns=page.columns, tabular=page.tabular)
        for kind, rows in kinds.items()
    ]
    message = _NOT_USED.format(count=azure)
    warnings = [SourceWarning(code="not_used", message=message)] if azure else []
    return Translation(pages=pages, warnings=warnings)


PORTAL_ROLES = Dialect(
    name="portal_pim",
    title="Entra admin center, export of PIM assignments",
    keys=frozenset({"assignmentstate", "usergroupname", "rolename"}),
    translate=_translate,
)
