"""Objects that were written without being converted: one type name, or the gist of one, per line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from pimreport.parsers.document import Format
from pimreport.parsers.gaps import stands_for_an_object
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from pimreport.parsers.characters.decode import Text

_ENOUGH = 20


def _recognises(text: Text) -> bool:
    lines = [line for line in text.text[:20000].lstrip("\ufeff").splitlines() if line.strip()]
    return bool(lines) and all(stands_for_an_object(line.strip()) for line in lines[:_ENOUGH])


def _read(text: Text) -> NoReturn:
    first = text.text.lstrip("\ufeff \t\r\n").splitlines()[0]
    message = (
        f"The file holds the names of .NET objects instead of what was in them (the first line is "
        f"{first[:60]!r}): Set-Content, Add-Content and texts with objects in them write no more. "
        "Export with ... | ConvertTo-Json -Depth 10 | Out-File x.json -Encoding UTF8."
    )
    raise UnreadableError(message)


OBJECT_NAMES = Format(name="object_names", rank=15, recognises=_recognises, read=_read)
