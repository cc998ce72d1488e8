"""Leftover ``@odata.nextLink``: whether the page it promises is there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.evidence import Source
    from pimreport.parsers.reader import Part

_NUMBER = re.compile(r"\d+(?!.*\d)")


def leftover(part: Part) -> bool:
    """The last of a file's pages promises another one (each earlier page is followed by one)."""
    return bool(part.pages) and part.pages[-1].next_link is not None


def follower(label: str) -> str | None:
    """The name of the next page's file: the last number in the name, one higher."""
    folder, slash, name = label.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    found = _NUMBER.search(stem)
    if found is None:
        return None
    number = str(int(found.group()) + 1).zfill(len(found.group()))
    return f"{folder}{slash}{stem[: found.start()]}{number}{stem[found.end() :]}{dot}{suffix}"


def unfollowed(entries: Iterable[tuple[Source, Part]]) -> list[tuple[Source, Part]]:
    """The parts whose promised page is in no other file of the same resource."""
    entries = list(entries)
    there = {(source.file, part.resource.name) for source, part in entries}
    return [
        (source, part)
        for source, part in entries
        if leftover(part) and (follower(source.file), part.resource.name) not in there
    ]


def warning(resource_command: str) -> tuple[str, str]:
    """Code and sentence about a list that is cut off."""
    message = (
        "The list goes on: @odata.nextLink promises another page that is not here. Whoever is "
        f"missing from it may be on that page. Export again with -All: {resource_command}"
    )
    return "incomplete_next_link", message
