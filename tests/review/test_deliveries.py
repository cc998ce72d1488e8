"""Mailing from a closed campaign folder leaves a record, which is no tampering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.delivery import ledger
from pimreport.review import manifest

if TYPE_CHECKING:
    from pathlib import Path


def test_the_record_of_deliveries_is_not_in_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text("{}")
    (tmp_path / ledger.NAME).write_text("{}\n")
    assert [one.path for one in manifest.entries(tmp_path)] == ["report.json"]
