"""Accepted risks and settings of a review: copied, sealed, bound, and held on to."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from builder import a_tenant
from running import run

ACCEPTED = """[[risk]]
key = "standing-access:*"
reason = "Break glass"
owner = "CISO"
until = 2026-12-31
"""
CONFIG = """[expectations]
stale_days = 45

[organisation]
name = "Contoso Internal Audit"
logo = "pictures/logo.svg"
"""
AS_OF = ("--as-of", "2026-09-30", "--on", "2026-10-01")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laid-down")
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_active("Ada")
    exports = tenant.write(folder / "exports")
    (folder / "risks.toml").write_text(ACCEPTED)
    (folder / "ours.toml").write_text(CONFIG)
    (folder / "pictures").mkdir()
    (folder / "pictures" / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    given = ("--accepted", folder / "risks.toml", "--config", folder / "ours.toml")
    rules = ("--reviewer", "katrin@contoso.example=*")
    done = run("review", "open", exports, *AS_OF, *given, *rules, "-o", folder / "q3")
    assert done.returncode in {0, 4}, done.stderr
    return folder / "q3"


@pytest.fixture
def campaign(opened: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(opened, tmp_path / "q3"))


def content(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_bytes()))


def test_both_files_are_kept_as_they_were_given(opened: Path) -> None:
    assert (opened / "settings" / "accepted.toml").read_text() == ACCEPTED
    assert (opened / "settings" / "pimreport.toml").read_text() == CONFIG
    listed = {one["path"] for one in content(opened / "manifest.json")["files"]}
    assert listed >= {
        "settings/accepted.toml",
        "settings/pimreport.toml",
        "settings/pictures/logo.svg",
    }


def test_the_snapshot_is_bound_to_what_they_say(opened: Path) -> None:
    frozen = content(opened / "snapshot.json")
    assert frozen["expectations"]["stale_days"] == 45
    assert [(one["key"], one["until"]) for one in frozen["accepted"]] == [
        ("standing-access:*", "2026-12-31")
    ]
    report = content(opened / "report.json")
    assert {one["status"] for one in report["findings"] if one["check"] == "standing-access"} == {
        "accepted"
    }


def test_the_workbook_names_the_organisation(opened: Path) -> None:
    guide = openpyxl.load_workbook(opened / "review.xlsx")["Guide"]
    assert ("Organisation", "Contoso Internal Audit") in list(guide.iter_rows(values_only=True))


def test_verify_judges_by_the_same_files(campaign: Path) -> None:
    done = run("verify", campaign)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["accepted.toml", "pimreport.toml", "more.toml"])
def test_verify_names_a_file_that_was_changed_or_added(campaign: Path, name: str) -> None:
    with (campaign / "settings" / name).open("a") as file:
        file.write("# later\n")
    done = run("verify", campaign)
    assert done.returncode == 6
    assert f"settings/{name}" in done.stderr


def test_the_next_review_holds_on_to_them(campaign: Path, tmp_path: Path) -> None:
    form = campaign / "review.xlsx"
    book = openpyxl.load_workbook(form)
    page = book["Review"]
    titles = {str(cell.value): place for place, cell in enumerate(page[1], 1)}
    told: dict[str, Any] = {
        "Decision": "Approve",
        "Justification": "x",
        "Reviewed on": date(2026, 10, 5),
    }
    for title, value in told.items():
        page.cell(2, titles[title]).value = value
    book.save(form)
    closed = run("review", "close", campaign, "--by", "Ida", "--on", "2026-10-06")
    assert closed.returncode in {0, 4}, closed.stderr
    assert "| CISO | 2026-12-31 | 1 | Break glass |" in (campaign / "sign-off.md").read_text()
    exports = campaign / "inputs"
    when = ("--as-of", "2027-01-15", "--on", "2027-01-16", "--previous", campaign)
    done = run("review", "open", exports, *when, "-o", tmp_path / "q4")
    assert done.returncode in {0, 4}, done.stderr
    assert "As in the previous review" in done.stderr
    assert "expired on 2026-12-31: open again" in done.stderr
    changes = content(tmp_path / "q4" / "changes.json")["changes"]
    assert any(one["sentence"].startswith("No longer an accepted risk") for one in changes)
    assert "changes" in content(tmp_path / "q4" / "report.json")


def test_what_cannot_be_meant_opens_nothing(opened: Path, tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text("[expectation]\n")
    target = tmp_path / "q3"
    done = run("review", "open", opened / "inputs", "--config", tmp_path / "odd.toml", "-o", target)
    assert done.returncode == 2
    assert "expectation is not known" in done.stderr
    assert not target.exists()
