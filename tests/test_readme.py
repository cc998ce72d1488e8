"""The README says what the program does today."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from dataclasses import asdict, fields, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pimreport.analysis import checks
from pimreport.analysis.check import Check
from pimreport.analysis.expectations import Expectations
from pimreport.cli.accepted_file import read_accepted
from pimreport.cli.brand_file import read_brand, read_language
from pimreport.cli.config_file import read_config
from pimreport.cli.limits_file import read_limits
from pimreport.model.resetter_lists import MOST_SPELT_OUT
from pimreport.registry import registered
from pimreport.report.structure import MOST_RESETTERS
from pimreport.report.writer import Brand, Limits
from pimreport.wording import LANGUAGES

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


@pytest.mark.parametrize(
    "page", [README, *sorted(ROOT.glob("docs/*.md"))], ids=lambda page: page.name
)
def test_every_file_a_page_links_to_exists(page: Path) -> None:
    links = re.findall(r"\]\(([\w./-]+)\)", page.read_text("utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_page_can_be_reached_from_the_readme() -> None:
    links = set(re.findall(r"\]\(docs/([\w.-]+)\)", TEXT))
    assert links == {page.name for page in ROOT.glob("docs/*.md")}


def test_the_json_keys_the_readme_names_are_there() -> None:
    schema = (ROOT / "pimreport/report/schema/report.schema.json").read_text("utf-8")
    section = TEXT.partition("## The JSON output")[2].partition("\n## ")[0]
    names = re.findall(r"`([a-z_]+)`", section)
    assert len(names) > 10
    assert not [name for name in names if f'"{name}"' not in schema and name != "null"]


def test_how_many_resetters_the_json_spells_out_is_said_where_it_is_described() -> None:
    schema = (ROOT / "pimreport/report/schema/report.schema.json").read_text("utf-8")
    assert f"more than {MOST_SPELT_OUT:,} pairs" in TEXT
    assert f"more than {MOST_SPELT_OUT:,} pairs" in schema
    words = {5: "five"}
    assert f"`can_be_reset_by` has the first {words[MOST_RESETTERS]} of a person only" in TEXT


def test_the_settings_the_readme_shows_can_be_used_as_they_are(tmp_path: Path) -> None:
    accepted, config = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    for name, text in (("accepted.toml", accepted), ("pimreport.toml", config)):
        (tmp_path / name).write_text(text, "utf-8")
    (risk,) = read_accepted(tmp_path / "accepted.toml")
    assert risk.owner == "Elena Rossi"
    assert read_config(tmp_path / "pimreport.toml") == Expectations()


def test_the_page_of_settings_names_every_setting(tmp_path: Path) -> None:
    page = (ROOT / "docs/settings.md").read_text("utf-8").replace("# logo =", "logo =")
    config, accepted = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "logo.svg").write_text("<svg/>", "utf-8")
    for name, text in (("accepted.toml", accepted), ("pimreport.toml", config)):
        (tmp_path / name).write_text(text, "utf-8")
    given = tmp_path / "pimreport.toml"
    thresholds = replace(read_config(given), emergency_access=frozenset())
    assert thresholds == Expectations(), "the thresholds shown are the defaults"
    assert read_limits(given) == Limits(), "so are the limits"
    assert read_brand(given).accent == Brand().accent
    assert all(asdict(read_brand(given)).values()), "a setting of the report is missing"
    assert read_language(given) == LANGUAGES[0]
    sections = tomllib.loads(config)
    assert set(sections["expectations"]) == names_of(Expectations) - {"emergency_access"}
    assert set(sections["pdf"]) == names_of(Limits)
    assert len(read_accepted(tmp_path / "accepted.toml")) == 1


def names_of(settings: type[Expectations | Limits]) -> set[str]:
    return {one.name for one in fields(settings)}


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    needed = chain(project["dependencies"], *extras)
    section = TEXT.partition("## Dependencies")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
    told = set(re.findall(r"[a-z0-9]+", " ".join(row.partition(", with")[0] for row in rows)))
    assert not {re.match("[a-z0-9]+", one)[0] for one in needed} - told  # type: ignore[index]
