"""What one file holds, written down while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.resource import Reading

if TYPE_CHECKING:
    from pimreport.parsers.dates.parts import Order
    from pimreport.parsers.document import Page
    from pimreport.parsers.problems import UnreadableError
    from pimreport.parsers.resource import Resource


@dataclass(slots=True, kw_only=True)
class Part:
    """One resource in one file, identified, before duplicates are dropped and facts are made."""

    resource: Resource
    reading: Reading
    pages: list[Page]
    partial: str = ""


@dataclass(slots=True, kw_only=True)
class Contents:
    """What one file holds.

    Attributes:
        file: its label.
        preferred: day or month first, where dates leave it open.
        units: ids that other files show to be administrative units.
        format: how it is written and encoded.
        parts: the resources in it.
        warnings: about the file as a whole.
        rejected: records no resource could be asked about.
        problem: why (part of) it cannot be used.
        tool: whose table it is, if another tool's.
        passed_over: it is one of pimreport's own files, or evidence nobody needs.
        empty: lists of a larger document that hold nothing.
        unused: why other lists of it were not used, by their path.
        may_have_lost_letters: the file is ASCII and has question marks.
        digest: SHA-256 of the file, if it was worked out on the way.
    """

    file: str
    preferred: Order | None = None
    units: frozenset[str] = frozenset()
    format: str = ""
    parts: list[Part] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)
    rejected: int = 0
    problem: UnreadableError | None = None
    tool: str = ""
    passed_over: bool = False
    empty: list[str] = field(default_factory=list)
    unused: dict[str, str] = field(default_factory=dict)
    may_have_lost_letters: bool = False
    digest: str = ""

    def part(self, resource: Resource, page: Page) -> Part:
        """The part that holds this resource; a new one if the page is the first of it.

        A page that is no whole list makes none of one that is.
        """
        for one in self.parts:
            if one.resource is resource and one.partial == page.partial:
                return one
        reading = Reading(file=self.file)
        self.parts.append(Part(resource=resource, reading=reading, pages=[], partial=page.partial))
        return self.parts[-1]

    def warn(self, code: str, message: str, row: int | None = None) -> None:
        """Say something about the file as a whole."""
        self.warnings.append(SourceWarning(code=code, message=message, row=row))

    def pass_over(self, why: str) -> None:
        """Some of it is evidence nobody needs; all of it, if nothing else is in it."""
        self.passed_over = not self.parts
        self.warn("not_used", why)
