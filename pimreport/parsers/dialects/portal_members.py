"""Entra admin center, Groups > Members > Download members, older and newer captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, numbered
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_SAYS = (
    "The portal lists who is in a group now: whoever has activated an eligible membership stands "
    "among them, and who is eligible does not."
)
_TYPES = {
    "user": "user",
    "group": "group",
    "serviceprincipal": "servicePrincipal",
    "service principal": "servicePrincipal",
    "device": "device",
}


def _row(row: Raw) -> Raw:
    word = str(row.get("objecttype") or row.get("membertype") or "").strip().lower()
    made: Raw = {
        "id": row.get("id") or row.get("objectid"),
        "displayName": row.get("displayname"),
        "userPrincipalName": row.get("userprincipalname"),
    }
    if word in _TYPES:
        made["@odata.type"] = f"#microsoft.graph.{_TYPES[word]}"
    return made


def _translate(page: Page, label: str) -> Translation:
    kind = "groupOwner" if "owner" in label.rpartition("/")[2].lower() else "groupMember"
    rows = numbered(page.rows, _row)
    made = Page(rows=rows, type=kind, tabular=True, columns=page.columns)
    warning = SourceWarning(code="active_members_only", message=_SAYS)
    return Translation(pages=[made], warnings=[warning])


OLDER = Dialect(
    name="portal_group_members_2",
    title="Entra admin center, members of a group",
    keys=frozenset({"id", "userprincipalname", "objecttype"}),
    never=frozenset({"principalid", "roledefinitionid", "accessid"}),
    translate=_translate,
)
NEWER = Dialect(
    name="portal_group_members",
    title="Entra admin center, members of a group",
    keys=frozenset({"objectid", "userprincipalname", "membertype"}),
    never=frozenset({"principalid", "roledefinitionid", "accessid"}),
    translate=_translate,
)
