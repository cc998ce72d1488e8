"""Console tables (``Format-Table``, or ``>`` without an export command): recognised to refuse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from pimreport.parsers.console import without_colours
from pimreport.parsers.document import Format
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from pimreport.parsers.characters.decode import Text

_RULE = re.compile(r"^\s*[A-Za-z][\w ]*\S\s*\r?\n\s*-{2,}(?:\s+-{2,})*\s*$", re.MULTILINE)


def _recognises(text: Text) -> bool:
    return _RULE.search(without_colours(text.text[:4000])) is not None


def _read(_text: Text) -> NoReturn:
    message = (
        "The file is a console table: columns are cut off and missing, so it proves nothing. "
        "Replace > or Format-Table by ... | ConvertTo-Json -Depth 10 | Out-File x.json "
        "-Encoding UTF8."
    )
    raise UnreadableError(message)


FORMAT_TABLE = Format(name="format_table", rank=40, recognises=_recognises, read=_read)
