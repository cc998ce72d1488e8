"""What a way of writing gives: pages of raw objects, before anybody asks what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pimreport.model.evidence import SourceWarning
    from pimreport.parsers.characters.decode import Text

Raw = dict[str, Any]
"""One object as exported. ``Any`` because it is somebody else's JSON; ``shape`` makes it safe."""


@dataclass(slots=True, kw_only=True)
class Page:
    """Objects that were written together: a Graph page, a JSON list, a block of a CSV file.

    Attributes:
        rows: (record number in the file, object).
        context: Graph's ``@odata.context``.
        next_link: a leftover ``@odata.nextLink``.
        type: .NET or Graph type named by the file, reduced to Graph's word (``user``).
        columns: header of a table, so that a table without rows can still be identified.
        tabular: cells are texts (CSV, Format-List); an empty one is null.
        about: ids of the groups its rows name, where the list is exported group by group.
        path: under which key of a larger document the page stood.
        by_sdk: properties are spelt as the SDK's objects have them (``DisplayName``): such an
            object has every property, also those that were not retrieved.
        named: the group of its rows, which only the file's name gives.
        notes: texts that a command wrote between its objects.
        cut: the page says that it has more records than are there, or cannot say that it has none.
        partial: what part of the whole list a tool exports at most; empty: all of it.
    """

    rows: list[tuple[int, Raw]]
    context: str | None = None
    next_link: str | None = None
    type: str | None = None
    columns: tuple[str, ...] = ()
    tabular: bool = False
    about: frozenset[str] = frozenset()
    path: str = ""
    by_sdk: bool = False
    named: str = ""
    notes: tuple[str, ...] = ()
    cut: bool = False
    partial: str = ""


@dataclass(slots=True, kw_only=True)
class Document:
    """A file, taken apart. ``written`` names the way it was written, for the reader."""

    written: str
    pages: list[Page]
    warnings: list[SourceWarning] = field(default_factory=list)
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way in which a file may be written; a module of ``parsers.formats`` defines it.

    ``rank`` decides where two ways could be meant: the lower one is asked first.
    """

    name: str
    rank: int
    recognises: Callable[[Text], bool]
    read: Callable[[Text], Document]


def spelt_by_sdk(names: Iterable[str]) -> bool:
    """The SDK begins properties with a capital, Graph does not."""
    return any(name[:1].isupper() for name in names)


def type_word(name: str) -> str | None:
    """Graph's word for a type: ``user`` for ``#microsoft.graph.user`` and for the SDK's model."""
    if name.lower().startswith("#microsoft.graph."):
        return name[len("#microsoft.graph.") :]
    _, found, model = name.rpartition(".MicrosoftGraph")
    if not found:
        return None
    model = model.rstrip("0123456789")
    return model[:1].lower() + model[1:]
