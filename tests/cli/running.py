"""Running the program as a person does."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The program with these arguments; nothing on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "pimreport", *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
