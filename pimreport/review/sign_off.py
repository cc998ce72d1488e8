"""The page that is signed: what was reviewed, decided, and is to be carried out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pimreport.review import campaign as campaigns
from pimreport.review.gates import GATES
from pimreport.review.words import Decision
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pimreport.review.campaign import Campaign
    from pimreport.review.canonical import Json
    from pimreport.review.progress import Progress
    from pimreport.review.removals import Task
    from pimreport.review.returned import Returned
    from pimreport.review.seal import Seal

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def markdown(
    campaign: Campaign, returned: Returned, found: Progress, tasks: Sequence[Task], seal: Seal
) -> bytes:
    """The page as Markdown; names in it are plain text whatever they hold."""
    lines = [
        f"# Access review: {plain(campaign.tenant['name'] or 'tenant of unknown name')}",
        "",
        "CLOSED. Every gate passed; the files are listed with their SHA-256 in manifest.json.",
        "",
        *_table(("", ""), _facts(campaign, found, seal)),
        *("", "## Decisions", ""),
        *_table(("decision", "rows"), ((w, n) for w, n in found.decisions.items() if n)),
        *("", "## Reviewers", ""),
        *_table(("reviewer", "rows"), ((one.reviewer, one.decided) for one in found.shares)),
        *("", "## To be carried out", ""),
        *_table(
            ("state", "decision", "person", "group", "ticket", "due"),
            (
                (one.state, one.decision, one.person, one.group_name, one.ticket, one.due)
                for one in tasks
            ),
        ),
        *("", "## Exceptions", ""),
        *_table(("person", "group", "until", "reason"), _exceptions(returned)),
        *("", "## Tie-out with the previous review", ""),
        *_tie_out(campaign),
        *("", "## Gates", ""),
        *(f"- passed: {gate.name}. {gate.demand}" for gate in GATES),
        "- open: removals are proven by a later snapshot (Open, Removed, Reappeared).",
        *("", "## Signature", ""),
        "Name: ______________________  Date: ______________  Signature: ______________________",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _facts(campaign: Campaign, found: Progress, seal: Seal) -> Iterator[tuple[object, ...]]:
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


def _tie_out(campaign: Campaign) -> list[str]:
    path = campaign.folder / campaigns.CHANGES
    if campaign.previous is None or not path.is_file():
        return ["There is no previous review."]
    told: Json = json.loads(path.read_bytes())
    rows = (
        (
            one["kind"],
            one["prior"],
            f"+{len(one['added'])}",
            f"-{len(one['removed'])}",
            one["current"],
            "balanced" if one["balanced"] else "NOT BALANCED",
        )
        for one in told["tie_out"]
    )
    return _table(("kind", "prior", "added", "removed", "current", "state"), rows)


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    told = [f"| {' | '.join(plain(str(cell)) for cell in row)} |" for row in rows]
    if not told:
        return ["None."]
    return [f"| {' | '.join(titles)} |", f"|{'---|' * len(titles)}", *told]


def plain(text: str) -> str:
    """A text that Markdown prints as it stands, on one line."""
    return _SPECIAL.sub(r"\\\1", visible(" ".join(text.split())))
