"""The fast way past half a million users gives what the ordinary way gives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

import pytest
from written import ADA, AS_OF, BEN, GRAPH, GROUP, Object, eligible, export_csv, pascal

from pimreport.parsers import bulk, csv_table, load, read
from pimreport.parsers.bulk import principals

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.tenant import Tenant
    from pimreport.parsers.seen import Seen

USERS: list[Object] = [
    {
        "id": one,
        "displayName": f"Üser {one}",
        "userPrincipalName": f"{one.lower()}@contoso.com",
        "accountEnabled": number % 2 == 0,
        "userType": "Member",
        "onPremisesSyncEnabled": True if number == 5 else None,
        "createdDateTime": "2024-01-01T00:00:00Z",
        "signInActivity": {"lastSignInDateTime": "2025-09-01T00:00:00Z"} if number == 7 else None,
    }
    for number, one in enumerate(
        [f"{number:08x}-0000-4000-8000-000000000000" for number in range(20)] + [ADA, BEN, ADA.upper()]
    )
]  # fmt: skip
WAYS = {
    "page": json.dumps({"@odata.context": GRAPH + "users", "value": USERS}).encode(),
    "list": json.dumps(USERS).encode(),
    "sdk": json.dumps([pascal(one) | {"AdditionalProperties": {}} for one in USERS]).encode(),
    "utf16": json.dumps(USERS, ensure_ascii=False).encode("utf-16"),
    "marked": b"\xef\xbb\xbf" + json.dumps(USERS, ensure_ascii=False).encode(),
    "two documents": (json.dumps(USERS[:9]) + json.dumps(USERS[9:])).encode(),
    "no id": json.dumps([*USERS, USERS[0] | {"id": None}]).encode(),
    "leftover": json.dumps({"value": USERS, "@odata.nextLink": "https://x"}).encode(),
    "lean": json.dumps([{"id": one["id"], "userPrincipalName": "x"} for one in USERS]).encode(),
    "localised": json.dumps(
        [one | {"createdDateTime": "5/13/2025 8:00:00 AM"} for one in USERS]
    ).encode(),
    "several kinds": json.dumps(
        [*USERS, {"id": GROUP, "displayName": "g", "securityEnabled": True}]
    ).encode(),
    "members": json.dumps(
        {"@odata.context": GRAPH + f"groups('{GROUP}')/members", "value": USERS}
    ).encode(),
    "odd": json.dumps([*USERS, USERS[0] | {"id": 7}]).encode(),
}
FLAT = [{name: one for name, one in user.items() if name != "signInActivity"} for user in USERS]
TABLES = {
    "plain": export_csv(FLAT).encode(),
    "typed": b"#TYPE Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser\r\n"
    + export_csv(FLAT).encode(),
    "utf16": export_csv(FLAT, delimiter=";").encode("utf-16"),
    "ascii": export_csv(FLAT).encode("ascii", "replace"),
    "twice": (export_csv(FLAT[:9]) + export_csv(FLAT[9:])).encode(),
    "no id": export_csv([*FLAT, FLAT[0] | {"id": ""}]).encode(),
    "wide row": export_csv(FLAT).encode() + b'"a","b"\r\n',
    "american": export_csv(
        [
            one | {"createdDateTime": f"2024-02-{number + 1:02}T00:00:00Z"}
            for number, one in enumerate(FLAT)
        ],
        dates="%m/%d/%Y %H:%M:%S",
    ).encode(),
    "portal": export_csv(
        [
            {("objectId" if name == "id" else name): one for name, one in user.items()}
            for user in FLAT
        ]
    ).encode(),
}


def _told(folder: Path) -> tuple[object, ...]:
    tenant: Tenant = load([folder], as_of=AS_OF)
    sources = [
        (one.resource, one.rows, one.rejected, one.duplicates, one.complete, one.sha256, one.bytes,
         sorted({warning.code for warning in one.warnings}))
        for one in tenant.sources
    ]  # fmt: skip
    return sources, tenant.principals, tenant.memberships


@pytest.mark.parametrize("way", WAYS)
def test_gives_the_same(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "users.json").write_bytes(WAYS[way])
    (tmp_path / "z.json").write_text(json.dumps([eligible(), eligible(2, principalId=BEN)]))
    ordinary = _told(tmp_path)
    monkeypatch.setattr(bulk, "LARGE", 1)
    assert _told(tmp_path) == ordinary


@pytest.mark.parametrize("way", TABLES)
def test_a_table_gives_the_same(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "users.csv").write_bytes(TABLES[way])
    (tmp_path / "z.json").write_text(json.dumps([eligible(), eligible(2, principalId=BEN)]))
    ordinary = _told(tmp_path)
    monkeypatch.setattr(bulk, "LARGE", 1)
    assert _told(tmp_path) == ordinary


def test_the_fast_way_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "users.json").write_bytes(WAYS["page"])
    monkeypatch.setattr(bulk, "LARGE", 1)
    totals = []
    real = principals.scan

    def watched(stream: BinaryIO, wanted: frozenset[str], seen: Seen) -> principals.Scan | None:
        found = real(stream, wanted, seen)
        totals.append(found.total if found else None)
        return found

    monkeypatch.setattr(principals, "scan", watched)
    load([tmp_path], as_of=AS_OF)
    assert totals == [len(USERS)]


def test_users_nobody_refers_to_are_counted_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "users.json").write_bytes(WAYS["odd"])
    ordinary = _told(tmp_path)
    monkeypatch.setattr(bulk, "LARGE", 1)
    assert _told(tmp_path) == ordinary


TABLE = export_csv(FLAT).encode()
AMONG_ROWS = {
    "a repeated header": b"\r\n".join([TABLE.splitlines()[0], *TABLE.splitlines()[:9]]),
    "another header": TABLE + b'"Id","DisplayName","SecurityEnabled"\r\n"x","y","True"\r\n',
    "delimiters alone": TABLE + b",,,,,,\r\n" + TABLE.splitlines()[1] + b"\r\n",
    "a comment": TABLE + b"#TYPE User\r\n" + TABLE,
    "a row too short": TABLE + b'"x","y"\r\n' + TABLE.splitlines()[2] + b"\r\n",
    "no header, and broken": b"\r\n".join(TABLE.splitlines()[1:]) + b'\r\n"a"b"\r\n',
    "broken at the end": TABLE + b'"a"b"\r\n',
}


@pytest.mark.parametrize("case", AMONG_ROWS)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_rows_are_told_from_what_stands_among_them(
    case: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "users.csv").write_bytes(AMONG_ROWS[case])
    (tmp_path / "z.json").write_text(json.dumps([eligible(), eligible(2, principalId=BEN)]))
    monkeypatch.setattr(csv_table, "_BATCH", 1)
    one_by_one = [_told(tmp_path), read([tmp_path], as_of=AS_OF).sources]
    monkeypatch.setattr(csv_table, "_BATCH", size)
    assert [_told(tmp_path), read([tmp_path], as_of=AS_OF).sources] == one_by_one
    monkeypatch.setattr(bulk, "LARGE", 1)
    assert _told(tmp_path) == one_by_one[0]
