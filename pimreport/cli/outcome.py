"""What a report found, in a few lines on the terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pimreport.cli.accepted_file import without_effect
from pimreport.cli.terminal import say
from pimreport.model.findings import Outcome, Severity, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.findings import Finding
    from pimreport.model.report import Report


def tell(result: Report) -> None:
    """What was not read, what was found and what could not be assessed."""
    for source in result.tenant.sources:
        if source.error is not None:
            say(f"Not read: {source.file}: {source.error}")
    if result.changes is not None:
        state = "" if result.changes.balanced else " The counts do NOT BALANCE: see Tie-out."
        say(f"{_some(result.changes.changes, 'change')} since {result.changes.before}.{state}")
    say(
        f"As of {result.as_of}: {_some(result.groups, 'group')},"
        f" {_some(result.people, 'person', 'people')}, {_counted(result.findings)}."
    )
    for line in without_effect(result.accepted):
        say(line)
    gaps = sum(1 for one in result.assessments if one.outcome is Outcome.NOT_ASSESSED)
    if gaps or result.missing:
        say(
            f"{gaps} of {_some(result.assessments, 'check')} not assessed;"
            f" {_some(result.missing, 'piece', 'pieces')} of evidence missing"
            " (see Missing evidence, or pimreport inspect)."
        )


def _counted(findings: Sequence[Finding]) -> str:
    """The open findings by severity, as every output counts them, and the accepted ones apart."""
    still_open = [one for one in findings if one.status is Status.OPEN]
    counts = Counter(one.severity for one in still_open)
    told = ", ".join(f"{counts[one]} {one.value}" for one in Severity if counts[one])
    accepted = len(findings) - len(still_open)
    return (
        _some(still_open, "open finding" if accepted else "finding")
        + (f" ({told})" if told else "")
        + (f" and {accepted} accepted" if accepted else "")
    )


def _some(things: Sequence[object], one: str, many: str = "") -> str:
    return f"{len(things)} {one if len(things) == 1 else many or f'{one}s'}"
