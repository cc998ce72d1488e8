"""Outputs for people speak the chosen language; those for programs speak English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from builder import a_tenant
from pypdf import PdfReader

from pimreport import analysis, parsers, report
from pimreport.cli.options import moment
from pimreport.wording import current, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.findings import Finding
    from pimreport.model.report import Report

CONTOSO = Path(__file__).parents[2] / "samples" / "contoso"
GERMAN = "kann ohne Genehmigung aktiviert werden"


@pytest.fixture(scope="module")
def findings() -> Sequence[Finding]:
    return analysis.analyse(parsers.load([CONTOSO], as_of=moment(None))).findings


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


def test_every_finding_is_told_in_german(findings: Sequence[Finding]) -> None:
    """Each sentence of each check that fires in the sample, so nothing was put into words early."""
    for one in findings:
        sentences = (one.title, one.detail, one.remediation, *(r.text for r in one.remedies))
        english = [str(each) for each in sentences]
        with speaking("de"):
            german = [str(each) for each in sentences]
        same = [each for each, other in zip(english, german, strict=True) if each == other]
        assert not same, one.check
        assert not [each for each in german if re.search(r"\b(the|and|which)\b", each)], one.check


@pytest.mark.parametrize("suffix", [".json", ".sarif"])
def test_programs_read_the_same_in_every_language(suffix: str, tmp_path: Path) -> None:
    assert written(tmp_path, suffix, "de") == written(tmp_path, suffix, "en")


@pytest.mark.pango
def test_a_german_pdf_says_so_and_carries_the_english_data(tmp_path: Path) -> None:
    path = tmp_path / "de.pdf"
    path.write_bytes(written(tmp_path, ".pdf", "de"))
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root["/Lang"]) == "de-DE"
        (attached,) = pdf.attachments.values()
        assert attached.get_file().read_bytes() == written(tmp_path, ".json", "en")
    assert "PIM für Gruppen" in PdfReader(path).pages[1].extract_text()
