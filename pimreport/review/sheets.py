"""A returned workbook as plain values: the Review sheet, and to which review it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from pimreport.errors import UsageError
from pimreport.review import form_columns as columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Computed:
    """What nobody typed: it may be another value, or none, the next time a program looks.

    ``told``: what it is, such as ``a formula`` or ``the error #NAME?``.
    """

    told: str


Value: TypeAlias = str | float | datetime | Computed | None
_HEADER_WITHIN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One returned workbook.

    Attributes:
        file: its name.
        binding: what the hidden sheet says, by name; ``properties`` say the same.
        properties: custom document properties, without our prefix. Empty where a program dropped
            them.
        lines: every row of the Review sheet that is not blank, with its number in the sheet and
            its cells by column title.
        lost: columns that the Review sheet should have.
        doubled: columns that it has more than once.
    """

    file: str
    binding: Mapping[str, str]
    properties: Mapping[str, str]
    lines: Sequence[tuple[int, Mapping[str, Value]]]
    lost: tuple[str, ...]
    doubled: tuple[str, ...]


def read(path: Path) -> Book:
    """Read an ``.xlsx`` or ``.ods``.

    Raises:
        UsageError: it is neither, or broken, or has no Review sheet.
    """
    from pimreport.review import ods, xlsx  # noqa: PLC0415  # lxml only where it is used

    readers = {".xlsx": xlsx.read, ".ods": ods.read}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        message = f"{path.name}: a returned workbook ends in {' or '.join(readers)}."
        raise UsageError(message)
    found, properties = reader(path, (columns.SHEET, columns.BINDING))
    if columns.SHEET not in found:
        message = f"{path.name} has no sheet {columns.SHEET!r}: it is no review workbook."
        raise UsageError(message)
    titles, rows = _lines(found[columns.SHEET])
    wanted = [one.title for one in (*columns.OURS, *columns.ASKED)]
    return Book(
        file=path.name,
        binding={
            str(row[0]): str(row[1])
            for _, row in found.get(columns.BINDING, [])
            if len(row) > 1 and row[0] is not None
        },
        properties=properties,
        lines=tuple(_filled(rows, {one: titles.index(one) for one in wanted if one in titles})),
        lost=tuple(one for one in wanted if one not in titles),
        doubled=tuple(one for one in wanted if titles.count(one) > 1),
    )


Numbered: TypeAlias = list[tuple[int, "Sequence[Value]"]]


def _lines(rows: Numbered) -> tuple[list[str], Numbered]:
    """The titles of the columns, and the rows below them."""
    for place, (number, cells) in enumerate(rows[:_HEADER_WITHIN], 1):
        if columns.KEY in cells and number <= _HEADER_WITHIN:
            return [str(one or "").strip() for one in cells], rows[place:]
    return [], []


def _filled(rows: Numbered, places: dict[str, int]) -> Iterator[tuple[int, dict[str, Value]]]:
    for number, cells in rows:
        line = {
            title: cells[place] if place < len(cells) else None for title, place in places.items()
        }
        if any(value not in {None, ""} for value in line.values()):
            yield number, line
