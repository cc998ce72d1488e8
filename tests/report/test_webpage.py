"""The HTML file: the same tables, nothing loaded, nothing run but its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import handmade
import pytest
from browser import Page, browser

from pimreport.registry import registered
from pimreport.report import tables
from pimreport.report.table import Table
from pimreport.report.webpage import MOST_ROWS, anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Output = Callable[[str, str], Path]

WHICH = ["small", "hostile", "empty"]
VISIBLE = "[...document.querySelectorAll('#{} tbody tr')].filter((row) => !row.hidden)"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(path: Path) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(path.read_text("utf-8"))
    return parser.seen


@pytest.mark.parametrize("which", WHICH)
class TestFile:
    def test_has_every_table_with_every_row(self, which: str, output: Output) -> None:
        html = output(which, ".html").read_text("utf-8")
        for table in registered(tables, Table):
            if table.when is not None:
                continue
            part = html.partition(f'<section id="{table.name}"')[2].partition("</section>")[0]
            rows = len(list(table.rows(handmade.MAKERS[which]())))
            assert part.count("<tr") == (rows + 1 if rows else 0)
            assert bool(rows) or "empty" in part

    def test_the_policy_lets_only_its_own_script_and_style_in(
        self, which: str, output: Output
    ) -> None:
        html = output(which, ".html").read_text("utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
        assert policy is not None
        assert policy[1].startswith("default-src 'none'; script-src 'sha256-")
        assert "unsafe" not in policy[1]
        for tag in ("script", "style"):
            (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy[1].replace("&#39;", "'")

    def test_loads_nothing(self, which: str, output: Output) -> None:
        seen = tags(output(which, ".html"))
        assert [name for name, _ in seen].count("script") == 1
        assert not {"img", "link", "iframe", "object", "base"} & {name for name, _ in seen}
        for _, attributes in seen:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert (attributes.get("href") or "#").startswith("#")
            assert "src" not in attributes


def test_rows_are_bounded_and_the_rest_is_counted() -> None:
    report = handmade.many(MOST_ROWS + 7)
    from pimreport.report import Settings  # noqa: PLC0415  # beside what it is for
    from pimreport.report.webpage import webpage  # noqa: PLC0415

    html = webpage(report, Settings()).decode()
    assert f"7 more of {MOST_ROWS + 7:,} rows stand in the workbook." in html


def test_the_same_report_gives_the_same_bytes(output: Output) -> None:
    from pimreport.report import Settings  # noqa: PLC0415  # beside what it is for
    from pimreport.report.webpage import webpage  # noqa: PLC0415

    assert webpage(handmade.report(), Settings()) == output("small", ".html").read_bytes()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.mark.chromium
class TestInBrowser:
    @pytest.mark.parametrize("which", WHICH)
    def test_nothing_is_requested_refused_or_thrown(
        self, which: str, page: Page, output: Output
    ) -> None:
        page.events.clear()
        page.open(output(which, ".html"))
        page.until("document.querySelector('#filters').hidden === false")
        urls = {one["request"]["url"] for one in page.told("Network.requestWillBeSent")}
        assert urls == {output(which, ".html").as_uri()}
        assert not page.told("Log.entryAdded")
        assert not page.told("Runtime.exceptionThrown")
        assert not page.told("Page.javascriptDialogOpening")

    def test_search_and_filters_hide_rows_and_say_how_many(
        self, page: Page, output: Output
    ) -> None:
        page.open(output("small", ".html"))
        set_value = "{0}.value = {1!r}; {0}.dispatchEvent(new Event('change', {{bubbles: true}}))"
        page.run(set_value.format("document.querySelector('#severity')", "critical"))
        critical = page.run(f"{VISIBLE.format('Findings')}.map((row) => row.dataset.severity)")
        assert set(critical) == {"critical"}
        page.run(set_value.format("document.querySelector('#person')", "ada"))
        assert page.run(f"{VISIBLE.format('People')}.length") == 1
        page.run(set_value.format("document.querySelector('#search')", "no such words"))
        assert page.run(f"{VISIBLE.format('Findings')}.length") == 0
        assert page.run("document.querySelector('#told').textContent").startswith("0 of ")
        page.run("document.querySelector('#filters button[type=reset]').click()")
        page.until("document.querySelector('#told').textContent === ''")
        assert page.run(f"{VISIBLE.format('Findings')}.length") == len(handmade.report().findings)

    def test_strategies_filter_groups(self, page: Page, output: Output) -> None:
        page.open(output("small", ".html"))
        page.run(
            "document.querySelector('#strategy').value = 'Option A';"
            "document.querySelector('#strategy').dispatchEvent(new Event('change', {bubbles: true}))"
        )
        assert page.run(f"{VISIBLE.format('Groups')}.map((row) => row.dataset.strategy)") == [
            "Option A"
        ]

    def test_columns_sort_both_ways_and_say_so(self, page: Page, output: Output) -> None:
        page.open(output("small", ".html"))
        page.run("document.querySelector('#People th button').click()")
        names = page.run(f"{VISIBLE.format('People')}.map((row) => row.cells[0].textContent)")
        assert names == sorted(names)
        assert page.run("document.querySelector('#People th').ariaSort") == "ascending"
        page.run("document.querySelector('#People th button').click()")
        assert (
            page.run(f"{VISIBLE.format('People')}.map((row) => row.cells[0].textContent)")
            == names[::-1]
        )

    def test_a_link_leads_to_its_finding_even_if_it_was_filtered_away(
        self, page: Page, output: Output
    ) -> None:
        wanted = anchor(handmade.report().findings[-1].key)
        page.open(output("empty", ".html"))
        page.open(output("small", ".html"), f"#{wanted}")
        page.until(f"document.activeElement.id === '{wanted}'")
        page.run(
            "location.hash = ''; document.querySelector('#search').value = 'nothing';"
            "document.querySelector('#search').dispatchEvent(new Event('change', {bubbles: true}))"
        )
        page.run(f"location.hash = '#{wanted}'")
        page.until(f"document.activeElement.id === '{wanted}'")
        assert page.run(f"document.getElementById('{wanted}').hidden") is False

    def test_names_run_nothing(self, page: Page, output: Output) -> None:
        page.events.clear()
        page.open(output("hostile", ".html"))
        assert page.run("document.scripts.length") == 1
        assert page.run("document.images.length") == 0
        page.run("document.querySelectorAll('th button').forEach((button) => button.click())")
        assert not page.told("Page.javascriptDialogOpening")
        assert not page.told("Log.entryAdded")

    def test_light_and_dark_can_be_chosen(self, page: Page, output: Output) -> None:
        page.open(output("small", ".html"))
        paper = "getComputedStyle(document.documentElement).backgroundColor"
        before = page.run(paper)
        page.run("document.querySelector('#theme').click()")
        assert page.run(paper) != before

    def test_many_rows_are_shown_by_and_by(self, page: Page, output: Output) -> None:
        page.open(output("many", ".html"))
        page.until("document.querySelector('#filters').hidden === false")
        all_rows = page.run("document.querySelectorAll('#Findings tbody tr').length")
        first = page.run(f"{VISIBLE.format('Findings')}.length")
        assert 0 < first < all_rows
        assert page.run("document.querySelector('#Findings .rest').textContent").startswith(
            f"{first} of {all_rows} rows"
        )
        page.run("document.querySelector('#Findings .rest button').click()")
        assert page.run(f"{VISIBLE.format('Findings')}.length") > first
        assert page.run("document.activeElement.tagName") == "TR", "the focus goes on to the rows"

    def test_sorting_shows_the_first_of_all_rows_and_not_of_those_shown(
        self, page: Page, output: Output
    ) -> None:
        page.open(output("many", ".html"))
        page.until("document.querySelector('#filters').hidden === false")
        heads = page.run(
            "[...document.querySelectorAll('#People th')].map((head) => head.textContent)"
        )
        place = heads.index("Person")
        names = f"{VISIBLE.format('People')}.map((row) => row.cells[{place}].textContent)"
        every = "[...document.querySelectorAll('#People tbody tr')]"
        page.run(f"document.querySelectorAll('#People th button')[{place}].click()")
        page.run(f"document.querySelectorAll('#People th button')[{place}].click()")
        last = page.run(
            f"{every}.map((row) => row.cells[{place}].textContent)"
            ".sort(new Intl.Collator('en-GB', {numeric: true}).compare).at(-1)"
        )
        assert page.run(names)[0] == last

    def test_a_link_leads_to_a_finding_that_is_not_shown_yet(
        self, page: Page, output: Output
    ) -> None:
        wanted = anchor(handmade.MAKERS["many"]().findings[-1].key)
        page.open(output("empty", ".html"))
        page.open(output("many", ".html"), f"#{wanted}")
        page.until(f"document.activeElement.id === '{wanted}'")

    def test_long_texts_are_cut_until_they_are_asked_for(self, page: Page, output: Output) -> None:
        page.open(output("small", ".html"))
        page.until("document.querySelector('#filters').hidden === false")
        clamp = (
            "getComputedStyle(document.querySelector('#Findings td.sentence div')).webkitLineClamp"
        )
        assert page.run(clamp) == "4"
        page.run("document.querySelector('#Findings tbody td').click()")
        assert page.run(clamp) == "none"
        page.run("document.querySelector('#Findings tbody td').click()")
        page.run("document.querySelector('#whole').click()")
        assert page.run(clamp) == "none"

    def test_the_contents_count_what_the_filters_leave(self, page: Page, output: Output) -> None:
        page.open(output("small", ".html"))
        page.run(
            "document.querySelector('#search').value = 'no such words';"
            "document.querySelector('#search').dispatchEvent(new Event('change', {bubbles: true}))"
        )
        count = "document.querySelector('.contents a[href=\"#Findings\"] span').textContent"
        assert page.run(count) == "0"
        page.run("document.querySelector('#filters button[type=reset]').click()")
        page.until(f"{count} === '{len(handmade.report().findings)}'")
