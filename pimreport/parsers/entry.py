"""A source in the making: unusable, passed over, identified, or large and left for later."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pimreport.model.evidence import Source, SourceWarning
from pimreport.parsers import bulk
from pimreport.parsers.bulk import policies
from pimreport.parsers.bulk.beginnings import context_in, first_object, head_of
from pimreport.parsers.bulk.chunks import beginning
from pimreport.parsers.bulk.grants import RESOURCES
from pimreport.parsers.contents import Contents, Part
from pimreport.parsers.document import Page
from pimreport.parsers.formats import export_csv
from pimreport.parsers.kinds import declared_otherwise, resource_of
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.resource import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers.files import Given

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_A_WORKBOOK = SourceWarning(
    code="not_used",
    message="Workbooks are not read. If one holds exports, save each of its sheets as CSV (UTF-8).",
)


@dataclass(slots=True)
class Entry:
    """A source in the making, at its place in the order of the files."""

    source: Source
    part: Part | None = None
    large: Given | None = None
    tabular: bool = False
    undecided: Given | None = None
    """To be read again when the other files have told what the id in its name is."""


def large_list(given: Given) -> Entry | None:
    """An entry for a large list, to be scanned when it is its turn."""
    if given.size < bulk.LARGE:
        return None
    text = head_of(_beginning_of(given))
    first = first_object(text)
    if policies.like_policies(first):
        return None  # they are no list of principals, and read quickly all the same
    row = None if first else export_csv.first_row(text)
    resource = resource_of(first or row or {})
    if resource is None or not (resource.about_principals or resource.name in RESOURCES):
        return None
    if row is not None and not resource.about_principals:
        return None
    if declared_otherwise(Page(rows=[], context=context_in(text)), resource):
        return None
    source = Source(
        file=given.label,
        sha256="",
        bytes=given.size,
        format="",  # known at the end
        resource=resource.name,
    )
    part = Part(resource=resource, reading=Reading(file=given.label), pages=[])
    return Entry(source, part, large=given, tabular=row is not None)


def _beginning_of(given: Given) -> bytes:
    """The beginning of a file; nothing if it cannot be read, of which the ordinary way says why."""
    try:
        with given.opened() as stream:
            return beginning(stream)
    except (OSError, UnreadableError):
        return b""


def entries_of(base: Source, contents: Contents) -> list[Entry]:
    """One source per resource; the file's own warnings and problem stand with the first."""
    told = tuple(contents.warnings)
    entries: list[Entry] = []
    for part in contents.parts:
        source = replace(
            base, resource=part.resource.name, partial=part.partial, tool=contents.tool
        )
        if not entries:
            source = replace(source, warnings=told, rejected=contents.rejected)
        entries.append(Entry(source, part))
    if contents.problem is not None:
        problem = contents.problem
        source = replace(base, resource=problem.resource, error=problem.sentence)
        entries.append(Entry(replace(source, warnings=told) if not entries else source))
    if not entries:
        entries.append(Entry(replace(base, warnings=told, passed_over=contents.passed_over)))
    return entries


def finished(entry: Entry) -> Source:
    """The source as reports print it, once everything in it was read."""
    if entry.part is None:
        return entry.source
    source, warnings = entry.source, entry.part.reading.warnings
    cut = any(page.cut for page in entry.part.pages)
    lost = source.rejected - entry.part.reading.strangers
    # A record that could not be used is as missing as one on a page that was never fetched.
    return replace(
        source,
        warnings=(*source.warnings, *warnings),
        complete=source.complete and not lost and not cut,
        error=source.error or _why_nothing_is_left(source, warnings),
    )


def _why_nothing_is_left(source: Source, warnings: Sequence[SourceWarning]) -> str | None:
    """All records were refused: then the file is no list without records, but no list at all."""
    if source.rows or source.duplicates or not source.rejected:
        return None
    reasons = [one.message for one in (*source.warnings, *warnings) if one.code == "rejected_row"]
    return f"None of its {source.rejected} records could be used. {' '.join(reasons[:1])}"


def unusable(label: str, data: bytes, sentence: str) -> Source:
    """A file of which nothing could be read."""
    return Source(
        file=label,
        sha256=hashlib.sha256(data).hexdigest(),
        bytes=len(data),
        format="unreadable",
        resource="unknown",
        error=sentence,
    )


def passed_over(given: Given) -> Source:
    """A file that is no export at all."""
    return Source(
        file=given.label,
        sha256=_digest(given),
        bytes=given.size,
        format="not an export",
        resource="unknown",
        passed_over=True,
        warnings=(_A_WORKBOOK,) if given.label.lower().endswith(_WORKBOOKS) else (),
    )


def _digest(given: Given) -> str:
    try:
        with given.opened() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, UnreadableError):
        return ""
