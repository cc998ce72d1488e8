"""The facts of all files so far: what a record repeats counts once, and contradictions are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.entra import (
    AppPermission,
    Group,
    Membership,
    Principal,
    PrincipalType,
    RoleAssignment,
    TenantFact,
)
from pimreport.parsers.described import Described
from pimreport.parsers.mentions import Mentions
from pimreport.parsers.resource import Reading
from pimreport.parsers.seen import Seen, compared_names, compared_values
from pimreport.parsers.telling import GROUP_IN_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pimreport.model.entra import Fact
    from pimreport.parsers.contents import Part
    from pimreport.parsers.row import Row

_ABOUT = frozenset({"principalId", "groupId", "accessId", "roleDefinitionId", "directoryScopeId"})
"""Whom and what a record is about: one that differs in this is another record."""
_SEVERAL = (
    "Row {} has the id of an earlier record and is about somebody or something else: the file was "
    "changed after the export. Both records were kept."
)
_DIFFERENT = (
    "Row {} has the id of an earlier record but differs from it in {}: the exports were made at "
    "different times. The earlier record was kept."
)
_KINDS = "{} is a {} here and a {} in {} row {}: only one of them can be so. The one read first was believed."
_NO_GROUP = (
    "Row {} was read as a group, having an id and a name only, but other files show {} to be a user or an "
    "application: it was left out. If these are no groups, export them with all properties (no "
    "Select-Object)."
)
_NAME_OF_SOMETHING_ELSE = (
    "The rows do not say which group they are about, and the only id in the file's or folder's name is {}. "
    "Put the group's id into the file's name, or export with the script of `pimreport collector`."
)
_LISTS_OF_OTHERS = ("users", "service_principals")
_NO_GROUPS = frozenset({PrincipalType.USER, PrincipalType.SERVICE_PRINCIPAL})


@dataclass(slots=True)
class Gathering:
    """Facts in the order in which they were read."""

    facts: list[Fact] = field(default_factory=list)
    _mentions: Mentions = field(default_factory=Mentions)
    _described: Described = field(default_factory=Described)
    _seen: dict[str, Seen] = field(default_factory=dict)

    def seen(self, part: Part) -> Seen:
        """The records of the part's resource, of all files so far."""
        return self._seen.setdefault(part.resource.name, Seen())

    def keep(self, fact: Fact, reading: Reading | None = None) -> None:
        """Keep what is new; say so where it contradicts what a record before told of the thing."""
        if self._mentions.told_before(fact):
            return
        self.facts.append(fact)
        if reading is None:
            return
        if told := self._described.contradiction(fact):
            reading.warn(*told)
        if other := self._mentions.other_kind(fact):
            reading.warn("several_kinds", *_several_kinds(fact, *other))

    def drop_groups_that_are_none(self, readings: Iterable[Reading]) -> None:
        """A list of ids and names may be of people: who is a user elsewhere is no group here."""
        none: dict[str, Group] = {}
        for one in self._mentions.only_named():
            if self._mentions.kind(one.id) in _NO_GROUPS or self._is_listed(one.id):
                none[one.id] = one
        if not none:
            return
        told = {one.file: one for one in readings}
        for one in none.values():
            file, row = one.origins[0]
            told[file].warn("no_group", _NO_GROUP.format(row, one.id), row)
        self.facts = [one for one in self.facts if not isinstance(one, Group) or one.id not in none]

    def drop_what_a_name_said(self, reading: Reading) -> tuple[str, int]:
        """Forget what was read of a group whose id only a name gave, if it is something else's id.

        Returns:
            Why, as a sentence, and of how many grants; nothing and 0 if the id may be a group's.
        """
        if not any(one.code == GROUP_IN_NAME for one in reading.warnings):
            return "", 0
        tenants = {one.id for one in self.facts if isinstance(one, TenantFact)}
        wrong = {one: self._other_kind(one, tenants) for one in reading.groups}
        wrong = {one: what for one, what in wrong.items() if what}
        if not wrong:
            return "", 0
        before = len(self.facts)
        self.facts = [one for one in self.facts if not _is_about(one, wrong, reading.file)]
        reading.groups -= wrong.keys()
        told = ", ".join(f"{one}, which is {what}" for one, what in sorted(wrong.items()))
        return _NAME_OF_SOMETHING_ELSE.format(told), before - len(self.facts)

    def _other_kind(self, identity: str, tenants: Collection[str | None]) -> str:
        """What this id is instead of a group's; empty if nothing shows it."""
        if identity in tenants:
            return "the tenant's"
        listed = self._mentions.kind(identity) in _NO_GROUPS or self._is_listed(identity)
        return "a user's or an application's" if listed else ""

    def _is_listed(self, identity: str) -> bool:
        """Among users or service principals, be it somebody whom nothing mentions."""
        return any(identity in self._seen.get(name, ()) for name in _LISTS_OF_OTHERS)

    def drop_duplicates(self, part: Part) -> tuple[list[Row], set[Row]]:
        """The repeated records, and those that tell what the first one had lost."""
        resource, reading = part.resource, part.reading
        seen = self.seen(part)
        kept: list[Row] = []
        dropped: list[Row] = []
        richer: set[Row] = set()
        for row in reading.rows:
            identity = resource.identity(row, reading)
            told_now = compared_values(row, resource)
            if identity is None or identity not in seen:
                kept.append(row)
                if identity is not None:
                    seen.add(identity, told_now)
                continue
            different = seen.difference(identity, told_now, compared_names(row, resource))
            if _ABOUT.intersection(different):
                kept.append(row)
                reading.warn("one_id_for_several", _SEVERAL.format(row.number), row.number)
                continue
            if seen.says_less(identity, told_now):
                kept.append(row)
                richer.add(row)
                seen.add(identity, told_now)
            else:
                dropped.append(row)
            if different:
                message = _DIFFERENT.format(row.number, ", ".join(different))
                reading.warn("differing_duplicate", message, row.number)
        reading.rows = kept
        return dropped, richer

    def describe_from(self, dropped: list[Row], part: Part) -> None:
        """A repeated record grants nothing anew, but may tell what the first one left open."""
        again = Reading(file=part.reading.file, wanted=part.reading.wanted)
        for fact in part.resource.parse(dropped, again) if dropped else ():
            if not isinstance(fact, Membership | RoleAssignment | AppPermission):
                self.keep(fact, part.reading)
        part.reading.groups |= again.groups


def _several_kinds(
    fact: Fact, kind: PrincipalType, other: PrincipalType, told: Principal | Group
) -> tuple[str, int]:
    """Sentence and row of a warning about a thing that is two."""
    where, here = told.origins[0], fact.origins[0]
    return _KINDS.format(told.id, kind.value, other.value, where.file, where.row), here.row


def _is_about(fact: Fact, groups: Collection[str], file: str) -> bool:
    """It is a grant in one of these groups, told by this file."""
    return isinstance(fact, Membership) and fact.group in groups and fact.origins[0].file == file
