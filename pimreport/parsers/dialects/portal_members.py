"""Entra admin center, Groups > Members > Download members, older and newer captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, columns_of, numbered
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


def _is_of_the_portal(page: Page) -> bool:
    """Captions have come and gone one by one; of the retired modules, ObjectId and ObjectType are."""
    told = columns_of(page)
    captions = {column.lower() for column in page.columns}
    return {"objectid", "membertype"} <= told or bool(
        "objecttype" in told and ({"id", "object id"} & captions)
    )


PORTAL_MEMBERS = Dialect(
    name="portal_group_members",
    title="Entra admin center, members of a group",
    keys=frozenset({"userprincipalname"}),
    never=frozenset({"principalid", "roledefinitionid", "accessid"}),
    also=_is_of_the_portal,
    translate=_translate,
)
