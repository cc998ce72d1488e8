"""A review of the sample, filled in as its reviewers would, and the quarter after it.

``python -m pimreport.synthetic.reviewed FOLDER`` runs the program itself: it opens the review of
samples/contoso under the accepted risks and settings of samples/contoso-q3, fills the workbook from
its decisions.csv, closes it, and opens the next one over samples/contoso-q4, where both hold on.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

_RULES = (
    "katrin.vogel@contoso.example=group:PIM Tier 0*",
    "debra.berger@contoso.example=group:Shielded*",  # the other two are in it
    "liam.oconnor@contoso.example=*",
)
_DATES = {"Reviewed on", "Due or until"}
Decisions = dict[tuple[str, str], dict[str, str]]


def decisions(path: Path) -> Decisions:
    """What the reviewers decide, by person and group; ``*`` stands for everybody else."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row.pop("Person"), row.pop("Group")): {key: text for key, text in row.items() if text}
            for row in csv.DictReader(file)
        }


def fill(form: Path, decided: Decisions) -> None:
    """Fill the workbook in and save it."""
    import openpyxl  # noqa: PLC0415  # the exports need none

    book = openpyxl.load_workbook(form)
    page = book["Review"]
    titles = {str(cell.value): place for place, cell in enumerate(page[1], 1)}
    for number in range(2, page.max_row + 1):
        person, group = (
            str(page.cell(number, titles[title]).value) for title in ("Person", "Group")
        )
        told = decided.get((person, group), decided["*", "*"])
        for title, text in told.items():
            value = date.fromisoformat(text) if title in _DATES else text
            page.cell(number, titles[title]).value = value
    book.save(form)


def run(folder: Path) -> None:
    """Both quarters; what lay there from an earlier run is removed."""
    samples = shipped("samples")
    laid_down = samples / "contoso-q3"
    third, fourth = folder / "contoso-q3", folder / "contoso-q4"
    for old in (third, fourth):
        shutil.rmtree(old, ignore_errors=True)
    rules = tuple(_rules())
    _pimreport(
        "review", "open", samples / "contoso", "--as-of", "2026-09-30", "--on", "2026-10-01",
        "--accepted", laid_down / "accepted.toml", "--config", laid_down / "pimreport.toml",
        *rules, "-o", third,
    )  # fmt: skip
    fill(third / "review.xlsx", decisions(laid_down / "decisions.csv"))
    _pimreport("review", "close", third, "--by", "Ida Holm, internal audit", "--on", "2026-10-14")
    _pimreport(
        "review", "open", samples / "contoso-q4", "--as-of", "2026-12-31", "--on", "2027-01-04",
        "--previous", third, *rules, "-o", fourth,
    )  # fmt: skip


def _rules() -> Iterator[str]:
    for rule in _RULES:
        yield from ("--reviewer", rule)


def _pimreport(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pimreport", *map(str, arguments)]
    status = subprocess.run(command, check=False).returncode  # noqa: S603  # our own program
    if status not in {0, 4}:  # 4: no Pango, so no PDF; the others were written
        sys.exit(status)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    run(target)
