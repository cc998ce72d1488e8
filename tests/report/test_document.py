"""The PDF: what it says, what it leaves out, and that it loads nothing."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import handmade
import pypdf
import pytest
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.errors import UsageError
from pimreport.report import Settings
from pimreport.report.document import sources
from pimreport.report.document.html import environment, page
from pimreport.report.document.sheets import MOST_ROWS
from pimreport.report.document.sources import Manuscript, Sources
from pimreport.report.webpage import webpage
from pimreport.report.writer import Limits
from pimreport.review import snapshot
from pimreport.review.compare import compare
from pimreport.shipped import shipped
from pimreport.visible import visible
from pimreport.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Callable

    Output = Callable[[str, str], Path]

OWN = (shipped("templates"),)


def text(path: Path) -> str:
    return "\n".join(one.extract_text() for one in pypdf.PdfReader(path).pages)


def flat(words: str) -> str:
    return re.sub(r"\s+", " ", words)


def printed_findings(html: str) -> int:
    return html.count('class="cite"')


def left_out_findings(html: str) -> int:
    told = re.findall(r"([\d,]+) more of [\d,]+ findings", html)
    return sum(int(number.replace(",", "")) for number in told)


class TestHtml:
    def test_names_are_escaped_and_isolated(self) -> None:
        html = page(handmade.hostile(), OWN)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "<bdi>Ada⟦U+202E⟧evil" in html
        assert "\u202e" not in html
        assert "{{ 7*7 }}" in html

    def test_left_out_rows_tie_out(self) -> None:
        html = page(handmade.many(500), OWN)
        assert f"{500 - MOST_ROWS} more of 500 people: workbook, sheet People." in html
        assert "workbook, sheet Findings." in html
        assert printed_findings(html) + left_out_findings(html) == 500

    def test_the_limits_can_be_chosen_and_still_tie_out(self) -> None:
        limits = Limits(rows_per_table=3, findings_per_check=2, findings_in_full=1)
        html = page(handmade.many(50), OWN, limits=limits)
        assert "47 more of 50 people: workbook, sheet People." in html
        assert printed_findings(html) + left_out_findings(html) == 50
        assert html.count('class="card ') == 1

    def test_a_misspelt_name_in_a_template_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "report.html").write_text("{{ tenat }}")
        with pytest.raises(UsageError, match="line 1: 'tenat' is undefined"):
            page(handmade.report(), (tmp_path, *OWN))

    def test_a_template_cannot_change_the_report(self, tmp_path: Path) -> None:
        (tmp_path / "report.html").write_text("{{ strategies.append(1) }}")
        with pytest.raises(UsageError, match="SecurityError"):
            page(handmade.report(), (tmp_path, *OWN))

    def test_a_template_of_the_user_may_use_ours(self, tmp_path: Path) -> None:
        (tmp_path / "report.html").write_text(
            '{% from "macros/marks.html" import name %}{{ name("<" ~ tenant) }}'
        )
        assert page(handmade.report(), (tmp_path, *OWN)) == "&lt;Contoso Ltd"

    def test_no_data_gets_into_styles_or_ids(self) -> None:
        source = (OWN[0] / "report.html").read_text()
        assert "<style" not in source
        loaded = environment(OWN)
        assert loaded.autoescape is True


@pytest.mark.pango
class TestPdf:
    @pytest.mark.parametrize("which", ["small", "hostile", "empty"])
    def test_its_text_comes_in_reading_order(self, which: str, output: Output) -> None:
        words = flat(text(output(which, ".pdf")))
        places = [
            words.index(title, words.index("How to read this report"))
            for title in (
                "Findings",
                "Groups by strategy",
                "Who could take accounts over",
                "Missing evidence",
            )
        ]
        assert places == sorted(places)

    def test_the_first_page_says_what_is_at_stake(self, output: Output) -> None:
        first = flat(pypdf.PdfReader(output("small", ".pdf")).pages[0].extract_text())
        assert "5 people can become Global Administrator through a group." in first
        assert "Contoso Ltd" in first
        assert "As of 2026-09-30" in first

    def test_both_protection_models_are_dated(self, output: Output) -> None:
        words = flat(text(output("small", ".pdf")))
        assert "2026-06" in words
        assert "2026-07-28" in words
        assert "issue 2072" in words

    def test_what_was_not_assessed_is_said(self, output: Output) -> None:
        words = flat(text(output("small", ".pdf")))
        assert "NOT ASSESSED" in words
        assert "needs signInActivity in the export of users" in words

    def test_it_has_bookmarks_and_a_title(self, output: Output) -> None:
        reader = pypdf.PdfReader(output("small", ".pdf"))
        titles = [one.title for one in reader.outline if not isinstance(one, list)]
        assert titles[:3] == ["Summary", "Contents", "The worst findings in full"]
        assert reader.metadata is not None
        assert reader.metadata.title == "PIM for Groups: Contoso Ltd, 2026-09-30"

    def test_it_is_bounded(self, output: Output) -> None:
        assert len(pypdf.PdfReader(output("many", ".pdf")).pages) < 16

    def test_hidden_characters_are_spelt_out(self, output: Output) -> None:
        words = text(output("hostile", ".pdf"))
        assert "⟦U+202E⟧" in words
        assert visible(words.replace("\n", "")) == words.replace("\n", "")

    @pytest.mark.qpdf
    @pytest.mark.parametrize("which", ["small", "hostile", "empty", "many"])
    def test_it_is_well_formed(self, which: str, output: Output) -> None:
        path = str(output(which, ".pdf"))
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)  # noqa: S607


@pytest.mark.pango
class TestFetcher:
    @pytest.mark.parametrize(
        "url",
        [
            "http://127.0.0.1:9/x.png",
            "https://example.org/x.css",
            "ftp://example.org/x.png",
            "data:text/css,p{color:red}",
            "file:///etc/passwd",
            "file:///etc/x.css",
            (OWN[0] / ".." / "pyproject.toml").as_uri(),
            OWN[0].as_uri() + "/%2e%2e/x.css",
            "file://server/share/x.css",
            (OWN[0] / "report.html").as_uri(),
        ],
    )
    def test_refuses_all_but_packaged_files(self, url: str) -> None:
        from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415  # needs Pango

        from pimreport.report.document.layout import PackagedOnly  # noqa: PLC0415

        with pytest.raises(FatalURLFetchingError):
            PackagedOnly(Sources(OWN)).fetch(url)

    def test_serves_packaged_files(self) -> None:
        from pimreport.report.document.layout import PackagedOnly  # noqa: PLC0415

        answer = PackagedOnly(Sources(OWN)).fetch((OWN[0] / "report.css").as_uri())
        assert answer.read() == (OWN[0] / "report.css").read_bytes()

    def test_a_template_that_wants_more_stops_the_document(self, tmp_path: Path) -> None:
        from pimreport.report.document.layout import paginated  # noqa: PLC0415

        with pytest.raises(UsageError, match="may not load"):
            paginated(Manuscript(f'<img src="{(tmp_path / "x.png").as_uri()}">', Sources(OWN)))

    def test_fonts_are_not_left_behind(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pimreport.report.document.layout import paginated  # noqa: PLC0415  # needs Pango

        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        assert paginated(Manuscript("<p>One", Sources(OWN)))
        assert not list(tmp_path.iterdir())

    def test_a_style_sheet_of_ones_own_may_lie_in_the_working_directory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from pimreport.report.document.layout import Desk  # noqa: PLC0415  # needs Pango

        monkeypatch.chdir(tmp_path)
        mine = tmp_path / "mine"
        mine.mkdir()
        (mine / "report.css").write_text("p { color: red }")
        found = sources(Settings(templates=Path("mine")))
        with closing(Desk(found)) as desk:
            assert desk.paginated(Manuscript("<p>One", found))

    @pytest.mark.parametrize("language", ["en", "de"])
    def test_no_dictionary_is_loaded_for_words_that_fit(
        self, language: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import pyphen  # noqa: PLC0415  # comes with WeasyPrint

        from pimreport.report.document import document  # noqa: PLC0415  # needs Pango

        monkeypatch.setattr(pyphen, "hdcache", {})
        with speaking(language):
            assert document(handmade.report(), Settings(language=language))
        assert not pyphen.hdcache


def test_the_cover_counts_what_was_read_and_what_could_not_be() -> None:
    report = handmade.report()
    first = dataclasses.replace(report.tenant.sources[0], error=None)
    told = (
        first,
        dataclasses.replace(first, file="notes.txt", error="No export."),
        dataclasses.replace(first, file="README.md", passed_over=True),
    )
    tenant = dataclasses.replace(report.tenant, sources=told)
    whole = page(dataclasses.replace(report, tenant=tenant), OWN)
    assert "1 source, 1 file that could not be read, " in whole


def test_one_worst_finding_is_not_one_of_several() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_active("Ada")
    report = analyse(tenant.tenant())
    one = dataclasses.replace(report, findings=report.findings[:1])
    assert "The gravest finding, in sentences to paste." in page(one, OWN)


def test_the_first_page_says_where_more_or_less_may_be_there_than_was_seen() -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada")
    whole = analyse(tenant.tenant())
    part = analyse(tenant.without("group_eligibility_schedule_instances").tenant())
    told = page(whole, OWN)
    assert "more people may have a way" not in told
    assert "a smaller number may only mean" not in told
    changes = compare(snapshot.of(whole), snapshot.of(part), report=part)
    told = page(dataclasses.replace(part, changes=changes), OWN)
    assert "The use of 1 of 1 group is unknown, so more people may have a way to a role." in told
    assert "Evidence of 2026-09-30 is missing now" in told
    online = webpage(part, Settings()).decode()
    assert "The use of 1 of 1 group is unknown, so more people may have a way to a role." in online
