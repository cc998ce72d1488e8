"""The lines of ``delivery.jsonl`` read back: none is guessed, a cut one is told from a changed one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = "pimreport/delivery/1"
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
        elif line.strip() and number < len(lines) and not _cut(line):
            message = f"{path}, line {number} is no delivery record: it was changed by hand."
            raise UsageError(message)
    return found, torn


def _record(line: bytes) -> Json | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    needed = {"attempt": "recipients attachments campaign", "result": "results"}
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        return None
    names = needed.get(str(record.get("event")), "event").split()
    return record if all(name in record for name in ["message_id", *names]) else None


def _cut(line: bytes) -> bool:
    """Whether it began as a record and was not finished; the next writer ended the line."""
    return line.startswith(b'{"schema"') and not line.rstrip().endswith(b"}")
