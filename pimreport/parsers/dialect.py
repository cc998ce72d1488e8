"""Another tool's table, and its translation into Graph's words.

A translated page names the Graph type it now is, so identification and resources need not know
that any other tool exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pimreport.model.evidence import SourceWarning
    from pimreport.parsers.document import Page, Raw


@dataclass(slots=True, kw_only=True)
class Translation:
    """The table as pages of Graph's shape, and what to tell the reader.

    ``again``: a page may still be the table of another tool.
    """

    pages: list[Page]
    again: bool = False
    warnings: list[SourceWarning] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One tool's way of naming columns; a module of ``parsers.dialects`` defines it.

    Attributes:
        name: the tool and its table.
        title: the same for people; empty where it is no tool's table.
        keys: columns that must be there, lower case, without blanks.
        never: columns that must not be there.
        also: what else the page must show.
        translate: (page, file label) to Graph's words.
    """

    name: str
    title: str = ""
    keys: frozenset[str]
    never: frozenset[str] = frozenset()
    also: Callable[[Page], bool] | None = None
    translate: Callable[[Page, str], Translation]

    def fits(self, page: Page, folded: frozenset[str]) -> bool:
        """The page's columns are this tool's; ``folded``: of :func:`columns_of`."""
        if not self.keys <= folded or self.never & folded:
            return False
        return self.also is None or self.also(page)


def columns_of(page: Page) -> frozenset[str]:
    """Names of the page's columns, folded; a list in which things are mixed shows it early."""
    rows = [row for _, row in page.rows[:20]]
    return frozenset(map(folded_name, set(page.columns).union(*rows)))


@cache
def folded_name(name: str) -> str:
    """A column's name without case and blanks."""
    return name.replace(" ", "").lower()


def folded(row: Raw) -> Raw:
    """The row under folded names."""
    return {folded_name(name): value for name, value in row.items()}


def state_in_name(label: str) -> str:
    """``eligible`` or ``active``, where only the file name tells which of the two was exported.

    Raises:
        UnreadableError: it does not tell, or says both.
    """
    for part in reversed(label.lower().split("/")):  # the file's own name before its folders'
        eligible = "eligib" in part
        words = part.replace("inactive", "").replace("active directory", "")
        active = "active" in words or "assigned" in words
        if eligible != active:
            return "eligible" if eligible else "active"
        if eligible:
            break
    message = (
        "EasyPIM exports eligible and active assignments with the same columns, so only the file "
        "name can tell them apart, and it does not. Put 'eligible' or 'active' into the file name."
    )
    raise UnreadableError(message)


def numbered(rows: Iterable[tuple[int, Raw]], make: Callable[[Raw], Raw]) -> list[tuple[int, Raw]]:
    """Every row translated, under its number."""
    return [(number, make(folded(row))) for number, row in rows]
