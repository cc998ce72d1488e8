"""Accepted risks and settings, through the real command line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from builder import a_tenant
from running import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_active("Ada")
    return tenant.write(tmp_path / "exports")


def report(exports: Path, *arguments: str | Path) -> tuple[dict[str, Any], str]:
    done = run("report", exports, "--as-of", "2026-09-30", "-o", "-", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def accepted(folder: Path, until: str = "2026-12-31", key: str = "standing-access:*") -> Path:
    path = folder / "accepted.toml"
    path.write_text(
        f'[[risk]]\nkey = "{key}"\nreason = "Break glass"\nowner = "CISO"\nuntil = {until}\n'
    )
    return path


def status(found: dict[str, Any], check: str) -> set[str]:
    return {one["status"] for one in found["findings"] if one["check"] == check}


def test_an_accepted_risk_is_shown_as_accepted(exports: Path, tmp_path: Path) -> None:
    before, said_before = report(exports)
    found, said = report(exports, "--accepted", accepted(tmp_path))
    assert status(found, "standing-access") == {"accepted"}
    number = len(before["findings"])
    assert f"{number} findings (" in said_before
    assert re.search(rf" {number - 1} open findings? \(", said), "as the outputs count them"
    assert " and 1 accepted." in said


def test_an_expired_risk_is_a_finding_again_and_is_said(exports: Path, tmp_path: Path) -> None:
    found, said = report(exports, "--accepted", accepted(tmp_path, "2026-09-29"))
    assert status(found, "standing-access") == {"open"}
    assert "expired on 2026-09-29" in said


def test_a_risk_holds_on_its_last_day(exports: Path, tmp_path: Path) -> None:
    found, _ = report(exports, "--accepted", accepted(tmp_path, "2026-09-30"))
    assert status(found, "standing-access") == {"accepted"}


def test_a_risk_that_matches_nothing_is_said(exports: Path, tmp_path: Path) -> None:
    _, said = report(exports, "--accepted", accepted(tmp_path, key="owner-path:nobody"))
    assert "matches no finding" in said


def test_accepted_risks_do_not_fail_the_run(exports: Path, tmp_path: Path) -> None:
    arguments = ("report", exports, "-o", tmp_path / "x.json", "--fail-on", "critical")
    assert run(*arguments).returncode == 1
    assert run(*arguments, "--accepted", accepted(tmp_path, "2099-01-01", "*")).returncode == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[[risk]]\nkey = 'x'\n", ["no reason", "no owner", "until = 2026-12-31"]),
        ("[[risk]]\nky = 'x'\n", ["ky is not known"]),
        ("[risk]\nkey = 'x'\n", ["two brackets"]),
        ("key = ", ["no TOML"]),
        ("risk = [1]", ["no table"]),
        ("x = " + "[" * 5000, ["no TOML"]),
        ("x = " + "9" * 5000, ["no TOML"]),
        ('"a\\nWrote all.xlsx" = 1', ["a⟦U+000A⟧Wrote all.xlsx is not known"]),
    ],
)
def test_a_wrong_file_is_told_whole(
    content: str, told: list[str], exports: Path, tmp_path: Path
) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(content)
    done = run("report", exports, "-o", tmp_path / "x.json", "--accepted", path)
    assert done.returncode == 2
    assert all(one in done.stderr for one in told), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[expectations]\nstale_days = -1\n", ["whole number above 0"]),
        ("[expectations]\nglobal_admins = [8, 2]\n", ["fewest, most"]),
        ("[expectation]\n", ["section expectation is not known"]),
        ("[emergency_access]\naccounts = 'x'\n", ["list of object ids"]),
        ("expectations = 3\nreport = 'x'\n", ["[expectations]", "[report]"]),
    ],
)
def test_a_wrong_setting_is_told(
    content: str, told: list[str], exports: Path, tmp_path: Path
) -> None:
    path = tmp_path / "pimreport.toml"
    path.write_text(content)
    done = run("report", exports, "-o", tmp_path / "x.json", "--config", path)
    assert done.returncode == 2
    assert all(one in done.stderr for one in told), done.stderr
