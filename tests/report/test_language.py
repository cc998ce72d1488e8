"""Outputs for people speak the chosen language; those for programs speak English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builder import a_tenant

from pimreport import analysis, report
from pimreport.wording import current

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.findings import Report

GERMAN = "kann ohne Genehmigung aktiviert werden"


def unapproved() -> Report:
    tenant = a_tenant()
    group = tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada")
    group.member_policy(approval=False)
    return analysis.analyse(tenant.tenant())


def written(folder: Path, suffix: str, language: str) -> bytes:
    path = folder / f"{language}{suffix}"
    report.write(unapproved(), [path], settings=report.Settings(language=language))
    assert current() == "en"
    return path.read_bytes()


def test_the_page_is_german(tmp_path: Path) -> None:
    page = written(tmp_path, ".html", "de").decode()
    assert 'lang="de-DE"' in page
    assert GERMAN in page
    assert GERMAN not in written(tmp_path, ".html", "en").decode()


@pytest.mark.parametrize("suffix", [".json", ".sarif"])
def test_programs_read_the_same_in_every_language(suffix: str, tmp_path: Path) -> None:
    assert written(tmp_path, suffix, "de") == written(tmp_path, suffix, "en")
