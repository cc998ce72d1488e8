"""The PDF looks the same everywhere: its fonts come along, and what they lack is spelt out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import handmade
import pypdf
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Output = Callable[[str, str], Path]

pytestmark = pytest.mark.pango
NO_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{folder}</cachedir></fontconfig>"""
WRITE = """
import sys
from pathlib import Path
import handmade
from pimreport.report import Settings
from pimreport.report.writers.pdf import WRITER
Path(sys.argv[2]).write_bytes(WRITER.write(handmade.MAKERS[sys.argv[1]](), Settings()))
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The PDF of a report as a machine makes it that has no font, in a foreign time and tongue."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "fonts.conf").write_text(NO_FONTS.format(folder=folder))
    elsewhere = {
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "PYTHONPATH": str(Path(handmade.__file__).parent),
        "TZ": "Pacific/Auckland",
        "LC_ALL": "C",
    }

    def made(which: str) -> Path:
        path = folder / f"{which}.pdf"
        command = [sys.executable, "-W", "error", "-c", WRITE, which, str(path)]
        told = subprocess.run(
            command, check=True, cwd=folder, env=os.environ | elsewhere, capture_output=True
        )
        assert told.stderr == b""
        return path

    return made


def test_installed_fonts_change_no_byte(bare: Callable[[str], Path], output: Output) -> None:
    assert bare("small").read_bytes() == output("small", ".pdf").read_bytes()


def test_what_no_font_has_is_spelt_out_and_said(bare: Callable[[str], Path]) -> None:
    words = "".join(page.extract_text() for page in pypdf.PdfReader(bare("hostile")).pages)
    flat = "".join(words.split())
    assert "⟦U+8EAB4EFD4E0E8BBF" in flat  # 身份与访
    assert "身" not in flat
    assert "fonts-noto-cjk" in words


def test_nothing_is_said_where_all_is_drawn(output: Output) -> None:
    words = "".join(page.extract_text() for page in pypdf.PdfReader(output("small", ".pdf")).pages)
    assert "fonts-noto-cjk" not in words


def test_doctor_tells_which_scripts_are_drawn_and_what_draws_the_others(tmp_path: Path) -> None:
    (tmp_path / "fonts.conf").write_text(NO_FONTS.format(folder=tmp_path))
    bare = os.environ | {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "COLUMNS": "250"}
    told = subprocess.run(
        [sys.executable, "-m", "pimreport", "doctor"], check=True, env=bare, capture_output=True
    ).stdout.decode()
    lines = {line.split("  ")[0].strip(" │┃"): line for line in told.splitlines()}
    drawn = next(line for name, line in lines.items() if name.startswith("Scripts in the PDF"))
    spelt = next(line for name, line in lines.items() if name.startswith("Scripts without a font"))
    assert all(one in drawn for one in ("Latin", "Greek", "Cyrillic", "Arabic", "Hebrew"))
    assert "Chinese" not in drawn
    assert "Chinese" in spelt
    assert "fonts-noto-cjk" in spelt
