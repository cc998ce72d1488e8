"""Targets become files: whole, private, and only where nobody's work is lost."""

from __future__ import annotations

import dataclasses
import importlib
import stat
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import handmade
import pytest

from pimreport import report as outputs
from pimreport.errors import MissingLibraryError, UsageError
from pimreport.report.writer import Brand
from pimreport.report.writers import pdf


def test_an_unknown_suffix_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.html, \.json, \.pdf, \.sarif, \.xlsx") as caught:
        outputs.write(handmade.report(), [tmp_path / "report.docx"])
    assert "report.docx" in str(caught.value)


def test_every_bad_target_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    targets = [tmp_path / "a.json", tmp_path / "b.txt", tmp_path / "no" / "c.json"]
    with pytest.raises(UsageError) as caught:
        outputs.write(handmade.report(), [*targets, tmp_path / "folder.json"])
    assert len(caught.value.problems) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["folder.json"]


def test_the_suffix_may_be_written_in_capitals(tmp_path: Path) -> None:
    assert outputs.writer_for(tmp_path / "R.JSON").name == "JSON"


def test_files_are_private_and_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    told: list[str] = []
    assert outputs.write(handmade.report(), [target], progress=told.append) == (target,)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert told == [f"Writing {target}"]
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_a_symbolic_link_is_replaced_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious.json"
    precious.write_text("mine")
    link = tmp_path / "report.json"
    link.symlink_to(precious)
    outputs.write(handmade.report(), [link])
    assert precious.read_text() == "mine"
    assert not link.is_symlink()


def test_what_the_operating_system_refuses_is_a_sentence(tmp_path: Path) -> None:
    target = tmp_path / f"{'x' * 300}.json"
    with pytest.raises(UsageError, match="cannot be written"):
        outputs.write(handmade.report(), [target])
    assert not list(tmp_path.iterdir())


def test_without_pango_the_other_outputs_are_written_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "weasyprint.py").write_text("print('banner')\nraise OSError('no Pango')\n")
    monkeypatch.syspath_prepend(str(fake))
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(MissingLibraryError) as caught:
        outputs.write(handmade.report(), [out / "r.pdf", out / "r.json"])
    assert caught.value.exit_code == 4
    assert [path.name for path in out.iterdir()] == ["r.json"]
    systems = ("Debian", "Fedora", "macOS", "Windows")
    assert all(any(line.startswith(one) for line in caught.value.problems) for one in systems)


@pytest.mark.pango
def test_pages_laid_out_meanwhile_are_the_same(tmp_path: Path) -> None:
    outputs.write(handmade.report(), [tmp_path / "r.pdf", tmp_path / "r.json"])
    alone = outputs.writer_for(tmp_path / "r.pdf").write(handmade.report(), outputs.Settings())
    assert (tmp_path / "r.pdf").read_bytes() == alone


def test_without_pango_nothing_is_said_on_stdout(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(name: str) -> None:
        print("banner")  # noqa: T201  # as WeasyPrint does
        raise OSError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(MissingLibraryError):
        pdf.load()
    assert capsys.readouterr().out == ""


def test_a_workbook_that_nobody_touched_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    outputs.write(handmade.report(), [target])
    outputs.write(handmade.report(), [target])


def test_a_workbook_that_a_person_saved_is_kept_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    outputs.write(handmade.report(), [target])
    with zipfile.ZipFile(target) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    core = members["docProps/core.xml"]
    at = core.rindex(b"2026-09-30T00:00:00Z")
    members["docProps/core.xml"] = core[:at] + b"2026-10-02T09:00:00Z" + core[at + 20 :]
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(UsageError, match="--force"):
        outputs.write(handmade.report(), [target])
    outputs.write(handmade.report(), [target], force=True)
    outputs.write(handmade.report(), [target])


def test_a_file_that_is_no_workbook_is_not_taken_for_ours(tmp_path: Path) -> None:
    target = tmp_path / "r.xlsx"
    target.write_text("notes")
    with pytest.raises(UsageError):
        outputs.write(handmade.report(), [target])


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Contoso Ltd", "pim-report-contoso-ltd-2026-09-30"),
        ("../../etc/passwd", "pim-report-etc-passwd-2026-09-30"),
        ("Zürich & Söhne", "pim-report-zürich-söhne-2026-09-30"),
        ("\u202e/\\:*?", "pim-report-tenant-2026-09-30"),
        ("x" * 200, f"pim-report-{'x' * 60}-2026-09-30"),
        (None, f"pim-report-{handmade.guid(999)}-2026-09-30"),
    ],
)
def test_default_names_are_safe_on_every_file_system(name: str | None, stem: str) -> None:
    report = dataclasses.replace(handmade.report(), tenant=handmade.tenant(name=name))
    assert outputs.default_names(report) == (Path(f"{stem}.xlsx"), Path(f"{stem}.pdf"))


@pytest.mark.parametrize(
    "suffix", [".json", ".xlsx", ".sarif", ".html", pytest.param(".pdf", marks=pytest.mark.pango)]
)
def test_the_same_report_gives_the_same_bytes(suffix: str) -> None:
    writer = outputs.writer_for(Path(f"r{suffix}"))
    first = writer.write(handmade.report(), outputs.Settings())
    assert writer.write(handmade.report(), outputs.Settings()) == first


@pytest.mark.pango
def test_a_pdf_begun_ahead_is_the_same(tmp_path: Path) -> None:
    targets = [tmp_path / "alone.pdf", tmp_path / "ahead.pdf"]
    outputs.write(handmade.report(), targets[:1])
    with outputs.ahead(targets[1:]) as begun:
        outputs.write(handmade.report(), targets[1:], settings=outputs.Settings(begun=begun))
    assert targets[0].read_bytes() == targets[1].read_bytes()


@pytest.mark.pango
def test_what_was_begun_ahead_with_other_settings_holds_to_the_last_ones(tmp_path: Path) -> None:
    targets = [tmp_path / "alone.pdf", tmp_path / "ahead.pdf"]
    letter = outputs.Settings(brand=Brand(page_size="Letter"))
    outputs.write(handmade.report(), targets[:1], settings=letter)
    with outputs.ahead(targets[1:]) as begun:
        settings = dataclasses.replace(letter, begun=begun)
        outputs.write(handmade.report(), targets[1:], settings=settings)
    assert targets[0].read_bytes() == targets[1].read_bytes()


@pytest.mark.pango
def test_what_was_begun_ahead_leaves_nothing_but_the_pdf(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    target = tmp_path / "report.pdf"
    with outputs.ahead([target]) as begun:
        outputs.write(handmade.report(), [target], settings=outputs.Settings(begun=begun))
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.pango
def test_what_was_begun_ahead_ends_where_there_is_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with outputs.ahead([tmp_path / "report.pdf", tmp_path / "report.json"]) as begun:
        (press,) = begun.values()
    process = press._press._process  # type: ignore[attr-defined]  # of the PDF's own
    assert process.poll() is not None
    assert not list(tmp_path.iterdir())


def test_to_learn_who_writes_what_loads_no_model() -> None:
    program = (
        "import sys; from pathlib import Path; from pimreport.report import writer_for;"
        " writer_for(Path('report.pdf')); sys.exit('pimreport.model.findings' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_without_pango_what_was_begun_ahead_says_so_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('no Pango')")
    monkeypatch.syspath_prepend(str(tmp_path))
    targets = [tmp_path / "report.pdf", tmp_path / "report.json"]
    with outputs.ahead(targets) as begun, pytest.raises(MissingLibraryError) as caught:
        outputs.write(handmade.report(), targets, settings=outputs.Settings(begun=begun))
    assert caught.value.exit_code == 4
    assert targets[1].is_file()
    assert not targets[0].exists()
