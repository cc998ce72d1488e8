"""The HTML report in a real browser, held against axe-core: nothing serious, light and dark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import Page, browser

from pimreport import analysis, parsers
from pimreport.model.as_of import AsOf
from pimreport.report import Settings, writer_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Output = Callable[[str, str], Path]

pytestmark = [pytest.mark.chromium, pytest.mark.axe]
ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests/axe/node_modules/axe-core/axe.min.js"
WIDE, NARROW = 1400, 390
# What is scrolled away or not laid out cannot be judged, so that all of it is laid out.
FLAT = """
document.querySelectorAll(".listing, .scroll, th, #filters").forEach((one) => Object.assign(one.style,
  {contentVisibility: "visible", maxHeight: "none", overflow: "visible", position: "static"}));
document.body.style.maxWidth = "none";
"""
FOUND = """
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then((told) => [
  ...told.violations.map((one) => [one.impact, one.id, one.nodes[0].html, one.nodes[0].failureSummary]),
  ...told.incomplete.flatMap((one) => one.nodes
    .filter((node) => !CANNOT.includes(node.any[0]?.data?.messageKey))
    .map((node) => ["incomplete", one.id, node.html, JSON.stringify(node.any[0]?.data)]))])
"""
CANNOT = '["imgNode", "shortTextContent", "elmPartiallyObscuring"]'
"""Contrasts that axe cannot judge: text in drawings (ours, in the page's own ink), single letters."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def contoso(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tenant = parsers.load([ROOT / "samples/contoso"], as_of=AsOf.parse("2026-09-30"))
    path = tmp_path_factory.mktemp("contoso") / "report.html"
    path.write_bytes(writer_for(path).write(analysis.analyse(tenant), Settings()))
    return path


def faults(page: Page, path: Path, theme: str, width: int) -> list[Any]:
    page.looks(theme, width)
    page.open(path)
    page.until("document.querySelector('#filters').hidden === false")
    page.run(f"{FLAT};{AXE.read_text('utf-8')};0")
    found = page.run(FOUND.replace("CANNOT", CANNOT))
    return [one for one in found if one[0] in {"serious", "critical", "incomplete"}]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("which", ["hostile", "empty"])
def test_nothing_serious(which: str, width: int, theme: str, page: Page, output: Output) -> None:
    assert faults(page, output(which, ".html"), theme, width) == []


@pytest.mark.parametrize(("theme", "width"), [("light", WIDE), ("dark", NARROW)])
def test_nothing_serious_on_the_sample(theme: str, width: int, page: Page, contoso: Path) -> None:
    assert faults(page, contoso, theme, width) == []


def test_a_fault_would_be_found(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "fault.html"
    path.write_text("<form id=filters></form><p style='color:#ccc;background:#fff'>Hardly seen</p>")
    assert any(one[1] == "color-contrast" for one in faults(page, path, "light", WIDE))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_table_is_a_table_to_who_hears_it(width: int, page: Page, contoso: Path) -> None:
    page.looks("light", width)
    page.open(contoso)
    page.until("document.querySelector('#filters').hidden === false")
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    roles = [one["role"]["value"] for one in nodes if "role" in one and not one.get("ignored")]
    assert roles.count("table") >= 5
    assert roles.count("columnheader") >= 30
    assert roles.count("cell") > 500


def test_nothing_is_wider_than_a_phone(page: Page, contoso: Path, output: Output) -> None:
    page.looks("light", NARROW)
    for path in (output("hostile", ".html"), contoso):
        page.open(path)
        page.until("document.querySelector('#filters').hidden === false")
        assert page.run("document.documentElement.scrollWidth <= innerWidth"), path
    cell = "document.querySelector('#People tbody td')"
    assert page.run(f"getComputedStyle({cell}, '::before').content") == '"Person"'


def test_paper_is_white_whatever_the_screen_is(page: Page, contoso: Path) -> None:
    page.looks("dark", WIDE)
    page.open(contoso)
    page.until("document.querySelector('#filters').hidden === false")
    page.run("document.querySelector('#theme').click(); document.querySelector('#theme').click()")
    ink = "getComputedStyle(document.documentElement).color"
    on_screen = page.run(ink)
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.run(ink) == "rgb(27, 42, 51)" != on_screen
    assert page.run("getComputedStyle(document.querySelector('#filters')).display") == "none"
    page.call("Emulation.setEmulatedMedia", media="")
    shown = "document.querySelectorAll('#WhoCanReset tbody tr:not([hidden])').length"
    before = page.run(shown)
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run(shown) > before
