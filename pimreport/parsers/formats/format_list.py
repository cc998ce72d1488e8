"""Format-List, or ``>`` on objects with many properties: ``Name : value`` blocks.

Read, because auditors hold such files, but with care: a long value is wrapped, and what the
console shortened (``...``) is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.console import without_colours
from pimreport.parsers.document import Document, Format, Page, Raw
from pimreport.parsers.gaps import stands_for_an_object
from pimreport.parsers.names import FREE_TEXT, graph_name

if TYPE_CHECKING:
    from pimreport.parsers.decode import Text

_PROPERTY = re.compile(r"^([A-Za-z@][\w@.]*) *: ?(.*)$")
_CONTINUED = re.compile(r"^ {8,}\S")
_LOST = "System.Object"
_ENOUGH = 2


def _recognises(text: Text) -> bool:
    start = without_colours(text.text[:4000]).lstrip("\ufeff")
    lines = [line for line in start.splitlines() if line.strip()]
    found = [match for line in lines[:6] if (match := _PROPERTY.match(line))]
    columns = {match.start(2) for match in found}
    return len(found) >= _ENOUGH and len(columns) == 1 and _PROPERTY.match(lines[0]) is not None


def _read(text: Text) -> Document:
    rows: list[tuple[int, Raw]] = []
    row: Raw = {}
    name = ""
    for line in [*without_colours(text.text).lstrip("\ufeff").splitlines(), ""]:
        found = _PROPERTY.match(line)
        if found:
            name = found.group(1)
            if name in row:  # no blank line between two objects
                rows.append((len(rows) + 1, row))
                row = {}
            row[name] = found.group(2).strip()
        elif name and _CONTINUED.match(line):
            row[name] = _joined(name, str(row[name]), line.strip())
        elif not line.strip() and row:
            rows.append((len(rows) + 1, row))
            row, name = {}, ""
    pages = [Page(rows=[(number, _whole(one)) for number, one in rows], tabular=True)]
    return Document(written="Format-List text", pages=pages, warnings=[_warning()])


def _joined(name: str, begun: str, rest: str) -> str:
    """An id is broken anywhere; in a name the place of the blank is gone, so the name is."""
    if graph_name(name) in FREE_TEXT:
        return f"{begun} {rest}"
    return begun + rest


def _whole(row: Raw) -> Raw:
    return {name: _value(graph_name(name), str(value)) for name, value in row.items()}


def _value(name: str, text: str) -> object:
    if text.endswith(("...", "…", "...}", "…}")) or (text.startswith("{[") and text.endswith("]}")):
        return _LOST
    if name in FREE_TEXT:
        return text
    if text.startswith("{") and text.endswith("}") and "=" not in text:
        inner = [one.strip() for one in text[1:-1].split(",")]
        return [one for one in inner if one]
    return _LOST if stands_for_an_object(text) else text


def _warning() -> SourceWarning:
    message = (
        "The file is console text (Format-List or >): long values are wrapped or shortened. Names "
        "may differ by a blank; shortened values are unknown. Export with ConvertTo-Json -Depth 10."
    )
    return SourceWarning(code="console_text", message=message)


FORMAT_LIST = Format(name="format_list", rank=35, recognises=_recognises, read=_read)
