"""Entra admin center, Users > Download users and Groups > Download groups, older and newer captions.

Columns: MicrosoftDocs/entra-docs, users-bulk-download.md (read 2026-11-23); the captions of newer
files follow the columns that the portal shows. Yes and No stand for True and False there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_TRUTHS = {"yes": "True", "no": "False"}
_SAYS = (
    "The portal's list of groups does not tell of every group whether it is role-assignable; where "
    "it does not, that is unknown."
)
_USER = {
    "id": ("id", "objectid"),
    "userPrincipalName": ("userprincipalname",),
    "displayName": ("displayname", "name"),
    "userType": ("usertype",),
    "accountEnabled": ("accountenabled",),
    "onPremisesSyncEnabled": ("on-premisessyncenabled", "onpremisessyncenabled", "directorysynced"),
    "createdDateTime": ("createddatetime", "creationdatetime"),
}
_GROUP = {
    "id": ("id", "objectid"),
    "displayName": ("displayname", "name"),
    "isAssignableToRole": ("isassignabletorole", "role-assignable", "roleassignmentsallowed"),
    "securityEnabled": ("securityenabled",),
    "mailEnabled": ("mailenabled",),
    "mail": ("mail", "email"),
    "onPremisesSyncEnabled": ("on-premisessyncenabled", "onpremisessyncenabled", "directorysynced"),
}


def _taken(row: Raw, names: dict[str, tuple[str, ...]]) -> Raw:
    made: Raw = {}
    for name, columns in names.items():
        for column in columns:
            if column in row:
                value = row[column]
                made[name] = _TRUTHS.get(str(value).strip().lower(), value)
                break
    return made


def _group(row: Raw) -> Raw:
    kind, membership = (
        str(row.get(name) or "").lower() for name in ("grouptype", "membershiptype")
    )
    words = ["Unified"] * ("365" in kind) + ["DynamicMembership"] * ("dynamic" in membership)
    made = _taken(row, _GROUP) | {"groupTypes": words if kind and membership else None}
    # An empty cell is a no only in Graph's own answers.
    return {name: value for name, value in made.items() if name[:2] != "is" or value}


def _users(page: Page, _label: str) -> Translation:
    rows = [(number, _taken(folded(row), _USER)) for number, row in page.rows]
    return Translation(pages=[Page(rows=rows, type="user", tabular=True, columns=page.columns)])


def _groups(page: Page, _label: str) -> Translation:
    rows = [(number, _group(folded(row))) for number, row in page.rows]
    made = Page(rows=rows, type="group", tabular=True, columns=page.columns)
    warning = SourceWarning(code="role_assignable_not_always_told", message=_SAYS)
    return Translation(pages=[made], warnings=[warning])


def _tabular(page: Page) -> bool:
    return page.tabular


def _is_list_of_users(page: Page) -> bool:
    """Columns that Graph has under other names, or not at all."""
    told = {column.replace(" ", "").lower() for column in page.columns}
    return page.tabular and bool(
        told & {"directorysynced", "on-premisessyncenabled", "identityissuer", "invitationstate"}
        or {"objectid", "usertype"} <= told
    )


PORTAL_USERS = Dialect(
    name="portal_users",
    title="Entra admin center, list of users",
    keys=frozenset({"userprincipalname"}),
    never=frozenset(
        {
            "membertype",
            "objecttype",
            "principalid",
            "roledefinitionid",
            "accessid",
            "ismfaregistered",
            # Of the retired modules AzureAD and MSOnline, which name columns as the portal did.
            "dirsyncenabled",
            "blockcredential",
        }
    ),
    also=_is_list_of_users,
    translate=_users,
)
PORTAL_GROUPS = Dialect(
    name="portal_groups",
    title="Entra admin center, list of groups",
    keys=frozenset({"grouptype", "membershiptype"}),
    never=frozenset({"userprincipalname", "principalid", "ismembermanagementrestricted"}),
    also=_tabular,
    translate=_groups,
)
