"""How CSV text looks: where a table begins in it, what separates its cells, which lines are headers."""

from __future__ import annotations

import csv
import io
import re

from pimreport.parsers.names import KNOWN, graph_name

TYPE = "#TYPE "
VERSION = re.compile(r'^"?version:v\d', re.IGNORECASE)
"""First line of the Entra admin center's bulk files."""
SEPARATOR = re.compile(r'"?sep=(.)"?[ \t]*\r?\n', re.IGNORECASE)
_FIRST_CELL = re.compile(r'^"(?:[^"]|"")*"([^"\r\n])')
_HEADING = re.compile(r"^[\w@#][\w@#. ()/:\[\]\u2019-]{0,80}$")
_CAPTION = re.compile(r"\[(\w+)\]\s*(?:Required|Optional)?\s*$", re.IGNORECASE)
"""Their headings: ``Object ID [objectId] Required`` names the property in brackets."""
_LINE = re.compile(r"[^\r\n]+")
_WHOLE_LINE = re.compile(r'"[^"\r\n]*""')
BEGINNING = 20_000
"""Characters that are looked at to tell what a text is."""
_LONGEST_BANNER = 60
"""Lines."""
_ENOUGH_NAMES = 2


def without_marks(text: str) -> str:
    """Files that each began with a byte order mark may have been joined."""
    text = text.lstrip("\ufeff")
    if "\ufeff" in text:
        text = text.replace("\n\ufeff", "\n").replace("\r\ufeff", "\r")
        text = text.replace('"\ufeff"', '"\r\n"')
    return text


def unwrapped(body: str) -> str:
    """Rows that a spreadsheet quoted whole, because it had opened them in one column each."""
    if not _WHOLE_LINE.match(body) or len(_split(header_line(body), ",")) != 1:
        return body
    try:
        lines = [cells for cells in csv.reader(io.StringIO(body, newline=""), strict=True) if cells]
    except csv.Error:
        return body
    if not lines or any(len(cells) > 1 for cells in lines) or not is_header(lines[0][0]):
        return body
    return "".join(f"{cells[0]}\r\n" for cells in lines)


def after_banner(body: str) -> int:
    """Where the table begins if console text stands before it; 0 if none does.

    Only a line that cannot be talk begins one: ``#TYPE``, or quoted names that Graph has.
    """
    position = 0
    for line in body[:BEGINNING].splitlines(keepends=True)[:_LONGEST_BANNER]:
        if line.startswith(TYPE):
            return position
        if line.startswith('"') and is_header(line):
            names = {graph_name(cell) for cell in cells_of(line)}
            return position if len(names & KNOWN) >= _ENOUGH_NAMES else 0
        position += len(line)
    return 0


def header_line(body: str) -> str:
    """The first line that can be a header; empty if there is none."""
    for found in _LINE.finditer(body):
        line = found.group()
        if line.strip() and not line.startswith("#") and not VERSION.match(line):
            return line
    return ""


def is_header(line: str) -> bool:
    """The line holds names of columns and nothing else."""
    cells = cells_of(line)
    plain = [cell for cell in cells if _HEADING.match(cell.strip())]
    if len(cells) == 1:
        return line.startswith('"') and line.rstrip().endswith('"') and len(plain) == 1
    return len(cells) > 1 and len(plain) == len(cells)


def is_other_header(cells: list[str]) -> bool:
    """A row of property names: the header of another table that was joined to this one."""
    names = [cell for cell in cells if cell]
    known = sum(graph_name(name) in KNOWN for name in names if name.isalpha())
    return known >= _ENOUGH_NAMES and 2 * known > len(cells) and len(set(names)) == len(names)


def is_repeated(cells: list[str], header: list[str]) -> bool:
    """The row is the header of the table once more."""
    return cells[: len(header)] == header and not any(cells[len(header) :])


def cells_of(line: str) -> list[str]:
    """The names in a header; Excel leaves empty ones behind them."""
    cells = _split(line, delimiter_of(line))
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _split(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none if it is no line of a table."""
    blank = blank_follows(delimiter, line)
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=blank), [])
    except csv.Error:
        return []


def delimiter_of(header: str) -> str:
    """The separator: it follows the first quoted cell, else it is the one seen most often in the header."""
    quoted = _FIRST_CELL.match(header.lstrip("\ufeff"))
    if quoted:
        return quoted.group(1)
    # '.', NBSP and U+202F: -UseCulture in cultures without a list separator of their own.
    found = max(",;\t|", key=header.count)
    if found not in header:
        found = max("\u00a0\u202f.", key=header.count)
    return found if found in header else ","


def blank_follows(delimiter: str, line: str) -> bool:
    """A blank stands between a separator and the quotation mark of the next cell."""
    return delimiter != " " and f'{delimiter} "' in line


def property_in(heading: str) -> str:
    """The property that a heading stands for."""
    caption = _CAPTION.search(heading)
    return caption.group(1) if caption else heading
