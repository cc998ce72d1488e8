"""Leftover ``@odata.nextLink``: whether the page it promises is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pimreport.parsers import filenames

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.evidence import Source
    from pimreport.parsers.contents import Part
    from pimreport.parsers.document import Page

_NUMBER = re.compile(r"\d+(?=\D*$)")
_LONGEST = 255
"""Characters of a name on any file system; a longer one, inside an archive, is not searched."""


def _leftover(part: Part) -> list[Page]:
    """The pages that promise another one which does not follow them in the file."""
    following = [*part.pages[1:], None]
    return [
        page
        for page, after in zip(part.pages, following, strict=True)
        if page.next_link is not None and not _continues(page, after)
    ]


def _continues(page: Page, after: Page | None) -> bool:
    """The next page may be the promised one: at least it is not about other groups."""
    if after is None:
        return False
    asked_for = set(filenames.guids(unquote(page.next_link or ""))) | page.about
    return not after.about or not asked_for or bool(after.about & asked_for)


def follower(label: str, step: int = 1) -> str | None:
    """The name of the next page's file: the last number in the name, one ``step`` higher."""
    folder, slash, name = label.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    found = _NUMBER.search(stem) if len(stem) <= _LONGEST else None
    if found is None:
        return None
    number = str(int(found.group()) + step).zfill(len(found.group()))
    return f"{folder}{slash}{stem[: found.start()]}{number}{stem[found.end() :]}{dot}{suffix}"


def unfollowed(entries: Iterable[tuple[Source, Part]]) -> list[tuple[Source, Part]]:
    """The parts whose promised page is in no other file of the same resource."""
    entries = list(entries)
    first_pages: dict[tuple[str, str], Page] = {}
    for source, part in entries:
        if part.pages:
            first_pages.setdefault((source.file, part.resource.name), part.pages[0])
    cut_off = []
    for source, part in entries:
        names = {follower(source.file, step) for step in (1, _records(source))}
        after = [first_pages.get((name or "", part.resource.name)) for name in names]
        if any(not any(_continues(page, one) for one in after) for page in _leftover(part)):
            cut_off.append((source, part))
    return cut_off


def _records(source: Source) -> int:
    """How many records the page holds: some scripts number pages by the first record of each."""
    return source.rows + source.rejected + source.duplicates


def warning(resource_command: str) -> tuple[str, str]:
    """Code and sentence about a list that is cut off."""
    message = (
        "The list goes on: @odata.nextLink promises another page that is not here. Whoever is "
        f"missing from it may be on that page. Export again with -All: {resource_command}"
    )
    return "incomplete_next_link", message
