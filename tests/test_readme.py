"""The README says what the program does today."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pimreport.analysis import checks
from pimreport.analysis.check import Check
from pimreport.registry import registered

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def run(*arguments: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "pimreport", *arguments]
    result = subprocess.run(
        command, capture_output=True, check=True, encoding="utf-8", env=environment
    )
    return result.stdout


def test_the_table_of_checks_is_the_programs() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| ([^|]+) \|$", README, re.MULTILINE)
    found = {check.name: check.title for check in registered(checks, Check)}
    assert {name: title for name, title in rows if name in found} == found


@pytest.mark.parametrize("command", ["", "report"])
def test_the_help_is_the_programs(command: str) -> None:
    told = f"pimreport {command} --help".replace("  ", " ")
    block = re.search(rf"<!-- {told} -->\n```\n(.*?)```\n<!-- end -->", README, re.DOTALL)
    assert block, f"the README has no block for `{told}`"
    printed = run(*command.split(), "--help")
    assert block[1].split() == printed.split(), f"`{told}` prints:\n{printed}"


def test_the_exit_statuses_are_the_programs() -> None:
    rows = re.findall(r"^\| (\d) \| ", README, re.MULTILINE)
    assert rows == re.findall(r"\b(\d) (?=done|a finding|usage|exports|a native)", run("--help"))


def test_every_file_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_the_json_keys_the_readme_names_are_there() -> None:
    schema = (ROOT / "pimreport/report/schema/report.schema.json").read_text("utf-8")
    section = README.partition("## The JSON output")[2].partition("\n## ")[0]
    names = re.findall(r"`([a-z_]+)`", section)
    assert len(names) > 10
    assert not [name for name in names if f'"{name}"' not in schema and name != "null"]
