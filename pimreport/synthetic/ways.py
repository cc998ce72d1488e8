"""How an export can be written: one function per way PowerShell writes files.

Each takes an :class:`~pimreport.synthetic.exports.Export` and returns the bytes. The layouts are
those of the real cmdlets, quirks included: that is what they are for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.synthetic import clixml, csv_text, ps51, sdk

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.synthetic.exports import Export

_ROOT = "https://graph.microsoft.com/v1.0/$metadata#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way of writing. ``command`` shows an administrator who exported like this."""

    name: str
    suffix: str
    write: Callable[[Export], bytes]
    command: str


def _page(export: Export) -> dict[str, object]:
    return {"@odata.context": f"{_ROOT}{export.context}", "value": list(export.rows)}


def _text(value: object, indent: int | None = 2) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def graph_page(export: Export) -> bytes:
    """``Invoke-MgGraphRequest -OutputType PSObject | ConvertTo-Json -Depth 20`` in PowerShell 7."""
    return (_text(_page(export)) + "\n").encode("utf-8")


def raw_page(export: Export) -> bytes:
    """``Invoke-MgGraphRequest -OutputType Json``: the reply itself, on one line."""
    return json.dumps(_page(export), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def sdk_json(export: Export) -> bytes:
    """``Get-Mg... | ConvertTo-Json -Depth 10 > file`` in PowerShell 7; nothing for no rows."""
    rows = sdk.objects(export)
    return (_text(rows[0] if len(rows) == 1 else rows) + "\n").encode("utf-8") if rows else b""


def sdk_json_51(export: Export) -> bytes:
    """The same in Windows PowerShell 5.1: UTF-16 with byte order mark, its own layout and dates."""
    rows = sdk.objects(export)
    text = ps51.json_text(rows[0] if len(rows) == 1 else rows) + "\r\n" if rows else ""
    return b"\xff\xfe" + text.encode("utf-16-le")


def csv_7(export: Export) -> bytes:
    """``Get-Mg... | Export-Csv`` in PowerShell 7 on an English machine."""
    return csv_text.table(sdk.objects(export), csv_text.ENGLISH).encode("utf-8")


def csv_51(export: Export) -> bytes:
    """``Get-Mg... | Export-Csv`` in Windows PowerShell 5.1: type line first, and only ASCII."""
    text = csv_text.table(sdk.objects(export), csv_text.ENGLISH)
    typed = f"#TYPE {sdk.type_name(export.resource)}\r\n{text}" if export.rows else ""
    return typed.encode("ascii", errors="replace")


def csv_german(export: Export) -> bytes:
    """``... | Select-Object ... | Export-Csv -UseCulture -Encoding UTF8`` on a German machine."""
    rows = [sdk.selected(row) for row in export.rows]
    return b"\xef\xbb\xbf" + csv_text.table(rows, csv_text.GERMAN).encode("utf-8")


def export_clixml(export: Export) -> bytes:
    """``Get-Mg... | Export-Clixml -Depth 10`` in Windows PowerShell 5.1: UTF-16."""
    text = clixml.document(sdk.objects(export), sdk.type_name(export.resource))
    return b"\xff\xfe" + text.encode("utf-16-le")


GRAPH_PAGE = Way(
    name="graph-page",
    suffix=".json",
    write=graph_page,
    command="Invoke-MgGraphRequest -OutputType PSObject | ConvertTo-Json -Depth 20",
)
RAW_PAGE = Way(
    name="raw-page",
    suffix=".json",
    write=raw_page,
    command="Invoke-MgGraphRequest -OutputType Json",
)
SDK_JSON = Way(
    name="sdk-json", suffix=".json", write=sdk_json, command="Get-Mg... | ConvertTo-Json -Depth 10"
)
SDK_JSON_51 = Way(
    name="sdk-json-5.1",
    suffix=".json",
    write=sdk_json_51,
    command="Get-Mg... | ConvertTo-Json -Depth 10 | Out-File   (Windows PowerShell 5.1)",
)
CSV_7 = Way(
    name="export-csv-7", suffix=".csv", write=csv_7, command="Get-Mg... | Export-Csv (PowerShell 7)"
)
CSV_51 = Way(
    name="export-csv-5.1",
    suffix=".csv",
    write=csv_51,
    command="Get-Mg... | Export-Csv   (Windows PowerShell 5.1)",
)
CSV_GERMAN = Way(
    name="export-csv-german",
    suffix=".csv",
    write=csv_german,
    command="Get-Mg... | Select-Object ... | Export-Csv -UseCulture -Encoding UTF8   (German)",
)
CLIXML = Way(
    name="clixml",
    suffix=".xml",
    write=export_clixml,
    command="Get-Mg... | Export-Clixml -Depth 10   (Windows PowerShell 5.1)",
)
WAYS = (GRAPH_PAGE, RAW_PAGE, SDK_JSON, SDK_JSON_51, CSV_7, CSV_51, CSV_GERMAN, CLIXML)
