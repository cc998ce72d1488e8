"""What changed between two snapshots, and whether the counts tie out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pimreport.wording import Wording


class Direction(StrEnum):
    """What a change means for the safety of the roles."""

    WORSE = "worse"
    CHANGED = "changed"
    """Neither: to be looked at."""
    BETTER = "better"


class What(StrEnum):
    """Which kind of thing changed, in the order in which a reader should see it."""

    STRATEGY = "strategy"
    PROTECTION = "protection"
    POLICY = "policy"
    EVIDENCE = "evidence"
    STATE = "state"
    FINDING = "finding"
    ROLE = "role"
    MEMBERSHIP = "membership"
    GROUP = "group"
    SETTING = "setting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference that deserves a line.

    Attributes:
        what: the kind of thing.
        direction: worse, changed or better.
        subject: name of the person, group, policy or check.
        subject_id: its id.
        group: name of the group concerned, if it is another thing.
        before: the value in the earlier snapshot, in words.
        after: the value in the later one.
        sentence: the change as an auditor can paste it.
    """

    what: What
    direction: Direction
    subject: str
    subject_id: str
    before: str
    after: str
    sentence: Wording
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """One item that came or went: its natural key, and what it is in words."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TieOut:
    """``prior + added - removed = current`` for one kind, every delta itemised.

    ``prior`` and ``current`` are the counts that each snapshot declared when it was made; the
    deltas come from the items themselves, so that an edited snapshot does not balance.
    """

    kind: str
    prior: int
    added: tuple[Delta, ...]
    removed: tuple[Delta, ...]
    current: int

    @property
    def balanced(self) -> bool:
        """The equation holds."""
        return self.prior + len(self.added) - len(self.removed) == self.current


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What one snapshot counted, by name; empty where an early snapshot kept no numbers."""

    as_of: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that differs between two snapshots of one tenant.

    ``before`` and ``after``: their dates. ``before_id`` and ``after_id``: their SHA-256.
    ``history``: the numbers of every snapshot known, the oldest first, these two last.
    """

    before: str
    after: str
    before_id: str
    after_id: str
    changes: tuple[Change, ...]
    tie_out: tuple[TieOut, ...]
    history: tuple[Numbers, ...] = ()

    @property
    def balanced(self) -> bool:
        """Every kind ties out."""
        return all(one.balanced for one in self.tie_out)
