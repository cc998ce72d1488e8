"""A hundred thousand rows of PIM's lists: decoded straight into the fields that make a grant.

Only for what machines write: every object with the same properties and no others than Graph has,
every date in ISO 8601 or ``/Date(ms)/``, no id twice. What the rows are, and what their columns
lack, the ordinary way says about the first of them. Anything else makes the ordinary way read all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any, BinaryIO

from pimreport.model.entra import Membership, RoleAssignment, State
from pimreport.model.evidence import Origin
from pimreport.model.holdings import IN_FORCE, NOT_IN_FORCE
from pimreport.model.making import maker_of_many
from pimreport.parsers import links, periods, schedules, states
from pimreport.parsers.bulk.chunks import NOT_SIMPLE, Chunks, NotSimpleError
from pimreport.parsers.bulk.columns import struct_of
from pimreport.parsers.bulk.values import (
    Dates,
    Ids,
    Infos,
    Meaning,
    Meanings,
    Nested,
    Scopes,
    Words,
    unlike,
)
from pimreport.parsers.filenames import guids
from pimreport.parsers.gaps import Gap
from pimreport.parsers.reader import read
from pimreport.parsers.seen import NEVER_NULL, Many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from pimreport.model.entra import Fact
    from pimreport.model.evidence import SourceWarning
    from pimreport.parsers.bulk.columns import Written
    from pimreport.parsers.bulk.values import Term
    from pimreport.parsers.contents import Part
    from pimreport.parsers.seen import Seen

_many_memberships = maker_of_many(Membership, "scheduled")
_many_role_assignments = maker_of_many(RoleAssignment, "scheduled")
_origin: Callable[[Iterable[object]], Origin] = partial(tuple.__new__, Origin)
"""From file and row, without a call of Python's."""

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
        written: how the file is written and encoded.
        warnings: about the file.
        facts: the grants of all rows.
        mentions: what the rows tell of principals, groups and roles.
        total: how many rows there are.
        seen: what each row says where a repeated record should agree.
        digest: SHA-256 of the file.
    """

    part: Part
    written: str = ""
    warnings: list[SourceWarning] = field(default_factory=list)
    facts: list[Membership | RoleAssignment] = field(default_factory=list)
    mentions: list[Fact] = field(default_factory=list)
    total: int = 0
    seen: Many = field(default_factory=Many)
    digest: str = ""


class Tables:
    """What texts mean in every list: ids, words, dates and terms that one file taught the next."""

    def __init__(self) -> None:
        """Nothing was met yet."""
        self.ids, self.words, self.dates = Ids(), Words(), Dates()
        self.infos = Infos(self.dates)


def scan(label: str, stream: BinaryIO, seen: Seen, tables: Tables) -> Grants | None:
    """The facts of a large list; None if it is not so simple.

    Args:
        label: of the file.
        stream: the file.
        seen: identities of earlier rows of the same resource.
        tables: of this run.
    """
    try:
        chunks = Chunks(stream)
        scanner = _Scanner(label, chunks, tables)
        for piece in chunks.lists():
            scanner.take(piece)
        chunks.refuse_more_than(scanner.grants.total)
    except (*NOT_SIMPLE, KeyError):
        return None  # KeyError: a word that is no access or state
    grants = scanner.grants
    if len(grants.seen.places) < grants.total or seen.has_any(grants.seen.places.keys()):
        return None
    named = frozenset(guids(label))
    if named and all(one.principal in named for one in grants.facts):
        return None  # it may have been asked for the principal it is named after
    grants.digest, grants.written = chunks.digest, chunks.written
    grants.warnings = chunks.warnings
    reading = grants.part.reading
    if grants.part.resource.per_group:
        reading.groups.update(one.group for one in grants.facts if isinstance(one, Membership))
        chunks.page.about = frozenset(reading.groups)
    return grants


class _Scanner:
    """Goes through the pieces of one list."""

    def __init__(self, label: str, chunks: Chunks, tables: Tables) -> None:
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
        self._chunks = chunks
        self._columns = struct_of(chunks.first)
        self._scheduled = "scheduleInfo" in first or "status" in first
        self._rows = self._memberships if "accessId" in first else self._role_assignments
        self._has_infos = "scheduleInfo" in first
        self._tells_starts = "startDateTime" in first and not self._scheduled
        self._tells_ends = "endDateTime" in first and not self._has_infos
        self._tells_term = part.resource.tells is not None
        self._file = label
        self._ids, self._words, self._dates = tables.ids, tables.words, tables.dates
        self._infos = tables.infos
        self._understand(RESOURCES[part.resource.name], scoped="directoryScopeId" in first)
        self._nested = Nested(self._columns.nested, chunks.page, part.reading)
        self._compared = {
            name: self._meaning_of(name) if name in first else Meanings(lambda _: Gap.LOST)
            for name in part.resource.compared
        }
        part.reading.rows = []
        part.pages = [chunks.page]
        self.grants = Grants(part)

    def _understand(self, state: State | None, *, scoped: bool) -> None:
        """The tables that tell what texts of this list mean; ``state``: of all its rows."""
        self._scopes = Scopes(scoped=scoped)
        words = self._words
        self._accesses = Meanings(lambda text: schedules.ACCESS[words[text] or ""])
        self._states = Meanings(lambda text: state or _state(words[text]))
        self._statuses = Meanings(_status)
        self._inherited = Meanings(lambda text: _inherited(words[text]))

    def _meaning_of(self, name: str) -> Mapping[Any, object]:
        """The table in which values of a compared property are found."""
        if name in {"principalId", "groupId", "roleDefinitionId"}:
            return self._ids
        return self._dates if name.endswith("DateTime") else self._words

    def take(self, piece: bytes) -> None:
        """The rows of one piece."""
        self._chunks.look_for_question_marks(piece, self.grants.total)
        told = self._columns.decoded(piece)
        written = self._columns.transposed(told)
        terms = self._terms(written)
        grants = self.grants
        grants.seen.extend(unlike(written["id"]), self._to_compare(written, terms))
        grants.facts.extend(self._rows(written, terms))
        if self._nested:
            for number, one in enumerate(told, grants.total + 1):
                grants.mentions.extend(self._nested.facts(one, number))
        grants.total += len(told)

    def _to_compare(self, written: Written, terms: Sequence[Term]) -> list[Iterable[object]]:
        """As :func:`pimreport.parsers.seen.told` of each row."""
        columns: list[Iterable[object]] = []
        for name, meaning in self._compared.items():
            values: Iterable[object] = _each(meaning, written[name])
            if name in NEVER_NULL and None in written[name]:
                values = [Gap.LOST if one is None else one for one in values]
            columns.append(values)
        if self._tells_term:
            infos = zip(written["scheduleInfo"], terms, strict=True)
            columns.append([periods.compared(*term) if info else Gap.LOST for info, term in infos])
        return columns

    def _terms(self, written: Written) -> Sequence[Term]:
        starts, ends = written["startDateTime"], written["endDateTime"]
        if self._has_infos:
            for text in {*starts, *ends}:
                self._dates[text]  # what cannot be understood is for the ordinary way to tell
            return list(map(self._infos.term, written["scheduleInfo"], starts, ends))
        # Instances do not tell whether they are permanent.
        return list(zip(_each(self._dates, starts), _each(self._dates, ends), repeat(None)))

    def _memberships(self, written: Written, terms: Sequence[Term]) -> list[Membership]:
        _refuse_ids_of_others(written)
        return _many_memberships(
            group=_each(self._ids, written["groupId"]),
            access=_each(self._accesses, written["accessId"]),
            **self._of_any_grant(written, terms),
        )

    def _role_assignments(self, written: Written, terms: Sequence[Term]) -> list[RoleAssignment]:
        if any(written["appScopeId"]):
            raise NotSimpleError  # roles of something else may be among them
        return _many_role_assignments(
            role=_each(self._ids, written["roleDefinitionId"]),
            scope=_each(self._scopes, written["directoryScopeId"]),
            **self._of_any_grant(written, terms),
        )

    def _of_any_grant(self, written: Written, terms: Sequence[Term]) -> dict[str, Any]:
        """The columns of memberships and role assignments alike."""
        starts, ends, permanent = zip(*terms, strict=True)
        return {
            "principal": _each(self._ids, written["principalId"]),
            "state": _each(self._states, written["assignmentType"]),
            "inherited": _each(self._inherited, written["memberType"]),
            "starts": starts,
            "ends": ends,
            "permanent": permanent,
            "ends_told": self._ends_told(ends, permanent),
            "by_pim": map(bool, starts) if self._tells_starts else repeat(None, len(starts)),
            "scheduled": self._scheduled,
            "status": _each(self._statuses, written["status"]),
            "created": _each(self._dates, written["createdDateTime"]),
            "origins": self._origins(written),
        }

    def _ends_told(
        self, ends: Sequence[datetime | None], permanent: Sequence[bool | None]
    ) -> Iterable[bool]:
        """As :func:`pimreport.parsers.periods.tells_end` of each row."""
        if self._tells_ends:
            return repeat(True, len(ends))  # noqa: FBT003  # of each row
        return [bool(end or endless) for end, endless in zip(ends, permanent, strict=True)]

    def _origins(self, written: Written) -> Iterator[tuple[Origin, ...]]:
        first = self.grants.total + 1
        rows = range(first, first + len(written["id"]))
        return zip(map(_origin, zip(repeat(self._file), rows)))


def _refuse_ids_of_others(written: Written) -> None:
    """An id that PIM made begins with the group and the access of its row."""
    ids, groups, accesses = written["id"], written["groupId"], written["accessId"]
    if not all(groups) or not all(accesses):
        raise NotSimpleError
    made = map("_".join, zip(groups, accesses, strict=True))
    if all(map(str.startswith, ids, made)):
        return
    for identity, group, access in zip(ids, groups, accesses, strict=True):
        if links.made_of_others(identity.lower(), group.lower(), access.lower()):
            raise NotSimpleError  # for the ordinary way to tell


def _each(meaning: Mapping[Any, Meaning], written: Iterable[Any]) -> Iterator[Meaning]:
    """What the texts of a column mean."""
    return map(meaning.__getitem__, written)


def _state(word: str | None) -> State:
    """What an assignment is; one that does not say may be an eligibility."""
    if word is None:
        raise NotSimpleError
    return states.STATES[word]


def _inherited(word: str | None) -> bool:
    """The grant is held through a group; a word that is none of Graph's is told the ordinary way."""
    if word is not None and word not in states.MEMBER_TYPES:
        raise NotSimpleError
    return word in states.INHERITED


def _status(written: str | None) -> str | None:
    """A word of Graph's; any other is for the ordinary way to tell."""
    if written and written.lower() not in NOT_IN_FORCE | IN_FORCE:
        raise NotSimpleError
    return written or None
