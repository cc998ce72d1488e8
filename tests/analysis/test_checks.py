"""Each check fires where it must and stays silent where it must not (``check_tables``).

A table may say ``EXPECT``: what the organisation of its stories expects of itself.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest
from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.analysis.assess import all_checks
from pimreport.model.findings import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pimreport.model.findings import Assessment, Finding

    Story = Callable[[TenantUnderTest], object]

CHECKS = [check.name for check in all_checks()]


def rows(table: str) -> Iterator[object]:
    """One parameter per row of ``FIRES``, ``SILENT`` or ``NOT_ASSESSED`` of every check."""
    for check in CHECKS:
        module = importlib.import_module(f"check_tables.{check.replace('-', '_')}")
        for name, story in getattr(module, table).items():
            yield pytest.param(check, story, id=f"{check}: {name}")


def outcome(check: str, story: Story) -> tuple[Assessment, list[Finding]]:
    tenant = a_tenant()
    story(tenant)
    table = importlib.import_module(f"check_tables.{check.replace('-', '_')}")
    report = analyse(tenant.tenant(), getattr(table, "EXPECT", None))
    assessment = next(one for one in report.assessments if one.check == check)
    return assessment, [one for one in report.findings if one.check == check]


@pytest.mark.parametrize(("check", "story"), list(rows("FIRES")))
def test_fires(check: str, story: Story) -> None:
    assessment, findings = outcome(check, story)
    assert assessment.outcome is Outcome.FINDINGS
    assert assessment.count == len(findings) >= 1
    for one in findings:
        assert one.key.startswith(f"{check}:")
        assert one.origins, "a finding without evidence"
        assert str(one.detail).rstrip().endswith(".")
        assert one.remediation


@pytest.mark.parametrize(("check", "story"), list(rows("SILENT")))
def test_stays_silent(check: str, story: Story) -> None:
    assessment, findings = outcome(check, story)
    assert (assessment.outcome, findings) == (Outcome.PASS, [])


@pytest.mark.parametrize(("check", "story"), list(rows("NOT_ASSESSED")))
def test_says_what_it_lacks(check: str, story: Story) -> None:
    assessment, findings = outcome(check, story)
    assert (assessment.outcome, findings) == (Outcome.NOT_ASSESSED, [])
    assert assessment.reason
