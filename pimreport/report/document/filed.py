"""The sources by what they hold, so that a hundred lists of members are one line with all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.report.citations import numbered
from pimreport.visible import visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.evidence import Source
    from pimreport.model.report import Report

MOST_FILES = 24
"""Files named of one kind."""


@dataclass(slots=True, kw_only=True)
class Filed:
    """All sources of one resource. ``files``: number and name of the first ones."""

    holds: str
    files: list[tuple[str, str]] = field(default_factory=list)
    total: int = 0
    rows: int = 0
    rejected: int = 0
    duplicates: int = 0

    @property
    def left_out(self) -> int:
        """Files that are not named."""
        return self.total - len(self.files)


def _holds(one: Source) -> str:
    if one.passed_over:
        return str(Text("passed over"))
    if one.error:
        return str(Text("not read"))
    return visible(one.resource)


def filed(report: Report) -> Sequence[Filed]:
    """A line for each kind of source, in the order of the sources."""
    numbers = numbered(report.tenant.sources)
    kinds: dict[str, Filed] = {}
    for one in report.tenant.sources:
        holds = _holds(one)
        kind = kinds.setdefault(holds, Filed(holds=holds))
        kind.total += 1
        kind.rows += one.rows
        kind.rejected += one.rejected
        kind.duplicates += one.duplicates
        if len(kind.files) < MOST_FILES:
            kind.files.append((numbers[one.file], visible(one.file)))
    return list(kinds.values())
