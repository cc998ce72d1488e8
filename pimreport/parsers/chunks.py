"""A large JSON list in pieces of a quarter of a megabyte, cut between its objects.

A script wrote the file, so between two objects of the list stands always the same: the end of one,
a comma, blanks, and the beginning of the next with the same first key. No text can contain that,
because its quotation marks would be escaped. Where something nested looks alike, the piece is no
JSON and the reader of the pieces gives the file up to the ordinary way.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = 256 * 1024
_BLOCK = 1 << 18
"""Small enough that the memory of one piece serves for the next: larger ones cost page faults."""
_LARGEST_OBJECT = 64 << 20
_KEY = re.compile(rb'\{\s*("[^"\\]+")')
_BEFORE_LIST = re.compile(
    rb'\s*\{(?:\s*"(?:@odata\.[\w.]+|Count)"\s*:\s*(?:"[^"\\]*"|\d+)\s*,)*\s*"value"\s*:\s*\['
)


class NotSimpleError(Exception):
    """The file is not as simple as the fast way needs it; the ordinary way reads it."""


class _Ends(msgspec.Struct):
    """What stands around the list, and its last objects."""

    value: list[msgspec.Raw]
    context: str | None = msgspec.field(name="@odata.context", default=None)
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)


class Chunks:
    """The objects of one large file as JSON lists.

    Attributes:
        page: context and leftover link; complete after the last piece.
        digest: SHA-256 of the whole file; complete after the last piece.
        first: the first object with what stands before it: a small file of its own.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Look at the beginning.

        Raises:
            NotSimpleError: it is no list, or its objects cannot be told apart safely.
        """
        self.page = Page(rows=[])
        self._stream = stream
        self._digest = hashlib.sha256()
        block = self._bytes(HEAD)
        self._decoder = _decoder_of(block)
        self._rest = self._as_utf8(block)
        opening = self._opening()
        self._head = self._rest[:opening]
        self._joint, self.first = self._between(opening)
        self._rest = self._rest[opening:]

    @property
    def digest(self) -> str:
        """SHA-256 of the file, lower-case hex."""
        return self._digest.hexdigest()

    def lists(self) -> Iterator[bytes]:
        """Every piece as a JSON list.

        Raises:
            NotSimpleError: the list does not end as it began.
        """
        while block := self._bytes(_BLOCK):
            self._rest += self._as_utf8(block)
            cut = self._rest.rfind(b"}" + self._joint)
            if cut >= 0:
                yield b"[%b]" % self._rest[: cut + 1]
                self._rest = self._rest[cut + 1 + self._joint.index(b"{") :]
            elif len(self._rest) > _LARGEST_OBJECT:
                raise NotSimpleError
        yield self._last()

    def _last(self) -> bytes:
        head = b'{"value":[' if self._head.strip() == b"[" else self._head
        body = self._rest.rstrip(b" \t\r\n\0")
        body = body + b"}" if self._head.strip() == b"[" else body
        try:
            ends = msgspec.json.decode(head + body, type=_Ends)
        except (msgspec.MsgspecError, RecursionError):
            raise NotSimpleError from None
        self.page.context, self.page.next_link = ends.context, ends.next_link
        return b"[%b]" % b",".join(bytes(one) for one in ends.value)

    def _bytes(self, size: int) -> bytes:
        block = self._stream.read(size)
        self._digest.update(block)
        return block

    def _as_utf8(self, block: bytes) -> bytes:
        if self._decoder is None:
            return block.removeprefix(codecs.BOM_UTF8)
        try:
            return self._decoder.decode(block).encode("utf-8")
        except UnicodeError:
            raise NotSimpleError from None

    def _opening(self) -> int:
        """Where the first object begins."""
        body = self._rest
        if body.lstrip()[:1] == b"[":
            return body.index(b"[") + 1
        found = _BEFORE_LIST.match(body)
        if found is None:
            raise NotSimpleError
        return found.end()

    def _between(self, opening: int) -> tuple[bytes, bytes]:
        """What separates two objects, and the beginning of the file up to the first one's end."""
        text = self._rest[opening:].decode("utf-8", "ignore")
        begin = len(text) - len(text.lstrip())
        key = _KEY.match(self._rest, opening + begin)
        if key is None:
            raise NotSimpleError
        try:
            _, end = json.JSONDecoder().raw_decode(text, begin)
        except (ValueError, RecursionError):
            raise NotSimpleError from None
        ended = opening + len(text[:end].encode("utf-8"))
        joint = re.compile(rb"\s*,\s*\{\s*" + re.escape(key.group(1))).match(self._rest, ended)
        if joint is None:
            raise NotSimpleError
        closing = b"]" if self._head_is_list() else b"]}"
        return joint.group(), self._rest[:ended] + closing

    def _head_is_list(self) -> bool:
        return self._rest.lstrip()[:1] == b"["


def _decoder_of(block: bytes) -> codecs.IncrementalDecoder | None:
    if not block.startswith(codecs.BOM_UTF16_LE):
        return None
    if block.startswith(codecs.BOM_UTF32_LE):
        raise NotSimpleError
    return codecs.getincrementaldecoder("utf-16")("strict")
