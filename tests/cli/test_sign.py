"""``report --sign`` and ``verify FILE.pdf``, as a person uses them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
import signers
from running import run

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTOSO = Path(__file__).parents[2] / "samples/contoso"
PASSWORDS = {
    "PIMREPORT_SIGN_PASSWORD": signers.PASSWORD,
    "PIMREPORT_PDF_PASSWORD": signers.PASSWORD,
}
REPORT = ("report", CONTOSO, "--as-of", "2026-09-30")


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    for name, value in PASSWORDS.items():
        monkeypatch.setenv(name, value)
    return PASSWORDS


@pytest.mark.pango
@pytest.mark.usefixtures("passwords")
def test_both_copies_are_signed_and_verify_says_whose_they_are(tmp_path: Path) -> None:
    output, key = tmp_path / "audit.pdf", signers.key_file(tmp_path)
    done = run(*REPORT, "-o", output, "--sign", key, "--encrypt")
    assert done.returncode == 0, done.stderr
    assert signers.PASSWORD not in done.stdout + done.stderr
    with pikepdf.open(output) as document:
        assert "report.json" in document.attachments
        metadata = document.open_metadata()
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdf:Producer"] == str(document.docinfo["/Producer"])
    for path in (output, tmp_path / "audit.locked.pdf"):
        told = run("verify", path, "--trust", signers.pem(tmp_path))
        assert told.returncode == 0, told.stderr
        assert "as Ada Lovelace signed it" in told.stderr
        assert "nobody vouched" not in told.stderr
    assert "nobody vouched" in run("verify", output).stderr
    content = bytearray(output.read_bytes())
    content[len(content) // 4] ^= 1
    output.write_bytes(content)
    told = run("verify", output)
    assert told.returncode == 6
    assert "was changed after it was signed" in told.stderr


@pytest.mark.pango
def test_a_pdf_without_a_signature_does_not_verify(tmp_path: Path) -> None:
    output = tmp_path / "audit.pdf"
    assert run(*REPORT, "-o", output).returncode == 0
    told = run("verify", output)
    assert told.returncode == 6
    assert "bears no signature" in told.stderr


@pytest.mark.usefixtures("passwords")
def test_a_wrong_password_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIMREPORT_SIGN_PASSWORD", "another password")
    key = signers.key_file(tmp_path)
    done = run(*REPORT, "-o", tmp_path / "audit.pdf", "--sign", key)
    assert done.returncode == 2
    assert "the password is another one" in done.stderr
    assert not (tmp_path / "audit.pdf").exists()


def test_without_any_password_it_says_where_one_is_looked_for(tmp_path: Path) -> None:
    done = run(*REPORT, "--sign", signers.key_file(tmp_path))
    assert done.returncode == 2
    assert "PIMREPORT_SIGN_PASSWORD" in done.stderr


@pytest.mark.usefixtures("passwords")
def test_there_must_be_a_pdf_to_sign(tmp_path: Path) -> None:
    key = signers.key_file(tmp_path)
    done = run(*REPORT, "-o", tmp_path / "audit.json", "--sign", key)
    assert done.returncode == 2
    assert "--sign signs the PDF" in done.stderr


def test_without_the_package_it_says_how_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "pyhanko.py").write_text("raise ImportError", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pimreport", *REPORT, "--sign", signers.key_file(tmp_path)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, **PASSWORDS, "PYTHONPATH": str(tmp_path)},
    )
    assert done.returncode == 2
    assert "pip install 'pimreport[sign]'" in done.stderr


def test_options_for_a_review_and_for_a_pdf_do_not_mix(tmp_path: Path) -> None:
    pdf, trust = tmp_path / "audit.pdf", signers.pem(tmp_path)
    pdf.write_bytes(b"%PDF-1.7")
    for arguments in (
        ("verify", pdf, "--previous", tmp_path),
        ("verify", tmp_path, "--trust", trust),
    ):
        assert run(*arguments).returncode == 2
