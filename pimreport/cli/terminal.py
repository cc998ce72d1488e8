"""Words on the terminal: to stderr, harmless whatever a display name holds."""

from __future__ import annotations

import shutil
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console
    from rich.table import Table

_HANGING = 2
"""Blanks before the further lines of what is said, so that one sees where the next begins."""


def say(text: str) -> None:
    """One line for a person, wrapped on a terminal. Control and bidi characters in it, line breaks too, are spelt out.

    A file name with a line break must not say a second sentence in our name.
    """
    line = visible(text)
    if sys.stderr.isatty():
        line = _wrapped(line, " " * _HANGING)
    encoding = sys.stderr.encoding or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding), file=sys.stderr)


def show(text: str, indent: int = 0, style: str = "") -> None:
    """A line of data on stdout, wrapped at the terminal's width with a hanging indent.

    Args:
        text: the line; its control and bidi characters are spelt out.
        indent: of the lines it is wrapped into.
        style: a rich style; only a terminal shows it.
    """
    line = visible(text)
    if not sys.stdout.isatty():
        _plain(line)
        return
    _styled(_wrapped(line, " " * indent), style)


def _wrapped(line: str, indent: str) -> str:
    """At the terminal's width; what cannot be broken, such as a path, stays whole."""
    return textwrap.fill(
        line,
        shutil.get_terminal_size().columns,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def copyable(text: str, style: str = "cyan") -> None:
    """A line to be pasted elsewhere: never wrapped, whatever the terminal's width."""
    line = visible(text)
    if sys.stdout.isatty():
        _styled(line, style)
    else:
        _plain(line)


def _plain(line: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    print(line.encode(encoding, "replace").decode(encoding))


def _styled(line: str, style: str) -> None:
    from rich.text import Text  # noqa: PLC0415  # imported when used

    encoding = sys.stdout.encoding or "utf-8"
    told = Text(line.encode(encoding, "replace").decode(encoding), style=style)
    console(data=True).print(told, soft_wrap=True)


def console(*, data: bool = False) -> Console:
    """A rich console without markup: on stdout for data that was asked for, else on stderr."""
    from rich.console import Console  # noqa: PLC0415  # imported when used

    return Console(stderr=not data, markup=False, highlight=False, emoji=False)


def table(title: str, *headings: str) -> Table:
    """An empty rich table in the house style; add rows with :func:`add_row`."""
    from rich import box  # noqa: PLC0415  # imported when used
    from rich.table import Table  # noqa: PLC0415  # imported when used
    from rich.text import Text  # noqa: PLC0415  # imported when used

    made = Table(title=Text(title), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        made.add_column(Text(heading), overflow="fold")
    return made


def add_row(to: Table, *cells: object) -> None:
    """Add cells as plain text; nothing in them is markup or moves the cursor."""
    from rich.text import Text  # noqa: PLC0415  # imported when used

    to.add_row(*(Text(visible("" if cell is None else str(cell))) for cell in cells))


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Tell a person at a terminal what is going on; silent otherwise."""
    if not sys.stderr.isatty():
        yield lambda _what: None
        return
    from rich.text import Text  # noqa: PLC0415  # imported when used

    with console().status("Starting") as status:
        yield lambda what: status.update(Text(visible(what)))
