"""From one file's bytes to its readings: decoded, taken apart, shaped, identified."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pimreport.parsers import (
    binary,
    dialects,
    folders,
    formats,
    identify,
    links,
    lost_letters,
    one_principal,
)
from pimreport.parsers.characters.decode import decode
from pimreport.parsers.console import without_transcript
from pimreport.parsers.contents import Contents
from pimreport.parsers.dates import culture
from pimreport.parsers.dialect import Dialect, columns_of
from pimreport.parsers.document import Format, spelt_by_sdk
from pimreport.parsers.hollow import EMPTY, is_hollow, is_hollow_page
from pimreport.parsers.kinds import resources_of
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper
from pimreport.parsers.telling import (
    tell_assumed,
    tell_dates,
    tell_group_in_name,
    tell_list_read_as_users,
    tell_losses,
    tell_missing_columns,
    tell_only_a_header,
    tell_page_size,
)
from pimreport.registry import registered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.parsers.characters.decode import Text
    from pimreport.parsers.dates.parts import Order
    from pimreport.parsers.dialect import Translation
    from pimreport.parsers.document import Document, Page

_NEEDLESS = "Nothing in a folder called {folder} is needed for this report."
_COUNTED = re.compile(r'[\s\ufeff\["]*\d+ [^{}]*assignment\(s\) found[^{}]*')
_COUNT_ALONE = 1000
_ONLY_A_COUNT = (
    "The file holds no rows, only the count that EasyPIM writes before them. It writes 0 for a group "
    "without assignments and for a name it does not find, so this proves nothing. Export Graph's own "
    "list of the group, as `pimreport collector` does."
)
_FEW = 2


def read(
    label: str, data: bytes, preferred: Order | None, units: frozenset[str] = frozenset()
) -> Contents:
    """Everything one file tells; its problems are values, never exceptions.

    Args:
        label: under which reports print the file.
        data: its bytes.
        preferred: day or month first, where dates leave it open.
        units: ids that other files show to be administrative units.
    """
    contents = Contents(file=label, preferred=preferred, units=units)
    other = binary.sentence(data)
    if other is not None:
        contents.format, contents.problem = "no text", UnreadableError(other)
        return contents
    text = without_transcript(decode(data))
    contents.warnings.extend(text.warnings)
    contents.format = text.encoding
    contents.may_have_lost_letters = text.ascii and "?" in text.text
    if is_hollow(text.text):
        contents.format = f"empty, {text.encoding}"
        contents.warn("empty_file", EMPTY)
        return contents
    try:
        document = _taken_apart(text)
        contents.format = f"{document.written}, {text.encoding}"
        contents.warnings.extend(document.warnings)
        contents.rejected = document.rejected
        _identified(document, contents)
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


def _identified(document: Document, contents: Contents) -> None:
    for original in document.pages:
        if is_hollow_page(original, contents):
            continue
        with _contained(original.path, contents):
            for page in _in_graphs_words(original, contents):
                with _contained(page.path, contents):
                    _page(page, contents)
    _tell_parts(contents)
    if not document.pages and not document.rejected:
        contents.warn("empty_file", EMPTY)
    elif document.pages and not contents.parts and not contents.passed_over:
        _explain_nothing(contents)


@contextmanager
def _contained(path: str, contents: Contents) -> Iterator[None]:
    """What is wrong with a part of a file spoils no other part; with a whole file, all of it."""
    try:
        yield
    except identify.NotUsedError as unused:
        contents.pass_over(unused.sentence)
    except UnreadableError as problem:
        if folder := folders.needless(contents.file):
            contents.pass_over(_NEEDLESS.format(folder=folder))
        elif path:
            contents.unused[path] = problem.sentence
        else:
            raise


def _tell_parts(contents: Contents) -> None:
    """Which lists of a larger document were empty, and which were not used: in a line each."""
    if contents.empty:
        parts = ", ".join(map(repr, contents.empty))
        one = len(contents.empty) == 1
        start = f"Part {parts} is empty" if one else f"These parts are empty: {parts}"
        contents.warn("empty_file", EMPTY.replace("The file is empty", start, 1))
    if contents.tool == "AzureHound":
        contents.unused.pop("meta", None)  # how many rows of which version it wrote
    if len(contents.unused) > _FEW:
        parts = ", ".join(map(repr, contents.unused))
        contents.warn(
            "part_not_used",
            f"These parts of the file are no known export and were not used: {parts}.",
        )
        return
    for path, sentence in contents.unused.items():
        contents.warn("part_not_used", f"Part {path!r} of the file was not used. {sentence}")


def _explain_nothing(contents: Contents) -> None:
    """A bundle in which no part was usable is an unusable file."""
    told = [one.message for one in contents.warnings if one.code == "part_not_used"]
    if told:
        raise UnreadableError(" ".join(told))


def _in_graphs_words(page: Page, contents: Contents) -> list[Page]:
    columns = columns_of(page)
    for dialect in registered(dialects, Dialect):
        if dialect.fits(page, columns):
            translation: Translation = dialect.translate(page, contents.file)
            contents.warnings.extend(translation.warnings)
            contents.tool = contents.tool or dialect.title
            if not translation.again:
                return translation.pages
            again = (_in_graphs_words(one, contents) for one in translation.pages)
            return [one for pages in again for one in pages]
    return [page]


def _page(page: Page, contents: Contents) -> None:
    page.by_sdk = spelt_by_sdk(page.columns or (page.rows[0][1] if page.rows else ()))
    shaper = Shaper(page)
    rows = [Row(number, shaper.row(number, raw), page) for number, raw in page.rows]
    for row in rows:
        links.complete(row.values)
    page.named = links.group_in_name(rows, contents.file) or ""
    if contents.may_have_lost_letters and not page.tabular:
        found = lost_letters.first_row(rows)
        if found is not None:
            contents.warnings.append(lost_letters.warning(found))
            contents.may_have_lost_letters = False
    page.rows = []  # the shaped ones are enough, and half a million objects are heavy
    sort_in(page, rows, shaper, contents)


def with_dates(written: str, outcome: culture.Outcome) -> str:
    """How a file is written, and in which order its dates are."""
    for order, example in outcome.orders.items():
        told = f", dates {order.name.replace('_', ' ').lower()} ({example[:40]})"
        written += "" if told.partition(" (")[0] in written else told
    return written


def sort_in(page: Page, rows: list[Row], shaper: Shaper, contents: Contents) -> None:
    """Put the rows of a page where they belong, and say what they lost on the way.

    Args:
        page: the page.
        rows: of it, as ``shaper`` made them.
        shaper: knows what was lost.
        contents: of the file.
    """
    outcome = culture.settle(shaper.written, contents.preferred, shaper.dated)
    contents.format = with_dates(contents.format, outcome)
    if not rows and not page.columns and page.context is None:
        if page.path:
            contents.empty.append(page.path)
        else:
            contents.warn("empty_file", EMPTY)
        return
    for resource, own in resources_of(page, rows, contents):
        if resource.per_group:
            page.about = frozenset(group for row in own if (group := row.id("groupId")))
        if resource.name in one_principal.LISTS and not contents.tool:
            one_principal.note(page, own, contents.file)
        if resource.name == "app_role_assignments":
            one_principal.note_application(page, own, contents.file)
        part = contents.part(resource, page)
        part.reading.rows.extend(own)
        part.pages.append(page)
        if page.named:
            tell_group_in_name(part, page.named)
        if not page.type and not page.context:
            tell_assumed(part, own)
        if page.columns and not rows and not contents.rejected:
            tell_only_a_header(part, page)
        tell_missing_columns(part, own)
        tell_losses(part, page, shaper)
        tell_page_size(part, page, own)
        tell_list_read_as_users(part)
        tell_dates(part, outcome)
