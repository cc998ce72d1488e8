"""Opening a review: from a report to the files of a campaign folder."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from pimreport.errors import UsageError
from pimreport.report.changes import changes_json
from pimreport.review import campaign as campaigns
from pimreport.review import canonical, folder, manifest, snapshot
from pimreport.review.compare import compare
from pimreport.review.form import Occasion, form
from pimreport.review.recommendation import advised
from pimreport.review.removals import tracked
from pimreport.review.reviewers import assigned
from pimreport.review.rows import rows
from pimreport.review.words import Removal
from pimreport.visible import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pimreport.model.report import Report
    from pimreport.review.canonical import Json
    from pimreport.review.carried import Previous
    from pimreport.review.removals import Task
    from pimreport.review.reviewers import Rule
    from pimreport.review.rows import Row

DAYS = 15
"""A review is due so many days after its period ended; opened later, so many days after that."""
FORM = "review.xlsx"
MOST_ROWS = 150_000
"""Of one workbook. Their sheet has 250 MB, which is what one that comes back may have
(``caps.MOST_SHEET``); Excel has room for a million, and no person for as many decisions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the person who opens the review chose.

    Attributes:
        opened: the day.
        due: the last day for decisions; None: 15 days after the snapshot or the opening.
        dates: order of day and month in the exports, as given.
        rules: who reviews what.
        apart: one workbook per reviewer.
        previous: the campaign before, closed.
        expectations: the settings under which conclusions are drawn.
        organisation: whose review it is; empty if nobody said.
    """

    opened: date
    due: date | None = None
    dates: Literal["dmy", "mdy"] | None = None
    rules: tuple[Rule, ...] = ()
    apart: bool = False
    previous: Previous | None = None
    expectations: Json | None = None
    organisation: str = ""


def compared(report: Report, plan: Plan) -> Report:
    """The report with what changed since the campaign before, if there was one."""
    before = plan.previous
    if before is None:
        return report
    frozen = snapshot.of(report, plan.expectations)
    snapshot.demand_order(before.snapshot, frozen)
    return replace(report, changes=compare(before.snapshot, frozen, before.history, report))


def fill(staging: Path, report: Report, plan: Plan) -> campaigns.Campaign:
    """Write everything but the inputs into the folder, which holds them already.

    Args:
        staging: the folder, not yet under its name.
        report: the conclusions drawn from the copied inputs; see :func:`compared`.
        plan: what was chosen.

    Raises:
        UsageError: a workbook would be larger than one that may come back.
    """
    frozen = snapshot.of(report, plan.expectations)
    content = canonical.canonical(frozen)
    tasks = tracked(plan.previous.tasks, frozen) if plan.previous else ()
    asked = _asked(frozen, tasks, plan)
    parts = parted(asked, apart=plan.apart)
    comparison = report.changes
    opened = campaigns.Campaign(
        folder=staging,
        snapshot=canonical.sha256(content),
        tenant=frozen["tenant"],
        as_of=report.as_of,
        opened=plan.opened.isoformat(),
        due=_due(report, plan).isoformat(),
        dates=plan.dates,
        rules=tuple(one.text for one in plan.rules),
        forms=tuple(
            campaigns.Form(file=file, reviewer=reviewer, rows=len(theirs))
            for file, (reviewer, theirs) in parts.items()
        ),
        previous=_link(plan.previous),
        organisation=plan.organisation,
        balanced=comparison is None or comparison.balanced,
        tasks=tasks,
        history=() if comparison is None else comparison.history[:-1],
    )
    files = {
        snapshot.NAME: content,
        campaigns.FACTS: canonical.canonical(opened.json()),
        campaigns.ROWS: b"".join(canonical.line(row.json()) for row in asked),
    }
    if comparison is not None:
        files[campaigns.CHANGES] = canonical.canonical(changes_json(comparison))
    occasion = _occasion(opened, report)
    for file, (reviewer, theirs) in parts.items():
        files[file] = form(occasion, theirs, reviewer, file)
    folder.write(staging, files)
    return opened


def _asked(frozen: Json, tasks: Iterable[Task], plan: Plan) -> list[Row]:
    """What is to be decided, with a recommendation each, and by whom."""
    earlier = plan.previous.decisions if plan.previous else {}
    unsettled = {one.key: one for one in tasks if one.state in {Removal.OPEN, Removal.REAPPEARED}}
    found = advised(rows(frozen), earlier, unsettled, plan.opened.isoformat())
    return list(assigned(found, plan.rules))


def seal(opened: campaigns.Campaign) -> None:
    """Write the manifest of an open campaign, when everything else is there."""
    content = manifest.manifest(opened, "open")
    folder.write(opened.folder, {campaigns.MANIFEST: content})


def _occasion(opened: campaigns.Campaign, report: Report) -> Occasion:
    """What the workbook says about itself."""
    return Occasion(
        tenant=called(report.tenant.name) or "Tenant of unknown name",
        tenant_id=report.tenant.id or "tenant id unknown",
        as_of=report.as_of,
        moment=report.tenant.as_of.first,
        opened=opened.opened,
        due=opened.due,
        snapshot=opened.snapshot,
        organisation=opened.organisation,
        comparison=report.changes,
    )


def _due(report: Report, plan: Plan) -> date:
    if plan.due is not None:
        return plan.due
    period = report.tenant.as_of.first.date() + timedelta(days=DAYS)
    return period if period > plan.opened else plan.opened + timedelta(days=DAYS)


def _link(before: Previous | None) -> Json | None:
    if before is None:
        return None
    return {"name": before.name, "as_of": before.as_of, "manifest": before.manifest}


def parted(told: Sequence[Row], *, apart: bool) -> dict[str, tuple[str, list[Row]]]:
    """Which rows go into which workbook, and whose it is, by file name.

    Raises:
        UsageError: a workbook would be larger than one that may come back.
    """
    parts = _parts(told, apart=apart)
    problems = [
        f"{file} would have {len(theirs):,} rows, and a workbook that comes back may have"
        f" {MOST_ROWS:,}: name reviewers (--reviewer) and give each a workbook (--apart)."
        for file, (_, theirs) in parts.items()
        if len(theirs) > MOST_ROWS
    ]
    if problems:
        raise UsageError(*problems)
    return parts


def _parts(told: Sequence[Row], *, apart: bool) -> dict[str, tuple[str, list[Row]]]:
    if not apart:
        return {FORM: ("", list(told))}
    parts: dict[str, list[Row]] = {}
    for row in told:
        parts.setdefault(row.reviewer, []).append(row)
    named: dict[str, tuple[str, list[Row]]] = {}
    for reviewer in sorted(parts):
        stem = f"review-{_slug(reviewer)}"
        number, file = 1, f"{stem}.xlsx"
        while file in named:
            number += 1
            file = f"{stem}-{number}.xlsx"
        named[file] = (reviewer, parts[reviewer])
    return named or {FORM: ("", [])}


def _slug(reviewer: str) -> str:
    plain = unicodedata.normalize("NFKC", reviewer.partition("@")[0]).casefold()
    return re.sub(r"[^\w]+", "-", plain)[:40].strip("-_") or "unassigned"
