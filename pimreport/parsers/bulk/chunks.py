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

from pimreport.parsers import lost_letters
from pimreport.parsers.bulk import question_marks
from pimreport.parsers.document import Page
from pimreport.parsers.formats.graph_json import layout_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.model.evidence import SourceWarning

HEAD = 256 * 1024
_SMALL = 1 << 16
_OF_ONE = 1 << 14
"""Hardly an object is larger, and hardly a head needs to be decoded further."""
_DECODER = json.JSONDecoder()
_BLOCK = 1 << 18
"""Small enough that the memory of one piece serves for the next: larger ones cost page faults."""
_LARGEST_OBJECT = 64 << 20
_KEY = re.compile(rb'\s*\{\s*("[^"\\]+")')
_BEFORE_LIST = re.compile(
    rb'\s*\{(?:\s*"(?:@odata\.[\w.]+|Count)"\s*:\s*(?:"[^"\\]*"|\d+)\s*,)*\s*"value"\s*:\s*\['
)
_COUNT = re.compile(rb'"(?:@odata\.count|Count)"\s*:\s*\d+\s*,')


class NotSimpleError(Exception):
    """The file is not as simple as the fast way needs it; the ordinary way reads it."""


NOT_SIMPLE = (NotSimpleError, msgspec.MsgspecError, UnicodeError, RecursionError)
"""Whatever shows so while a file is decoded; of text that is no UTF-8, msgspec raises Python's own."""


class _Ends(msgspec.Struct):
    """What stands around the list, and its last objects."""

    value: msgspec.Raw
    context: str | None = msgspec.field(name="@odata.context", default=None)
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)
    count: int | None = msgspec.field(name="@odata.count", default=None)
    number: int | None = msgspec.field(name="Count", default=None)


def beginning(stream: BinaryIO) -> bytes:
    """The first ``HEAD`` bytes. Most files are small, and memory for them costs little."""
    start = stream.read(_SMALL)
    return start + stream.read(HEAD - _SMALL) if len(start) == _SMALL else start


class Chunks:
    """The objects of one large file as JSON lists.

    Attributes:
        page: context and leftover link; complete after the last piece.
        digest: SHA-256 of the whole file; complete after the last piece.
        first: the first object with what stands before it: a small file of its own.
        lost_in: the first object, counted from 1, with a name that has question marks for letters.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Look at the beginning.

        Raises:
            NotSimpleError: it is no list, or its objects cannot be told apart safely.
        """
        self.page = Page(rows=[])
        self._counted = 0
        self._stream = stream
        self._digest = hashlib.sha256()
        self._ascii = True
        self.lost_in: int | None = None
        block = self._noted(beginning(stream))
        self._is_whole = len(block) < HEAD
        self._decoder = _decoder_of(block)
        self._marked = block.startswith(codecs.BOM_UTF8)
        self._rest = self._as_utf8(block.removeprefix(codecs.BOM_UTF8))
        self._layout = layout_of(self._rest[:_OF_ONE].decode("utf-8", "ignore"))
        opening = self._opening()
        self._head = self._rest[:opening]
        self._joint, self.first = self._between(opening)
        self._rest = self._rest[opening:]

    @property
    def digest(self) -> str:
        """SHA-256 of the file, lower-case hex."""
        return self._digest.hexdigest()

    @property
    def written(self) -> str:
        """How the file is written and encoded, as the ordinary way calls it."""
        if self._decoder is not None:
            return f"{self._layout}, UTF-16"
        if self._marked:
            return f"{self._layout}, UTF-8 with byte order mark"
        return f"{self._layout}, {'ASCII' if self._ascii else 'UTF-8'}"

    @property
    def warnings(self) -> list[SourceWarning]:
        """About the file; complete after the last piece."""
        told = self._ascii and self.lost_in is not None
        return [lost_letters.warning(self.lost_in or 0)] if told else []

    def refuse_more_than(self, total: int) -> None:
        """The list has all the records it says it has; asked after the last piece.

        Raises:
            NotSimpleError: it is for the ordinary way to tell how many are missing.
        """
        if self._counted > total:
            raise NotSimpleError

    def look_for_question_marks(self, piece: bytes, before: int) -> None:
        """Find the first name that lost letters; ``before``: how many objects earlier pieces have."""
        if self._ascii and self.lost_in is None and b"?" in piece:
            found = question_marks.first_in(piece, self.page)
            self.lost_in = None if found is None else before + found

    def lists(self) -> Iterator[bytes]:
        """Every piece as a JSON list.

        Raises:
            NotSimpleError: the list does not end as it began.
        """
        while not self._is_whole and (block := self._noted(self._stream.read(_BLOCK))):
            text = self._as_utf8(block)
            cut = text.rfind(b"}" + self._joint)
            if cut >= 0:  # else an object goes on, or ends just between two blocks
                yield b"".join((b"[", self._rest, memoryview(text)[: cut + 1], b"]"))
                self._rest = text[cut + 1 + self._joint.index(b"{") :]
            else:
                self._rest += text
            if len(self._rest) > _LARGEST_OBJECT:
                raise NotSimpleError
        self._rest += self._as_utf8(b"", last=True)
        yield self._last()

    def _last(self) -> bytes:
        head = b'{"value":[' if self._head.strip() == b"[" else self._head
        body = self._rest.rstrip(b" \t\r\n\0")
        body = body + b"}" if self._head.strip() == b"[" else body
        try:
            self.refuse_undecodable(head + body)
            ends = msgspec.json.decode(head + body, type=_Ends)
        except NOT_SIMPLE:
            raise NotSimpleError from None
        self.page.context, self.page.next_link = ends.context, ends.next_link or None
        if self.page.next_link is None:
            self._counted = ends.count or ends.number or 0
        return bytes(ends.value)

    def _noted(self, block: bytes) -> bytes:
        self._digest.update(block)
        self._ascii = self._ascii and block.isascii()
        return block

    def _as_utf8(self, block: bytes, *, last: bool = False) -> bytes:
        if self._decoder is None:
            if b"\0" in block:
                raise NotSimpleError  # something wide was appended
            return block
        try:
            return self._decoder.decode(block, last).encode("utf-8")
        except UnicodeError:
            raise NotSimpleError from None

    def refuse_undecodable(self, piece: bytes) -> None:
        """Asked by those who skip properties: msgspec does not look whether their text is one.

        Raises:
            NotSimpleError: not all of it is.
        """
        if self._decoder is None and not piece.isascii():
            try:
                piece.decode("utf-8")
            except UnicodeDecodeError:
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
        ended = self._end_of_object(opening, _OF_ONE) or self._end_of_object(
            opening, len(self._rest)
        )
        key = _KEY.match(self._rest, opening)
        if ended is None or key is None:
            raise NotSimpleError
        joint = re.compile(rb"\s*,\s*\{\s*" + re.escape(key.group(1))).match(self._rest, ended)
        if joint is None:
            raise NotSimpleError
        closing = b"]" if self._head_is_list() else b"]}"
        head = _COUNT.sub(b"", self._rest[:opening])
        return joint.group(), head + self._rest[opening:ended] + closing

    def _end_of_object(self, opening: int, size: int) -> int | None:
        """Where the first object ends, if it does among so many bytes."""
        text = self._rest[opening : opening + size].decode("utf-8", "ignore")
        try:
            _, end = _DECODER.raw_decode(text, len(text) - len(text.lstrip()))
        except (ValueError, RecursionError):
            return None
        return opening + len(text[:end].encode("utf-8"))

    def _head_is_list(self) -> bool:
        return self._rest.lstrip()[:1] == b"["


def _decoder_of(block: bytes) -> codecs.IncrementalDecoder | None:
    if not block.startswith(codecs.BOM_UTF16_LE):
        return None
    if block.startswith(codecs.BOM_UTF32_LE):
        raise NotSimpleError
    return codecs.getincrementaldecoder("utf-16")("strict")
