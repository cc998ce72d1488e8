"""What the PDF costs: processor time, memory and pages per second, beside the rest of the report.

Run by ``make bench``; ``make test`` passes over it. Nothing here fails because a machine is busy:
the table is for people.
"""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from pimreport.synthetic.population import Population, Size, write
from pimreport.synthetic.ways import RAW_PAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTOSO = Path(__file__).parents[2] / "samples" / "contoso"
_LINE = "{:<28} {:>8} {:>8} {:>7} {:>9}"
_LAID_OUT = """
import json, resource, sys, time
from pathlib import Path
from pimreport import analysis, parsers
from pimreport.model.as_of import AsOf
from pimreport.report import Settings, writer_for
writer = writer_for(Path("report.pdf"))
report = analysis.analyse(parsers.load([Path(sys.argv[1])], as_of=AsOf.parse("2026-09-30")))
before = time.process_time()
writer.write(report, Settings())
once = time.process_time()
content = writer.write(report, Settings())
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([once - before, time.process_time() - once, used]))
sys.stdout.flush()
sys.stdout.buffer.write(content)
"""
WHOLE = """
import json, resource, subprocess, sys, time
before = time.monotonic()
subprocess.run([sys.executable, "-m", "pimreport", *sys.argv[1:]], capture_output=True, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, time.monotonic() - before, used.ru_maxrss // 1024]))
"""


def run(code: str, *arguments: object) -> tuple[Sequence[float], bytes]:
    """The numbers that a fresh interpreter prints, and what follows them."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, check=True).stdout
    numbers, _, rest = told.partition(b"\n")
    return json.loads(numbers), rest


def test_the_sample_from_a_cold_start(tmp_path: Path) -> None:
    """Everything counts: interpreter, imports, both processes."""
    sys.stdout.write("\n" + _LINE.format("contoso, cold", "cpu s", "wall s", "MB", "") + "\n")
    for suffixes in (["json"], ["xlsx"], ["pdf"], ["xlsx", "pdf"]):
        outputs = [part for one in suffixes for part in ("-o", tmp_path / f"report.{one}")]
        (cpu, wall, megabytes), _ = run(WHOLE, "report", CONTOSO, "--as-of", "2026-09-30", *outputs)
        sys.stdout.write(
            _LINE.format(" + ".join(suffixes), f"{cpu:.2f}", f"{wall:.2f}", megabytes, "") + "\n"
        )


@pytest.mark.parametrize("groups", [20, 500])
def test_pages_per_second(groups: int, tmp_path: Path) -> None:
    """The second PDF of one process: layout alone, without loading what it needs."""
    folder = tmp_path / "exports"
    write(Population(Size(users=groups * 10, groups=groups, members=8)), folder, [RAW_PAGE])
    (_, again, megabytes), content = run(_LAID_OUT, folder)
    with pikepdf.open(BytesIO(content)) as pdf:
        pages = len(pdf.pages)
    sys.stdout.write(
        "\n" + _LINE.format(f"pdf of {groups} groups", "cpu s", "pages", "MB", "pages/s")
        + "\n" + _LINE.format("", f"{again:.2f}", pages, megabytes, f"{pages / again:.1f}") + "\n"
    )  # fmt: skip
