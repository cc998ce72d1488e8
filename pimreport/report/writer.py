"""What a writer is: one output format, chosen by a file's suffix."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pimreport.model.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Whose report it is; empty texts are not printed.

    Attributes:
        organisation: on whose behalf it is made.
        classification: such as ``Confidential``; repeated on every page.
        status: such as ``Draft`` or ``Final``.
        preparer: who made it.
        reviewer: who answers for it.
        control: id of the organisation's own control that this report is evidence for.
        logo: a PNG or SVG file.
        accent: the one colour, as ``#rrggbb``; dark enough for white text on it.
        page_size: ``A4`` or ``Letter``.
    """

    organisation: str = ""
    classification: str = ""
    status: str = ""
    preparer: str = ""
    reviewer: str = ""
    control: str = ""
    logo: Path | None = None
    accent: str = "#0f4c5c"
    page_size: str = "A4"


class Ahead(Protocol):
    """An output that is made in the background, once."""

    def start(self, report: Report, settings: Settings) -> Callable[[], bytes]:
        """Begin; the answer waits for the file's bytes."""

    def close(self) -> None:
        """Stop it, whether it was started or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a large tenant the PDF prints; the rest is counted, and the workbook has it.

    Attributes:
        findings_in_full: the gravest ones, each of another check, in sentences to paste.
        findings_per_check: lines of one check; fewer where many checks found something.
        rows_per_table: of every other table.
        groups_per_strategy: lines of one strategy.
    """

    findings_in_full: int = 5
    findings_per_check: int = 10
    rows_per_table: int = 40
    groups_per_strategy: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user may choose about outputs.

    Attributes:
        templates: a folder of their own templates.
        brand: whose report it is.
        language: of all outputs for people (``wording.LANGUAGES``); those for programs are English.
        limits: of the PDF.
        begun: by name of the writer, what was begun before there was a report.
    """

    templates: Path | None = None
    brand: Brand = field(default_factory=Brand)
    language: str = "en"
    limits: Limits = field(default_factory=Limits)
    begun: Mapping[str, Ahead] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One output format.

    Attributes:
        name: unique, for messages.
        suffix: of the files it writes, with the dot, lower case.
        write: the file's bytes; the same report gives the same bytes. Raises
            ``MissingLibraryError`` where a native library is not installed.
        ahead: begins the same in the background, for outputs that take long.
        edited: whether a person has saved the existing file since it was written, or it is none
            of ours, so that replacing it would lose something.
    """

    name: str
    suffix: str
    write: Callable[[Report, Settings], bytes]
    ahead: Callable[[Settings], Ahead] | None = None
    edited: Callable[[Path], bool] | None = None
