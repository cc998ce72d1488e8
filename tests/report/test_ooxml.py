"""Nothing in the workbook for Excel to repair; and the check would see it if there were."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import handmade
import ooxml
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FINDINGS, TABLE = "xl/worksheets/sheet2.xml", "xl/tables/table2.xml"
SUMMARY, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"


@pytest.mark.parametrize("which", list(handmade.MAKERS))
def test_nothing_is_to_be_repaired(which: str, output: Callable[[str, str], Path]) -> None:
    assert ooxml.problems(output(which, ".xlsx")) == []


def instead(old: str, new: str) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        made = re.sub(old.encode(), new.encode(), content, count=1, flags=re.DOTALL)
        assert made != content, "the fault was not made"
        return made

    return changed


FAULTS = {
    "two tables of one id": (TABLE, r' id="2" ', ' id="1" '),
    "two tables of one name": (TABLE, r'displayName="Findings"', 'displayName="Summary"'),
    "a name that is a cell": (TABLE, r'displayName="Findings"', 'displayName="AB12"'),
    "a column called otherwise": (TABLE, 'name="Severity"', 'name="Severe"'),
    "two columns of one name": (TABLE, 'name="Severity"', 'name="Finding"'),
    "a table over other cells": (TABLE, r' ref="A1:\w+" ', ' ref="A1:C4" '),
    "a part that is not there": (f"{FINDINGS[:13]}/_rels/sheet2.xml.rels", "table2", "table99"),
    "a relation that is not there": (FINDINGS, r'(<tablePart [^>]*r:id=)"\w+"', r'\1"rId99"'),
    "elements in another order": (FINDINGS, "(<sheetData>.*</sheetData>)(<.*?>)", r"\2\1"),
    "a style that is not there": (FINDINGS, ' s="', ' s="9'),
    "a format that is not there": (FINDINGS, r'dxfId="\d+"', 'dxfId="999"'),
    "a part without content type": (TYPES, '<Override PartName="/xl/tables/table2.xml"[^>]*/>', ""),
    "a sheet with a stroke": (BOOK, 'name="Findings"', 'name="Find/ings"'),
    "a sheet that Excel reserves": (BOOK, 'name="Findings"', 'name="History"'),
    "a sheet with a long name": (BOOK, 'name="Findings"', f'name="{"F" * 32}"'),
    "two sheets of one name": (BOOK, 'name="Groups"', 'name="FINDINGS"'),
    "a link to nowhere": (FINDINGS, "location=\"'People'", "location=\"'Peopel'"),
    "two links in a cell": (FINDINGS, '(<hyperlink )ref="(\\w+)"', r'\1ref="\2"/>\1ref="\2"'),
    "areas that overlap": (
        SUMMARY,
        '(<mergeCell ref="A3:D3" ?/>)',
        r'\1<mergeCell ref="B3:C3"/>',
    ),
    "a kind of cell nobody knows": (FINDINGS, 't="inlineStr"', 't="inline"'),
    "cells in another order": (FINDINGS, 'r="B2"', 'r="Z2"'),
    "rows in another order": (FINDINGS, '<row r="2"', '<row r="9"'),
    "the same cell twice": (FINDINGS, 'r="B2"', 'r="A2"'),
    "a character XML forbids": (FINDINGS, "</t>", "&#1;</t>"),
    "a text beyond the limit": (FINDINGS, "</t>", "x" * 32_768 + "</t>"),
    "white space that is lost": (FINDINGS, "<t>", "<t> "),
    "a name for nothing": (BOOK, "'Findings'!", "'Nope'!"),
    "a chart of nothing": ("xl/charts/chart1.xml", "'Summary'!", "'Nope'!"),
    "a chart with a stranger": ("xl/charts/chart1.xml", "(<c?:?plotArea>)", r"\1<foo/>"),
    "a font out of order": ("xl/styles.xml", r"(<sz [^>]*/>)(<color [^>]*/>)", r"\2\1"),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_the_check_sees(fault: str, output: Callable[[str, str], Path], tmp_path: Path) -> None:
    member, old, new = FAULTS[fault]
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(output("small", ".xlsx")) as given, zipfile.ZipFile(broken, "w") as made:
        assert member in given.namelist()
        for name in given.namelist():
            content = given.read(name)
            made.writestr(name, instead(old, new)(content) if name == member else content)
    assert ooxml.problems(broken)
