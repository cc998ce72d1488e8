"""The pages about the checks say what the checks say: both come from one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from pimreport.analysis.assess import all_checks
from pimreport.analysis.explain import index, page

PAGES = Path(__file__).parent.parent / "docs" / "checks"
EXPECTED = {f"{check.name}.md": page(check) for check in all_checks()} | {
    "README.md": index(all_checks())
}


@pytest.fixture(autouse=True, scope="module")
def accepted(request: pytest.FixtureRequest) -> None:
    """With --golden the pages are written anew."""
    if request.config.getoption("--golden"):
        PAGES.mkdir(parents=True, exist_ok=True)
        for old in PAGES.glob("*.md"):
            old.unlink()
        for name, text in EXPECTED.items():
            (PAGES / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", EXPECTED)
def test_page(name: str) -> None:
    assert (PAGES / name).read_text(encoding="utf-8") == EXPECTED[name]


def test_no_page_is_left_over() -> None:
    assert {path.name for path in PAGES.glob("*.md")} == set(EXPECTED)
