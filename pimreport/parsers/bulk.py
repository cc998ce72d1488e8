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
from itertools import compress, count, product
from operator import attrgetter
from types import NoneType
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import msgspec
from msgspec import UNSET, Raw, UnsetType

from pimreport.parsers.bulk_rows import Rows
from pimreport.parsers.bulk_values import unlike
from pimreport.parsers.chunks import HEAD, Chunks, NotSimpleError
from pimreport.parsers.culture import Outcome
from pimreport.parsers.names import graph_name
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.evidence import SourceWarning
    from pimreport.parsers import document
    from pimreport.parsers.document import Page
    from pimreport.parsers.row import Row
    from pimreport.parsers.seen import Seen

LARGE = 1 << 20
"""Below this size the ordinary way takes no second."""
__all__ = ["HEAD", "LARGE", "Scan", "context_in", "encoding_of", "first_object", "head_of", "scan"]
_CONTEXT = re.compile(r'"@odata\.context"\s*:\s*"([^"]*)"')

_Text = str | UnsetType | None
_Flag = bool | UnsetType | None
_PROPERTIES: list[tuple[str, Any]] = [
    ("id", str | None),
    ("display_name", _Text),
    ("user_principal_name", _Text),
    ("user_display_name", _Text),
    ("user_type", _Text),
    ("app_id", _Text),
    ("account_enabled", _Flag),
    ("on_premises_sync_enabled", _Flag),
    ("is_management_restricted", _Flag),
    ("is_mfa_registered", _Flag),
    ("is_mfa_capable", _Flag),
    ("methods_registered", Raw | UnsetType),
    ("created_date_time", Raw | UnsetType),
    ("sign_in_activity", Raw | UnsetType),
    ("additional_properties", Raw | UnsetType),
]
"""What the lists of principals are read for; ``id`` must be there, what follows may be."""
_OPTIONAL: list[tuple[str, Any, Any]] = [(name, kind, UNSET) for name, kind in _PROPERTIES[1:]]
_FIELDS: list[Any] = [_PROPERTIES[0], *_OPTIONAL]
_Camel = msgspec.defstruct("_Camel", _FIELDS, rename="camel", gc=False)
_Pascal = msgspec.defstruct("_Pascal", _FIELDS, rename="pascal", gc=False)
_WITNESSES = ("account_enabled", "user_type", "on_premises_sync_enabled", "sign_in_activity")
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
        written: how it is written, where that was found out on the way.
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
    written: str | None = None
    digest: str = ""


def encoding_of(data: bytes) -> str:
    """As ``decode`` calls it, for the encodings the fast way knows."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "UTF-16"
    if data.startswith(codecs.BOM_UTF8):
        return "UTF-8 with byte order mark"
    return "UTF-8"


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
        found, _ = json.JSONDecoder().raw_decode(head, begin)
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
        self._kept: frozenset[str | None] = wanted | {None}  # to be rejected by its number
        self._seen = seen
        kind, names = _spelling_of(first_object(head_of(chunks.first)) or {})
        chunks.page.by_sdk = kind is _Pascal
        listed: Any = list[kind]  # type: ignore[valid-type]  # made above
        self._decoder = msgspec.json.Decoder(listed)
        self._unseen = set(_WITNESSES)
        self._shapes: set[tuple[bool, bool]] = set()
        self._shaper = Shaper(chunks.page)
        self._rows = Rows(self._shaper, chunks.page, names)
        self._found = Scan([], [], 0, set(), 0, chunks.page, self._shaper)

    def take(self, piece: bytes) -> None:
        """The objects of one piece."""
        told: list[Any] = self._decoder.decode(piece)
        self._refuse_several_kinds(told)
        ids = _ids(told)
        before = self._found.total
        self._found.total += len(told)
        again = set() if self._all_new(ids) else self._again(ids, told, before)
        places = set(compress(count(), map(self._kept.__contains__, ids))) - again
        for at in sorted(places | self._witnesses(told, again)):
            self._found.rows.append(self._rows.row(before + at + 1, told[at]))

    def _all_new(self, ids: Sequence[str | None]) -> bool:
        """None of them is missing or was there before; from now on they were."""
        known = self._found.ids
        if None in ids or not known.isdisjoint(ids) or self._seen.has_any(ids):
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
        self._found.digest = self._chunks.digest
        return self._found

    def _again(self, ids: Sequence[str | None], told: Sequence[Any], before: int) -> set[int]:
        """The places of objects whose id was there before."""
        places: set[int] = set()
        known = self._found.ids
        for at, one in enumerate(ids):
            if one is None:
                continue
            if one in known or one in self._seen:
                places.add(at)
                if one in self._wanted:
                    self._found.repeated.append(self._rows.row(before + at + 1, told[at]))
            known.add(one)
        self._found.duplicates += len(places)
        return places

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

    def _refuse_several_kinds(self, told: Sequence[Any]) -> None:
        """A script may have joined users and other things: then every row must be looked at."""
        users, applications = (
            {kind is UnsetType for kind in set(map(type, map(attrgetter(name), told)))}
            for name in ("user_principal_name", "app_id")
        )
        self._shapes |= set(product(users, applications))
        if len(self._shapes) > 1:
            raise NotSimpleError


def _ids(told: Sequence[Any]) -> Sequence[str | None]:
    written = [one.id for one in told]
    try:
        return unlike(written)
    except NotSimpleError:
        return [None if one is None else one.strip().lower() or None for one in written]


def _tells(value: object) -> bool:
    return not isinstance(value, Raw) or bytes(value) not in _NOTHING


def _spelling_of(first: document.Raw) -> tuple[type[msgspec.Struct], list[tuple[str, str]]]:
    """Graph's spelling or the SDK's; a mixture is left to the ordinary way."""
    kind = _Pascal if "Id" in first else _Camel
    exported = dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))
    read = {graph_name(name): name for name in exported.values()}
    for key in first:
        if key == "@odata.type" or read.get(graph_name(key), key) != key:
            raise NotSimpleError
    return kind, list(exported.items())
