"""From one file's bytes to its readings: decoded, taken apart, shaped, identified."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers import (
    binary,
    culture,
    dialects,
    folders,
    formats,
    identify,
    links,
    lost_letters,
)
from pimreport.parsers.console import without_transcript
from pimreport.parsers.decode import decode
from pimreport.parsers.dialect import Dialect, columns_of
from pimreport.parsers.document import Format, Page, spelt_by_sdk
from pimreport.parsers.kinds import resources_of
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.resource import Reading, Resource
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper
from pimreport.parsers.telling import (
    tell_assumed,
    tell_dates,
    tell_group_in_name,
    tell_list_read_as_users,
    tell_losses,
    tell_missing_columns,
    tell_page_size,
)
from pimreport.parsers.tree import is_our_own
from pimreport.registry import registered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.parsers.date_parts import Order
    from pimreport.parsers.decode import Text
    from pimreport.parsers.dialect import Translation
    from pimreport.parsers.document import Document, Raw

_HOLLOW = re.compile(r"(?:[\s\ufeff\0]|null\b|\"\"|\[\s*\]|\{\s*\}|\[\s*null\s*\])*")
"""Nothing at all, or what ConvertTo-Json makes of nothing."""
_EMPTY = (
    "The file is empty: either there are none, or the command failed (403 Forbidden leaves an "
    "empty file). Nothing was concluded from it; check the console and export again."
)
_MODEL = "Its rows hold nothing: ZeroTrustAssessment writes them only to show the columns."
_NEEDLESS = "Nothing in a folder called {folder} is needed for this report."
_COUNTED = re.compile(r'[\s\ufeff\["]*\d+ [^{}]*assignment\(s\) found[^{}]*')
_COUNT_ALONE = 1000
_ONLY_A_COUNT = (
    "The file holds no rows, only the count that EasyPIM writes before them. It writes 0 for a group "
    "without assignments and for a name it does not find, so this proves nothing. Export Graph's own "
    "list of the group, as `pimreport collector` does."
)
_FEW = 2


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
        format: how it is written and encoded.
        parts: the resources in it.
        warnings: about the file as a whole.
        rejected: records no resource could be asked about.
        problem: why (part of) it cannot be used.
        tool: whose table it is, if another tool's.
        passed_over: it is one of pimreport's own files, or evidence nobody needs.
        empty: lists of a larger document that hold nothing.
        unused: why other lists of it were not used, by their path.
        units: ids that other files show to be administrative units.
        may_have_lost_letters: the file is ASCII and has question marks.
        digest: SHA-256 of the file, if it was worked out on the way.
    """

    format: str = ""
    parts: list[Part] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)
    rejected: int = 0
    problem: UnreadableError | None = None
    tool: str = ""
    passed_over: bool = False
    units: frozenset[str] = frozenset()
    may_have_lost_letters: bool = False
    empty: list[str] = field(default_factory=list)
    unused: dict[str, str] = field(default_factory=dict)
    digest: str = ""


def read(
    label: str, data: bytes, preferred: Order | None, units: frozenset[str] = frozenset()
) -> Contents:
    """Everything one file tells; its problems are values, never exceptions."""
    contents = Contents(units=units)
    other = binary.sentence(data)
    if other is not None:
        contents.format, contents.problem = "no text", UnreadableError(other)
        return contents
    text = without_transcript(decode(data))
    contents.warnings.extend(text.warnings)
    contents.format = text.encoding
    contents.may_have_lost_letters = text.ascii and "?" in text.text
    if _HOLLOW.fullmatch(text.text):
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


def _taken_apart(text: Text) -> Document:
    if len(text.text) < _COUNT_ALONE and _COUNTED.fullmatch(text.text):
        raise UnreadableError(_ONLY_A_COUNT)
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
        if _is_hollow(original, contents, parts):
            continue
        with _told(label, original.path, contents, parts):
            for page in _in_graphs_words(label, original, contents):
                with _told(label, page.path, contents, parts):
                    _page(label, page, contents, parts, preferred)
    _tell_parts(contents)
    if not document.pages and not document.rejected:
        contents.warnings.append(SourceWarning(code="empty_file", message=_EMPTY))
    elif document.pages and not parts and not contents.passed_over:
        _explain_nothing(contents)


@contextmanager
def _told(label: str, path: str, contents: Contents, parts: dict[str, Part]) -> Iterator[None]:
    """What is wrong with a part of a file spoils no other part; with a whole file, all of it."""
    try:
        yield
    except identify.NotUsedError as unused:
        _pass_over(unused.sentence, contents, parts)
    except UnreadableError as problem:
        if folder := folders.needless(label):
            _pass_over(_NEEDLESS.format(folder=folder), contents, parts)
        elif path:
            contents.unused[path] = problem.sentence
        else:
            raise


def _is_hollow(page: Page, contents: Contents, parts: dict[str, Part]) -> bool:
    """It is one of pimreport's own files, or holds rows that hold nothing."""
    if len(page.rows) == 1 and is_our_own(page.rows[0][1]):
        contents.passed_over = True
        return True
    rows = [one for one in page.rows if not _is_model(one[1])]
    if page.rows and not rows:
        _pass_over(_MODEL, contents, parts)
        return True
    page.rows = [one for one in rows if "@removed" not in one[1]]
    if len(page.rows) < len(rows):
        gone = len(rows) - len(page.rows)
        message = (
            f"{gone} rows of a delta query say that something was removed: they were left out."
        )
        contents.warnings.append(SourceWarning(code="removed_rows", message=message))
    return False


def _pass_over(why: str, contents: Contents, parts: dict[str, Part]) -> None:
    contents.passed_over = not parts
    contents.warnings.append(SourceWarning(code="not_used", message=why))


def _is_model(row: Raw) -> bool:
    """ZeroTrustAssessment's ``*-model.json``: a row of nulls that only shows the columns."""
    return bool(row) and ("isZtModelRow" in row or all(_says_nothing(one) for one in row.values()))


def _says_nothing(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_says_nothing, value.values()))
    if isinstance(value, list):
        return bool(value) and all(map(_says_nothing, value))
    return value is None or (
        isinstance(value, str) and value.startswith(("0001-01-01", "1900-01-01"))
    )


def _tell_parts(contents: Contents) -> None:
    """Which lists of a larger document were empty, and which were not used: in a line each."""
    if contents.empty:
        parts = ", ".join(map(repr, contents.empty))
        one = len(contents.empty) == 1
        start = f"Part {parts} is empty" if one else f"These parts are empty: {parts}"
        message = _EMPTY.replace("The file is empty", start, 1)
        contents.warnings.append(SourceWarning(code="empty_file", message=message))
    if contents.tool == "AzureHound":
        contents.unused.pop("meta", None)  # how many rows of which version it wrote
    few = len(contents.unused) <= _FEW
    for path, sentence in contents.unused.items() if few else ():
        message = f"Part {path!r} of the file was not used. {sentence}"
        contents.warnings.append(SourceWarning(code="part_not_used", message=message))
    if not few:
        parts = ", ".join(map(repr, contents.unused))
        message = f"These parts of the file are no known export and were not used: {parts}."
        contents.warnings.append(SourceWarning(code="part_not_used", message=message))


def _explain_nothing(contents: Contents) -> None:
    """A bundle in which no part was usable is an unusable file."""
    told = [one.message for one in contents.warnings if one.code == "part_not_used"]
    if told:
        raise UnreadableError(" ".join(told))


def _in_graphs_words(label: str, page: Page, contents: Contents) -> list[Page]:
    columns = columns_of(page)
    for dialect in registered(dialects, Dialect):
        if dialect.fits(page, columns):
            translation: Translation = dialect.translate(page, label)
            contents.warnings.extend(translation.warnings)
            contents.tool = contents.tool or dialect.title
            if not translation.again:
                return translation.pages
            again = (_in_graphs_words(label, one, contents) for one in translation.pages)
            return [one for pages in again for one in pages]
    return [page]


def _page(
    label: str, page: Page, contents: Contents, parts: dict[str, Part], preferred: Order | None
) -> None:
    page.by_sdk = spelt_by_sdk(page.columns or (page.rows[0][1] if page.rows else ()))
    shaper = Shaper(page)
    rows = [Row(number, shaper.row(number, raw), page) for number, raw in page.rows]
    for row in rows:
        links.complete(row.values)
    page.named = links.group_in_name(rows, label) or ""
    if contents.may_have_lost_letters and not page.tabular:
        found = lost_letters.first_row(rows)
        if found is not None:
            contents.warnings.append(lost_letters.warning(found))
            contents.may_have_lost_letters = False
    page.rows = []  # the shaped ones are enough, and half a million objects are heavy
    sort_in(label, page, (rows, shaper), contents, parts, preferred)


def with_dates(written: str, outcome: culture.Outcome) -> str:
    """How a file is written, and in which order its dates are."""
    for order, example in outcome.orders.items():
        told = f", dates {order.name.replace('_', ' ').lower()} ({example[:40]})"
        written += "" if told.partition(" (")[0] in written else told
    return written


def sort_in(
    label: str,
    page: Page,
    shaped: tuple[list[Row], Shaper],
    contents: Contents,
    parts: dict[str, Part],
    preferred: Order | None,
) -> None:
    """Put the rows of a page where they belong, and say what they lost on the way."""
    rows, shaper = shaped
    outcome = culture.settle(shaper.written, preferred, shaper.dated)
    contents.format = with_dates(contents.format, outcome)
    if not rows and not page.columns and page.context is None:
        if page.path:
            contents.empty.append(page.path)
        else:
            contents.warnings.append(SourceWarning(code="empty_file", message=_EMPTY))
        return
    for resource, own in resources_of(label, page, rows, contents):
        part = parts.get(resource.name)
        if part is None:
            part = Part(
                resource=resource, reading=Reading(file=label), pages=[], partial=page.partial
            )
            parts[resource.name] = part
            contents.parts.append(part)
        part.reading.rows.extend(own)
        part.pages.append(page)
        if resource.per_group:
            page.about = frozenset(group for row in own if (group := row.id("groupId")))
        if page.named:
            tell_group_in_name(part, page.named)
        tell_missing_columns(part, own)
        if not page.type and not page.context:
            tell_assumed(part, own)
        tell_losses(part, page, shaper)
        tell_page_size(part, page, own)
        tell_list_read_as_users(part)
        tell_dates(part, outcome)
