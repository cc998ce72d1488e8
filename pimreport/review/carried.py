"""What a review carries over from the one before: decisions, open tasks, and the chain of hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.errors import UsageError
from pimreport.review import campaign, canonical, shapes, snapshot
from pimreport.review.removals import Task
from pimreport.review.words import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pimreport.model.changes import Numbers
    from pimreport.review.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """One decision of the previous review."""

    key: str
    decision: Decision
    reviewer: str
    reviewed: str
    due: str
    justification: str

    @property
    def told(self) -> str:
        """In one cell: ``Approve by Katrin Vogel on 2026-10-05: on call``."""
        until = f" until {self.due}" if self.decision is Decision.EXCEPTION else ""
        why = f": {self.justification}" if self.justification else ""
        return f"{self.decision}{until} by {self.reviewer} on {self.reviewed}{why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """A closed campaign as the next one sees it. ``manifest``: SHA-256 of its manifest."""

    name: str
    as_of: str
    manifest: str
    snapshot: Json
    decisions: Mapping[str, Earlier]
    tasks: tuple[Task, ...]
    history: tuple[Numbers, ...] = ()


def history(folder: Path) -> tuple[Numbers, ...]:
    """What the snapshots before that of a campaign counted; nothing where the path is no campaign."""
    known = (folder / campaign.FACTS).is_file()
    return campaign.Campaign.read(folder).history if known else ()


def previous(folder: Path) -> Previous:
    """Read a closed campaign.

    Raises:
        UsageError: it is no campaign folder, or not closed yet.
    """
    told = campaign.Campaign.read(folder)
    if not told.closed:
        message = f"{folder} is not closed yet: its decisions are a draft. Close it first."
        raise UsageError(message)
    return Previous(
        name=folder.resolve().name,
        as_of=told.as_of,
        manifest=canonical.sha256((folder / campaign.MANIFEST).read_bytes()),
        snapshot=snapshot.read(folder),
        decisions=_decisions(folder / campaign.DECISIONS),
        tasks=tasks_of(folder),
        history=told.history,
    )


def tasks_of(folder: Path) -> tuple[Task, ...]:
    """What the decisions of a closed campaign, and of those before it, ask to be carried out."""
    path = folder / campaign.TASKS
    told = canonical.read_json(path, campaign.TASKS_SCHEMA)
    shapes.demand(path, told, "list of tasks", shapes.Tasks)
    return shapes.typed(path, told["tasks"], "tasks", tuple[Task, ...])


def _decisions(path: Path) -> dict[str, Earlier]:
    found: dict[str, Earlier] = {}
    for number, told in canonical.read_lines(path):
        one = shapes.typed(path, told, f"line {number}", shapes.Decided)
        found[one.key] = Earlier(
            key=one.key,
            decision=one.decision,
            reviewer=one.reviewed_by,
            reviewed=one.reviewed_date,
            due=one.due_date or "",
            justification=one.justification,
        )
    return found
