"""From one file's bytes to its readings: decoded, taken apart, shaped, identified."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers import culture, dialects, formats, identify, resources
from pimreport.parsers.decode import decode
from pimreport.parsers.dialect import Dialect
from pimreport.parsers.document import Format, Page
from pimreport.parsers.filenames import guids
from pimreport.parsers.gaps import Gap
from pimreport.parsers.names import graph_name
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.resource import Reading, Resource
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper
from pimreport.parsers.tree import is_our_own
from pimreport.registry import registered

if TYPE_CHECKING:
    from pimreport.parsers.culture import Order
    from pimreport.parsers.decode import Text
    from pimreport.parsers.dialect import Translation
    from pimreport.parsers.document import Document, Raw

_EMPTY = (
    "The file is empty: either there are none, or the command failed (403 Forbidden leaves an "
    "empty file). Nothing was concluded from it; check the console and export again."
)


@dataclass(slots=True, kw_only=True)
class Part:
    """One resource in one file, identified, before duplicates are dropped and facts are made."""

    resource: Resource
    reading: Reading
    pages: list[Page]


@dataclass(slots=True, kw_only=True)
class Contents:
    """What one file holds.

    Attributes:
        format: how it is written and encoded.
        parts: the resources in it.
        warnings: about the file as a whole.
        rejected: records no resource could be asked about.
        problem: why (part of) it cannot be used.
        passed_over: it is one of pimreport's own files, or evidence nobody needs.
    """

    format: str = ""
    parts: list[Part] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)
    rejected: int = 0
    problem: UnreadableError | None = None
    passed_over: bool = False


def read(label: str, data: bytes, preferred: Order | None) -> Contents:
    """Everything one file tells; its problems are values, never exceptions."""
    contents = Contents()
    text = decode(data)
    contents.warnings.extend(text.warnings)
    contents.format = text.encoding
    if not text.text.strip("\ufeff\0 \t\r\n"):
        contents.format = f"empty, {text.encoding}"
        contents.warnings.append(SourceWarning(code="empty_file", message=_EMPTY))
        return contents
    try:
        document = _taken_apart(text)
        contents.format = f"{document.written}, {text.encoding}"
        contents.warnings.extend(document.warnings)
        contents.rejected = document.rejected
        _identified(label, document, contents, preferred)
    except UnreadableError as problem:
        contents.problem = problem
    except RecursionError:
        contents.problem = UnreadableError("The file is nested too deeply to be an export.")
    return contents


def resource_of(raw: Raw) -> Resource | None:
    """The resource one object alone shows; None where it takes more than that."""
    if not raw:
        return None
    page = Page(rows=[(1, raw)])
    if any(dialect.fits(page) for dialect in registered(dialects, Dialect)):
        return None
    row = Row(1, Shaper(page).row(1, raw), page)
    if identify.is_object_list(page, frozenset(row.values), {row.type} if row.type else set()):
        return None
    try:
        return identify.by_properties(frozenset(row.values), registered(resources, Resource))
    except UnreadableError:
        return None


def declared_otherwise(page: Page, resource: Resource) -> bool:
    """The page's context names something else than its rows look like."""
    if page.context is None:
        return False
    try:
        declared = identify.by_declaration(page, registered(resources, Resource))
    except UnreadableError:
        return True
    return declared is not resource


def _taken_apart(text: Text) -> Document:
    ways = sorted(registered(formats, Format), key=lambda way: way.rank)
    for way in ways:
        if way.recognises(text):
            document: Document = way.read(text)
            return document
    message = (
        "The file is neither JSON nor CSV nor another way in which PowerShell exports. Export "
        "with ... | ConvertTo-Json -Depth 10 | Out-File x.json -Encoding UTF8."
    )
    raise UnreadableError(message)


def _identified(
    label: str, document: Document, contents: Contents, preferred: Order | None
) -> None:
    parts: dict[str, Part] = {}
    for original in document.pages:
        if len(original.rows) == 1 and is_our_own(original.rows[0][1]):
            contents.passed_over = True
            continue
        original.rows = [one for one in original.rows if not one[1].get("isZtModelRow")]
        try:
            for page in _in_graphs_words(label, original, contents):
                _page(label, page, contents, parts, preferred)
        except identify.NotUsedError as unused:
            contents.passed_over = not parts
            contents.warnings.append(SourceWarning(code="not_used", message=unused.sentence))
        except UnreadableError as problem:
            if not original.path:
                raise
            message = f"Part {original.path!r} of the file was not used. {problem.sentence}"
            contents.warnings.append(SourceWarning(code="part_not_used", message=message))
    if document.pages and not parts and not contents.passed_over:
        _explain_nothing(contents)


def _explain_nothing(contents: Contents) -> None:
    """A bundle in which no part was usable is an unusable file."""
    told = [one.message for one in contents.warnings if one.code == "part_not_used"]
    if told:
        raise UnreadableError(" ".join(told))


def _in_graphs_words(label: str, page: Page, contents: Contents) -> list[Page]:
    for dialect in registered(dialects, Dialect):
        if dialect.fits(page):
            translation: Translation = dialect.translate(page, label)
            contents.warnings.extend(translation.warnings)
            return translation.pages
    return [page]


def _page(
    label: str, page: Page, contents: Contents, parts: dict[str, Part], preferred: Order | None
) -> None:
    shaper = Shaper(page)
    rows = [Row(number, shaper.row(number, raw), page) for number, raw in page.rows]
    page.rows = []  # the shaped ones are enough, and half a million objects are heavy
    outcome = culture.settle(shaper.written, preferred)
    if not rows and not page.columns and page.context is None:
        contents.warnings.append(SourceWarning(code="empty_file", message=_EMPTY))
        return
    for resource, own in _resources(label, page, rows, contents):
        part = parts.get(resource.name)
        if part is None:
            part = Part(resource=resource, reading=Reading(file=label), pages=[])
            parts[resource.name] = part
            contents.parts.append(part)
        part.reading.rows.extend(own)
        part.pages.append(page)
        if resource.per_group:
            page.about = frozenset(group for row in own if (group := row.id("groupId")))
        tell_missing_columns(part, own)
        if not page.type and not page.context:
            _tell_assumed(part, own)
        tell_losses(part, page, shaper)
        tell_dates(part, outcome)


def _resources(
    label: str, page: Page, rows: list[Row], contents: Contents
) -> list[tuple[Resource, list[Row]]]:
    """What the page holds; a list in which several things were put together is divided."""
    known = registered(resources, Resource)
    keys = frozenset(name for row in rows for name in row.values)
    if not rows:
        keys = frozenset(graph_name(column) for column in page.columns)
    types = {row.type for row in rows[:50] if row.type}
    declared = identify.by_declaration(page, known)
    if declared is not None:
        return [(declared, rows)]
    if identify.is_object_list(page, keys, {one for one in types if one}):
        named = {resource.name: resource for resource in known}
        return [(identify.object_list(label, named, guids(label)), rows)]
    if page.tabular or not rows:
        resource = identify.by_properties(keys, known)
        identify.refuse_contradiction(resource, keys, label)
        return [(resource, rows)]
    return _divided(label, rows, contents)


def _divided(label: str, rows: list[Row], contents: Contents) -> list[tuple[Resource, list[Row]]]:
    """The rows of one list by what they are: usually one thing, but a script may join several.

    What all rows together look like is what each of them is, unless a row alone cannot be that.

    Raises:
        UnreadableError: no row is of a known kind.
    """
    known = registered(resources, Resource)
    keys = frozenset(name for row in rows for name in row.values)
    together = [resource for resource in known if resource.fits(keys)]
    if len(together) == 1:
        identify.refuse_contradiction(together[0], keys, label)
    by_keys: dict[frozenset[str], list[Row]] = {}
    for row in rows:
        by_keys.setdefault(frozenset(row.values), []).append(row)
    found: dict[str, tuple[Resource, list[Row]]] = {}
    problem: UnreadableError | None = None
    for own, alike in by_keys.items():
        try:
            fits = len(together) == 1 and together[0].fits(own)
            resource = together[0] if fits else identify.by_properties(own, known)
        except UnreadableError as unknown:
            problem = problem or unknown
            _reject(alike, unknown, contents)
        else:
            found.setdefault(resource.name, (resource, []))[1].extend(alike)
    if not found and problem is not None:
        raise problem
    return list(found.values())


def _reject(rows: list[Row], problem: UnreadableError, contents: Contents) -> None:
    contents.rejected += len(rows)
    first = rows[0].number
    message = f"Row {first} and {len(rows) - 1} more like it were not used. {problem.sentence}"
    contents.warnings.append(SourceWarning(code="rejected_row", message=message, row=first))


def _tell_assumed(part: Part, rows: list[Row]) -> None:
    confirmed = part.resource.confirmed_by
    if rows and confirmed and not any(name in rows[0] for name in confirmed):
        part.reading.warn(
            "eligible_by_absence",
            "The rows have no AssignmentType, so they were read as eligible; nothing else in the "
            f"file confirms it. Export all properties: {part.resource.command}",
        )


def tell_missing_columns(part: Part, rows: list[Row]) -> None:
    """A column the export does not have is unknown in every row: never none, never no."""
    for name in part.resource.expected if rows else ():
        if any(name in row for row in rows):
            continue
        for row in rows:
            row.values[name] = Gap.LOST
        part.reading.warn(
            f"missing_column:{name}",
            f"No row has {name}: it is unknown here, not empty. (Export-Csv takes its columns "
            f"from the first object; Graph omits what is not selected.) Export with "
            f"{part.resource.command}",
        )


def tell_losses(part: Part, page: Page, shaper: Shaper) -> None:
    """Say what the page lost on the way, as far as this resource would have read it."""
    reads, reading = part.resource.reads, part.reading
    for name, row in shaper.lost.items():
        if name in reads and page.tabular:
            reading.warn(
                f"object_cell_lost:{name}",
                f"Column {name} holds .NET type names instead of values: they are unknown. CSV "
                f"cannot hold lists and objects; export with {part.resource.command} | "
                "ConvertTo-Json -Depth 10.",
                row,
            )
    if not page.tabular:
        cut = [(row, name) for name, row in (shaper.lost | shaper.joined).items() if name in reads]
        if cut:
            reading.warn(
                "truncated_by_depth",
                f"ConvertTo-Json cut {', '.join(sorted(name for _, name in cut))} off at its "
                "depth (2 unless given): what was below is unknown. Export with -Depth 10.",
                min(cut)[0],
            )
    for name, row in shaper.conflicts.items():
        reading.warn(
            f"conflicting_values:{name}",
            f"A row gives {name} twice with different values; the first one was taken.",
            row,
        )


def tell_dates(part: Part, outcome: culture.Outcome) -> None:
    """Say which dates were left out, and why."""
    reading = part.reading
    for name, row in outcome.ambiguous.items():
        reading.warn(
            "ambiguous_dates",
            f"In column {name} day and month cannot be told apart: every number is at most 12. "
            "The dates were left out. Say which with --dates dmy or --dates mdy, or export JSON.",
            row,
        )
    for name, row in outcome.unreadable.items():
        reading.warn(
            f"unreadable_date:{name}",
            f"Column {name} holds dates in a writing that is not known (another calendar, or a "
            "two-digit year); they were left out. Export JSON, or with (Get-Culture).Name en-US.",
            row,
        )
