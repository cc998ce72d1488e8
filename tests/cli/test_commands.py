"""The commands as a person uses them: exit status, what is said, and where."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from builder import a_tenant
from running import run

from pimreport.analysis.assess import all_checks
from pimreport.analysis.explain import explain
from pimreport.cli import terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada")
    return tenant.write(tmp_path / "exports")


def test_default_outputs_are_a_workbook_and_a_pdf(exports: Path, tmp_path: Path) -> None:
    done = run("report", exports, "--as-of", "2026-09-30", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert made == [
        "pim-report-contoso-2026-09-30.pdf",
        "pim-report-contoso-2026-09-30.xlsx",
    ]


def test_data_on_stdout_only_when_asked_for(exports: Path, tmp_path: Path) -> None:
    done = run("report", exports, "-o", tmp_path / "x.json")
    assert done.stdout == ""
    asked = run("report", exports, "-o", "-")
    assert json.loads(asked.stdout)["schema"] == "pimreport/report/1"


@pytest.mark.parametrize("command", ["report", "inspect"])
def test_a_day_still_to_come_is_said(command: str, exports: Path, tmp_path: Path) -> None:
    target = ("-o", tmp_path / "x.json") if command == "report" else ()
    ahead = run(command, exports, "--as-of", "2999-12-30", *target)
    assert ahead.returncode == 0
    assert ahead.stderr.startswith("2999-12-30 is still to come (today is ")
    assert "still to come" not in run(command, exports, "--as-of", "2026-09-30", *target).stderr
    assert "still to come" not in run(command, exports, *target).stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    "arguments",
    [("collector",), ("checks",), ("report", "-o", "-"), ("inspect",), ("inspect", "--json")],
)
def test_no_room_for_the_answer_is_a_sentence(arguments: tuple[str, ...], exports: Path) -> None:
    given = [str(exports)] if arguments[0] in {"report", "inspect"} else []
    command = [sys.executable, "-m", "pimreport", *arguments, *given]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, text=True)
    assert done.returncode == 2
    assert done.stderr == "pimreport: The output cannot be written: No space left on device.\n"


def test_fail_on(exports: Path, tmp_path: Path) -> None:
    arguments = ("report", exports, "-o", tmp_path / "x.json", "--fail-on")
    assert run(*arguments, "critical").returncode == 1
    assert (tmp_path / "x.json").exists(), "the report is written all the same"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["report"], 2, "Missing argument"),
        (["report", "nowhere"], 3, "nowhere"),
        (["report", ".", "-o", "x.docx"], 2, ".xlsx"),
        (["report", ".", "-o", "x.json", "--sign", __file__], 2, "add -o FILE.pdf"),
        (["report", ".", "-o", "x.json", "--encrypt"], 2, "add -o FILE.pdf"),
        (["report", ".", "--as-of", "yesterday"], 2, "2026-09-30"),
        (["report", ".", "--as-of", "9999-12-31"], 2, "2026-09-30"),
        (["inspect", ".", "--as-of", "0001-01-01"], 2, "2026-09-30"),
        (["explain", "no-such-check"], 2, "unprotected-member"),
    ],
)
def test_wrong_use(arguments: list[str], status: int, told: str, tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == status
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text('{"value": [')
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    done = run("report", tmp_path, "-o", tmp_path / "x.json")
    assert done.returncode == 3
    assert "broken.json" in done.stderr
    assert "odd.csv" in done.stderr
    assert not (tmp_path / "x.json").exists()


def test_what_was_not_read_is_said_and_the_report_is_made(exports: Path, tmp_path: Path) -> None:
    (exports / "broken.json").write_text('{"value": [')
    done = run("report", exports, "-o", tmp_path / "x.json")
    assert done.returncode == 0
    assert "Not read: broken.json" in done.stderr


def test_inspect_shows_rows_and_what_is_missing(exports: Path) -> None:
    (exports / "users.json").unlink()
    done = run("inspect", exports, "--json", "--rows")
    found = json.loads(done.stdout)
    by_resource = {one["resource"]: one for one in found["sources"]}
    assert by_resource["groups"]["records"][0]["displayName"] == "Tier 0"
    assert "users" in {one["resource"] for one in found["missing"]}
    assert run("inspect", exports).returncode == 0


def test_inspect_of_nothing_usable_still_answers(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    done = run("inspect", tmp_path, "--json")
    assert done.returncode == 3
    assert json.loads(done.stdout)["sources"][0]["error"]


def test_checks_and_explain_know_every_check() -> None:
    listed = run("checks").stdout
    for check in all_checks():
        assert check.name in listed
        whole = run("explain", check.name).stdout
        assert str(check.title) in whole
        assert all(reference.date in whole for reference in check.references)


def test_doctor() -> None:
    done = run("doctor")
    assert done.returncode in {0, 4}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [one.split(">=")[0] for one in project["dependencies"]]
    assert [name for name in needed if f" {name} " not in done.stdout] == []


def test_hostile_names_do_not_reach_the_terminal(tmp_path: Path) -> None:
    tenant = a_tenant("Evil\x1b]0;owned\x07\u202eCorp")
    tenant.group("Tier \x1b[2J0").active_in("Global Administrator").with_eligible("Ada\u202e")
    exports = tenant.write(tmp_path / "exports")
    done = run("report", exports, "-o", tmp_path / "x.json")
    rows = run("inspect", exports, "--rows")
    assert "Ada⟦U+202E⟧" in rows.stdout
    for text in (done.stderr, rows.stdout, rows.stderr):
        assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_the_script_replaces_a_link_and_never_what_it_points_to(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    (tmp_path / "x.ps1").symlink_to(mine)
    assert run("collector", "-o", tmp_path / "x.ps1").returncode == 2
    assert run("collector", "-o", tmp_path / "x.ps1", "--force").returncode == 0
    assert not mine.exists()


def test_what_is_said_is_wrapped_at_words_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    told = "Not read: a.json: The file is neither JSON nor CSV."
    terminal.say(told)
    assert capsys.readouterr().err == f"{told}\n"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    terminal.say(told)
    assert capsys.readouterr().err == "Not read: a.json: The file is neither\n  JSON nor CSV.\n"


def test_a_check_is_explained_as_wide_as_asked() -> None:
    told = explain(all_checks()[0], 60)
    wide = [line for line in told.splitlines() if len(line) > 60]
    assert all("https://" in line for line in wide)
    assert len(told.splitlines()) > len(explain(all_checks()[0]).splitlines())
