"""What a table is: every output prints the same ones, so that outputs cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from pimreport.model.findings import Severity
from pimreport.visible import visible
from pimreport.wording import Text
from pimreport.wording.language import moment_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pimreport.model.report import Report

Cell: TypeAlias = str | int | bool | datetime | Text | None
"""One value. ``None`` is *not in the evidence* and prints as its column's word for that."""
Row: TypeAlias = tuple[Cell, ...]

NOT_IN_EVIDENCE = Text("not in evidence")
UNKNOWN = Text("unknown")
_YES, _NO = Text("yes"), Text("no")

SEVERITY_MARKS = {
    Severity.CRITICAL: Text("■■■■ Critical"),
    Severity.HIGH: Text("■■■□ High"),
    Severity.MEDIUM: Text("■■□□ Medium"),
    Severity.LOW: Text("■□□□ Low"),
    Severity.INFO: Text("□□□□ Info"),
}
"""Word and mark: readable without colour, and in order of severity when sorted as text."""

SEVERITY_MEANINGS = {
    Severity.CRITICAL: Text("Leads to control of the whole tenant, with nothing in the way."),
    Severity.HIGH: Text("Leads to a highly privileged role, or to more past one barrier."),
    Severity.MEDIUM: Text("Leads to a privileged role, or to more past several barriers."),
    Severity.LOW: Text("Leads to a role of limited reach, or is well guarded."),
    Severity.INFO: Text("Worth knowing for the review."),
}


class ColumnKind(StrEnum):
    """How the cells of a column are set."""

    TEXT = "text"
    NAME = "name"
    """A name that somebody in the tenant chose."""
    SENTENCE = "sentence"
    """Wrapped."""
    CODE = "code"
    """Commands; line breaks are meant."""
    NUMBER = "number"
    SIGNED = "signed"
    """A difference of numbers, printed with its sign."""
    DATE = "date"
    VERDICT = "verdict"
    """A word of a small vocabulary, some of which ask for attention."""
    SEVERITY = "severity"
    BOOL = "bool"
    ID = "id"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``title``: in English, by which the column is found; a literal, since it is translated where it
    is printed. ``width``: in characters. ``unknown``: what None prints as. ``target``: title of the
    column of the same row that holds the id of the person or group this cell speaks of, for a link
    to their row, or to the first row about them in the table of the name ``sheet``. ``label``: what
    is printed instead of the title where that is not a literal.
    """

    title: str
    width: int
    kind: ColumnKind = ColumnKind.TEXT
    unknown: Text = UNKNOWN
    target: str | None = None
    sheet: str = ""
    label: Text | None = None

    @property
    def heading(self) -> str:
        """The title in the language in force."""
        return str(self.label or Text.stored(self.title))

    def text(self, cell: Cell) -> str:
        """The cell as every output prints it."""
        if cell is None:
            return str(self.unknown)
        if isinstance(cell, (Severity, bool, datetime)):
            return _word(cell)
        if self.kind is ColumnKind.SIGNED:
            return f"{cell:+d}" if cell else "0"
        if self.kind is ColumnKind.CODE:
            return "\n".join(visible(line) for line in str(cell).split("\n"))
        return visible(str(cell))


def _word(cell: Severity | bool | datetime) -> str:  # noqa: FBT001  # a value, not a switch
    if isinstance(cell, Severity):
        return str(SEVERITY_MARKS[cell])
    if isinstance(cell, bool):
        return str(_YES if cell else _NO)
    return moment_text(cell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table.

    Attributes:
        name: unique; also the name of the Excel table.
        title: heading in the PDF and name of the sheet (31 characters at most, in any language).
        order: position among the tables.
        about: one sentence on what a row is.
        empty: what to print where there is no row.
        columns: titles are unique, in any language.
        rows: the rows in print order.
        anchor: title of the column whose id other tables may link to.
        when: whether the report has such a table at all.
    """

    name: str
    title: Text
    order: int
    about: Text
    empty: Text
    columns: tuple[Column, ...]
    rows: Callable[[Report], Iterable[Row]]
    anchor: str | None = None
    when: Callable[[Report], bool] = lambda _: True

    def position(self, title: str) -> int:
        """Where the column with this title stands.

        Raises:
            KeyError: there is no such column.
        """
        for place, column in enumerate(self.columns):
            if column.title == title:
                return place
        raise KeyError(title)
