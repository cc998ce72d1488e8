"""What the outputs of a large tenant cost, each as a person asks for it: processor time, memory, bytes.

Run by ``make bench``; ``make test`` passes over it. Nothing here fails because a machine is busy:
the table is for people.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bench_pdf import WHOLE, run
from bench_scale import sample

from pimreport.synthetic.population import Size
from pimreport.synthetic.ways import RAW_PAGE

if TYPE_CHECKING:
    from pathlib import Path

USERS = 50_000
_LINE = "{:<28} {:>8} {:>8} {:>8}\n"


def test_outputs_of_a_large_tenant(tmp_path: Path) -> None:
    """Everything counts: interpreter, reading, analysis. What it costs grows with the tenant."""
    size = Size(users=USERS, groups=USERS // 250, members=50)
    exports = sample(tmp_path / "exports", size, RAW_PAGE)
    sys.stdout.write("\n" + _LINE.format(f"{USERS:,} users", "cpu s", "MB", "file MB"))
    for suffix in ("json", "sarif", "html", "xlsx", "pdf"):
        path = tmp_path / f"report.{suffix}"
        (cpu, _, megabytes), _ = run(WHOLE, "report", exports, "--as-of", "2026-09-30", "-o", path)
        told = f"{cpu:.1f}", f"{megabytes:.0f}", f"{path.stat().st_size / 1e6:.1f}"
        sys.stdout.write(_LINE.format(suffix, *told))
    folder = tmp_path / "review"
    (cpu, _, megabytes), _ = run(
        WHOLE,
        "review",
        "open",
        exports,
        "--as-of",
        "2026-09-30",
        "--on",
        "2026-10-01",
        "-o",
        folder,
    )
    written = sum(one.stat().st_size for one in folder.iterdir() if one.is_file())
    told = f"{cpu:.1f}", f"{megabytes:.0f}", f"{written / 1e6:.1f}"
    sys.stdout.write(_LINE.format("review open", *told))
