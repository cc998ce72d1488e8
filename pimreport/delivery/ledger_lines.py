"""The lines of ``delivery.jsonl`` read back: none is guessed, a cut one is told from a changed one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec

from pimreport.delivery.outcome import Fate  # noqa: TC001 - msgspec reads the annotations
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "pimreport/delivery/1"
_BEGINS = b'{"schema"'
Json: TypeAlias = dict[str, Any]


def records(path: Path, content: bytes) -> tuple[list[Json], bool]:
    """The records, and whether the last line was cut off. Such a line is passed over.

    Passing it over is safe: a cut attempt was not synchronised, so nothing had left; a cut
    result leaves its attempt without one.
    """
    lines = content.split(b"\n")
    torn = bool(lines.pop())
    found = []
    for number, line in enumerate(lines, 1):
        if record := _record(line):
            found.append(record)
        elif line.strip() and not _cut(line):
            message = f"{path}, line {number} is no delivery record: it was changed by hand."
            raise UsageError(message)
    return found, torn


class _Attachment(msgspec.Struct):
    original: str


class _Attempt(msgspec.Struct, tag_field="event", tag="attempt"):
    schema: Literal["pimreport/delivery/1"]
    message_id: str
    campaign: str
    recipients: list[str]
    attachments: list[_Attachment]


class _Outcome(msgspec.Struct):
    recipient: str
    fate: Fate


class _Result(msgspec.Struct, tag_field="event", tag="result"):
    schema: Literal["pimreport/delivery/1"]
    message_id: str
    results: list[_Outcome]


def _record(line: bytes) -> Json | None:
    """What is read of a record is as it was written; more may stand there."""
    try:
        record = json.loads(line)
        msgspec.convert(record, _Attempt | _Result)
    except (ValueError, RecursionError, msgspec.ValidationError):
        return None
    return dict(record)


def _cut(line: bytes) -> bool:
    """Whether it began as a record and was not finished; the next writer ended the line."""
    begins = line[: len(_BEGINS)] == _BEGINS[: len(line)]
    return begins and not line.rstrip().endswith(b"}")
