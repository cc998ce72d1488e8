"""Tables of columns that describe .NET objects instead of holding their data."""

from __future__ import annotations

import re

from pimreport.parsers.problems import UnreadableError

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)

_HASHTABLE = frozenset(
    {"IsReadOnly", "IsFixedSize", "IsSynchronized", "Keys", "Values", "SyncRoot"}
)
_DICTIONARY = frozenset({"Comparer", "Keys", "Values", "Count"})
_FORMAT_OBJECTS = "ClassId2e4f51ef21dd47e99d3c952918aff9cd"


def has_no_header(cells: list[str]) -> bool:
    """The first line of a table is a row: one of its cells is an object id."""
    return len(cells) > 1 and any(_GUID.fullmatch(cell.strip()) for cell in cells)


def refuse_descriptions(header: list[str], dotnet_type: str | None) -> None:
    """Say what was exported instead of the data, and how to export the data.

    Raises:
        UnreadableError: the columns are those of hashtables, of console formatting, of a page or
            of texts.
    """
    names = set(header)
    if names >= _HASHTABLE or "Hashtable" in (dotnet_type or "") or names >= _DICTIONARY:
        message = (
            "The file describes hashtables, not their content: Invoke-MgGraphRequest returns "
            "hashtables, and Export-Csv before PowerShell 7.2 cannot write them. Nothing can be "
            "recovered. Export again with Invoke-MgGraphRequest -OutputType PSObject ... | "
            "ConvertTo-Json -Depth 10."
        )
        raise UnreadableError(message)
    if any(_FORMAT_OBJECTS in name for name in names):
        message = (
            "The file holds console formatting, not data: Format-Table or Format-List stood before "
            "Export-Csv. Remove it (use Select-Object to choose properties)."
        )
        raise UnreadableError(message)
    if {name.lower() for name in names} <= {"value", "count", "@odata.context", "@odata.nextlink"}:
        message = (
            "The file holds the page that Graph sends, not its rows: the rows stand in .value, and "
            "Export-Csv prints a type name for them. Export (Invoke-MgGraphRequest -OutputType "
            "PSObject ...).value, or all of it with ConvertTo-Json -Depth 10."
        )
        raise UnreadableError(message)
    if has_no_header(header):
        message = (
            "The first line is a row, no header (Export-Csv -NoHeader, or the header was deleted): "
            "what the columns are is not known. Export again with the header."
        )
        raise UnreadableError(message)
    if names == {"Length"}:
        message = (
            "The file holds the lengths of texts, not data: texts (ConvertTo-Json, -OutputType "
            "Json, or the count that EasyPIM writes before its rows) were piped to Export-Csv. "
            "Use Out-File for texts; leave a count out with ... | Where-Object { $_ -isnot "
            "[string] } | Export-Csv."
        )
        raise UnreadableError(message)
