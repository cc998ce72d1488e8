"""The returned workbooks of a campaign, and what is wrong with them as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.errors import UsageError
from pimreport.review import canonical, form_columns, manifest, sheets
from pimreport.review.answers import Answer, answer
from pimreport.review.gates import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pimreport.review.campaign import Campaign
    from pimreport.review.rows import Row

_GATE = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """All answers of a campaign: one per row that was handed out.

    ``files``: the workbooks they were read from. ``failures``: rows added, lost or doubled,
    workbooks of another review.
    """

    files: tuple[Path, ...]
    answers: tuple[Answer, ...]
    failures: tuple[Failure, ...]


def files(campaign: Campaign, given: Sequence[Path]) -> tuple[Path, ...]:
    """The workbooks that count: those given, and for every form not among them the folder's.

    Raises:
        UsageError: it is not clear which one counts.
    """
    answered = {sheets.read(path).binding.get("form") for path in given}
    here = (form.file for form in campaign.forms if form.file not in answered)
    return (*given, *(_in_folder(campaign, file) for file in here))


def collect(campaign: Campaign, workbooks: Sequence[Path]) -> Returned:
    """Read the workbooks of a campaign; see :func:`files`.

    Raises:
        UsageError: a workbook cannot be read.
    """
    rows = {row.key: row for row in campaign.rows()}
    matched = _Matched(rows)
    for path in workbooks:
        book = sheets.read(path)
        if problem := _foreign(campaign, book):
            matched.fail(path.name, "", problem)
            matched.foreign = True
            continue
        for title in book.lost:
            matched.fail(path.name, "", f"the column {title!r} is gone")
        for title in book.doubled:
            matched.fail(path.name, "", f"the column {title!r} stands there more than once")
        if form_columns.KEY not in book.lost:
            matched.take(book)
    return Returned(
        files=tuple(workbooks),
        answers=tuple(matched.found.get(key) or _unanswered(row) for key, row in rows.items()),
        failures=(*matched.failures, *matched.lost()),
    )


def _unanswered(row: Row) -> Answer:
    return Answer(row=row, where="no workbook")


class _Matched:
    def __init__(self, rows: dict[str, Row]) -> None:
        self.rows = rows
        self.found: dict[str, Answer] = {}
        self.failures: list[Failure] = []
        self.foreign = False

    def fail(self, where: str, key: str, problem: str) -> None:
        self.failures.append(Failure(gate=_GATE, where=where, key=key, problem=problem))

    def take(self, book: sheets.Book) -> None:
        for number, cells in book.lines:
            where = f"{book.file} row {number}"
            key = str(cells.get(form_columns.KEY) or "").strip()
            row = self.rows.get(key)
            if row is None:
                told = f"its key is {key!r}" if key else "it has no key"
                self.fail(where, key, f"a row that was not handed out: {told}")
            elif key in self.found:
                self.fail(where, key, f"the same row as {self.found[key].where}")
            else:
                self.found[key] = answer(row, where, cells)

    def lost(self) -> Iterator[Failure]:
        """Rows that no workbook has. A workbook that was refused says enough for all of its rows."""
        if self.foreign:
            return
        for key, row in self.rows.items():
            if key not in self.found:
                problem = f"lost: {row.person} in {row.group_name}"
                yield Failure(gate=_GATE, where="no workbook", key=key, problem=problem)


def _foreign(campaign: Campaign, book: sheets.Book) -> str | None:
    told = {place.get("snapshot") for place in (book.binding, book.properties) if place}
    if not told:
        return "nothing binds this workbook to a review: its hidden sheet and properties are gone"
    if told == {campaign.snapshot}:
        return None
    as_of = book.binding.get("as_of") or book.properties.get("as_of") or "unknown"
    return f"it belongs to another review (as of {as_of}), not to this one (as of {campaign.as_of})"


def _in_folder(campaign: Campaign, file: str) -> Path:
    """The form in the folder; where it was saved as .ods beside it, the one that was edited."""
    form = campaign.folder / file
    other = form.with_suffix(".ods")
    if not other.is_file():
        return form
    if not form.is_file() or canonical.sha256(form.read_bytes()) == manifest.issued(campaign, file):
        return other
    message = f"{form.name} and {other.name} were both edited: name the one that counts."
    raise UsageError(message)
