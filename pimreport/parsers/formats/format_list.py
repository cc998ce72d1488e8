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
    from pimreport.parsers.characters.decode import Text

_PROPERTY = re.compile(r"^([A-Za-z@][\w@.]*)( *): ?(.*)$")
_SPOKEN = re.compile(r"^(?:WARNING|VERBOSE|DEBUG|INFO|ERROR): ")
_LOST = "System.Object"
_ENOUGH = 2


def _recognises(text: Text) -> bool:
    start = without_colours(text.text[:4000]).lstrip("\ufeff")
    lines = [line for line in start.splitlines() if line.strip() and not _SPOKEN.match(line)]
    found = [match for line in lines[:6] if (match := _PROPERTY.match(line))]
    colons = {match.end(2) for match in found}
    return len(found) >= _ENOUGH and len(colons) == 1 and _PROPERTY.match(lines[0]) is not None


def _read(text: Text) -> Document:
    blocks = _Blocks()
    for line in without_colours(text.text).lstrip("\ufeff").splitlines():
        blocks.line(line)
    blocks.close()
    rows = [(number, _whole(row)) for number, row in enumerate(blocks.rows, 1)]
    return Document(
        written="Format-List text",
        pages=[Page(rows=rows, tabular=True)],
        warnings=[_warning(), *_ignored(blocks.ignored)],
    )


class _Blocks:
    """The objects of the text. ``ignored``: lines that belong to none."""

    def __init__(self) -> None:
        self.rows: list[Raw] = []
        self.ignored: list[str] = []
        self._row: Raw = {}
        self._name = ""
        self._colon = 0
        self._first = ""
        self._after_blank = False

    def line(self, line: str) -> None:
        """The next line."""
        found = None if _SPOKEN.match(line) else _PROPERTY.match(line)
        if not line.strip():
            self._after_blank = True
        elif self._row and line.startswith(" " * (self._colon + 2)):
            held = str(self._row[self._name])
            self._row[self._name] = _joined(self._name, held, line.strip())
            self._after_blank = False
        elif found and (self._begins(found) or found.end(2) == self._colon):
            if self._begins(found):
                self.close()
                self._colon, self._first = found.end(2), found.group(1)
            self._name, self._after_blank = found.group(1), False
            self._row[self._name] = found.group(3).strip()
        else:
            self.ignored.append(line.strip())

    def _begins(self, found: re.Match[str]) -> bool:
        """Another object; but a blank line in a description does not end its object."""
        name = found.group(1)
        if not self._row or name in self._row:
            return True
        goes_on = (
            graph_name(self._name) in FREE_TEXT
            and found.end(2) == self._colon
            and name != self._first
        )
        return self._after_blank and not goes_on

    def close(self) -> None:
        """The object is whole."""
        if self._row:
            self.rows.append(self._row)
        self._row = {}


def _joined(name: str, begun: str, rest: str) -> str:
    """An id is broken anywhere; in a name the place of the blank is gone, so the name is."""
    if graph_name(name) in FREE_TEXT:
        return f"{begun} {rest}"
    return begun + rest


def _ignored(lines: list[str]) -> list[SourceWarning]:
    if not lines:
        return []
    message = (
        f"{len(lines)} lines belong to no object (first: {lines[0][:80]!r}); they were skipped."
    )
    return [SourceWarning(code="text_among_rows", message=message)]


def _whole(row: Raw) -> Raw:
    return {name: _value(graph_name(name), str(value)) for name, value in row.items()}


def _value(name: str, text: str) -> object:
    if text.endswith(("...", "…", "...}", "…}")) or (text.startswith("{[") and text.endswith("]}")):
        return _LOST
    if name in FREE_TEXT:
        return text
    if text.startswith("{") and text.endswith("}") and "=" not in text:
        inner = [one.strip() for one in text[1:-1].split(", ")]
        return [one for one in inner if one]
    return _LOST if stands_for_an_object(text) else text


def _warning() -> SourceWarning:
    message = (
        "The file is console text (Format-List or >): long values are wrapped or shortened. Names "
        "may differ by a blank; shortened values are unknown. Export with ConvertTo-Json -Depth 10."
    )
    return SourceWarning(code="console_text", message=message)


FORMAT_LIST = Format(name="format_list", rank=35, recognises=_recognises, read=_read)
