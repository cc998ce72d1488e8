"""Whom loose policy rules govern, where columns or the file's name say no more than that.

A group has one policy for its members and one for its owners, a role has one: whoever is named so
is governed by one policy, whatever its id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pimreport.data import facts
from pimreport.model.entra import Access, GroupId, RoleId
from pimreport.parsers import filenames
from pimreport.parsers.schedules import ACCESS

if TYPE_CHECKING:
    from pimreport.parsers.row import Row

_WORD = re.compile(r"(?<![a-z])(member|owner)(?:s|ship)?(?![a-z])")

_NAME, _PLACE = "the file name", "their place in the file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Governed:
    """A group's members or owners, or a role; ``access`` is None where nothing tells.

    Attributes:
        told_by: what tells part of it, if columns do not tell all: the file's name, or where in the
            file the rules stand.
    """

    group: GroupId | None = None
    access: Access | None = None
    role: RoleId | None = None
    told_by: str = ""

    @property
    def certain(self) -> bool:
        """There is one policy only that governs them."""
        return bool(self.role or (self.group and self.access))

    @property
    def sentence(self) -> str:
        """As an object: ``the members of group ...``."""
        if self.role:
            return f"role {self.role}"
        whom = f"the {self.access.value}s of " if self.access else ""
        return f"{whom}group {self.group}"

    def __str__(self) -> str:
        """A policy id of our own, for want of Graph's."""
        if self.role:
            return f"rules_of_role_{self.role}"
        return f"rules_of_{self.group}_{self.access.value if self.access else ''}"


def governed(row: Row, policy: str | None, file: str) -> Governed | None:
    """Whom a rule governs; None if nothing tells.

    Args:
        row: the rule.
        policy: its policy's id, which names the group but not whether it is for members.
        file: the label of its file.
    """
    told = _by_columns(row)
    group = _group_of(policy) if policy else told.group
    access, role, place, told_by = told.access, told.role, row.page.path, ""
    if policy is None and group is None and role is None:
        inside = filenames.only_guid(place)
        identity = inside or filenames.only_guid(file)
        told_by = _PLACE if inside else _NAME if identity else ""
        role = RoleId(identity) if identity in _roles() else None
        group = GroupId(identity) if identity and not role else None
    if group and access is None:
        inside_too = _access_in(place.split("/"))
        access = inside_too or _access_in(file.split("/"), own_name_only=policy is not None)
        told_by = told_by or (_PLACE if inside_too else _NAME if access else "")
    if role and (group or _access_in(file.split("/"))):
        return None
    whom = Governed(group=group, access=access, role=role, told_by=told_by)
    if policy is None and told_by and not whom.certain:
        return None  # an id alone may be anybody's
    return whom if group or role else None


def _by_columns(row: Row) -> Governed:
    """Columns that a script put beside the rules, in the words of a policy assignment."""
    group = row.id("groupId") or _only_id(row.id("scopeId"))
    whom = row.word("accessId") or row.id("roleDefinitionId") or row.word("role")
    access = ACCESS.get(whom or "")
    role = None if access or group else _only_id(whom)
    return Governed(
        group=GroupId(group) if group else None,
        access=access,
        role=RoleId(role) if role else None,
    )


def _only_id(text: str | None) -> str | None:
    return text if text and filenames.guids(text) == [text] else None


def _group_of(policy: str) -> GroupId | None:
    ids = filenames.guids(policy) if policy.lower().startswith("group_") else []
    return GroupId(ids[0]) if ids else None


def _access_in(parts: list[str], *, own_name_only: bool = False) -> Access | None:
    """By a word in the file's name or, if there is none, in its folder's; None if both words are."""
    name = [part for part in parts if part][-1:] if own_name_only else parts
    for part in reversed(name):
        words = set(_WORD.findall(part.lower()))
        if words:
            return ACCESS[words.pop()] if len(words) == 1 else None
    return None


@cache
def _roles() -> frozenset[str]:
    """Template ids of the built-in roles."""
    return frozenset(str(one["template_id"]) for one in facts("role_definitions")["role"])
