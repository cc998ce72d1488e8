"""``[pdf]`` of ``pimreport.toml``: how much of a large tenant the PDF prints."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from pimreport.cli.toml_file import read_toml, unknown_names
from pimreport.errors import UsageError
from pimreport.report.writer import Limits

if TYPE_CHECKING:
    from pathlib import Path

SECTION = "pdf"
_MOST = 1000
"""A thousand rows of each table take a minute to lay out; whoever wants more wants the workbook."""


def read_limits(path: Path) -> Limits:
    """The limits that the file sets; the usual ones where it is silent.

    Raises:
        UsageError: names every setting that is not known or cannot be meant.
    """
    given = read_toml(path).get(SECTION, {})
    names = [one.name for one in fields(Limits)]
    problems = unknown_names(path, f"{SECTION}.", given, names)
    for name in names:
        value = given.get(name, 1)
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST:
            problems.append(f"{path}: {SECTION}.{name} is a whole number from 1 to {_MOST}.")
    if problems:
        raise UsageError(*problems)
    return replace(Limits(), **given)
