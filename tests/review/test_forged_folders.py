"""A review's folder is shared: what others put into it harms nobody who closes the review."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import campaigns
import pytest

from pimreport.errors import UsageError
from pimreport.review import canonical, carried, closing, manifest, powershell, snapshot
from pimreport.review.campaign import Campaign
from pimreport.review.removals import Task
from pimreport.review.words import Decision

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
        '{"schema": "pimreport/closure/1", "closed": "2026-10-05", "by": "Ida", "late": "",'
        ' "returned": ["../../other.xlsx", "/etc/passwd"]}'
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


def _forge(path: Path, change: Callable[[Any], object]) -> None:
    told = json.loads(path.read_bytes())
    change(told)
    path.write_text(json.dumps(told))


@pytest.mark.parametrize(
    "key",
    ["findings", "groups", "memberships", "role_assignments", "paths", "policies", "principals",
     "people"],
)  # fmt: skip
def test_a_forged_snapshot_is_told_by_key(campaign: Campaign, key: str) -> None:
    path = campaign.folder / "snapshot.json"
    whole = json.loads(path.read_bytes())
    odd: list[object] = [[{}], [None], {}, "x", [[]]]
    for value in odd:
        path.write_text(json.dumps(whole | {key: value}))
        with pytest.raises(UsageError, match=rf"snapshot\.json is no snapshot .*: see {key}"):
            snapshot.read(campaign.folder)


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [("memberships", "state", "lost"), ("memberships", "access", ["member"]),
     ("groups", "covered", {"active": True}), ("findings", "severity", "worse"),
     ("people", "grade", 7), ("paths", "via", None), ("groups", "name", {"=1": 1})],
)  # fmt: skip
def test_a_forged_item_of_a_snapshot_is_told_by_key(
    campaign: Campaign, section: str, key: str, value: object
) -> None:
    path = campaign.folder / "snapshot.json"
    _forge(path, lambda told: told[section][0].update({key: value}))
    with pytest.raises(UsageError, match=rf"see {section}\[(\.\.\.|0)\]\.{key}"):
        snapshot.read(campaign.folder)


def test_every_section_that_is_odd_is_told_at_once(campaign: Campaign) -> None:
    path = campaign.folder / "snapshot.json"
    _forge(path, lambda told: (told.update(findings=[{}], people=3), told.pop("paths")))
    with pytest.raises(UsageError) as caught:
        snapshot.read(campaign.folder)
    assert len(caught.value.problems) == 3


def test_what_a_later_version_adds_is_no_problem(campaign: Campaign) -> None:
    for name in ("snapshot.json", "campaign.json"):
        _forge(campaign.folder / name, lambda told: told.update(new={"deep": [1]}))
    path = campaign.folder / "snapshot.json"
    _forge(path, lambda told: [one.update(new=1) for one in told["memberships"]])
    assert snapshot.read(campaign.folder)["new"]
    assert Campaign.read(campaign.folder).forms == campaign.forms


@pytest.mark.parametrize(
    ("key", "value"),
    [("forms", [{}]), ("forms", "x"), ("tasks", [{"key": 1}]), ("tasks", [3]), ("history", [{}]),
     ("tenant", []), ("tenant", {}), ("previous", {}), ("rules", 1), ("due", None)],
)  # fmt: skip
def test_a_forged_campaign_is_told_by_key(campaign: Campaign, key: str, value: object) -> None:
    _forge(campaign.folder / "campaign.json", lambda told: told.update({key: value}))
    with pytest.raises(UsageError, match=rf"campaign\.json .* see {key}"):
        Campaign.read(campaign.folder)
    _forge(campaign.folder / "campaign.json", lambda told: told.pop(key))
    if key != "history":
        with pytest.raises(UsageError, match=f"no whole campaign: it has no {key}"):
            Campaign.read(campaign.folder)


@pytest.mark.parametrize("value", [{"files": [{}]}, {"files": 1}, {"forms": [[]]}, {"state": []}])
def test_a_manifest_of_another_shape_is_told(campaign: Campaign, value: dict[str, Any]) -> None:
    path = campaign.folder / "manifest.json"
    told = json.loads(path.read_bytes()) | value
    del told["digest"]
    digest = canonical.sha256(canonical.canonical(told))
    path.write_bytes(canonical.canonical({**told, "digest": digest}))
    for read in (manifest.read, Campaign.read):
        with pytest.raises(UsageError, match=f"no manifest .*see {next(iter(value))}"):
            read(campaign.folder)


@pytest.mark.parametrize("value", [[{}], [None], 3, [{"decision": "Maybe"}]])
def test_forged_tasks_are_told(campaign: Campaign, value: object) -> None:
    content = {"schema": "pimreport/tasks/1", "tasks": value}
    (campaign.folder / "tasks.json").write_text(json.dumps(content))
    with pytest.raises(UsageError, match=r"tasks\.json .*see tasks"):
        carried.tasks_of(campaign.folder)


@pytest.mark.parametrize(
    ("key", "value"),
    [("closed", "x\ud800"), ("closed", "soon"), ("by", 7), ("late", None), ("returned", [3]),
     ("returned", "x\ud800")],
)  # fmt: skip
def test_a_forged_closure_is_told(campaign: Campaign, key: str, value: object) -> None:
    content: dict[str, object] = {
        "schema": "pimreport/closure/1", "closed": "2026-10-05", "by": "I", "late": "",
        "returned": [],
    }  # fmt: skip
    path = campaign.folder / "closure.json"
    path.write_text(json.dumps(content | {key: value}))
    with pytest.raises(UsageError, match=rf"closure\.json .*see {key}"):
        closing.seal_of(campaign)
    del content[key]
    path.write_text(json.dumps(content))
    with pytest.raises(UsageError, match=rf"no whole closure: it has no {key}"):
        closing.seal_of(campaign)


def test_a_name_that_no_encoding_can_write_is_no_forgery(campaign: Campaign) -> None:
    path = campaign.folder / "snapshot.json"
    _forge(path, lambda told: told["principals"][0].update(name="A\ud800"))
    assert snapshot.read(path)["principals"][0]["name"] == "A\ud800"
    assert json.loads(canonical.canonical(snapshot.read(path))) == snapshot.read(path)
    row = json.loads((campaign.folder / "rows.jsonl").read_text("ascii").splitlines()[0])
    (campaign.folder / "rows.jsonl").write_text(json.dumps(row | {"person": "A\ud800"}))
    assert campaign.rows()[0].person == "A\ud800"


@pytest.mark.parametrize(
    "line", ["{}", "[]", "no", '{"key": 1}', "\u00fc\ud83d".encode("utf-8", "replace").decode()]
)
def test_a_forged_record_is_told_by_line(campaign: Campaign, line: str) -> None:
    rows = (campaign.folder / "rows.jsonl").read_text("ascii").splitlines()
    (campaign.folder / "rows.jsonl").write_text("\n".join([rows[0], line]))
    with pytest.raises(UsageError, match=r"rows\.jsonl .*line 2"):
        campaign.rows()
    _forge(campaign.folder / "manifest.json", lambda told: told.update(state="closed"))
    (campaign.folder / "decisions.jsonl").write_text(f"{line}\n")
    with pytest.raises(UsageError, match=r"decisions\.jsonl .*line 1"):
        carried.previous(campaign.folder)
