"""No output takes the place of evidence, whatever its name and however it is reached."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from builder import a_tenant
from running import run

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = ("--as-of", "2026-09-30")


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada")
    return tenant.write(tmp_path / "exports")


@pytest.fixture
def campaign(exports: Path, tmp_path: Path) -> Path:
    done = run("review", "open", exports, *AS_OF, "--on", "2026-10-01", "-o", tmp_path / "q3")
    assert done.returncode in {0, 4}, done.stderr
    return tmp_path / "q3"


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_report_replaces_no_export(exports: Path) -> None:
    before = contents(exports)
    users = exports / "users.json"
    for given in (exports, users):
        done = run("report", given, *AS_OF, "-o", exports / ".." / "exports" / "users.json")
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.splitlines()) == 1 or given is exports
        assert "users.json" in done.stderr
    forced = run("report", users, *AS_OF, "-o", users, "--force")
    assert forced.returncode == 2
    assert contents(exports) == before


def test_a_report_replaces_its_predecessor(exports: Path) -> None:
    for _ in range(2):
        assert run("report", exports, *AS_OF, "-o", exports / "audit.json").returncode == 0


def test_nothing_replaces_a_file_of_a_review(campaign: Path, exports: Path) -> None:
    before = contents(campaign)
    for arguments in (
        ("report", exports, *AS_OF, "-o", campaign / "report.json"),
        ("report", exports, *AS_OF, "--previous", campaign, "-o", campaign / "snapshot.json"),
        ("compare", campaign, exports, *AS_OF, "-o", campaign / "snapshot.json"),
        ("compare", campaign / "snapshot.json", exports, *AS_OF, "-o", campaign / "snapshot.json"),
    ):
        done = run(*arguments)
        assert done.returncode == 2, done.stderr
        assert "name another file" in done.stderr.lower()
    assert contents(campaign) == before


def test_a_comparison_replaces_only_comparisons(exports: Path, tmp_path: Path) -> None:
    target = tmp_path / "c.json"
    arguments = ("compare", exports, exports, "--before-as-of", "2026-09-30", *AS_OF, "-o", target)
    for _ in range(2):
        assert run(*arguments).returncode == 0
    target.write_text('{"mine": 1}')
    assert run(*arguments).returncode == 2
    assert target.read_text() == '{"mine": 1}'


def test_a_draft_replaces_neither_report_nor_attachment(exports: Path, tmp_path: Path) -> None:
    run("report", exports, *AS_OF, "-o", tmp_path / "a.json")
    before = contents(tmp_path)
    shutil.copy(tmp_path / "a.json", tmp_path / "more.eml")
    for more in (("-o", "a.json"), ("--also", "more.eml", "-o", "more.eml", "--no-encrypt")):
        done = run("send", "a.json", "--to", "ada@contoso.example", *more, cwd=tmp_path)
        assert done.returncode == 2, done.stderr
    (tmp_path / "more.eml").unlink()
    assert contents(tmp_path) == before


def test_a_closed_review_stays_sealed_when_its_report_is_mailed(
    campaign: Path, tmp_path: Path
) -> None:
    manifest = campaign / "manifest.json"
    told = manifest.read_text("utf-8")
    manifest.write_text(told.replace('"state": "open"', '"state": "closed"'), "utf-8")
    mailed = ("send", campaign / "report.json", "--to", "ada@contoso.example")
    done = run(*mailed, cwd=tmp_path)
    assert done.returncode == 2
    assert "name report.eml in another folder" in done.stderr
    assert not (campaign / "report.eml").exists()
    assert run(*mailed, "-o", "q3.eml", cwd=tmp_path).returncode == 0


def test_a_review_is_not_opened_among_its_exports(
    exports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(exports)
    before = contents(exports)
    done = run("review", "open", ".", *AS_OF, "-o", "q3")
    assert done.returncode == 2
    assert done.stderr == (
        "pimreport: q3 would lie among the exports in .: name a folder elsewhere.\n"
    )
    assert contents(exports) == before


def test_the_key_is_not_an_output_under_another_name(exports: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    key = tmp_path / "sub" / ".." / "o.json"
    done = run("report", exports, *AS_OF, "--redact", key, "-o", tmp_path / "o.json")
    assert done.returncode == 2
    assert "o.json" in done.stderr
    assert not (tmp_path / "o.json").exists()
