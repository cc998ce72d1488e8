"""What a document may load, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sources:
    """What a document may load.

    ``folders``: of templates, the user's own first. ``styles``: names of style sheets in them.
    ``files``: single files besides, such as a logo.
    """

    folders: Sequence[Path]
    styles: Sequence[str] = ("report.css",)
    files: Sequence[Path] = ()

    def style(self, name: str) -> Path:
        """The first style sheet of this name."""
        return next(one / name for one in self.folders if (one / name).is_file())
