"""What a writer is: one output format, chosen by a file's suffix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pimreport.model.findings import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user may choose about outputs. ``templates``: a folder of their own templates."""

    templates: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One output format.

    Attributes:
        name: unique, for messages.
        suffix: of the files it writes, with the dot, lower case.
        write: the file's bytes; the same report gives the same bytes. Raises
            ``MissingLibraryError`` where a native library is not installed.
        edited: whether a person has saved the existing file since it was written, so that
            replacing it would lose their work.
    """

    name: str
    suffix: str
    write: Callable[[Report, Settings], bytes]
    edited: Callable[[Path], bool] | None = None
