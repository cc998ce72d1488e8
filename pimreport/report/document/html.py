"""The report as HTML: what the templates may see, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pimreport import __version__
from pimreport.model.findings import Severity
from pimreport.registry import registered
from pimreport.report import tables
from pimreport.report.document import sheets, takeovers
from pimreport.report.figures import figures, stake
from pimreport.report.table import Table
from pimreport.report.words import GRADES, MEANINGS, STRATEGIES, counted
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pimreport.model.findings import Report

TEMPLATE = "report.html"
WORST = 3
"""Findings on the summary page."""
IN_FULL = 24
"""Findings printed with detail and remediation; of the next ones, a line each."""


def page(report: Report, folders: Sequence[Path]) -> str:
    """The whole document.

    Args:
        report: what to print.
        folders: where templates are looked for, the user's own first.
    """
    return environment(folders).get_template(TEMPLATE).render(_context(report))


def environment(folders: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    """Everything is escaped, a misspelt name is an error, templates cannot change the report."""
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["counted"] = counted
    return made


def _context(report: Report) -> dict[str, object]:
    numbers = figures(report)
    printed = {table.name: sheets.printed(table, report) for table in registered(tables, Table)}
    return {
        "tenant": visible(report.tenant.name or "Tenant of unknown name"),
        "tenant_id": visible(report.tenant.id or "unknown"),
        "as_of": report.as_of,
        "created": report.tenant.as_of.first.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "version": __version__,
        "stake": visible(stake(numbers)),
        "numbers": numbers,
        "strategies": [(STRATEGIES[one], n) for one, n in numbers.strategies.items() if n],
        "grades": [(GRADES[one], n) for one, n in numbers.grades.items() if n],
        "severities": [(one.value, n) for one, n in numbers.severities.items()],
        "levels": [one.value for one in Severity],
        "sheets": printed,
        "worst": printed["Findings"].lines[:WORST],
        "cards": printed["Findings"].lines[:IN_FULL],
        "further": printed["Findings"].lines[IN_FULL:],
        "by_check": sheets.by_check(report),
        "groups": sheets.split(
            next(one for one in registered(tables, Table) if one.name == "Groups"),
            report,
            "Strategy",
            {STRATEGIES[one]: meaning for one, meaning in MEANINGS.items()},
        ),
        "takeovers": takeovers.find(report),
    }
