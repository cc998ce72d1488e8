"""A review's folder is shared: what others put into it harms nobody who closes the review."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import campaigns
import pytest

from pimreport.errors import UsageError
from pimreport.review import canonical, closing, manifest, powershell
from pimreport.review.removals import Task
from pimreport.review.words import Decision

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.review.campaign import Campaign

GUID = "0a6c5d1e-3b2f-4e8d-9c7a-1d2e3f4a5b11"
EVIL = "Remove-MgUser -UserId *"


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    return campaigns.opened(tmp_path / "review", campaigns.small())


def task(**told: str) -> Task:
    facts: dict[str, Any] = {
        "key": "k", "group": GUID, "principal": GUID, "access": "member", "decided": "2026-09-30",
        "person": "Ada", "group_name": "Tier 0", "reviewer": "Ida", "ticket": "1", "due": "2026-10-20",
    }  # fmt: skip
    return Task(decision=Decision.CONVERT, **(facts | told))


@pytest.mark.parametrize(
    "name", ["access", "decided", "due", "person", "group_name", "ticket", "group", "principal"]
)
@pytest.mark.parametrize("way", ["\r\n{}", "'; {}; '", "\u2019; {}; \u2019"])
def test_no_task_of_an_earlier_review_becomes_a_command(
    campaign: Campaign, name: str, way: str
) -> None:
    told = powershell.script(campaign, [task(**{name: way.format(EVIL)})]).decode("utf-8-sig")
    for line in told.split("\r\n"):
        assert EVIL not in line or line.startswith("#"), line
        assert "\n" not in line


def test_no_fact_of_the_folder_becomes_a_command(campaign: Campaign) -> None:
    forged = replace(campaign, as_of=f"2026-09-30\r\n{EVIL}")
    told = powershell.script(forged, []).decode("utf-8-sig")
    assert all(EVIL not in line or line.startswith("#") for line in told.split("\r\n"))


def test_a_link_in_place_of_the_copies_empties_no_other_folder(
    campaign: Campaign, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.docx").write_bytes(b"years")
    (campaign.folder / "returned").symlink_to(mine, target_is_directory=True)
    with pytest.raises(UsageError, match="no link"):
        closing.copied(campaign, [campaign.folder / "review.xlsx"])
    assert (mine / "thesis.docx").read_bytes() == b"years"


def test_what_a_person_put_among_the_copies_is_not_deleted(campaign: Campaign) -> None:
    place = campaign.folder / "returned"
    place.mkdir()
    (place / "from-liam.xlsx").write_bytes(b"decided")
    for given in (campaign.folder / "review.xlsx", place / "from-liam.xlsx"):
        with pytest.raises(UsageError, match="elsewhere"):
            closing.copied(campaign, [given])
    assert (place / "from-liam.xlsx").read_bytes() == b"decided"


def test_a_closed_review_reads_no_workbook_outside_of_its_folder(campaign: Campaign) -> None:
    (campaign.folder / "closure.json").write_text(
        '{"schema": "pimreport/closure/1", "returned": ["../../other.xlsx", "/etc/passwd"]}'
    )
    place = campaign.folder / "returned"
    assert closing.sealed(campaign) == (place / "other.xlsx", place / "passwd")


@pytest.mark.parametrize("name", ["state", "snapshot", "forms", "files"])
def test_a_manifest_made_by_others_lacks_nothing(campaign: Campaign, name: str) -> None:
    path = campaign.folder / "manifest.json"
    told = json.loads(path.read_bytes())
    del told["digest"], told[name]
    digest = canonical.sha256(canonical.canonical(told))
    path.write_bytes(canonical.canonical({**told, "digest": digest}))
    with pytest.raises(UsageError, match=f"no whole manifest: it has no {name}"):
        manifest.read(campaign.folder)
