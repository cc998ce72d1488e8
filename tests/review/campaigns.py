"""Campaigns for tests: opened from a told tenant, filled in as a person would."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.model.as_of import AsOf
from pimreport.parsers import load
from pimreport.review import carried, closing, opening
from pimreport.review import progress as progresses
from pimreport.review.campaign import Campaign
from pimreport.review.folder import appearing, copy_inputs
from pimreport.review.returned import collect, files
from pimreport.review.reviewers import Rule
from pimreport.review.seal import Seal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from builder import TenantUnderTest
    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.review.gates import Failure
    from pimreport.review.progress import Progress

SHEET = "Review"
KATRIN = "katrin@contoso.example"


def small(exported: str = "2026-09-30T12:00:00Z") -> TenantUnderTest:
    """Two groups, three people: Ada and Ben share Tier 0, Cleo is in Reports."""
    tenant = a_tenant(exported=exported)
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada", "Ben")
    tenant.group("Reports").active_in("Reports Reader").with_active("Cleo")
    return tenant


def opened(
    target: Path,
    tenant: TenantUnderTest,
    *,
    as_of: str = "2026-09-30",
    on: date = date(2026, 10, 1),
    previous: Path | None = None,
    rules: Sequence[str] = (f"{KATRIN}=*",),
    apart: bool = False,
) -> Campaign:
    """A campaign folder, without the report beside it."""
    exports = tenant.write(target.parent / f"{target.name}-exports")
    plan = opening.Plan(
        opened=on,
        rules=tuple(map(Rule.parse, rules)),
        apart=apart,
        previous=carried.previous(previous) if previous else None,
    )
    with appearing(target) as staging:
        copy_inputs([exports], staging / "inputs")
        report = analyse(load([staging / "inputs"], as_of=AsOf.parse(as_of)))
        opening.seal(opening.fill(staging, opening.compared(report, plan), plan))
    return Campaign.read(target)


def edit(path: Path, change: Callable[[Worksheet], None], to: Path | None = None) -> Path:
    """Change the Review sheet and save the workbook, as a program for spreadsheets does."""
    book = openpyxl.load_workbook(path)
    change(book[SHEET])
    book.save(to or path)
    return to or path


def place(page: Worksheet, title: str) -> int:
    """The number of the column with this title."""
    return next(cell.column for cell in page[1] if cell.value == title)


def find(page: Worksheet, person: str) -> int:
    """The row of a person."""
    column = place(page, "Person")
    return next(n for n in range(2, page.max_row + 1) if page.cell(n, column).value == person)


def put(page: Worksheet, person: str, **values: Any) -> None:  # noqa: ANN401  # whatever a person types
    """Fill cells of a person's row: ``Reviewed_on`` is the column ``Reviewed on``."""
    for title, value in values.items():
        page.cell(find(page, person), place(page, title.replace("_", " "))).value = value


def approve_all(page: Worksheet, on: date = date(2026, 10, 5)) -> None:
    """Every row approved with a reason."""
    for number in range(2, page.max_row + 1):
        person = page.cell(number, place(page, "Person")).value
        told: dict[str, Any] = {"Decision": "Approve", "Justification": "on call"}
        put(page, str(person), **told, Reviewed_on=on)


def judged(campaign: Campaign, *workbooks: Path, today: str = "2026-10-10") -> Progress:
    """How far the review is."""
    return progresses.progress(campaign, collect(campaign, files(campaign, workbooks)), today)


def failing(
    campaign: Campaign, *workbooks: Path, today: str = "2026-10-10"
) -> list[tuple[str, str]]:
    """Gate and problem of everything that fails."""
    found: tuple[Failure, ...] = judged(campaign, *workbooks, today=today).failures
    return [(one.gate, one.problem) for one in found]


def closed(campaign: Campaign, on: str = "2026-10-10") -> Campaign:
    """Close a campaign whose gates pass."""
    returned = collect(campaign, closing.copied(campaign, files(campaign, ())))
    found = progresses.progress(campaign, returned, on)
    assert not found.failures
    closing.close(campaign, returned, found, Seal(by="Ida", on=on))
    return Campaign.read(campaign.folder)
