"""The report as HTML: what the templates may see, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pimreport import __version__
from pimreport.model.findings import Severity, Status
from pimreport.registry import registered
from pimreport.report import tables
from pimreport.report.controls import disputed, touched
from pimreport.report.document import in_full, sections, sheets, since, takeovers, theirs, ways
from pimreport.report.document.compiled import Compiled
from pimreport.report.document.direction import enclosed, isolated
from pimreport.report.document.filed import filed
from pimreport.report.document.seen import seen
from pimreport.report.figures import figures, stake
from pimreport.report.table import SEVERITY_MEANINGS, UNKNOWN, Table
from pimreport.report.words import GRADES, MEANINGS, SEVERITIES, STRATEGIES, counted, day
from pimreport.report.writer import Brand, Limits
from pimreport.shipped import shipped
from pimreport.visible import called, visible
from pimreport.wording import Text, locale
from pimreport.wording.language import number_text, translated, translated_plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pimreport.model.findings import Finding
    from pimreport.model.report import Report

TEMPLATE = "report.html"
CREATED = "%Y-%m-%dT%H:%M:%SZ"
_BRAND_TEXTS = ("organisation", "classification", "status", "preparer", "reviewer", "control")
_PLACED = {
    "AcceptedRisks",
    "AccessPaths",
    "Assessments",
    "Changes",
    "Compliance",
    "Findings",
    "Groups",
    "Method",
    "MissingEvidence",
    "People",
    "Policies",
    "Remediation",
    "Sources",
    "Summary",
    "TieOut",
    "Trend",
    "WhoCanReset",
}
"""Tables that have a place of their own in the template; any other one is printed as it is."""


def page(
    report: Report,
    folders: Sequence[Path],
    brand: Brand | None = None,
    limits: Limits | None = None,
) -> str:
    """The whole document.

    Args:
        report: what to print.
        folders: where templates are looked for, the user's own first.
        brand: whose report it is.
        limits: how much of it is printed.
    """
    context = cover(report, brand or Brand()) | _context(report, limits or Limits())
    return rendered(TEMPLATE, folders, context)


def rendered(template: str, folders: Sequence[Path], context: Mapping[str, object]) -> str:
    """The template with this content.

    Raises:
        UsageError: the user's own templates, in the first of two folders, cannot be used.
    """
    with theirs.told(folders[:-1]):
        return environment(folders).get_template(template).render(context)


def environment(folders: Sequence[Path]) -> ImmutableSandboxedEnvironment:
    """Everything is escaped, a misspelt name is an error, templates cannot change the report."""
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folders),
        bytecode_cache=Compiled(shipped("templates")),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        finalize=_seen,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "counted": counted,
        "day": day,
        "enclosed": enclosed,
        "isolated": isolated,
        "level": lambda severity: str(SEVERITIES[severity]),
        "number": lambda number: number_text(number, ","),
    }
    made.tests["unknown"] = lambda text: text == str(UNKNOWN)
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(translated, translated_plural, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    return made


def _seen(value: object) -> object:
    return visible(value) if isinstance(value, Text) else value


def cover(report: Report, brand: Brand) -> dict[str, object]:
    """What every document says of itself and of the whole."""
    texts = {name: visible(getattr(brand, name)) for name in _BRAND_TEXTS}
    logo = brand.logo and brand.logo.resolve().as_uri()
    numbers = figures(report)
    return {
        "brand": texts | {"accent": brand.accent, "logo": logo},
        "tenant": visible(called(report.tenant.name) or Text("Tenant of unknown name")),
        "tenant_id": visible(report.tenant.id or Text("unknown")),
        "as_of": day(report.as_of),
        "created": report.tenant.as_of.first.strftime(CREATED),
        "version": __version__,
        "language": locale(),
        "stake": visible(stake(numbers)),
        "numbers": numbers,
        "strategies": [(STRATEGIES[one], n) for one, n in numbers.strategies.items() if n],
        "grades": [(GRADES[one], n) for one, n in numbers.grades.items() if n],
        "levels": {one.value: meaning for one, meaning in SEVERITY_MEANINGS.items()},
        "severities": [(one.value, numbers.severities[one]) for one in Severity],
    }


def _context(report: Report, limits: Limits) -> dict[str, object]:
    most = limits.rows_per_table
    named = {table.name: table for table in registered(tables, Table)}
    printed = sheets.Sheets(named, report, most)
    printed["Method"] = sheets.printed(named["Method"], report, longest=None)
    others = [printed[name] for name in named if name not in _PLACED]
    meanings = {str(STRATEGIES[one]): str(meaning) for one, meaning in MEANINGS.items()}
    return {
        "sheets": printed,
        "titles": {name: table.title for name, table in named.items()},
        "others": [one for one in others if one.lines],
        "ways": ways.worst(report),
        "worst": [in_full.in_full(one) for one in _worst(report)[: limits.findings_in_full]],
        "sections": sections.sections(report, limits.findings_per_check),
        "groups": sheets.split(
            named["Groups"], report, "Strategy", meanings, limits.groups_per_strategy
        ),
        "takeovers": takeovers.find(report),
        "touched": touched(report.findings),
        "disputed": disputed(report),
        "seen": seen(report, most),
        "filed": filed(report),
        "evidence": {
            "read": sum(not one.error and not one.passed_over for one in report.tenant.sources),
            "unread": sum(one.error is not None for one in report.tenant.sources),
        },
        "remarks": sheets.remarks(report),
        **since.context(report),
    }


def _worst(report: Report) -> list[Finding]:
    """The gravest open finding of each check, the gravest first."""
    worst: dict[str, Finding] = {}
    for one in report.findings:
        if one.status is Status.OPEN:
            worst.setdefault(one.check, one)
    return list(worst.values())
