"""``pimreport sample``: an invented tenant that reads back, the same for the same seed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from running import run

from pimreport.analysis import analyse
from pimreport.model.as_of import AsOf
from pimreport.parsers import load
from pimreport.synthetic.ways import WAYS

if TYPE_CHECKING:
    from pathlib import Path

SMALL = ("--users", "60", "--groups", "12", "--members", "4")


def written(folder: Path, *arguments: str) -> dict[str, bytes]:
    done = run("sample", folder, *SMALL, *arguments)
    assert done.returncode == 0, done.stderr
    assert "60 users" in done.stderr
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_seed_is_the_same_tenant(tmp_path: Path) -> None:
    first = written(tmp_path / "a", "--seed", "7")
    assert first == written(tmp_path / "b", "--seed", "7")
    assert first != written(tmp_path / "c", "--seed", "8")
    assert len(json.loads(first["users.json"])["value"]) == 60


@pytest.mark.parametrize("way", [*(way.name for way in WAYS), "all"])
def test_every_way_reads_back(way: str, tmp_path: Path) -> None:
    written(tmp_path / "a", "--format", way)
    report = analyse(load([tmp_path / "a"], as_of=AsOf.parse("2026-09-30"), dates="mdy"))
    assert not [one for one in report.tenant.sources if one.error or one.rejected]
    assert len(report.tenant.groups) == 12
    assert {group.strategy for group in report.groups} >= {"option-b"}


def test_a_full_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    done = run("sample", tmp_path, *SMALL)
    assert done.returncode == 2
    assert "--force" in done.stderr


def test_an_unknown_way_is_named(tmp_path: Path) -> None:
    done = run("sample", tmp_path / "a", "--format", "yaml")
    assert done.returncode == 2
    assert "sdk-json-5.1" in done.stderr


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("sample", tmp_path / "file" / "tenant", "--users", "5")
    assert done.returncode == 2
    assert done.stderr.endswith("cannot be written: Not a directory.\n")
