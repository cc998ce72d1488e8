"""Half a million users: only those that matter become rows, the rest is scanned and counted.

msgspec decodes a few hundred objects at a time into the properties that any list of principals is read
for. Whoever matters goes the same way as any row. Everything the fast way refuses (several
documents, broken JSON, odd types, other spellings) is left to the ordinary one.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import compress, count
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import msgspec
from msgspec import UNSET, Raw, UnsetType

from pimreport.parsers.bulk_rows import Rows
from pimreport.parsers.bulk_values import unlike
from pimreport.parsers.chunks import HEAD, Chunks, NotSimpleError
from pimreport.parsers.culture import Outcome
from pimreport.parsers.gaps import stands_for_an_object
from pimreport.parsers.names import graph_name
from pimreport.parsers.object_ids import settled
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.evidence import SourceWarning
    from pimreport.parsers import document
    from pimreport.parsers.document import Page
    from pimreport.parsers.row import Row
    from pimreport.parsers.seen import Seen

LARGE = 1 << 12
"""Below this size a file has a handful of records, and either way takes a millisecond."""
__all__ = ["HEAD", "LARGE", "Scan", "context_in", "first_object", "head_of", "scan"]
_DECODER = json.JSONDecoder()
_CONTEXT = re.compile(r'"@odata\.context"\s*:\s*"([^"]*)"')

_GUID = 36
_KEY = b'":'
_DATES = re.compile(
    rb'(?:(?:null|""|"\d{4}-\d\d-\d\dT[\d:.]{8,16}(?:Z|[+-]\d\d:\d\d)"|"\\?/Date\(-?\d+\)\\?/"),)*'
)
_Text = str | UnsetType | None
_Flag = bool | UnsetType | None
_PROPERTIES: dict[str, Any] = {
    "id": str | None,
    "displayName": _Text,
    "userPrincipalName": _Text,
    "userDisplayName": _Text,
    "userType": _Text,
    "appId": _Text,
    "accountEnabled": _Flag,
    "onPremisesSyncEnabled": _Flag,
    "isManagementRestricted": _Flag,
    "isMfaRegistered": _Flag,
    "isMfaCapable": _Flag,
    "methodsRegistered": Raw | UnsetType,
    "createdDateTime": Raw | UnsetType,
    "signInActivity": Raw | UnsetType,
    "additionalProperties": Raw | UnsetType,
}
"""What the lists of principals are read for."""
_OF_ONE_KIND = frozenset({"userPrincipalName", "appId"})
"""All have it or none has: users and other things may have been joined, and such rows are looked at."""
_WITNESSES = ("accountEnabled", "userType", "onPremisesSyncEnabled", "signInActivity")
_NOTHING = frozenset({b"null", b"{}"})
_WITHOUT_VALUE = frozenset({NoneType, UnsetType})


@dataclass(slots=True)
class Scan:
    """What a large file gave.

    Attributes:
        rows: the objects that matter, and the first to show a value in each telling column.
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


def head_of(data: bytes) -> str:
    """The beginning of a file as text, if it is UTF-8 or UTF-16 with a mark."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return data[: len(data) // 2 * 2].decode("utf-16", "ignore")
    return data.decode("utf-8-sig", "ignore")


def context_in(head: str) -> str | None:
    """The page's context, where it stands before the rows."""
    found = _CONTEXT.search(head, 0, max(head.find("["), 0))
    return found.group(1) if found else None


def first_object(head: str) -> document.Raw | None:
    """The first object of a JSON list or Graph page; None if the file begins otherwise."""
    start = head.lstrip()[:1]
    begin = head.find("{", head.find("[")) if "[" in head else -1
    if start not in {"[", "{"} or begin < 0:
        return None
    if start == "{" and '"value"' not in head[: head.find("[")]:
        return None
    try:
        found, _ = _DECODER.raw_decode(head, begin)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


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
    except (msgspec.MsgspecError, RecursionError, NotSimpleError):
        return None


class _Scanner:
    """Goes through the pieces of one file."""

    def __init__(self, chunks: Chunks, wanted: frozenset[str], seen: Seen) -> None:
        self._chunks = chunks
        self._wanted = wanted
        self._seen = seen
        first = first_object(head_of(chunks.first)) or {}
        self._properties = first.keys()
        self._keys = msgspec.json.encode(first).count(_KEY)
        activity = first.get("SignInActivity" if chunks.page.by_sdk else "signInActivity")
        self._own_keys = self._keys - msgspec.json.encode(activity).count(_KEY)
        chunks.page.by_sdk = "Id" in first
        self._decoder, names = _decoder_of(first, by_sdk=chunks.page.by_sdk)
        self._unseen = set(_WITNESSES)
        self._shaper = Shaper(chunks.page)
        self._rows = Rows(self._shaper, chunks.page, names)
        self._found = Scan([], [], 0, set(), 0, chunks.page, self._shaper)

    def take(self, piece: bytes) -> None:
        """The objects of one piece."""
        told: list[Any] = self._decoder.decode(piece)
        if self._are_unlike(piece, told):
            raise NotSimpleError
        self._refuse_odd(told)
        ids = _ids(told)
        if None in ids:
            raise NotSimpleError  # there may be nothing in it at all
        before = self._found.total
        self._chunks.look_for_question_marks(piece, before)
        self._found.total += len(told)
        again = set() if self._all_new(ids) else self._again(ids, told, before)
        places = set(compress(count(), map(self._wanted.__contains__, ids))) - again
        self._found.rows += self._picked(
            told, sorted(places | self._witnesses(told, again)), before
        )

    def _are_unlike(self, piece: bytes, told: Sequence[Any]) -> bool:
        """An object in it may name a property twice, lack one or have one of its own."""
        keys = piece.count(_KEY)
        if keys == self._keys * len(told):
            return False
        activities = [one.signInActivity for one in told]  # many never signed in
        counts = [bytes(one).count(_KEY) for one in activities if type(one) is Raw]
        if keys == self._own_keys * len(told) + sum(counts) and len({0, *counts}) <= 2:  # noqa: PLR2004 - those and one more
            return False
        whole: list[dict[str, Any]] = msgspec.json.decode(piece)
        if any(one.keys() != self._properties for one in whole):
            return True
        return msgspec.json.encode(whole).count(_KEY) != keys

    def _refuse_odd(self, told: Sequence[Any]) -> None:
        """Values that nobody refers to and that the reader is told of all the same.

        Raises:
            NotSimpleError: there is one.
        """
        if any(
            type(one) is str and stands_for_an_object(one) for one in {one.userType for one in told}
        ):
            raise NotSimpleError
        dates = [bytes(date) for one in told if (date := one.createdDateTime) is not UNSET]
        if dates and not _DATES.fullmatch(b",".join([*dates, b""])):
            raise NotSimpleError

    def _picked(self, told: Sequence[Any], places: Sequence[int], before: int) -> list[Row]:
        """The objects in these places as rows; ``before``: how many stand in earlier pieces."""
        return self._rows.of([before + at + 1 for at in places], [told[at] for at in places])

    def _all_new(self, ids: Sequence[str | None]) -> bool:
        """None of them was there before; from now on they were."""
        known = self._found.ids
        if not known.isdisjoint(ids) or self._seen.has_any(ids):
            return False
        before = len(known)
        known.update(cast("Sequence[str]", ids))
        if len(known) == before + len(ids):
            return True
        known.difference_update(ids)  # one of them is there twice
        return False

    def scan(self) -> Scan:
        """What was found in all pieces."""
        if self._shaper.written:
            raise NotSimpleError  # localised dates need all rows of their column
        self._chunks.refuse_more_than(self._found.total)
        self._found.digest = self._chunks.digest
        self._found.written = self._chunks.written
        self._found.warnings = self._chunks.warnings
        return self._found

    def _again(self, ids: Sequence[str | None], told: Sequence[Any], before: int) -> set[int]:
        """The places of objects whose id was there before."""
        places: list[int] = []
        known = self._found.ids
        for at, one in enumerate(cast("Sequence[str]", ids)):
            if one in known or one in self._seen:
                places.append(at)
            known.add(one)
        repeated = [at for at in places if ids[at] in self._wanted]
        self._found.repeated += self._picked(told, repeated, before)
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


def _ids(told: Sequence[Any]) -> Sequence[str | None]:
    written = [one.id for one in told]
    try:
        ids = unlike(written)
    except NotSimpleError:
        ids = []
    if ids and set(map(len, ids)) == {_GUID}:
        return ids
    return [None if one is None else settled(one).lower() or None for one in written]


def _tells(value: object) -> bool:
    return not isinstance(value, Raw) or bytes(value) not in _NOTHING


def _decoder_of(
    first: document.Raw, *, by_sdk: bool
) -> tuple[msgspec.json.Decoder[Any], tuple[str, ...]]:
    """For the objects of the file that begins with this one; and their properties as exported.

    Raises:
        NotSimpleError: Graph's spelling and the SDK's are mixed, or there are others.
    """
    spelt = _spelt(by_sdk=by_sdk)
    for key in first:
        if key in {"@odata.type", "isZtModelRow"} or spelt.get(graph_name(key), key) != key:
            raise NotSimpleError
    return _decoder(
        by_sdk=by_sdk, has=frozenset(name for name in _OF_ONE_KIND if spelt[name] in first)
    )


@cache
def _decoder(
    *, by_sdk: bool, has: frozenset[str]
) -> tuple[msgspec.json.Decoder[Any], tuple[str, ...]]:
    fields: list[tuple[str, Any, Any]] = []
    for name, exported in _spelt(by_sdk=by_sdk).items():
        if name == "id" or name in has:
            fields.append((name, str | None, msgspec.field(name=exported)))
            continue
        kind = UnsetType if name in _OF_ONE_KIND else _PROPERTIES[name]
        fields.append((name, kind, msgspec.field(name=exported, default=UNSET)))
    listed: Any = msgspec.defstruct("Listed", fields, gc=False, kw_only=True)
    return msgspec.json.Decoder(list[listed]), listed.__struct_encode_fields__


def _spelt(*, by_sdk: bool) -> dict[str, str]:
    return {name: name[:1].upper() + name[1:] if by_sdk else name for name in _PROPERTIES}
