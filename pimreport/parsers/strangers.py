"""Rows among users, groups or applications that are none: a script joined several lists in one.

A table takes its columns from its first object, so a group among users shows what users have, all
of it empty, and perhaps a column or two that only groups fill.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_KIND_COLUMNS = ("@odata.type", "objectType", "objectClass")
_DIRECTORY_OBJECTS = {
    "user": "a user",
    "group": "a group",
    "serviceprincipal": "a service principal",
    "application": "an application",
    "device": "a device",
    "orgcontact": "a contact",
    "contact": "a contact",
    "administrativeunit": "an administrative unit",
    "directoryrole": "a directory role",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the objects of a list are told from others.

    Attributes:
        type: Graph's type, lower case.
        name: the same for people.
        always: what Graph gives every such object.
        own: what only they have: one of these with a value is proof enough.
        foreign: what they never have, and whose it is.
    """

    type: str
    name: str
    always: str
    own: tuple[str, ...]
    foreign: dict[str, str]


_OF_USERS = dict.fromkeys(("userPrincipalName", "userType"), "a user")
_OF_GROUPS = dict.fromkeys(
    ("groupTypes", "securityEnabled", "mailEnabled", "isAssignableToRole", "membershipRule"),
    "a group",
)
_OF_APPLICATIONS = dict.fromkeys(("appId", "servicePrincipalType"), "a service principal")
USERS = Kind(
    type="user",
    name="user",
    always="userPrincipalName",
    own=("accountEnabled", "userType"),
    foreign=_OF_GROUPS | _OF_APPLICATIONS,
)
GROUPS = Kind(
    type="group",
    name="group",
    always="securityEnabled",
    own=tuple(_OF_GROUPS),
    foreign=_OF_USERS | _OF_APPLICATIONS,
)
APPLICATIONS = Kind(
    type="serviceprincipal",
    name="service principal",
    always="appId",
    own=("servicePrincipalType",),
    foreign=_OF_GROUPS | _OF_USERS,
)


def turned_away(rows: Sequence[Row], kind: Kind, reading: Reading) -> frozenset[Row]:
    """The rows that are something else, each told; nothing misses them, unless that is not sure."""
    told = any(_filled(row, kind.always) for row in rows)
    declaring = not set(_KIND_COLUMNS).isdisjoint(chain.from_iterable(row.values for row in rows))
    found: list[Row] = []
    for row in rows:
        always = row.values.get(kind.always)
        if not declaring and always and not isinstance(always, Gap):
            continue  # nearly all rows of nearly all lists
        if why := _declared(row, kind) or _shown(row, kind):
            reading.turn_away(row, why)
        elif told and _lacks(row, kind):
            reading.reject(row, f"it has no {kind.always}, which every {kind.name} has")
        else:
            continue
        found.append(row)
    return frozenset(found)


def _declared(row: Row, kind: Kind) -> str:
    for column in _KIND_COLUMNS:
        word = row.type if column == "@odata.type" else row.word(column)
        what = _DIRECTORY_OBJECTS.get(word or "")
        if what and word != kind.type:
            return f"{column} says that it is {what}"
    return ""


def _shown(row: Row, kind: Kind) -> str:
    """By what it has that only others have."""
    if _is_one(row, kind):
        return ""
    for name, what in kind.foreign.items():
        if _filled(row, name):
            return f"it has {name} and no {kind.always}, so it is {what}"
    return ""


def _lacks(row: Row, kind: Kind) -> bool:
    return kind.always in row and not _is_one(row, kind)


def _is_one(row: Row, kind: Kind) -> bool:
    return any(_filled(row, name) and not row.lost(name) for name in (kind.always, *kind.own))


def _filled(row: Row, name: str) -> bool:
    """Something stood there, be it lost; an empty list is nothing."""
    return row.values.get(name) not in (None, "", [])
