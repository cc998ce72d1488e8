"""Broken and hostile files: a sentence, never a traceback, never other rows."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import ADA, AS_OF, GROUP, Object, codes, eligible, export_csv, read

from pimreport.errors import UnusableExportsError
from pimreport.parsers import load
from pimreport.parsers.formats import graph_json
from pimreport.parsers.reader import read as read_bytes


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("[" * 10_000 + "]" * 10_000, "nested too deeply"),
        ('{"a":' * 10_000 + "1" + "}" * 10_000, "nested too deeply"),
        ('[{"id":' + "9" * 5000 + "}]", "5000 digits"),
        ('[{"id":NaN}]', "NaN"),
        ('[{"id":Infinity}]', "Infinity"),
        ('[{"id": "1",\n "x": }]', "line 2"),
        (json.dumps([eligible()])[:-9], "cut off"),
        ('"Id","DisplayName"\r\n"a","b', "line 2"),
        ("Id,Id\r\n1,2\r\n", "twice"),
        ("Id   DisplayName\r\n--   -----------\r\n1    x\r\n", "console table"),
        ('"ClassId2e4f51ef21dd47e99d3c952918aff9cd","x"\r\n"1","2"\r\n', "Format-Table"),
        ('"Length"\r\n"12"\r\n', "lengths of texts"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><Objs Version="1"><S>&x;</S></Objs>', "CLIXML"),
        ("just some words", "neither JSON nor CSV"),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_is_refused_with_a_reason(content: str, hint: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, newline="")
    with pytest.raises(UnusableExportsError) as refusal:
        load([path], as_of=AS_OF)
    assert hint in str(refusal.value)
    assert "x.json" in str(refusal.value)


def test_a_repeated_key_is_said(tmp_path: Path) -> None:
    text = f'[{{"id":"{GROUP}","displayName":"a","displayName":"b","groupTypes":[]}}]'
    assert "repeated_keys" in codes(read(tmp_path, "x.json", text))


def test_two_spellings_of_one_property_are_said(tmp_path: Path) -> None:
    row = {"id": GROUP, "displayName": "a", "DisplayName": "b", "securityEnabled": True}
    source = read(tmp_path, "x.json", [row])
    assert source.records[0]["displayName"] == "a"
    assert "conflicting_values:displayName" in codes(source)


def test_half_a_character_is_replaced_and_said(tmp_path: Path) -> None:
    text = f'[{{"id":"{GROUP}","displayName":"a\\ud800b","groupTypes":[]}}]'
    source = read(tmp_path, "x.json", text)
    assert source.records[0]["displayName"] == "a\ufffdb"
    assert "lone_surrogate" in codes(source)


def test_a_row_of_another_width_is_not_used(tmp_path: Path) -> None:
    text = f"Id,DisplayName,SecurityEnabled\r\n{GROUP},a,True\r\n{ADA},b,c,True\r\n"
    source = read(tmp_path, "x.csv", text)
    assert (source.rows, source.rejected) == (1, 1)
    assert [one.row for one in source.warnings if one.code == "rejected_row"] == [2]


def test_a_group_called_like_a_type_keeps_its_name(tmp_path: Path) -> None:
    row = {"id": GROUP, "displayName": "System.String[]", "securityEnabled": True}
    assert read(tmp_path, "x.json", [row]).records[0]["displayName"] == "System.String[]"


@pytest.mark.parametrize("name", ["NA", "null", "None", "True", "1", "Permanent", "=1+1"])
def test_a_group_called_like_a_value_keeps_its_name(name: str, tmp_path: Path) -> None:
    rows = [{"id": GROUP, "displayName": name, "securityEnabled": "True"}]
    assert read(tmp_path, "x.csv", export_csv(rows)).records[0]["displayName"] == name


@given(data=st.binary(max_size=300))
def test_no_bytes_raise(data: bytes) -> None:
    read_bytes("x.json", data, None)


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["value", "id", "principalId", "roleDefinitionId", "rules", "scheduleInfo", "error",
             "conditions", "AdditionalProperties", "responses", "startDateTime", "groupId", "policy",
             "accessId", "policyId", "data", "kind", "@odata.type", "@odata.context", "objectId"]
        ),
        inner,
        max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=300)
@given(value=JSONISH)
def test_no_json_raises(value: object) -> None:
    contents = read_bytes("x.json", json.dumps(value).encode(), None)
    for part in contents.parts:
        list(part.resource.parse(part.reading.rows, part.reading))
        list(part.resource.records(part.reading.rows, part.reading))
        for row in part.reading.rows:
            part.resource.identity(row, part.reading)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    os.mkfifo(folder / "pipe.json")
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    (folder / "self").symlink_to(folder)
    (folder / "zero.json").symlink_to("/dev/zero")
    (folder / "groups.json").write_text(
        json.dumps([{"id": GROUP, "displayName": "g", "securityEnabled": True}])
    )
    sources = load([folder], as_of=AS_OF).sources
    assert [one.resource for one in sources if one.error is None] == ["groups"]
    (linked,) = (one for one in sources if one.file == "self")
    assert "link to a folder" in str(linked.error)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_given_by_name_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(UnusableExportsError, match="no regular file"):
        load([tmp_path / "pipe.json"], as_of=AS_OF)


def test_a_million_columns_are_refused(tmp_path: Path) -> None:
    header = ",".join(f"c{number}" for number in range(1_000_000))
    with pytest.raises(UnusableExportsError, match="1000000 columns"):
        read(tmp_path, "x.csv", f"{header}\r\n")


@pytest.mark.parametrize("tenth", range(1, 10))
def test_every_sample_cut_off_is_a_message(tenth: int) -> None:
    for path in sorted((Path(__file__).parents[2] / "samples" / "contoso").iterdir()):
        data = path.read_bytes()
        read_bytes(path.name, data[: len(data) * tenth // 10], None)


def test_a_file_larger_than_any_export_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "x.json").open("wb") as stream:
        stream.truncate(5 * 1024**3)
    with pytest.raises(UnusableExportsError, match="more than any export"):
        load([tmp_path], as_of=AS_OF)


def test_a_repeated_key_is_said_of_a_large_file_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_json, "_LARGE", 1)
    test_a_repeated_key_is_said(tmp_path)
    test_half_a_character_is_replaced_and_said(tmp_path)


def _late_umlaut(kind: str) -> list[Object]:
    """So many rows that they are read in pieces; the last ones name Jörg."""
    rows: list[Object] = []
    for number in range(2500):
        name = "Jörg" if number > 2000 else "Ann"
        principal = f"{number:08x}-0000-4000-8000-000000000000"
        if kind == "users":
            rows.append(
                {"id": principal, "displayName": name, "userPrincipalName": "x@contoso.com"}
            )
        elif kind == "eligible":
            person = {"@odata.type": "#microsoft.graph.user", "id": principal, "displayName": name}
            row = eligible(number, principalId=principal, principal=person)
            rows.append(row)
        else:
            rule = {
                "id": "Approval_EndUser_Assignment",
                "setting": {"description": f"{name}{number}"},
            }
            policy = {"id": f"Group_{GROUP}_{principal}", "rules": [rule]}
            rows.append(
                {"id": principal, "policyId": policy["id"], "scopeId": GROUP, "policy": policy}
                | {"roleDefinitionId": "member"}
            )
    return rows


@pytest.mark.parametrize("kind", ["users", "eligible", "policies"])
def test_an_ansi_letter_late_in_a_large_file_is_read(kind: str, tmp_path: Path) -> None:
    rows = _late_umlaut(kind)
    source = read(tmp_path, "x.json", json.dumps(rows, ensure_ascii=False).encode("cp1252"))
    assert source.rows == len(rows)
    assert "ansi_code_page" in codes(source)
