"""Reports and files that several of these tests look at, each made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import handmade
import pytest

from pimreport.report import Settings, writer_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """``output("small", ".pdf")``: that report as that file."""
    folder = tmp_path_factory.mktemp("outputs")

    def made(which: str, suffix: str) -> Path:
        path = folder / f"{which}{suffix}"
        if not path.exists():
            path.write_bytes(writer_for(path).write(handmade.MAKERS[which](), Settings()))
        return path

    return made
