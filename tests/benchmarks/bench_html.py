"""What the HTML page of a large tenant costs: to make, to open, to search and to sort.

Run by ``make bench``; ``make test`` passes over it. Nothing here fails because a machine is busy:
the table is for people.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest
from browser import browser

from pimreport import analysis, parsers
from pimreport.model.as_of import AsOf
from pimreport.report import Settings, writer_for
from pimreport.synthetic.population import Population, Size, write
from pimreport.synthetic.ways import RAW_PAGE

if TYPE_CHECKING:
    from pathlib import Path

_LINE = "{:<44} {:>10}\n"
_SEARCH = """
document.querySelector("#search").value = "global";
document.querySelector("#filters").requestSubmit();
document.body.offsetHeight;
"""
_SORT = "document.querySelector('#Findings th button').click(); document.body.offsetHeight;"


@pytest.mark.chromium
def test_five_hundred_groups(tmp_path: Path) -> None:
    write(Population(Size(users=20_000, groups=500, members=12)), tmp_path, [RAW_PAGE])
    report = analysis.analyse(parsers.load([tmp_path], as_of=AsOf.parse("2026-09-30")))
    path = tmp_path / "report.html"
    before = time.process_time()
    path.write_bytes(writer_for(path).write(report, Settings()))
    made = time.process_time() - before
    told = [("made, processor seconds", f"{made:.1f}"), ("MB", f"{path.stat().st_size / 1e6:.1f}")]
    with browser(tmp_path / "profile") as page:
        for what, script in (("opened", ""), ("searched", _SEARCH), ("sorted", _SORT)):
            before = time.monotonic()
            if script:
                page.run(script)
            else:
                page.open(path)
                page.until("document.querySelector('#filters').hidden === false")
            told.append((f"{what}, seconds by the clock", f"{time.monotonic() - before:.1f}"))
    sys.stdout.write("\n" + _LINE.format(f"500 groups, {len(report.findings):,} findings", ""))
    for what, number in told:
        sys.stdout.write(_LINE.format(what, number))
