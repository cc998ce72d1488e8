"""What goes wrong in a template of the user's own is theirs to put right: a sentence with file and line."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@contextmanager
def told(folders: Sequence[Path]) -> Iterator[None]:
    """Whatever is raised on the way through a file in these folders is told as a problem of that file.

    Raises:
        UsageError: names the file and the line.
    """
    try:
        yield
    except Exception as error:
        place = _place(error, [one.resolve() for one in folders])
        if place is None:
            raise
        message = f"The template {place}: {error} ({type(error).__name__})."
        raise UsageError(message) from error


def _place(error: Exception, folders: Sequence[Path]) -> str | None:
    """The innermost line of theirs, as ``pdf/cover.html, line 3``; None where all of it is ours."""
    lines = [(one.filename, one.lineno) for one in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        lines.append((error.filename, error.lineno))
    for file, line in reversed(lines):
        for folder in folders:
            path = Path(file).resolve()
            if path.is_relative_to(folder):
                return f"{path.relative_to(folder)}, line {line}"
    return None
