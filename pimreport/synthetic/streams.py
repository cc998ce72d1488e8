"""The bytes of an export, bit by bit: one generator per way in which PowerShell writes files."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from pimreport.synthetic import clixml, csv_text, ps51, sdk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.exports import Listing

_ROOT = "https://graph.microsoft.com/v1.0/$metadata#"
_UTF16_MARK = b"\xff\xfe"


def graph_page(export: Listing) -> Iterator[bytes]:
    """``Invoke-MgGraphRequest -OutputType PSObject | ConvertTo-Json -Depth 20`` in PowerShell 7."""
    yield f'{{\n  "@odata.context": {json.dumps(_ROOT + export.context)},\n  "value": ['.encode()
    some = False
    for row in export.rows:
        yield f"{',' if some else ''}\n    {_indented(row, 4)}".encode()
        some = True
    yield b"\n  ]\n}\n" if some else b"]\n}\n"


def raw_page(export: Listing) -> Iterator[bytes]:
    """``Invoke-MgGraphRequest -OutputType Json``: the reply itself, on one line."""
    yield f'{{"@odata.context":{json.dumps(_ROOT + export.context)},"value":['.encode()
    written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    joint = ""
    for row in export.rows:
        yield f"{joint}{written(row)}".encode()
        joint = ","
    yield b"]}"


def sdk_json(export: Listing) -> Iterator[bytes]:
    """``Get-Mg... | ConvertTo-Json -Depth 10 > file`` in PowerShell 7; nothing for no rows."""
    for piece in _listed(sdk.each_object(export), _indented, "\n", 2):
        yield piece.encode()


def sdk_json_51(export: Listing) -> Iterator[bytes]:
    """The same in Windows PowerShell 5.1: UTF-16 with byte order mark, its own layout and dates."""
    yield _UTF16_MARK
    for piece in _listed(sdk.each_object(export), ps51.json_text, "\r\n", 4):
        yield piece.encode("utf-16-le")


def csv_7(export: Listing) -> Iterator[bytes]:
    """``Get-Mg... | Export-Csv`` in PowerShell 7 on an English machine."""
    for line in csv_text.lines(sdk.each_object(export), csv_text.ENGLISH):
        yield line.encode()


def csv_51(export: Listing) -> Iterator[bytes]:
    """``Get-Mg... | Export-Csv`` in Windows PowerShell 5.1: type line first, and only ASCII."""
    begun = False
    for line in csv_text.lines(sdk.each_object(export), csv_text.ENGLISH):
        if not begun:
            yield f"#TYPE {sdk.type_name(export.resource)}\r\n".encode()
            begun = True
        yield line.encode("ascii", errors="replace")


def csv_german(export: Listing) -> Iterator[bytes]:
    """``... | Select-Object ... | Export-Csv -UseCulture -Encoding UTF8`` on a German machine."""
    yield b"\xef\xbb\xbf"
    for line in csv_text.lines(map(sdk.selected, export.rows), csv_text.GERMAN):
        yield line.encode()


def export_clixml(export: Listing) -> Iterator[bytes]:
    """``Get-Mg... | Export-Clixml -Depth 10`` in Windows PowerShell 5.1: UTF-16."""
    yield _UTF16_MARK
    for piece in clixml.pieces(sdk.each_object(export), sdk.type_name(export.resource)):
        yield piece.encode("utf-16-le")


def _indented(row: object, indent: int = 0) -> str:
    return json.dumps(row, ensure_ascii=False, indent=2).replace("\n", "\n" + " " * indent)


def _listed(
    rows: Iterator[Row], written: Callable[[Row, int], str], newline: str, indent: int
) -> Iterator[str]:
    """A list; one object stands alone, and of none nothing is written."""
    first = list(islice(rows, 2))
    if len(first) == 1:
        yield written(first[0], 0) + newline
    if len(first) < 2:  # noqa: PLR2004 - a list has two at least
        return
    joint = "["
    for row in _chained(first, rows):
        yield f"{joint}{newline}{' ' * indent}{written(row, indent)}"
        joint = ","
    yield f"{newline}]{newline}"


def _chained(first: Iterable[Row], rest: Iterable[Row]) -> Iterator[Row]:
    yield from first
    yield from rest
