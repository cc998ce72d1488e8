"""The exports auditors really hold, byte by byte, against what they must give."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pimreport.errors import UnusableExportsError
from pimreport.model.as_of import AsOf
from pimreport.parsers import load, read

EXPORTS = Path(__file__).parent / "exports"
CASES = sorted(
    path
    for path in EXPORTS.iterdir()
    if not path.name.endswith((".expected.json", ".gitattributes"))
)
AS_OF = AsOf.parse("2025-10-01")


def _expected(path: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads(
        path.with_name(path.name + ".expected.json").read_text(encoding="utf-8")
    )
    return expected


def _same(told: object, expected: object) -> bool:
    if isinstance(expected, str) and isinstance(told, str):
        if told.lower() == expected.lower():
            return True
        try:
            return datetime.fromisoformat(told) == datetime.fromisoformat(expected)
        except ValueError:
            return False
    if isinstance(expected, list):
        return (
            isinstance(told, list)
            and len(told) == len(expected)
            and all(_same(one, other) for one, other in zip(told, expected, strict=True))
        )
    if isinstance(expected, dict):
        return isinstance(told, dict) and all(
            _same(told.get(name), value) for name, value in expected.items()
        )
    return told == expected


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name[:40])
def test_gives_exactly_the_expected_rows(path: Path) -> None:
    expected = _expected(path)
    if expected["outcome"] == "reject":
        with pytest.raises(UnusableExportsError) as refusal:
            load([path], as_of=AS_OF, keep_records=True)
        assert path.name in str(refusal.value)
        for hint in expected["hint_should_mention"]:
            assert hint in str(refusal.value)
        return
    (source,) = read([path], as_of=AS_OF, keep_records=True).sources
    assert source.error is None
    assert source.resource == expected["dataset"]
    assert len(source.records) == len(expected["rows"])
    for told, wanted in zip(source.records, expected["rows"], strict=True):
        for name, value in wanted.items():
            assert _same(told.get(name), value), (name, told.get(name), value)
    codes = {warning.code for warning in source.warnings}
    assert set(expected["warnings"]) <= codes
    json.dumps(source.records)
