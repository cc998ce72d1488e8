"""What the body of the mail may say: counts from the JSON report, and no name in it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pimreport.errors import UsageError
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA = "pimreport/report/1"
SEVERITIES = ("critical", "high", "medium", "low", "info")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How many things changed since the earlier report, by what that means for safety."""

    since: str
    worse: int
    changed: int
    better: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The counts. ``organisation`` is made harmless and short; there is no other name.

    ``seizable``: accounts that somebody with less access could take over, ``certain`` of them
    whichever of two contradicting sources is right; None: not in the evidence. ``campaign``: which report about which tenant this is; the same for every rendering of it.
    """

    organisation: str
    as_of: str
    campaign: str
    severities: Mapping[str, int]
    accepted: int
    groups: int
    people: int
    seizable: int | None
    certain: int | None
    not_assessed: int
    missing: int
    movement: Movement | None

    @property
    def open(self) -> int:
        """Findings that nobody has accepted."""
        return sum(self.severities.values())


def read_summary(path: Path) -> Summary:
    """The counts of a JSON report.

    Raises:
        UsageError: the file cannot be read, or it is no JSON report of pimreport.
    """
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise UsageError(message) from None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        message = f"{path} is no JSON report of pimreport ({SCHEMA})."
        raise UsageError(message)
    try:
        return _summary(content)
    except (KeyError, TypeError, ValueError, AttributeError):
        message = f"{path} lacks the counts that the mail needs: make the report anew."
        raise UsageError(message) from None


def _summary(content: dict[str, Any]) -> Summary:
    numbers = content["summary"]
    tenant = content["tenant"]
    as_of = harmless(str(content["as_of"]))
    return Summary(
        organisation=harmless(str(tenant["name"] or "")),
        as_of=as_of,
        campaign=f"{harmless(str(tenant['id'] or 'unknown tenant'))} {as_of}",
        severities={one: _count(numbers["severities"][one]) for one in SEVERITIES},
        accepted=_count(numbers["accepted"]),
        groups=_count(numbers["groups"]),
        people=_count(numbers["people"]),
        seizable=_known(numbers["seizable"]),
        certain=_known(numbers["seizable_either_way"]),
        not_assessed=_count(numbers["assessments"]["not-assessed"]),
        missing=_count(numbers["missing"]),
        movement=_movement(content.get("changes")),
    )


def _movement(changes: dict[str, Any] | None) -> Movement | None:
    """The directions are counted; the sentences, which hold names, stay in the attachment."""
    if changes is None:
        return None
    directions = Counter(str(row["direction"]) for row in changes["changes"])
    return Movement(
        since=harmless(str(changes["before"]["as_of"])),
        worse=directions["worse"],
        changed=directions["changed"],
        better=directions["better"],
    )


def harmless(text: str) -> str:
    """Short, on one line, with nothing in it that the eye cannot see."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"


def _known(value: object) -> int | None:
    return None if value is None else _count(value)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(value)
    return value
