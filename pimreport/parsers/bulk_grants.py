"""A hundred thousand rows of PIM's lists: decoded straight into the fields that make a grant.

Only for what machines write: every object with the same properties and no others than Graph has,
every date in ISO 8601 or ``/Date(ms)/``, no id twice. What the rows are, and what their columns
lack, the ordinary way says about the first of them. Anything else makes the ordinary way read all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from pimreport.model.entra import GroupId, Membership, PrincipalId, RoleAssignment, RoleId, State
from pimreport.model.evidence import Origin
from pimreport.parsers import schedules
from pimreport.parsers.bulk_values import Dates, Ids, Infos, Nested, Scopes, Words
from pimreport.parsers.chunks import Chunks, NotSimpleError
from pimreport.parsers.columns_of import struct_of
from pimreport.parsers.reader import read

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from pimreport.model.entra import Fact
    from pimreport.parsers.reader import Part
    from pimreport.parsers.seen import Seen

RESOURCES = {
    "group_assignment_schedules": None,
    "group_assignment_schedule_instances": None,
    "group_eligibility_schedules": State.ELIGIBLE,
    "group_eligibility_schedule_instances": State.ELIGIBLE,
    "role_assignment_schedules": None,
    "role_assignment_schedule_instances": None,
    "role_eligibility_schedules": State.ELIGIBLE,
    "role_eligibility_schedule_instances": State.ELIGIBLE,
}
"""The lists that are decoded this way -> the state of their rows; None: each row tells."""


@dataclass(slots=True)
class Grants:
    """What a large list gave.

    Attributes:
        part: the list as the ordinary way understood its first row.
        written: how the file is written.
        facts: of all rows.
        total: how many rows there are.
        seen: identity of each row -> the properties in which a repeated record should agree.
        digest: SHA-256 of the file.
    """

    part: Part
    written: str
    facts: list[Fact] = field(default_factory=list)
    total: int = 0
    seen: dict[Hashable, tuple[object, ...]] = field(default_factory=dict)
    digest: str = ""


def scan(label: str, stream: BinaryIO, seen: Seen) -> Grants | None:
    """The facts of a large list; None if it is not so simple.

    Args:
        label: of the file.
        stream: the file.
        seen: identities of earlier rows of the same resource.
    """
    try:
        chunks = Chunks(stream)
        scanner = _Scanner(label, chunks)
        for piece in chunks.lists():
            scanner.take(piece)
    except (msgspec.MsgspecError, RecursionError, KeyError, NotSimpleError):
        return None  # KeyError: a word that is no access or state
    grants = scanner.grants
    if len(grants.seen) < grants.total or seen.has_any(grants.seen.keys()):
        return None
    grants.digest = chunks.digest
    if grants.part.resource.per_group:
        chunks.page.about = frozenset(grants.part.reading.groups)
    return grants


class _Scanner:
    """Goes through the pieces of one list."""

    def __init__(self, label: str, chunks: Chunks) -> None:
        contents = read(label, chunks.first, None)
        told = [
            *contents.warnings,
            *(one for part in contents.parts for one in part.reading.warnings),
        ]
        if len(contents.parts) != 1 or told or contents.problem or contents.rejected:
            raise NotSimpleError
        part = contents.parts[0]
        if part.resource.name not in RESOURCES:
            raise NotSimpleError
        first = part.reading.rows[0]
        self._columns = struct_of(chunks.first)
        self._scheduled = "scheduleInfo" in first or "status" in first
        self._state = RESOURCES[part.resource.name]
        self._compared = part.resource.compared
        self._rows = self._memberships if "accessId" in first else self._role_assignments
        self._file = label
        self._ids, self._words, self._dates = Ids(), Words(), Dates()
        self._infos, self._scopes = Infos(self._dates), Scopes(scoped="directoryScopeId" in first)
        self._nested = Nested(self._columns.nested, chunks.page, part.reading)
        part.reading.rows = []
        part.pages = [chunks.page]
        self.grants = Grants(part, contents.format.partition(", ")[0])

    def take(self, piece: bytes) -> None:
        """The rows of one piece."""
        told = self._columns.decoded(piece)
        grants = self.grants
        ids, dates, words = self._ids, self._dates, self._words
        for one in told:
            grants.seen[ids[one.id]] = tuple(
                [
                    (dates if name == "endDateTime" else words)[getattr(one, name)]
                    for name in self._compared
                ]
            )
        grants.facts.extend(self._rows(told))
        grants.total += len(told)

    def _memberships(self, told: list[Any]) -> Iterator[Fact]:
        ids, words, infos = self._ids, self._words, self._infos
        number, file = self.grants.total, self._file
        nested, page_groups = self._nested, self.grants.part.reading.groups
        for one in told:
            number += 1
            starts, ends, permanent = infos.period(one)
            group = ids[one.groupId]
            page_groups.add(group)
            yield Membership(
                group=GroupId(group),
                principal=PrincipalId(ids[one.principalId]),
                access=schedules.ACCESS[words[one.accessId] or ""],
                state=self._state or schedules.STATES[words[one.assignmentType]],
                inherited=words[one.memberType] in schedules.INHERITED,
                starts=starts,
                ends=ends,
                permanent=permanent,
                scheduled=self._scheduled,
                status=one.status or None,
                created=self._dates[one.createdDateTime],
                origins=(Origin(file=file, row=number),),
            )
            if nested:
                yield from nested.facts(one, number)

    def _role_assignments(self, told: list[Any]) -> Iterator[Fact]:
        ids, words, infos = self._ids, self._words, self._infos
        number, file = self.grants.total, self._file
        nested = self._nested
        for one in told:
            number += 1
            starts, ends, permanent = infos.period(one)
            yield RoleAssignment(
                role=RoleId(ids[one.roleDefinitionId]),
                principal=PrincipalId(ids[one.principalId]),
                scope=self._scopes[one.directoryScopeId or one.appScopeId],
                state=self._state or schedules.STATES[words[one.assignmentType]],
                inherited=words[one.memberType] in schedules.INHERITED,
                starts=starts,
                ends=ends,
                permanent=permanent,
                scheduled=self._scheduled,
                status=one.status or None,
                created=self._dates[one.createdDateTime],
                origins=(Origin(file=file, row=number),),
            )
            if nested:
                yield from nested.facts(one, number)
