"""No conclusion changes when files are renamed, re-ordered, split or written another way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from everything import complete, everything

from pimreport.analysis import analyse
from pimreport.model.as_of import AsOf
from pimreport.parsers import load
from pimreport.synthetic.ways import GRAPH_PAGE, RAW_PAGE, Way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pimreport.model.report import Report


def conclusions(report: Report) -> object:
    """Everything that is concluded, without where it was read."""
    return (
        [(one.id, one.strategy, dict(one.kinds), one.reason) for one in report.groups],
        [(one.principal.id, one.kind, one.membership, one.via) for one in report.paths],
        [
            (one.principal.id, one.protection, len(one.can_be_reset_by), one.highest_role.name)
            for one in report.people
        ],
        [(one.check, one.outcome, one.count, one.reason) for one in report.assessments],
        [(one.key, one.severity, one.title, one.roles) for one in report.findings],
    )


def read(folder: Path) -> Report:
    return analyse(load([folder], as_of=AsOf.parse("2026-09-30")))


def renamed(folder: Path) -> None:
    """Other names, except where a Graph list itself does not say whose members it lists."""
    for number, path in enumerate(sorted(folder.iterdir())):
        if "_members_" not in path.name:
            path.rename(folder / f"export {number}{path.suffix}")


def reordered(folder: Path) -> None:
    for path in folder.iterdir():
        page = json.loads(path.read_text("utf-8"))
        page["value"].reverse()
        path.write_text(json.dumps(page), "utf-8")


def split(folder: Path) -> None:
    """Every list in two files, as somebody does who exports in batches."""
    for path in list(folder.iterdir()):
        page = json.loads(path.read_text("utf-8"))
        rest = {**page, "value": page["value"][1:]}
        page["value"] = page["value"][:1]
        path.write_text(json.dumps(page), "utf-8")
        (folder / f"{path.stem} continued.json").write_text(json.dumps(rest), "utf-8")


def recoded(folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"\xff\xfe" + path.read_text("utf-8").encode("utf-16-le"))


def doubled(folder: Path) -> None:
    for path in list(folder.iterdir()):
        (folder / f"copy of {path.name}").write_bytes(path.read_bytes())


@pytest.mark.parametrize("change", [renamed, reordered, split, recoded, doubled])
def test_files_changed_about(change: Callable[[Path], None], tmp_path: Path) -> None:
    everything().write(tmp_path)
    change(tmp_path)
    assert conclusions(read(tmp_path)) == conclusions(complete())


@pytest.mark.parametrize("way", [GRAPH_PAGE, RAW_PAGE], ids=lambda way: way.name)
@pytest.mark.parametrize("per_group", [True, False])
def test_one_file_per_group_or_one_for_all(way: Way, per_group: bool, tmp_path: Path) -> None:  # noqa: FBT001
    everything().write(tmp_path, way=way, per_group=per_group)
    assert conclusions(read(tmp_path)) == conclusions(complete())
