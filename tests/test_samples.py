"""samples/contoso gives what it must give: field by field, and what its README promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from pimreport.analysis import checks
from pimreport.analysis.check import Check
from pimreport.model.paths import Strategy
from pimreport.model.people import Grade
from pimreport.registry import registered
from pimreport.synthetic.contoso import write_contoso

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
CONTOSO = ROOT / "samples" / "contoso"
GOLDEN = Path(__file__).parent / "golden" / "contoso.json"

STRATEGIES = {
    "PIM Tier 0 Global Administrators": "option-b",
    "PIM Privileged Roles": "option-b",
    "Identity Team": "option-a",
    "PIM Exchange Operations": "option-b",
    "SharePoint Farm": "standing-access",
    "PIM Security Operations": "double-activation",
    "PIM Cloud Applications": "mixed",
    "PIM Reporting": "option-b",
    "PIM Conditional Access": "option-b",
    "PIM Intune Reserve": "no-members",
    "PIM Service Desk": "option-b",
    "Authentication Desk": "option-a",
    "Fabric Forgotten": "unknown",
    "Shielded administrators": "no-role",
    "PIM Azure Landing Zone": "no-role",
}
GRADES = {
    "Jörg Müller": "contested",
    "Änne Köhler": "contested",
    "Hana Novák": "protected-rmau",
    "Ibrahim Kaya": "protected-rmau",
    "Fatima Zahra": "protected",
    "Mateo Silva": "exposed",
    "Nadia Fischer": "exposed",
    "Karima Bensaid": "protected-measured",
    "Theo Schmidt": "unknown",
    "Viktor Sokolov": "protected",
    "Tomás Ferreira": "contested",
}
CHECKS = {check.name for check in registered(checks, Check)}


CONFIG = """
[emergency_access]
accounts = ["emergency.access.1@contoso.example", "emergency.access.2@contoso.example"]
"""


@pytest.fixture(scope="module")
def audit(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON output of ``make demo``."""
    return report(tmp_path_factory.mktemp("contoso"))


def report(folder: Path, *options: str) -> dict[str, Any]:
    output = folder / "audit.json"
    command = [sys.executable, "-m", "pimreport", "report", str(CONTOSO)]
    arguments = ["--as-of", "2026-09-30", "-o", str(output), *options]
    result = subprocess.run([*command, *arguments], capture_output=True, check=False, text=True)
    assert result.returncode == 0, result.stderr
    found: dict[str, Any] = json.loads(output.read_text("utf-8"))
    # Its README is no export: what it says may change without changing the report.
    found["sources"] = [one for one in found["sources"] if one["file"] != "README.md"]
    return found


def differences(expected: object, found: object, where: str = "") -> Iterator[str]:
    """Each field that differs, by its place in the document."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in (*expected, *(key for key in found if key not in expected)):
            place = f"{where}.{key}" if where else key
            if key not in found:
                yield f"{place}: is missing"
            elif key not in expected:
                yield f"{place}: is new: {found[key]!r}"
            else:
                yield from differences(expected[key], found[key], place)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{where}: {len(expected)} entries expected, {len(found)} found"
        for number, (one, other) in enumerate(zip(expected, found, strict=False)):
            name = other.get("name") or other.get("title") if isinstance(other, dict) else None
            yield from differences(one, other, f"{where}[{number}{f' {name}' if name else ''}]")
    elif expected != found:
        yield f"{where}: expected {expected!r}, found {found!r}"


def test_the_report_is_the_golden_one(audit: dict[str, Any], pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--golden"):
        GOLDEN.parent.mkdir(exist_ok=True)
        text = json.dumps(audit, ensure_ascii=False, indent=1)
        GOLDEN.write_text(f"{text}\n", "utf-8")
    found = list(differences(json.loads(GOLDEN.read_text("utf-8")), audit))
    shown = "\n".join(found[:40])
    assert not found, f"{len(found)} fields differ (`make golden` accepts them):\n{shown}"


def test_the_report_keeps_to_its_schema(audit: dict[str, Any]) -> None:
    schema = ROOT / "pimreport" / "report" / "schema" / "report.schema.json"
    jsonschema.validate(audit, json.loads(schema.read_text("utf-8")))


def test_the_tenant_is_as_large_as_its_readme_says(audit: dict[str, Any]) -> None:
    rows = {source["resource"]: source["rows"] for source in audit["sources"]}
    told = (CONTOSO / "README.md").read_text("utf-8")
    assert f"{rows['users']} users and {rows['groups']} groups" in told


def test_every_group_is_used_as_the_readme_says(audit: dict[str, Any]) -> None:
    assert {group["name"]: group["strategy"] for group in audit["groups"]} == STRATEGIES
    assert set(STRATEGIES.values()) == set(Strategy)


@pytest.mark.parametrize(("name", "grade"), GRADES.items())
def test_every_planted_person_has_the_grade(audit: dict[str, Any], name: str, grade: str) -> None:
    (person,) = (one for one in audit["people"] if one["name"] == name)
    assert person["protection"]["grade"] == grade


def test_every_grade_occurs(audit: dict[str, Any]) -> None:
    assert {person["protection"]["grade"] for person in audit["people"]} == set(Grade)


def test_every_check_finds_something(audit: dict[str, Any], tmp_path: Path) -> None:
    assert {one["check"] for one in audit["assessments"]} == CHECKS
    # Emergency access accounts can only be judged once they are declared.
    config = tmp_path / "pimreport.toml"
    config.write_text(CONFIG, "utf-8")
    declared = report(tmp_path, "--config", str(config))
    findings = (*audit["findings"], *declared["findings"])
    assert CHECKS - {finding["check"] for finding in findings} == set()


def test_only_the_berlin_office_is_in_the_reach_of_its_password_administrator(
    audit: dict[str, Any],
) -> None:
    reached = {
        person["name"]
        for person in audit["people"]
        for resetter in person["can_be_reset_by"]
        if resetter["name"] == "Piet Janssen"
    }
    assert reached == {"Jörg Müller", "Änne Köhler"}


def test_who_is_disabled_resets_nobody(audit: dict[str, Any]) -> None:
    names = {one["name"] for person in audit["people"] for one in person["can_be_reset_by"]}
    assert "Quinn Abbott" not in names
    assert {"Nora Lindqvist", "Omar Haddad", "Rosa Iglesias", "Paula Weiss"} <= names


def test_what_ended_or_has_not_begun_does_not_count(audit: dict[str, Any]) -> None:
    assert not {"Zoe Laurent", "Adele Vance"} & {person["name"] for person in audit["people"]}


def test_no_file_of_the_sample_is_refused(audit: dict[str, Any]) -> None:
    refused = [source for source in audit["sources"] if source["error"] or source["rejected"]]
    assert not refused


def test_the_sample_files_are_what_make_samples_writes(tmp_path: Path) -> None:
    write_contoso(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    kept = {path.name: path.read_bytes() for path in CONTOSO.iterdir() if path.suffix != ".md"}
    assert made == kept, "run `make samples`"
