"""What is said of a file, and what is read from it, does not depend on its size."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from written import ADA, AS_OF, BEN, GRAPH, GROUP, PIM, Object, eligible, export_csv, pascal

from pimreport.parsers import bulk
from pimreport.parsers import read as read_all
from pimreport.shipped import shipped
from pimreport.synthetic.contoso import contoso
from pimreport.synthetic.ways import CSV_GERMAN, GRAPH_PAGE, WAYS, Way
from pimreport.synthetic.writing import write

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.evidence import Source
    from pimreport.model.tenant import Tenant

FACTS = (
    "principals", "groups", "memberships", "role_assignments", "policies", "units",
    "registrations", "roles", "upcoming", "ended", "pim_groups",
)  # fmt: skip


def read(path: Path, *, fast: bool) -> tuple[list[Source], list[object]]:
    with patch.object(bulk, "LARGE", 1 if fast else 1 << 40):
        tenant: Tenant = read_all([path], as_of=AS_OF)
    return list(tenant.sources), [getattr(tenant, name) for name in FACTS]


def same(path: Path) -> list[Source]:
    """The sources, which are the same either way."""
    fast, ordinary = read(path, fast=True), read(path, fast=False)
    assert fast == ordinary
    return fast[0]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("per_group", [True, False], ids=["per group", "whole"])
def test_a_tenant_in_every_way(way: Way, tmp_path: Path, *, per_group: bool) -> None:
    write(contoso(), tmp_path, way=way, per_group=per_group)
    same(tmp_path)


def test_each_sample_file_alone() -> None:
    files = [path for path in shipped("samples").rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        same(path)


USERS: list[Object] = [
    {
        "id": one,
        "displayName": name,
        "givenName": "x",
        "userPrincipalName": f"{one}@contoso.com",
        "accountEnabled": True,
        "userType": "Member",
        "signInActivity": None,
    }
    for one, name in [(BEN, "Ben"), ("0" * 8 + ADA[8:], "Who?"), (ADA, "Ada")]
]
RENAMED = [USERS[0], USERS[1] | {"displayName": "J?rg"}, *USERS[2:]]
CONTEXT = {"@odata.context": GRAPH + "users", "@odata.nextLink": "https://x/users?$skiptoken=a?b"}
MEMBER = {"principal": {"id": ADA, "displayName": "J?rg M?ller", "userPrincipalName": "a@b.c"}}
WAYS_OF_JSON = {
    "ascii": json.dumps({**CONTEXT, "value": USERS}).encode(),
    "letters lost": json.dumps({**CONTEXT, "value": RENAMED}).encode(),
    "no letters lost after all": json.dumps(
        {**CONTEXT, "value": [*RENAMED, USERS[0] | {"id": GROUP, "displayName": "Jürg"}]},
        ensure_ascii=False,
    ).encode(),
    "question marks in what nobody wrote": json.dumps(
        [one | {"photo": "https://x/a?b=c??"} for one in USERS]
    ).encode(),
    "letters lost in what is not read": json.dumps(
        [one | {"givenName": "J?rg"} for one in USERS]
    ).encode(),
    "another code page in what is not read": json.dumps(USERS)
    .replace('"givenName": "x"', '"givenName": "ä"')
    .encode("cp1252"),
    "marked": b"\xef\xbb\xbf" + json.dumps(RENAMED).encode(),
    "Windows PowerShell": json.dumps([pascal(one) for one in RENAMED], indent=4)
    .replace('": ', '":  ')
    .encode("utf-16"),
    "half a character": json.dumps(USERS).encode("utf-16") + b"\n",
    "appended": json.dumps(USERS).encode() + "\n".encode("utf-16-le"),
    "nulls at the end": json.dumps(USERS).encode() + b"\0\0",
    "cut off by depth": json.dumps(
        [one | {"signInActivity": "@{lastSignInDateTime=}"} for one in USERS]
    ).encode(),
    "placeholder": json.dumps(
        [one | {"createdDateTime": "0001-01-01T00:00:00Z"} for one in USERS]
    ).encode(),
    "a null among them": json.dumps([*USERS[:2], None, *USERS[2:]]).encode(),
    "nothing among them": json.dumps([*USERS[:2], {}, *USERS[2:]]).encode(),
    "a text among them": json.dumps([*USERS[:2], "Done.", *USERS[2:]]).encode(),
    "a row of nulls": json.dumps([*USERS, dict.fromkeys(USERS[0])]).encode(),
    "named twice": json.dumps(USERS).replace('"givenName"', '"x": 1, "x"', 2).encode(),
    "named twice by all": json.dumps(USERS).replace('"givenName"', '"x": 1, "x"').encode(),
    "eligible": json.dumps([eligible(), eligible(2, principalId=BEN)]).encode(),
    "eligible with names": json.dumps([eligible() | MEMBER, eligible(2) | MEMBER]).encode(),
    "eligible in Windows PowerShell": json.dumps([pascal(eligible()), pascal(eligible(2))], indent=4)
    .replace('": ', '":  ')
    .encode("utf-16"),
    "eligible page": json.dumps(
        {
            "@odata.context": PIM + "eligibilityScheduleInstances",
            "value": [eligible(), eligible(2, principalId=BEN), eligible(3)],
        }
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("case", WAYS_OF_JSON)
@pytest.mark.parametrize("name", ["users", f"members_{GROUP}"])
def test_json(case: str, name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.json").write_bytes(WAYS_OF_JSON[case])
    (tmp_path / "z.json").write_text(json.dumps([eligible(7), eligible(8, principalId=BEN)]))
    same(tmp_path)


def test_lost_letters_are_told_of_the_row(tmp_path: Path) -> None:
    (tmp_path / "users.json").write_bytes(WAYS_OF_JSON["letters lost"])
    (source,), _ = read(tmp_path, fast=True)
    assert ("lossy_ascii_encoding", 2) in [(one.code, one.row) for one in source.warnings]
    assert source.format == "JSON, ASCII"


FLAT = [one | {"createdDateTime": f"2024-05-{13 + at:02}T08:00:00Z"} for at, one in enumerate(RENAMED)]  # fmt: skip
WAYS_OF_CSV = {
    "ascii": export_csv(FLAT).encode(),
    "typed": b"#TYPE Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser\r\n"
    + export_csv(FLAT).encode(),
    "German": b"\xef\xbb\xbf" + export_csv(FLAT, delimiter=";", dates="%d.%m.%Y %H:%M:%S").encode(),
    "American": export_csv(FLAT, dates="%m/%d/%Y %H:%M:%S").encode(),
    "tabs": export_csv(FLAT, delimiter="\t").encode("utf-16"),
    "code page": export_csv(FLAT).replace("?", "ö").encode("cp1252"),
}


@pytest.mark.parametrize("case", WAYS_OF_CSV)
def test_csv(case: str, tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_bytes(WAYS_OF_CSV[case])
    (tmp_path / "z.json").write_text(json.dumps([eligible(), eligible(2, principalId=BEN)]))
    same(tmp_path)


def test_a_list_saved_in_pages_is_the_list(tmp_path: Path) -> None:
    """What one file taught is used for the next, and nobody is counted twice."""
    write(contoso(), tmp_path / "whole", way=GRAPH_PAGE, per_group=False)
    pages = tmp_path / "pages"
    pages.mkdir()
    for path in (tmp_path / "whole").iterdir():
        page = json.loads(path.read_text(encoding="utf-8"))
        rows = page["value"]
        size = 3 if len(rows) > 3 else len(rows) or 1
        for at in range(0, len(rows) or 1, size):
            more = {"@odata.nextLink": "https://x/?b"} if at + size < len(rows) else {}
            text = json.dumps({**page, **more, "value": rows[at : at + size]})
            (pages / f"{path.stem}_{at:04}.json").write_text(text, encoding="utf-8")
    sources, facts = read(tmp_path / "whole", fast=True)
    _, of_pages = read(pages, fast=True)
    in_pages = same(pages)
    assert sum(one.rows for one in in_pages) == sum(one.rows for one in sources)
    assert not any(one.duplicates for one in in_pages)
    for whole, paged in zip(facts, of_pages, strict=True):
        assert len(whole) == len(paged)  # type: ignore[arg-type]


def test_records_of_an_earlier_page_are_known_in_every_later_one(tmp_path: Path) -> None:
    for number, ids in enumerate([(1, 2), (3, 4), (5, 6), (6, 7), (2, 8)]):
        text = json.dumps([eligible(one) for one in ids])
        (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")
    assert [one.duplicates for one in same(tmp_path)] == [0, 0, 0, 1, 1]


@pytest.mark.parametrize("way", [GRAPH_PAGE, CSV_GERMAN], ids=lambda way: way.name)
def test_an_archive_is_the_folder_in_it(way: Way, tmp_path: Path) -> None:
    folder, archive = tmp_path / "e", tmp_path / "e.zip"
    write(contoso(), folder, way=way, per_group=True)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in folder.iterdir():
            packed.write(path, path.name)
    same(archive)
    (unpacked, facts), (members, of_members) = read(folder, fast=True), read(archive, fast=True)
    assert [replace(one, file=one.file.removeprefix("e.zip/")) for one in members] == unpacked
    assert str(of_members).replace("e.zip/", "") == str(facts)


WHOLE = [one | {"createdDateTime": "2024-01-01T00:00:00Z"} for one in USERS]
ODD = ["@{a=b}", "System.Object[]", "n/a", "Gast", "13/1/2026", [], 7]


@pytest.mark.parametrize(
    "name", ["id", "accountEnabled", "userType", "createdDateTime", "displayName"]
)
@pytest.mark.parametrize("at", [0, 1], ids=["of a member", "of nobody who matters"])
def test_an_odd_value_is_told_whoever_has_it(name: str, at: int, tmp_path: Path) -> None:
    (tmp_path / "z.json").write_text(json.dumps([eligible(7), eligible(8, principalId=BEN)]))
    for odd in ODD:
        rows: list[Object] = [dict(one) for one in WHOLE]
        rows[at][name] = odd
        (tmp_path / "users.json").write_text(json.dumps(rows))
        same(tmp_path)
        (tmp_path / "users.json").unlink()
        flat = [
            {key: str(value) for key, value in one.items() if value is not None} for one in rows
        ]
        (tmp_path / "users.csv").write_text(export_csv(flat))
        same(tmp_path)
        (tmp_path / "users.csv").unlink()


@pytest.mark.parametrize("name", ["accountEnabled", "userType", "displayName"])
def test_a_property_that_one_record_lacks_is_told_whoever_it_is(name: str, tmp_path: Path) -> None:
    rows = [dict(one) for one in WHOLE]
    del rows[1][name]
    (tmp_path / "users.json").write_text(json.dumps(rows))
    same(tmp_path)


@pytest.mark.parametrize(
    "more",
    [
        {"DisplayName": "Another"},
        {"@odata.type": "#microsoft.graph.group"},
        {"isZtModelRow": True},
        {"AdditionalProperties": {"x": 1}},
    ],
    ids=lambda more: next(iter(more)),
)
@pytest.mark.parametrize("at", [0, 1])
def test_a_property_that_one_record_has_alone(more: Object, at: int, tmp_path: Path) -> None:
    rows = [dict(one) for one in WHOLE]
    rows[at] |= more
    (tmp_path / "users.json").write_text(json.dumps(rows))
    (tmp_path / "z.json").write_text(json.dumps([eligible(7), eligible(8, principalId=BEN)]))
    same(tmp_path)
