"""Half a million users in JSON: only those that matter become rows, the rest is scanned and counted.

msgspec decodes a few hundred objects at a time into the properties that any list of principals is read
for. Whoever matters goes the same way as any row. Everything the fast way refuses (several
documents, broken JSON, odd types, other spellings) is left to the ordinary one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec
from msgspec import Raw, Struct, UnsetType

from pimreport.parsers.bulk.beginnings import first_object, head_of
from pimreport.parsers.bulk.chunks import NOT_SIMPLE, Chunks, NotSimpleError
from pimreport.parsers.bulk.objects import Objects
from pimreport.parsers.bulk.rows import Picked
from pimreport.parsers.bulk.values import places_of_damage, settled_ids
from pimreport.parsers.dates.culture import Outcome
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.evidence import SourceWarning
    from pimreport.parsers.bulk.rows import Table
    from pimreport.parsers.document import Page
    from pimreport.parsers.row import Row
    from pimreport.parsers.seen import Seen

_WITNESSES = ("accountEnabled", "userType", "onPremisesSyncEnabled", "signInActivity")
_NOTHING = frozenset({b"null", b"{}"})
_WITHOUT_VALUE = frozenset({NoneType, UnsetType})


@dataclass(slots=True)
class Scan:
    """What a large file gave.

    Attributes:
        rows: the objects that matter, and the first to show a value in each telling column.
        table: these column by column, if there is nothing odd in them; then there are no rows.
        repeated: objects that matter and that an earlier file or row had.
        total: how many objects the file holds.
        ids: of all its objects.
        duplicates: how many objects an earlier file or row had.
        page: for context and leftover link.
        shaper: what the rows lost on the way.
        dates: what became of localised dates.
        rejected: objects that were no rows.
        warnings: about the file.
        written: how it is written and encoded.
        digest: SHA-256 of the file.
    """

    rows: list[Row]
    table: Table | None
    repeated: list[Row]
    total: int
    ids: set[str]
    duplicates: int
    page: Page
    shaper: Shaper
    dates: Outcome = field(default_factory=lambda: Outcome({}, {}))
    rejected: int = 0
    warnings: list[SourceWarning] = field(default_factory=list)
    written: str = ""
    digest: str = ""


def scan(stream: BinaryIO, wanted: frozenset[str], seen: Seen) -> Scan | None:
    """The rows of a large JSON file that are about ``wanted`` ids; None if it is not so simple.

    Args:
        stream: the file.
        wanted: lower-case ids.
        seen: ids of earlier rows.
    """
    try:
        chunks = Chunks(stream)
        scanner = _Scanner(chunks, wanted, seen)
        for piece in chunks.lists():
            scanner.take(piece)
        return scanner.scan()
    except NOT_SIMPLE:
        return None


class _Scanner:
    """Goes through the pieces of one file."""

    def __init__(self, chunks: Chunks, wanted: frozenset[str], seen: Seen) -> None:
        self._chunks = chunks
        self._wanted = wanted
        self._seen = seen
        first = first_object(head_of(chunks.first)) or {}
        chunks.page.by_sdk = "Id" in first
        self._objects = Objects(first, chunks)
        self._unseen = set(_WITNESSES)
        self._shaper = Shaper(chunks.page)
        self._picked = Picked(self._shaper, chunks.page)
        self._repeated = Picked(self._shaper, chunks.page)
        self._found = Scan([], None, [], 0, set(), 0, chunks.page, self._shaper)

    def take(self, piece: bytes) -> None:
        """The objects of one piece."""
        told = self._objects.decoded(piece)
        written = [one.id for one in told]
        ids = settled_ids(written) if all(written) else ()
        if not ids or "" in ids or places_of_damage(ids):
            raise NotSimpleError  # there may be nothing in one of them at all
        before = self._found.total
        self._chunks.look_for_question_marks(piece, before)
        self._found.total += len(told)
        again = set() if self._all_new(ids) else self._again(ids, told, before)
        met = self._wanted.intersection(ids)
        places = {at for at, one in enumerate(ids) if one in met} - again if met else set()
        self._add(self._picked, told, sorted(places | self._witnesses(told, again)), before)

    def _add(self, picked: Picked, told: Sequence[Any], places: Sequence[int], before: int) -> None:
        """Pick the objects in these places; ``before``: how many stand in earlier pieces."""
        picked.add([before + at + 1 for at in places], [told[at] for at in places])

    def _all_new(self, ids: Sequence[str]) -> bool:
        """None of them was there before; from now on they were."""
        known = self._found.ids
        if not known.isdisjoint(ids) or self._seen.has_any(ids):
            return False
        before = len(known)
        known.update(ids)
        if len(known) == before + len(ids):
            return True
        known.difference_update(ids)  # one of them is there twice
        return False

    def scan(self) -> Scan:
        """What was found in all pieces."""
        if self._shaper.written:
            raise NotSimpleError  # localised dates need all rows of their column
        self._chunks.refuse_more_than(self._found.total)
        self._found.table = self._picked.table()
        self._found.rows = [] if self._found.table else self._picked.rows()
        self._found.repeated = self._repeated.rows()
        self._found.digest = self._chunks.digest
        self._found.written = self._chunks.written
        self._found.warnings = self._chunks.warnings
        return self._found

    def _again(self, ids: Sequence[str], told: Sequence[Any], before: int) -> set[int]:
        """The places of objects whose id was there before."""
        places: list[int] = []
        known = self._found.ids
        for at, one in enumerate(ids):
            if one in known or one in self._seen:
                places.append(at)
            known.add(one)
        repeated = [at for at in places if ids[at] in self._wanted]
        self._add(self._repeated, told, repeated, before)
        self._found.duplicates += len(places)
        return set(places)

    def _witnesses(self, told: Sequence[Any], again: set[int]) -> set[int]:
        """The first rows to show a value in a column, which tell that it was exported."""
        places: set[int] = set()
        for name in tuple(self._unseen):
            values = list(map(attrgetter(name), told))
            if _WITHOUT_VALUE.issuperset(map(type, values)):
                continue
            for at, value in enumerate(values):
                if type(value) not in _WITHOUT_VALUE and at not in again and _tells(value):
                    self._unseen.discard(name)
                    places.add(at)
                    break
        return places


def _tells(value: object) -> bool:
    """It is no object without properties."""
    return not isinstance(value, Raw | Struct) or msgspec.json.encode(value) not in _NOTHING
