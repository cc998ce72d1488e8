"""The page that is signed, as a PDF."""

from __future__ import annotations

import io

import pypdf

from pimreport.cli.reviewing.page import signed_page
from pimreport.review.sign_off import Section

LONG = "group-not-role-assignable:76b2c404-0f4f-58e2-b171-4a6de89a6dec"


def test_a_day_is_never_broken_in_two() -> None:
    risks = Section(
        title="Accepted risks",
        headings=("finding", "owner", "until", "findings", "reason"),
        rows=((LONG, "Head of Cloud Platform", "2026-12-15 (expired)", "1", "until then " * 30),),
    )
    page = signed_page("Access review: Contoso", [risks], "2026-10-14T00:00:00Z")
    lines = pypdf.PdfReader(io.BytesIO(page)).pages[0].extract_text().splitlines()
    assert any("2026-12-15 (expired)" in line for line in lines)
    assert any("Findings" in line for line in lines)
