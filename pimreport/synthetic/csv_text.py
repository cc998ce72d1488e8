"""The cells that Export-Csv writes: null and the empty string differ, collections are lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pimreport.synthetic.conditional_access import Row

_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_DICTIONARY = "System.Collections.Generic.Dictionary`2[System.String,System.Object]"


@dataclass(frozen=True, slots=True)
class Culture:
    """What the region settings of a machine decide."""

    delimiter: str
    english: bool


ENGLISH = Culture(",", english=True)
GERMAN = Culture(";", english=False)


def table(rows: Iterable[Row], culture: Culture) -> str:
    """Header and rows; the first row decides the columns, as in PowerShell."""
    return "".join(lines(rows, culture))


def lines(rows: Iterable[Row], culture: Culture) -> Iterator[str]:
    """The lines of a table, one after the other; none without a row."""
    columns: list[str] = []
    for row in rows:
        if not columns:
            columns = list(row)
            yield culture.delimiter.join(_quoted(column) for column in columns) + "\r\n"
        cells = (cell(row.get(column), column, culture) for column in columns)
        yield culture.delimiter.join(cells) + "\r\n"


def cell(value: object, column: str, culture: Culture) -> str:
    """One cell: nothing for null, a type name for whatever has parts."""
    if value is None:
        return ""
    if isinstance(value, dict):
        name = f"Microsoft.Graph.PowerShell.Models.MicrosoftGraph{column}"
        return _quoted(_DICTIONARY if column == "AdditionalProperties" else name)
    if isinstance(value, list | tuple):
        strings = all(isinstance(one, str) for one in value)
        return _quoted("System.String[]" if strings else "System.Object[]")
    text = str(value)
    return _quoted(_date(text, culture) if _DATE.fullmatch(text) else text)


def _date(text: str, culture: Culture) -> str:
    moment = datetime.fromisoformat(text)
    if not culture.english:
        return moment.strftime("%d.%m.%Y %H:%M:%S")
    day = f"{moment.month}/{moment.day}/{moment.year}"
    return f"{day} {moment.hour % 12 or 12}{moment.strftime(':%M:%S %p')}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
