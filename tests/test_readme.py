"""The README says what the program does today."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pimreport.analysis import checks
from pimreport.analysis.check import Check
from pimreport.analysis.expectations import Expectations
from pimreport.cli.accepted_file import read_accepted
from pimreport.cli.config_file import read_config
from pimreport.registry import registered

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
TEXT = README.read_text("utf-8")


def run(*arguments: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "pimreport", *arguments]
    result = subprocess.run(
        command, capture_output=True, check=True, encoding="utf-8", env=environment
    )
    return result.stdout


def help_of(*command: str) -> str:
    return f"```\n{run(*command, '--help')}```\n"


def table_of_checks() -> str:
    rows = (f"| `{check.name}` | {check.title} |\n" for check in registered(checks, Check))
    return "".join(("| check | looks for |\n|---|---|\n", *rows))


BLOCKS: dict[str, Callable[[], str]] = {
    "pimreport --help": help_of,
    "pimreport report --help": partial(help_of, "report"),
    "pimreport checks": table_of_checks,
}


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_is_what_the_program_prints(name: str, pytestconfig: pytest.Config) -> None:
    text = README.read_text("utf-8")
    before, start, rest = text.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition("<!-- end -->\n")
    assert start, f"the README has no block <!-- {name} -->"
    now = f"{before}{start}{BLOCKS[name]()}{end}{after}"
    if pytestconfig.getoption("--golden"):
        README.write_text(now, "utf-8")
    elif now != text:
        pytest.fail(f"`{name}` gives something else now: run `make golden`")


def test_the_exit_statuses_are_the_programs() -> None:
    rows = re.findall(r"^\| (\d) \| ", TEXT, re.MULTILINE)
    assert rows == re.findall(
        r"\b(\d)\s+(?=done|a finding|usage|exports|a native|mail|verification)", run("--help")
    )


def test_every_file_the_readme_links_to_exists() -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", TEXT)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_the_json_keys_the_readme_names_are_there() -> None:
    schema = (ROOT / "pimreport/report/schema/report.schema.json").read_text("utf-8")
    section = TEXT.partition("## The JSON output")[2].partition("\n## ")[0]
    names = re.findall(r"`([a-z_]+)`", section)
    assert len(names) > 10
    assert not [name for name in names if f'"{name}"' not in schema and name != "null"]


def test_the_settings_the_readme_shows_can_be_used_as_they_are(tmp_path: Path) -> None:
    accepted, config = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    for name, text in (("accepted.toml", accepted), ("pimreport.toml", config)):
        (tmp_path / name).write_text(text, "utf-8")
    (risk,) = read_accepted(tmp_path / "accepted.toml")
    assert risk.owner == "Elena Rossi"
    assert read_config(tmp_path / "pimreport.toml") == Expectations()
