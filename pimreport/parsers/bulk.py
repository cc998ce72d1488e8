"""Half a million users: only those that matter become rows, the rest is scanned and counted.

msgspec splits the file into raw objects without decoding them; each is then decoded into the few
fields that decide whether it matters. Whoever does goes the same way as any row. Everything the
fast way refuses (several documents, broken JSON, odd types) is left to the ordinary one.
"""

from __future__ import annotations

import codecs
import json
from dataclasses import dataclass
from typing import Any

import msgspec

from pimreport.parsers.document import Page, Raw
from pimreport.parsers.gaps import Gap
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper

LARGE = 4 * 1024**2
"""Below this size the ordinary way takes no second."""
HEAD = 256 * 1024
_CHUNK = 1 << 20
_ABSENT = msgspec.Raw(b"")
_NULL = b"null"


class _Camel(msgspec.Struct, rename="camel"):
    """What decides whether an object matters, and what its columns show."""

    id: str | None = None
    account_enabled: msgspec.Raw = _ABSENT
    user_type: msgspec.Raw = _ABSENT
    on_premises_sync_enabled: msgspec.Raw = _ABSENT
    sign_in_activity: msgspec.Raw = _ABSENT


class _Pascal(msgspec.Struct, rename="pascal"):
    """The same in the SDK's spelling (a subclass would keep the names of its parent)."""

    id: str | None = None
    account_enabled: msgspec.Raw = _ABSENT
    user_type: msgspec.Raw = _ABSENT
    on_premises_sync_enabled: msgspec.Raw = _ABSENT
    sign_in_activity: msgspec.Raw = _ABSENT


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
        total: how many objects the file holds.
        duplicates: how many of them an earlier file or row had.
        page: for context and leftover link.
    """

    rows: list[Row]
    total: int
    duplicates: int
    page: Page


def head_of(data: bytes) -> str:
    """The beginning of a file as text, if it is UTF-8 or UTF-16 with a mark."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return data[: len(data) // 2 * 2].decode("utf-16", "ignore")
    return data.decode("utf-8-sig", "ignore")


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


def scan(data: bytes, wanted: frozenset[str], seen: dict[Any, Any]) -> Scan | None:
    """The rows of a large JSON file that are about ``wanted`` ids; None if it is not so simple.

    Args:
        data: the file.
        wanted: lower-case ids.
        seen: ids of earlier rows; those of this file are added.
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
    seen: dict[Any, Any],
) -> Scan:
    shaper = Shaper(page)
    kept: list[Row] = []
    ids: set[str] = set()
    duplicates = 0
    unseen = set(_WITNESSES)
    for number, raw in enumerate(raws, 1):
        told = decoder.decode(raw)
        identity = told.id.strip().lower() if told.id else None
        if identity in ids or identity in seen:
            duplicates += 1
            continue
        if identity is not None:
            ids.add(identity)
        shown = [name for name in unseen if bytes(getattr(told, name)) not in {b"", _NULL}]
        if identity is None or identity in wanted or shown:
            unseen.difference_update(shown)
            row = msgspec.json.decode(raw)
            kept.append(Row(number, shaper.row(number, row), page))
    seen.update(dict.fromkeys(ids, Gap.LOST))
    if shaper.written:
        message = "Localised dates need all rows of their column."
        raise UnreadableError(message)
    return Scan(kept, len(raws), duplicates, page)
