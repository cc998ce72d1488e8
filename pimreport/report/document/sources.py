"""What is to be laid out, and what it may load: nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pimreport.report.document.enclosure import Enclosure


@dataclass(frozen=True, slots=True)
class Sources:
    """What a document may load.

    ``folders``: of templates, the user's own first. ``styles``: names of style sheets in them.
    ``files``: single files besides, such as a logo.
    """

    folders: Sequence[Path]
    styles: Sequence[str] = ("report.css",)
    files: Sequence[Path] = ()

    def find(self, name: str) -> Path:
        """The first file of this name in the folders."""
        return next(one / name for one in self.folders if (one / name).is_file())


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document before it has pages.

    ``data``: the report as JSON, which the PDF carries inside, if any; called when there are pages.
    ``created``: ISO 8601, the moment the report speaks about; the clock has no part in it.
    """

    html: str
    sources: Sources
    data: Callable[[], Enclosure] | None = None
    created: str = "1980-01-01T00:00:00Z"
