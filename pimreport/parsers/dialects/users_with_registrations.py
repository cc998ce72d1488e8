"""Users with their registration details beside them: AzureADAssessment's users.csv, and many scripts' tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.parsers.dialect import Dialect, Translation, folded, folded_name
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_OF_REGISTRATION = {
    "ismfaregistered": "isMfaRegistered",
    "ismfacapable": "isMfaCapable",
    "methodsregistered": "methodsRegistered",
}


def _has_both(page: Page) -> bool:
    names = set(map(folded_name, page.columns or (page.rows[0][1] if page.rows else ())))
    return not names.isdisjoint(_OF_REGISTRATION) and "accountenabled" in names


def _registration(row: Raw) -> Raw:
    told = folded(row)
    made = {name: told[one] for one, name in _OF_REGISTRATION.items() if one in told}
    return {"id": told.get("id", told.get("objectid"))} | made


def _user(row: Raw) -> Raw:
    return {name: one for name, one in row.items() if folded_name(name) not in _OF_REGISTRATION}


def _translate(page: Page, _label: str) -> Translation:
    def half(kind: str, rows: list[tuple[int, Raw]]) -> Page:
        columns = tuple(rows[0][1]) if rows else ()
        return Page(rows=rows, type=kind, columns=columns, tabular=page.tabular, path=page.path)

    users = half("user", [(number, _user(row)) for number, row in page.rows])
    told = [(number, _registration(row)) for number, row in page.rows]
    users.next_link, users.cut = page.next_link, page.cut
    return Translation(pages=[users, half("userRegistrationDetails", told)])


USERS_WITH_REGISTRATIONS = Dialect(
    name="users_with_registrations",
    keys=frozenset({"userprincipalname"}),
    never=frozenset({"principalid", "groupid", "appid", "roledefinitionid"}),
    also=_has_both,
    translate=_translate,
)
