"""Names that run from right to left leave the sentence around them in its order."""

from __future__ import annotations

import pytest
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.report.document.direction import enclosed, isolated
from pimreport.report.document.html import page
from pimreport.shipped import shipped


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Ada & Bob", "Ada &amp; Bob"),
        ("Jörg <b>", "Jörg &lt;b&gt;"),
        (
            "by عبد الله, عומר (2 h)".replace("عומר", "עומר"),
            "by <bdi>عبد الله</bdi>, <bdi>עומר</bdi> (2 h)",
        ),
        ("<i>محمد</i> 2026-09-30", "&lt;i&gt;<bdi>محمد</bdi>&lt;/i&gt; 2026-09-30"),
    ],
)
def test_runs_in_a_sentence_are_isolated_and_all_is_escaped(text: str, printed: str) -> None:
    assert isolated(text) == printed


def test_a_title_has_characters_instead_of_marks() -> None:
    assert enclosed("محمد") == "\u2068محمد\u2069"
    assert enclosed("Jörg") == "Jörg"


def test_the_titles_and_sentences_of_findings_are_isolated() -> None:
    tenant = a_tenant("شركة")
    tenant.group("مجموعة").active_in("Global Administrator").with_eligible("Ada")
    whole = page(analyse(tenant.tenant()), (shipped("templates"),))
    assert "<title>PIM for Groups: \u2068شركة\u2069, 2026-09-30</title>" in whole
    assert "member policy of <bdi>مجموعة</bdi>)</h2>" in whole
    assert "The member policy of <bdi>مجموعة</bdi> requires" in whole
    assert whole.count("مجموعة") == whole.count("<bdi>مجموعة</bdi>")
