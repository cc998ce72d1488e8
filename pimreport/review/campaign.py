"""A campaign folder: what lies in it, and the facts it was opened with."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Literal

from pimreport import __version__
from pimreport.errors import UsageError
from pimreport.model.changes import Numbers
from pimreport.review import canonical, shapes
from pimreport.review.removals import Task
from pimreport.review.rows import Row

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.review.canonical import Json

SCHEMA = "pimreport/campaign/1"
TASKS_SCHEMA = "pimreport/tasks/1"
FACTS = "campaign.json"
ROWS = "rows.jsonl"
MANIFEST = "manifest.json"
DECISIONS = "decisions.jsonl"
TASKS = "tasks.json"
CLOSURE = "closure.json"
CHANGES = "changes.json"
INPUTS = "inputs"
SETTINGS = "settings"
"""Accepted risks and settings of the organisation, as they were given."""
RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One workbook that was handed out. ``reviewer``: empty where it is everybody's."""

    file: str
    reviewer: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A review as it was opened.

    Attributes:
        folder: where it lies.
        snapshot: SHA-256 of its snapshot; every workbook bears it.
        opened: ISO date; with ``due`` the window in which decisions count.
        dates: how dates in the exports were read, as given on the command line.
        balanced: whether the tie-out with the previous snapshot balances; True without one.
        tasks: open tasks of earlier campaigns, after this campaign's snapshot.
        history: what the snapshots of earlier campaigns counted, the oldest first.
        closed: decisions were taken over and the gates passed.
    """

    folder: Path
    snapshot: str
    tenant: Json
    as_of: str
    opened: str
    due: str
    dates: Literal["dmy", "mdy"] | None
    rules: tuple[str, ...]
    forms: tuple[Form, ...]
    previous: Json | None
    balanced: bool
    tasks: tuple[Task, ...]
    history: tuple[Numbers, ...] = ()
    organisation: str = ""
    closed: bool = False

    def json(self) -> Json:
        """As ``campaign.json`` holds it."""
        told = asdict(self)
        for name in ("folder", "closed"):
            del told[name]
        return {"schema": SCHEMA, "version": __version__, **told}

    @classmethod
    def read(cls, folder: Path) -> Campaign:
        """The campaign in the folder.

        Raises:
            UsageError: the folder holds none.
        """
        if not (folder / FACTS).is_file():
            message = f"{folder} is no campaign folder: it has no {FACTS}."
            raise UsageError(message)
        path = folder / FACTS
        told = canonical.read_json(path, SCHEMA)
        shapes.demand(path, told, "campaign", shapes.Campaign)
        manifest = canonical.read_json(folder / MANIFEST, "pimreport/manifest/1")
        shapes.demand(folder / MANIFEST, manifest, "manifest", shapes.Manifest)
        typed = {
            "rules": tuple(told["rules"]),
            "forms": shapes.typed(path, told["forms"], "forms", tuple[Form, ...]),
            "tasks": shapes.typed(path, told["tasks"], "tasks", tuple[Task, ...]),
            "history": tuple(
                Numbers(as_of=one["as_of"], numbers=one["numbers"])
                for one in told.get("history", ())
            ),
        }
        known = {one.name: told[one.name] for one in fields(cls) if one.name in told}
        return cls(**(known | typed | {"folder": folder, "closed": manifest["state"] == "closed"}))

    def rows(self) -> tuple[Row, ...]:
        """The rows as they were handed out."""
        path = self.folder / ROWS
        return tuple(
            shapes.typed(path, one, f"line {number}", Row)
            for number, one in canonical.read_lines(path)
        )
