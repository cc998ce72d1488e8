"""Half a million users: only those that matter become rows, the rest is scanned and counted.

msgspec splits the file into raw objects without decoding them; each is then decoded into the few
fields that decide whether it matters. Whoever does goes the same way as any row. Everything the
fast way refuses (several documents, broken JSON, odd types) is left to the ordinary one.
"""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from pimreport.parsers.culture import Outcome
from pimreport.parsers.document import Page, Raw
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from collections.abc import Container

    from pimreport.model.evidence import SourceWarning

LARGE = 4 * 1024**2
"""Below this size the ordinary way takes no second."""
HEAD = 256 * 1024
_CHUNK = 1 << 20
_ABSENT = msgspec.Raw(b"")
_NULL = b"null"
_CONTEXT = re.compile(r'"@odata\.context"\s*:\s*"([^"]*)"')


class _Camel(msgspec.Struct, rename="camel"):
    """What decides whether an object matters, and what its columns show."""

    id: str | None = None
    account_enabled: msgspec.Raw = _ABSENT
    user_type: msgspec.Raw = _ABSENT
    on_premises_sync_enabled: msgspec.Raw = _ABSENT
    sign_in_activity: msgspec.Raw = _ABSENT
    user_principal_name: msgspec.Raw = _ABSENT
    app_id: msgspec.Raw = _ABSENT


class _Pascal(msgspec.Struct, rename="pascal"):
    """The same in the SDK's spelling (a subclass would keep the names of its parent)."""

    id: str | None = None
    account_enabled: msgspec.Raw = _ABSENT
    user_type: msgspec.Raw = _ABSENT
    on_premises_sync_enabled: msgspec.Raw = _ABSENT
    sign_in_activity: msgspec.Raw = _ABSENT
    user_principal_name: msgspec.Raw = _ABSENT
    app_id: msgspec.Raw = _ABSENT


class _Wrapper(msgspec.Struct):
    value: list[msgspec.Raw]
    context: str | None = msgspec.field(name="@odata.context", default=None)
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)


_WITNESSES = ("account_enabled", "user_type", "on_premises_sync_enabled", "sign_in_activity")


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


def encoding_of(data: bytes) -> str:
    """As ``decode`` calls it, for the encodings the fast way knows."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "UTF-16"
    return "UTF-8 with byte order mark" if data.startswith(codecs.BOM_UTF8) else "UTF-8"


def head_of(data: bytes) -> str:
    """The beginning of a file as text, if it is UTF-8 or UTF-16 with a mark."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return data[: len(data) // 2 * 2].decode("utf-16", "ignore")
    return data.decode("utf-8-sig", "ignore")


def context_in(head: str) -> str | None:
    """The page's context, where it stands before the rows."""
    found = _CONTEXT.search(head, 0, max(head.find("["), 0))
    return found.group(1) if found else None


def first_object(head: str) -> Raw | None:
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


def scan(data: bytes, wanted: frozenset[str], seen: Container[object]) -> Scan | None:
    """The rows of a large JSON file that are about ``wanted`` ids; None if it is not so simple.

    Args:
        data: the file.
        wanted: lower-case ids.
        seen: ids of earlier rows.
    """
    body = _as_utf8(data)
    try:
        page, raws = _split(body)
        kind = _Pascal if raws and b'"Id"' in bytes(raws[0]) else _Camel
        decoder = msgspec.json.Decoder[_Camel | _Pascal](kind)
        return _scanned(page, raws, decoder, wanted, seen)
    except (msgspec.MsgspecError, RecursionError, UnreadableError):
        return None


def _as_utf8(data: bytes) -> bytes:
    if not data.startswith(codecs.BOM_UTF16_LE):
        return data.removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    body = bytearray()
    for start in range(0, len(data), _CHUNK):
        body += decoder.decode(data[start : start + _CHUNK]).encode("utf-8", "replace")
    return bytes(body)


def _split(body: bytes) -> tuple[Page, list[msgspec.Raw]]:
    if body.lstrip()[:1] == b"[":
        return Page(rows=[]), msgspec.json.decode(body, type=list[msgspec.Raw])
    wrapper = msgspec.json.decode(body, type=_Wrapper)
    page = Page(rows=[], context=wrapper.context, next_link=wrapper.next_link)
    return page, wrapper.value


def _scanned(
    page: Page,
    raws: list[msgspec.Raw],
    decoder: msgspec.json.Decoder[_Camel | _Pascal],
    wanted: frozenset[str],
    seen: Container[object],
) -> Scan:
    shaper = Shaper(page)
    kept: list[Row] = []
    repeated: list[Row] = []
    ids: set[str] = set()
    duplicates = 0
    unseen = set(_WITNESSES)
    shape: tuple[bool, bool] | None = None
    for number, raw in enumerate(raws, 1):
        told = decoder.decode(raw)
        shape = _same_shape(told, shape)
        identity = told.id.strip().lower() if told.id else None
        if identity in ids or identity in seen:
            duplicates += 1
            if identity in wanted:
                repeated.append(Row(number, shaper.row(number, msgspec.json.decode(raw)), page))
            continue
        if identity is not None:
            ids.add(identity)
        shown = [name for name in unseen if bytes(getattr(told, name)) not in {b"", _NULL}]
        if identity is None or identity in wanted or shown:
            unseen.difference_update(shown)
            row = msgspec.json.decode(raw)
            kept.append(Row(number, shaper.row(number, row), page))
    if shaper.written:
        message = "Localised dates need all rows of their column."
        raise UnreadableError(message)
    return Scan(kept, repeated, len(raws), ids, duplicates, page, shaper)


def _same_shape(told: _Camel | _Pascal, first: tuple[bool, bool] | None) -> tuple[bool, bool]:
    """A script may have joined users and other things: then every row must be looked at."""
    shape = (bool(bytes(told.user_principal_name)), bool(bytes(told.app_id)))
    if first is not None and shape != first:
        message = "The list holds objects of several kinds."
        raise UnreadableError(message)
    return shape
