"""A CSV text as pages of rows, whatever was joined in it."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers import lost_letters
from pimreport.parsers.csv_text import (
    SEPARATOR,
    TYPE,
    VERSION,
    after_banner,
    blank_follows,
    delimiter_of,
    header_line,
    is_other_header,
    is_repeated,
    property_in,
    unwrapped,
    without_marks,
)
from pimreport.parsers.descriptions import refuse_descriptions
from pimreport.parsers.document import Page, type_word
from pimreport.parsers.names import graph_name
from pimreport.parsers.plain_rows import all_plain
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pimreport.parsers.characters.decode import Text

    Choice = Callable[[list[str]], Callable[[Sequence[list[str]]], Iterable[int]]]

_MOST_COLUMNS = 2000
_BATCH = 500
_FIELD_LIMIT = 16 * 1024 * 1024
_AGAIN = "Export again with ... | ConvertTo-Json -Depth 10 | Out-File x.json -Encoding UTF8."


class Table:
    """The blocks of one CSV text; a repeated header goes on, another header begins a new block.

    Args:
        text: the file.
        choose: from a header to what tells which of some rows are kept; None: all are.
    """

    def __init__(self, text: Text, choose: Choice | None = None) -> None:
        """Prepare; ``read`` does the work."""
        self.text = text
        self.pages: list[Page] = []
        self.warnings: list[SourceWarning] = []
        self.rejected = 0
        self.rows = 0
        self.delimiter = ","
        self.typed = False
        self._choose = choose
        self._keeps: Callable[[Sequence[list[str]]], Iterable[int]] | None = None
        self._expecting_header = True
        self._headings: list[str] = []
        self._header: list[str] = []
        self._type: str | None = None
        self._number = 0
        self._may_have_lost_letters = text.ascii and "?" in text.text
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
        if first.startswith(TYPE):
            self.typed = True
            self._type = (self.delimiter.join([first, *cells[1:]]))[len(TYPE) :].strip()
            self._expecting_header = True
        elif not self.pages and first.startswith("#"):
            return  # Import-Csv skips these as well
        elif VERSION.match(first) and not any(cells[1:]):
            return
        elif self._expecting_header:
            self._begin([first, *cells[1:]])
            self._expecting_header = False
        elif first == self._headings[0] and is_repeated([first, *cells[1:]], self._headings):
            return
        elif first.isalpha() and is_other_header([first, *cells[1:]]):
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
        body = without_marks(self.text.text)
        separator = SEPARATOR.match(body)
        if separator:
            body = body[separator.end() :]
            self.delimiter = separator.group(1)
        else:
            start = after_banner(body)
            self._tell_banner(body[:start])
            body = unwrapped(body[start:])
            self.delimiter = delimiter_of(header_line(body))
        before = csv.field_size_limit(_FIELD_LIMIT)
        reader = csv.reader(
            io.StringIO(body, newline=""),
            delimiter=self.delimiter,
            strict=True,
            skipinitialspace=blank_follows(self.delimiter, header_line(body)),
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
        header = [property_in(one) for one in headings]
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
