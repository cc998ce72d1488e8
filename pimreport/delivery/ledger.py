"""``delivery.jsonl``: what left, to whom, and what the server said; so that nothing leaves twice.

One JSON object a line. An ``attempt`` is written and synchronised before anything leaves, its
``result`` afterwards. An attempt without a result was cut off: nobody knows whether it arrived.
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from pimreport.delivery.ledger_lines import SCHEMA, Json, records
from pimreport.delivery.locking import lock
from pimreport.delivery.outcome import Fate
from pimreport.delivery.recipients import key
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pimreport.delivery.message import Letter
    from pimreport.delivery.outcome import Result, Way

NAME = "delivery.jsonl"


class Ledger:
    """The record of one folder, locked while it is open."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        """Read what is there. Use :func:`opened`."""
        self._path = path
        self._file = file
        self._records, self._torn = records(path, file.read())

    def past(self, campaign: str, originals: Iterable[str]) -> dict[str, Fate]:
        """What became of this campaign, or of one of these files, by recipient.

        ACCEPTED wins over UNKNOWN, and both over whatever never left.
        """
        wanted = set(originals)
        results = {one["message_id"]: one["results"] for one in self._of("result")}
        found: dict[str, Fate] = {}
        for attempt in self._of("attempt"):
            files = {one["original"] for one in attempt["attachments"]}
            if attempt["campaign"] != campaign and not files & wanted:
                continue
            told = {one["recipient"]: one for one in results.get(attempt["message_id"], [])}
            for recipient in attempt["recipients"]:
                fate = Fate(told[recipient]["fate"]) if recipient in told else Fate.UNKNOWN
                _weightier(found, key(recipient), fate)
        return found

    def attempt(self, letter: Letter, way: Way, at: str) -> None:
        """Before anything leaves."""
        self._append(
            {
                "event": "attempt",
                "at": at,
                "message_id": letter.message_id,
                "campaign": letter.summary.campaign,
                "way": way.name,
                "server": way.server,
                "recipients": list(letter.recipients.every),
                "attachments": [
                    {
                        "name": one.name,
                        "sha256": one.sha256,
                        "original": one.original,
                        "encrypted": one.encrypted,
                    }
                    for one in letter.attachments
                ],
            }
        )

    def result(self, letter: Letter, results: Sequence[Result], at: str) -> None:
        """Afterwards."""
        told = [
            {
                "recipient": one.recipient,
                "fate": one.fate.value,
                "summary_only": one.summary_only,
                "reply": one.reply,
            }
            for one in results
        ]
        self._append(
            {"event": "result", "at": at, "message_id": letter.message_id, "results": told}
        )

    def _of(self, event: str) -> list[Json]:
        return [one for one in self._records if one["event"] == event]

    def _append(self, record: Json) -> None:
        line = json.dumps({"schema": SCHEMA} | record, ensure_ascii=True, sort_keys=False)
        try:
            self._file.write(b"\n" * self._torn + line.encode("ascii") + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            message = f"{self._path} cannot be written: {error.strerror}."
            raise UsageError(message) from error
        self._torn = False
        self._records.append(record)


@contextmanager
def opened(folder: Path) -> Iterator[Ledger]:
    """The ledger of the folder, for one delivery at a time.

    Raises:
        UsageError: it cannot be written, is a symbolic link, was changed by hand, or another
            delivery is under way.
    """
    path = folder / NAME
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise UsageError(message) from None
    with os.fdopen(handle, "r+b") as file:
        if not lock(file):
            message = f"{path} is in use: another delivery is under way."
            raise UsageError(message)
        yield Ledger(path, file)


def _weightier(found: dict[str, Fate], recipient: str, fate: Fate) -> None:
    order = [Fate.ACCEPTED, Fate.UNKNOWN, Fate.REFUSED, Fate.NOT_SENT]
    before = found.get(recipient, fate)
    found[recipient] = min(before, fate, key=order.index)
