"""Hostile names in a German report: translated sentences take them as they are, too."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from typing import TYPE_CHECKING

import handmade
import pypdf
import pytest

from pimreport import report as outputs
from pimreport.report import Settings
from pimreport.visible import visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from pathlib import Path

PLACEHOLDERS = ("{0}", "{role}", "{one.file}", "%(x)s", "%s", "{{ 7 * 7 }}", "{% raw %}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile tenant in German, with titles that quote what looks like our own placeholders."""
    made = handmade.hostile()
    findings = [
        dataclasses.replace(
            made.findings[0],
            key=f"{made.findings[0].key}:{place}",
            title=Text(
                "{role} can be activated without approval ({policy})", role=name, policy=name
            ),
        )
        for place, name in enumerate((*PLACEHOLDERS, *handmade.HOSTILE))
    ]
    folder = tmp_path_factory.mktemp("german")
    outputs.write(
        dataclasses.replace(made, findings=(*made.findings, *findings)),
        [folder / name for name in ("a.xlsx", "a.html", "a.json")],
        settings=Settings(language="de"),
    )
    return folder


def test_the_workbook_has_no_formula_and_every_name_as_it_is(folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO((folder / "a.xlsx").read_bytes())) as archive:
        sheets = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    assert not any(re.search(r"<f[ >]", one) for one in sheets)
    whole = "".join(sheets)
    assert "\u202e" not in whole
    for name in PLACEHOLDERS:
        assert f"{name} kann ohne Genehmigung aktiviert werden ({name})" in whole


def test_the_page_runs_nothing_and_has_every_name_as_it_is(folder: Path) -> None:
    page = (folder / "a.html").read_text(encoding="utf-8")
    assert page.count("<script") == 1
    assert "<img src=file" not in page
    assert "\u202e" not in page
    for name in PLACEHOLDERS:
        assert f"{name} kann ohne Genehmigung aktiviert werden ({name})" in page


@pytest.mark.pango
def test_the_pdf_shows_what_cannot_be_seen(folder: Path) -> None:
    made = dataclasses.replace(handmade.hostile(), findings=())
    outputs.write(made, [folder / "a.pdf"], settings=Settings(language="de"))
    words = "".join(one.extract_text() for one in pypdf.PdfReader(folder / "a.pdf").pages)
    assert "⟦U+202E⟧" in words
    assert visible(words.replace("\n", "")) == words.replace("\n", "")
