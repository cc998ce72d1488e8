"""The JSON output keeps its schema, and its names are the documented ones."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import handmade
import jsonschema
import pytest

from pimreport import report as package
from pimreport.report import structure
from pimreport.report.serial import Parts, write
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = Path(package.__file__).parent / "schema" / "report.schema.json"


def written(document: Parts, indent: int) -> bytes:
    made = BytesIO()
    write(document, indent, made)
    return made.getvalue()


def load(path: Path) -> Any:  # noqa: ANN401  # JSON
    return json.loads(path.read_bytes())


@pytest.mark.parametrize("which", ["small", "hostile", "empty", "many", "crowd"])
def test_the_schema_holds(which: str, output: Callable[[str, str], Path]) -> None:
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(load(output(which, ".json")))


def test_the_schema_tolerates_no_other_name(output: Callable[[str, str], Path]) -> None:
    document = load(output("small", ".json"))
    document["people"][0]["nickname"] = "x"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json.loads(SCHEMA.read_text()))


def test_the_top_level_is_the_documented_one(output: Callable[[str, str], Path]) -> None:
    document = load(output("small", ".json"))
    assert list(document) == [
        "schema",
        "as_of",
        "tenant",
        "sources",
        "missing",
        "summary",
        "groups",
        "paths",
        "people",
        "policies",
        "assessments",
        "findings",
    ]
    assert document["schema"] == "pimreport/report/1"
    assert document["as_of"] == "2026-09-30"


def test_a_few_resetters_are_written_with_everybody_they_can_reset(
    output: Callable[[str, str], Path],
) -> None:
    document = load(output("small", ".json"))
    assert "resetter_lists" not in document
    assert all("can_be_reset_by_count" not in one for one in document["people"])
    assert [len(one["can_be_reset_by"]) for one in document["people"]] == [3, 2, 2, 1, 3, 1, 1, 1]


def test_resetters_of_a_crowd_are_written_once_and_none_is_lost(
    output: Callable[[str, str], Path],
) -> None:
    document = load(output("crowd", ".json"))
    lists = document["resetter_lists"]
    for told, one in zip(document["people"], handmade.crowd().people, strict=True):
        shared = lists.get(told["can_be_reset_by_list"], {"can_be_reset_by": []})
        whole = [by for by in shared["can_be_reset_by"] if by["id"] != told["id"]]
        assert [(by["id"], by["role"]) for by in whole] == [
            (by.principal.id, by.role.name) for by in one.can_be_reset_by
        ]
        assert told["can_be_reset_by_count"] == len(whole)
        assert told["can_be_reset_by"] == whole[: structure.MOST_RESETTERS]
    assert [(key, one["people"]) for key, one in lists.items()] == [("R1", 140), ("R2", 140)]
    assert len({one["can_be_reset_by_count"] for one in document["people"]}) > len(lists) + 1


def test_the_schema_wants_the_number_where_a_list_is_cut(
    output: Callable[[str, str], Path],
) -> None:
    document = load(output("crowd", ".json"))
    del document["people"][0]["can_be_reset_by_count"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, json.loads(SCHEMA.read_text()))


def test_unknown_is_null_and_not_required_is_false(output: Callable[[str, str], Path]) -> None:
    weak, strong, unknown = load(output("small", ".json"))["policies"]
    assert weak["activation"]["authentication_context"] is False
    assert strong["activation"]["authentication_context"] == "c1"
    assert strong["activation"]["approvers"] == ["Security Operations"]
    assert set(unknown["activation"].values()) == {None}
    assert (strong["group"], strong["role"]) == (None, "Exchange Administrator")


def test_moments_are_utc(output: Callable[[str, str], Path]) -> None:
    path = load(output("small", ".json"))["paths"][0]
    assert (path["starts"], path["ends"], path["kind"]) == ("2026-01-15T09:00:00Z", None, None)


def test_a_file_that_is_no_export_is_passed_over(output: Callable[[str, str], Path]) -> None:
    sources = load(output("small", ".json"))["sources"]
    assert sources[3]["resource"] == "passed-over"
    assert sources[1]["warnings"] == [
        {"code": "bad-row", "message": "The role id is cut off.", "row": 17}
    ]


def test_programs_get_the_exact_name_and_readers_see_what_hides_in_it(
    output: Callable[[str, str], Path],
) -> None:
    path = output("hostile", ".json")
    text = path.read_text(encoding="utf-8")
    assert visible(text.replace("\n", "")) == text.replace("\n", "")
    assert r"\u202e" in text
    names = [one["name"] for one in load(path)["people"]]
    exact = [name.replace("\ud800", "⟦U+D800⟧") for name in handmade.HOSTILE]
    assert names == exact


def test_what_is_written_piece_by_piece_is_written_as_a_whole() -> None:
    many = [{"number": number, "name": "Zoë", "none": []} for number in range(1_201)]
    whole = {"few": [1], "none": [], "many": many, "deep": [{"many": many}, {"a": {}}]}
    parts = Parts({"few": [1], "none": iter([]), "many": iter(many)})
    parts["deep"] = iter([Parts({"many": iter(many)}), Parts({"a": {}})])
    assert written(parts, 1).decode() == json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def test_a_name_that_strict_writers_refuse_changes_no_other_one() -> None:
    text = written(Parts({"names": iter(["Zoë\u200b", "lost \ud800", "\x7f"])}), 2).decode()
    assert json.loads(text)["names"] == ["Zoë\u200b", "lost ⟦U+D800⟧", "\x7f"]
    assert r"Zoë\u200b" in text
    assert r"\u007f" in text
