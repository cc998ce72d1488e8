"""The report as one HTML file: every table, nothing to load, nothing that a name could run."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from pimreport.registry import registered
from pimreport.report import tables
from pimreport.report.controls import disputed
from pimreport.report.document import sections, ways
from pimreport.report.document.html import cover, rendered
from pimreport.report.table import SEVERITY_MARKS, ColumnKind, Table
from pimreport.report.words import STRATEGIES, name_of
from pimreport.report.writer import Brand
from pimreport.shipped import shipped
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pimreport.model.report import Report
    from pimreport.report.table import Column, Row
    from pimreport.report.writer import Settings

MOST_ROWS = 5_000
"""Rows per table; a browser stays quick, the workbook and the JSON have all."""
_LINKED = 1
"""The column of a finding that links to it: its sentence."""
_STYLED = frozenset(
    {
        *(ColumnKind.CODE, ColumnKind.ID, ColumnKind.NUMBER, ColumnKind.SENTENCE),
        *(ColumnKind.SEVERITY, ColumnKind.SIGNED),
    }
)
"""Kinds of cells that look another way than the rest."""
_PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}


class Shown(NamedTuple):
    """One cell.

    ``kind``: what the style sheet has to know. ``isolated``: not ASCII, so that its direction may
    reorder its surroundings. ``link``: it leads to its own row.
    """

    kind: str
    text: str
    isolated: bool
    link: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row. ``anchor``: for links to it; the others are what the filters go by."""

    cells: Sequence[Shown]
    anchor: str
    severity: str
    strategy: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One table."""

    name: str
    title: str
    about: str
    empty: str
    columns: Sequence[Column]
    lines: Sequence[Line]
    total: int

    @property
    def left_out(self) -> int:
        """Rows that stand only in the workbook and the JSON."""
        return self.total - len(self.lines)


def webpage(report: Report, settings: Settings) -> bytes:
    """The file's bytes; the same report gives the same bytes."""
    own = shipped("templates")
    folders = (own,) if settings.templates is None else (settings.templates, own)
    script = _text(folders, "page.js")
    accent = settings.brand.accent
    style = _text(folders, "page.css").replace(Brand().accent, accent)
    listings = [_listing(one, report) for one in _ordered(report)]
    context = cover(report, settings.brand) | {
        # Both are ours alone, and the policy names their hashes: nothing else can run.
        "script": Markup(script),  # noqa: S704
        "style": Markup(style),  # noqa: S704
        "script_hash": _hash(script),
        "style_hash": _hash(style),
        "logo": _data(settings.brand.logo),
        "listings": listings,
        "ways": ways.worst(report),
        "sections": sections.sections(report),
        "disputed": disputed(report),
        "checks": len(report.assessments),
        "persons": sorted({visible(name_of(one.principal)) for one in report.people}),
    }
    return rendered("page.html", folders, context).encode()


def anchor(key: str) -> str:
    """The id of a finding in the page; the same next quarter, and nothing of a name in it."""
    return f"f-{hashlib.sha256(key.encode('utf-8', 'backslashreplace')).hexdigest()[:16]}"


def _ordered(report: Report) -> Iterable[Table]:
    every = sorted(registered(tables, Table), key=lambda table: table.order)
    return (one for one in every if one.when is None or one.when(report))


def _listing(table: Table, report: Report) -> Listing:
    marks = {str(mark): level.value for level, mark in SEVERITY_MARKS.items()}
    strategies = {str(one.id): str(STRATEGIES[one.strategy]) for one in report.groups}
    people = {str(one.principal.id): visible(name_of(one.principal)) for one in report.people}
    ids = [place for place, one in enumerate(table.columns) if one.kind is ColumnKind.ID]
    kinds = [one.kind.value if one.kind in _STYLED else "" for one in table.columns]
    lines: list[Line] = []
    total = 0
    for row in table.rows(report):
        total += 1
        if total > MOST_ROWS:
            continue
        texts = [column.text(cell) for column, cell in zip(table.columns, row, strict=True)]
        found = [str(row[place]) for place in ids]
        anchored = _anchor(table, row)
        linked = _LINKED if anchored else -1
        lines.append(
            Line(
                # Looking anything up in a sandbox costs; what a cell needs is at hand, so that
                # fifty thousand rows take seconds.
                cells=[
                    Shown(kind, text, not text.isascii(), place == linked)
                    for place, (kind, text) in enumerate(zip(kinds, texts, strict=True))
                ],
                anchor=anchored,
                severity=next((marks[text] for text in texts if text in marks), ""),
                strategy=_first(strategies, found),
                person=_first(people, found),
            )
        )
    return Listing(
        name=table.name,
        title=str(table.title),
        about=str(table.about),
        empty=str(table.empty),
        columns=table.columns,
        lines=lines,
        total=total,
    )


def _anchor(table: Table, row: Row) -> str:
    return anchor(str(row[table.position("Key")])) if table.name == "Findings" else ""


def _first(named: Mapping[str, str], ids: Iterable[str]) -> str:
    return next((named[one] for one in ids if one in named), "")


def _text(folders: Sequence[Path], name: str) -> str:
    path = next(one / name for one in folders if (one / name).is_file())
    return path.read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(logo: Path | None) -> str:
    if logo is None:
        return ""
    content = base64.b64encode(logo.read_bytes()).decode()
    return f"data:{_PICTURES[logo.suffix.lower()]};base64,{content}"
