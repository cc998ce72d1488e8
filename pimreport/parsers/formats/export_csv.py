"""Export-Csv of either PowerShell, any delimiter, ``#TYPE`` lines, several files joined."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers import lost_letters
from pimreport.parsers.decode import Text
from pimreport.parsers.descriptions import has_no_header, refuse_descriptions
from pimreport.parsers.document import Document, Format, Page, type_word
from pimreport.parsers.names import KNOWN, graph_name
from pimreport.parsers.plain_rows import all_plain
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Choice = Callable[[list[str]], Callable[[Sequence[list[str]]], Iterable[int]]]

_TYPE = "#TYPE "
_FIRST_CELL = re.compile(r'^"(?:[^"]|"")*"([^"\r\n])')
_HEADING = re.compile(r"^[\w@#][\w@#. ()/:\[\]-]{0,80}$")
_VERSION = re.compile(r'^"?version:v\d', re.IGNORECASE)
"""First line of the Entra admin center's bulk files."""
_CAPTION = re.compile(r"\[(\w+)\]\s*(?:Required|Optional)?\s*$", re.IGNORECASE)
"""Their headings: ``Object ID [objectId] Required`` names the property in brackets."""
_SEPARATOR = re.compile(r'"?sep=(.)"?[ \t]*\r?\n', re.IGNORECASE)
_JSON = re.compile(r'\s*(?:\[\s*)*\{\s*(?:\}|"(?:[^"\\]|\\.)*"\s*:)')
"""An object and its first property."""
_LINE = re.compile(r"[^\r\n]+")
_WHOLE_LINE = re.compile(r'"[^"\r\n]*""')
_LONGEST_BANNER = 60
_ENOUGH_NAMES = 2
_MOST_COLUMNS = 2000
_BATCH = 500
_FIELD_LIMIT = 16 * 1024 * 1024
_AGAIN = "Export again with ... | ConvertTo-Json -Depth 10 | Out-File x.json -Encoding UTF8."


def _recognises(text: Text) -> bool:
    body = text.text[:20000].lstrip("\ufeff")
    if _JSON.match(body):  # ids in a list of it look like cells, but only a whole table is one
        return bool(_after_banner(body))
    if body.startswith(_TYPE) or _SEPARATOR.match(body) or _after_banner(body):
        return True
    line = _header_line(_unwrapped(body) if _WHOLE_LINE.match(body) else body)
    return bool(line) and (_is_header(line) or has_no_header(_cells(line)))


def _unwrapped(body: str) -> str:
    """Rows that a spreadsheet quoted whole, because it had opened them in one column each."""
    if not _WHOLE_LINE.match(body) or len(_split(_header_line(body), ",")) != 1:
        return body
    try:
        lines = [cells for cells in csv.reader(io.StringIO(body, newline=""), strict=True) if cells]
    except csv.Error:
        return body
    if not lines or any(len(cells) > 1 for cells in lines) or not _is_header(lines[0][0]):
        return body
    return "".join(f"{cells[0]}\r\n" for cells in lines)


def _after_banner(body: str) -> int:
    """Where the table begins if console text stands before it; 0 if none does.

    Only a line that cannot be talk begins one: ``#TYPE``, or quoted names that Graph has.
    """
    position = 0
    for line in body[:20000].splitlines(keepends=True)[:_LONGEST_BANNER]:
        if line.startswith(_TYPE):
            return position
        if line.startswith('"') and _is_header(line):
            names = {graph_name(cell) for cell in _cells(line)}
            return position if len(names & KNOWN) >= _ENOUGH_NAMES else 0
        position += len(line)
    return 0


def _split(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none if it is no line of a table."""
    blank = _blank_follows(delimiter, line)
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=blank), [])
    except csv.Error:
        return []


def _blank_follows(delimiter: str, line: str) -> bool:
    """A blank stands between a separator and the quotation mark of the next cell."""
    return delimiter != " " and f'{delimiter} "' in line


def _cells(line: str) -> list[str]:
    """The names in a header; Excel leaves empty ones behind them."""
    cells = _split(line, _delimiter(line))
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _is_header(line: str) -> bool:
    cells = _cells(line)
    plain = [cell for cell in cells if _HEADING.match(cell.strip())]
    if len(cells) == 1:
        return line.startswith('"') and line.rstrip().endswith('"') and len(plain) == 1
    return len(cells) > 1 and len(plain) == len(cells)


def _delimiter(header: str) -> str:
    """What follows the first quoted cell; else the separator seen most often in the header."""
    quoted = _FIRST_CELL.match(header.lstrip("\ufeff"))
    if quoted:
        return quoted.group(1)
    # '.', NBSP and U+202F: -UseCulture in cultures without a list separator of their own.
    found = max(",;\t|", key=header.count)
    if found not in header:
        found = max("\u00a0\u202f.", key=header.count)
    return found if found in header else ","


def first_row(head: str) -> dict[str, str] | None:
    """The first row of a table whose beginning is given; None if it is no table."""
    text = Text(head[: head.rfind("\n") + 1], "")
    if not _recognises(text):
        return None
    table = Table(text)
    with contextlib.suppress(UnreadableError):  # the last row may be cut off
        table.read()
    return table.pages[0].rows[0][1] if table.pages and table.pages[0].rows else None


def _read(text: Text) -> Document:
    table = Table(text)
    table.read()
    return Document(
        written=table.written,
        pages=table.pages,
        warnings=table.warnings,
        rejected=table.rejected,
    )


class Table:
    """The blocks of one CSV text; a repeated header goes on, another header begins a new block.

    Args:
        text: the file.
        choose: from a header to what tells which of some rows are kept; None: all are.
    """

    def __init__(self, text: Text, choose: Choice | None = None) -> None:
        """Prepare; ``read`` does the work."""
        self.text = text
        self.rows = 0
        self._choose = choose
        self._keeps: Callable[[Sequence[list[str]]], Iterable[int]] | None = None
        self._expecting_header = True
        self._may_have_lost_letters = text.ascii and "?" in text.text
        self.pages: list[Page] = []
        self.warnings: list[SourceWarning] = []
        self.rejected = 0
        self.delimiter = ","
        self.typed = False
        self._number = 0
        self._headings: list[str] = []
        self._header: list[str] = []
        self._type: str | None = None
        self._question_marks: int | None = None

    def read(self) -> None:
        """Fill ``pages``, ``warnings`` and ``rejected``.

        Raises:
            UnreadableError: it is broken, or holds no data but descriptions of objects.
        """
        for batch in _batches(self._records()):
            if not self._expecting_header and self._are_plain(batch):
                self._number += len(batch)
                self._keep(batch)
                continue
            for cells in batch:
                if any(cells):  # else Excel left a row of delimiters alone
                    self._record(cells)
        self._tell_lost_letters()
        if self.pages and self.text.text[-1:] not in {"\n", "\r", '"', self.delimiter}:
            message = (
                "The last line has no end: the file may be cut off there, and its last cell "
                "shortened."
            )
            warning = SourceWarning(code="may_be_cut_off", message=message, row=self._number)
            self.warnings.append(warning)

    def _record(self, cells: list[str]) -> None:
        first = cells[0].lstrip("\ufeff")
        if first.startswith(_TYPE):
            self.typed = True
            self._type = (self.delimiter.join([first, *cells[1:]]))[len(_TYPE) :].strip()
            self._expecting_header = True
        elif not self.pages and first.startswith("#"):
            return  # Import-Csv skips these as well
        elif _VERSION.match(first) and not any(cells[1:]):
            return
        elif self._expecting_header:
            self._begin([first, *cells[1:]])
            self._expecting_header = False
        elif first == self._headings[0] and _is_repeated([first, *cells[1:]], self._headings):
            return
        elif first.isalpha() and _is_other_header([first, *cells[1:]]):
            self._begin([first, *cells[1:]])
        else:
            self._row(cells)

    def _are_plain(self, batch: list[list[str]]) -> bool:
        if self._may_have_lost_letters and any("?" in cell for cells in batch for cell in cells):
            return False
        return len(self._headings) == len(self._header) and all_plain(batch, self._headings)

    @property
    def written(self) -> str:
        """How it is written; known once it was read."""
        by = " (Export-Csv with #TYPE, as Windows PowerShell 5.1 does)" if self.typed else ""
        delimiter = {",": "", "\t": " with tabs"}.get(self.delimiter, f" with {self.delimiter!r}")
        return f"CSV{by}{delimiter}"

    def _records(self) -> Iterator[list[str]]:
        body = _without_marks(self.text.text)
        separator = _SEPARATOR.match(body)
        if separator:
            body = body[separator.end() :]
            self.delimiter = separator.group(1)
        else:
            start = _after_banner(body)
            self._tell_banner(body[:start])
            body = _unwrapped(body[start:])
            self.delimiter = _delimiter(_header_line(body))
        before = csv.field_size_limit(_FIELD_LIMIT)
        reader = csv.reader(
            io.StringIO(body, newline=""),
            delimiter=self.delimiter,
            strict=True,
            skipinitialspace=_blank_follows(self.delimiter, _header_line(body)),
        )
        try:
            yield from reader
        except csv.Error as error:
            what = (
                "the file ends in the middle of a quoted cell, so it is cut off"
                if str(error) == "unexpected end of data"
                else f"{error}. It was edited by hand or cut off"
            )
            message = f"The CSV is broken near line {reader.line_num}: {what}. {_AGAIN}"
            raise UnreadableError(message) from None
        finally:
            csv.field_size_limit(before)

    def _tell_banner(self, before: str) -> None:
        lines = before.strip().splitlines()
        if lines and not all(line.startswith("#") for line in lines if line.strip()):
            message = (
                f"{len(lines)} lines of text stand before the table (first: {lines[0][:80]!r}); "
                "they were skipped."
            )
            self.warnings.append(SourceWarning(code="text_before_csv", message=message))

    def _begin(self, headings: list[str]) -> None:
        header = [_property(one) for one in headings]
        if len(header) > _MOST_COLUMNS:
            message = f"The header has {len(header)} columns; no export has. {_AGAIN}"
            raise UnreadableError(message)
        while header and not header[-1].strip():
            header = header[:-1]
        refuse_descriptions(header, self._type)
        repeated = {name for name, times in Counter(header).items() if times > 1}
        if repeated:
            message = f"The header names columns twice ({', '.join(sorted(repeated))}). {_AGAIN}"
            raise UnreadableError(message)
        same = self.pages and header == self._header
        self._headings, self._header = headings[: len(header)], header
        self._keeps = self._choose(header) if self._choose else None
        if not same:
            kind = type_word(self._type) if self._type else None
            self.pages.append(Page(rows=[], columns=tuple(header), tabular=True, type=kind))

    def _row(self, cells: list[str]) -> None:
        self._number += 1
        if len(cells) > len(self._header) and not any(cells[len(self._header) :]):
            cells = cells[: len(self._header)]
        if len(cells) != len(self._header):
            self.rejected += 1
            message = (
                f"Row {self._number} has {len(cells)} cells, the header has {len(self._header)}; "
                "the row was not used."
            )
            self.warnings.append(
                SourceWarning(code="rejected_row", message=message, row=self._number)
            )
            return
        if self._may_have_lost_letters and self._has_lost_letters(cells):
            self._question_marks = self._number
            self._may_have_lost_letters = False
        self._keep([cells])

    def _keep(self, batch: list[list[str]]) -> None:
        """Rows with as many cells as the header, of which the last one was counted last."""
        first = self._number - len(batch) + 1
        self.rows += len(batch)
        places = range(len(batch)) if self._keeps is None else self._keeps(batch)
        self.pages[-1].rows += [
            (first + at, dict(zip(self._header, batch[at], strict=True))) for at in places
        ]

    def _has_lost_letters(self, cells: list[str]) -> bool:
        names = [graph_name(name) for name in self._header]
        pairs = zip(names, cells, strict=True)
        return lost_letters.lost(pairs, of_people="userPrincipalName" in names)

    def _tell_lost_letters(self) -> None:
        if self._question_marks is not None:
            self.warnings.append(lost_letters.warning(self._question_marks))


def _batches(records: Iterator[list[str]]) -> Iterator[list[list[str]]]:
    """Some records at a time; what stands before a broken one comes before its error."""
    more = True
    while more:
        batch: list[list[str]] = []
        broken: UnreadableError | None = None
        try:
            for cells in islice(records, _BATCH):
                batch.append(cells)  # noqa: PERF402 - what was read before an error must stay
        except UnreadableError as problem:
            broken = problem
        more = bool(batch)
        yield batch
        if broken is not None:
            raise broken


def _without_marks(text: str) -> str:
    """Files that each began with a byte order mark may have been joined."""
    text = text.lstrip("\ufeff")
    if "\ufeff" in text:
        text = text.replace("\n\ufeff", "\n").replace("\r\ufeff", "\r")
        text = text.replace('"\ufeff"', '"\r\n"')
    return text


def _is_other_header(cells: list[str]) -> bool:
    """A row of property names: the header of another table that was joined to this one."""
    names = [cell for cell in cells if cell]
    known = sum(graph_name(name) in KNOWN for name in names if name.isalpha())
    return known >= _ENOUGH_NAMES and 2 * known > len(cells) and len(set(names)) == len(names)


def _is_repeated(cells: list[str], header: list[str]) -> bool:
    return cells[: len(header)] == header and not any(cells[len(header) :])


def _header_line(body: str) -> str:
    for found in _LINE.finditer(body):
        line = found.group()
        if line.strip() and not line.startswith("#") and not _VERSION.match(line):
            return line
    return ""


def _property(heading: str) -> str:
    caption = _CAPTION.search(heading)
    return caption.group(1) if caption else heading


CSV = Format(name="csv", rank=20, recognises=_recognises, read=_read)
