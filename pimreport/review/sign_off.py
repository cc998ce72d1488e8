"""The page that is signed: what was reviewed, decided, and is to be carried out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.review import campaign as campaigns
from pimreport.review import canonical, shapes, snapshot
from pimreport.review.gates import GATES
from pimreport.review.words import Decision
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pimreport.review.campaign import Campaign
    from pimreport.review.progress import Progress
    from pimreport.review.removals import Task
    from pimreport.review.returned import Returned
    from pimreport.review.seal import Seal

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table of the page. ``empty``: what is said where it has no row."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "None."


def title(campaign: Campaign) -> str:
    """The heading of the page."""
    return f"Access review: {visible(campaign.tenant['name'] or 'tenant of unknown name')}"


STATE = "CLOSED. Every gate passed; the files are listed with their SHA-256 in manifest.json."
OPEN_END = "Removals are proven by a later snapshot (Open, Removed, Reappeared)."


def sections(
    campaign: Campaign, returned: Returned, found: Progress, tasks: Iterable[Task], seal: Seal
) -> list[Section]:
    """Everything that the page says, whatever it is printed on."""
    orders = (
        (one.state, one.decision, one.person, one.group_name, one.ticket, one.due) for one in tasks
    )
    return [
        _section("Facts", ("fact", "value"), _facts(campaign, found, seal)),
        _section(
            "Decisions", ("decision", "rows"), ((w, n) for w, n in found.decisions.items() if n)
        ),
        _section(
            "Reviewers", ("reviewer", "rows"), ((one.reviewer, one.decided) for one in found.shares)
        ),
        _section(
            "To be carried out", ("state", "decision", "person", "group", "ticket", "due"), orders
        ),
        _section("Exceptions", ("person", "group", "until", "reason"), _exceptions(returned)),
        _section(
            "Accepted risks", ("finding", "owner", "until", "findings", "reason"), _risks(campaign)
        ),
        _section(
            "Tie-out with the previous review",
            ("kind", "prior", "added", "removed", "current", "state"),
            _tie_out(campaign),
            "There is no previous review.",
        ),
        _section("Gates passed", ("gate", "demand"), ((one.name, one.demand) for one in GATES)),
    ]


def _section(
    title: str, headings: tuple[str, ...], rows: Iterable[Sequence[object]], empty: str = "None."
) -> Section:
    told = tuple(tuple(visible(" ".join(str(cell).split())) for cell in row) for row in rows)
    return Section(title=title, headings=headings, rows=told, empty=empty)


def markdown(heading: str, told: Iterable[Section]) -> bytes:
    """The page as Markdown; names in it are plain text whatever they hold."""
    lines = [f"# {plain(heading)}", "", STATE]
    for one in told:
        lines += ["", f"## {one.title}", "", *_table(one)]
    lines += ["", OPEN_END, "", "## Signature", "", SIGNATURE, ""]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


SIGNATURE = "Name: ______________________  Date: ______________  Signature: ______________________"


def _facts(campaign: Campaign, found: Progress, seal: Seal) -> Iterator[tuple[object, ...]]:
    if campaign.organisation:
        yield "Organisation", campaign.organisation
    yield "Tenant", campaign.tenant["id"] or "unknown"
    yield "Population as of", campaign.as_of
    yield "Snapshot (SHA-256)", campaign.snapshot
    yield "Opened", campaign.opened
    yield "Due", campaign.due
    yield "Closed", f"{seal.on} by {seal.by}"
    if seal.late:
        yield "Decisions after the last day accepted", seal.late
    yield "Rows", f"{found.decided} of {found.rows} decided"
    link = campaign.previous
    yield "Previous review", f"{link['name']}, manifest {link['manifest']}" if link else "none"


def _exceptions(returned: Returned) -> Iterator[tuple[object, ...]]:
    for one in returned.answers:
        if one.decision is Decision.EXCEPTION:
            yield one.row.person, one.row.group_name, one.due.day, one.justification


def _risks(campaign: Campaign) -> Iterator[tuple[object, ...]]:
    """What the organisation accepts by its own file, beside the exceptions of reviewers."""
    for one in snapshot.read(campaign.folder).get("accepted", ()):
        until = f"{one['until']} (expired)" if one["expired"] else one["until"]
        yield one["key"], one["owner"], until, one["findings"], one["reason"]


def _tie_out(campaign: Campaign) -> Iterator[tuple[object, ...]]:
    path = campaign.folder / campaigns.CHANGES
    if campaign.previous is None or not path.is_file():
        return
    told = canonical.read_json(path)
    shapes.demand(path, told, "comparison", shapes.Changes)
    for one in told["tie_out"]:
        added, removed = f"+{len(one['added'])}", f"-{len(one['removed'])}"
        state = "balanced" if one["balanced"] else "NOT BALANCED"
        yield one["kind"], one["prior"], added, removed, one["current"], state


def _table(section: Section) -> list[str]:
    if not section.rows:
        return [section.empty]
    told = [f"| {' | '.join(map(plain, row))} |" for row in section.rows]
    headings = section.headings
    return [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}", *told]


def plain(text: str) -> str:
    """A text that Markdown prints as it stands, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(" ".join(text.split())))
