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

Value: TypeAlias = str | float | datetime | None
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
    """

    file: str
    binding: Mapping[str, str]
    properties: Mapping[str, str]
    lines: Sequence[tuple[int, Mapping[str, Value]]]
    lost: tuple[str, ...]


def read(path: Path) -> Book:
    """Read an ``.xlsx`` or ``.ods``.

    Raises:
        UsageError: it is neither, or broken, or has no Review sheet.
    """
    from pimreport.review import ods, xlsx  # noqa: PLC0415  # lxml only where it is used

    readers = {".xlsx": xlsx.read, ".ods": ods.read}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        message = f"{path}: a returned workbook ends in {' or '.join(readers)}."
        raise UsageError(message)
    found, properties = reader(path, (columns.SHEET, columns.BINDING))
    if columns.SHEET not in found:
        message = f"{path} has no sheet {columns.SHEET!r}: it is no review workbook."
        raise UsageError(message)
    lines, lost = _lines(found[columns.SHEET])
    return Book(
        file=path.name,
        binding={
            str(row[0]): str(row[1])
            for _, row in found.get(columns.BINDING, [])
            if len(row) > 1 and row[0] is not None
        },
        properties=properties,
        lines=tuple(lines),
        lost=lost,
    )


Numbered: TypeAlias = list[tuple[int, "Sequence[Value]"]]


def _lines(rows: Numbered) -> tuple[Iterator[tuple[int, dict[str, Value]]], tuple[str, ...]]:
    places: dict[str, int] = {}
    after = len(rows)
    for place, (number, cells) in enumerate(rows[:_HEADER_WITHIN], 1):
        if columns.KEY in cells and number <= _HEADER_WITHIN:
            after = place
            for column, title in enumerate(cells):
                places.setdefault(str(title or "").strip(), column)
            break
    wanted = [one.title for one in (*columns.OURS, *columns.ASKED)]
    lost = tuple(title for title in wanted if title not in places)
    return _filled(rows[after:], places), lost


def _filled(rows: Numbered, places: dict[str, int]) -> Iterator[tuple[int, dict[str, Value]]]:
    ours = {
        title: place
        for title, place in places.items()
        if title in {one.title for one in (*columns.OURS, *columns.ASKED)}
    }
    for number, cells in rows:
        line = {
            title: cells[place] if place < len(cells) else None for title, place in ours.items()
        }
        if any(value not in {None, ""} for value in line.values()):
            yield number, line
