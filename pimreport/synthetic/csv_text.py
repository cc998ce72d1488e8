"""The cells that Export-Csv writes: null and the empty string differ, collections are lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def table(rows: Sequence[Row], culture: Culture) -> str:
    """Header and rows; the first row decides the columns, as in PowerShell."""
    if not rows:
        return ""
    columns = list(rows[0])
    lines = [culture.delimiter.join(_quoted(column) for column in columns)]
    for row in rows:
        cells = (cell(row.get(column), column, culture) for column in columns)
        lines.append(culture.delimiter.join(cells))
    return "".join(f"{line}\r\n" for line in lines)


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
