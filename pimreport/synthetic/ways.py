"""How an export can be written: one way per cmdlet, PowerShell generation and region.

The layouts are those of the real cmdlets, quirks included: that is what they are for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.synthetic import streams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pimreport.synthetic.exports import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way of writing. ``command`` shows an administrator who exported like this.

    ``pieces`` gives the file bit by bit, so that half a million rows need no memory.
    """

    name: str
    suffix: str
    pieces: Callable[[Listing], Iterator[bytes]]
    command: str

    def write(self, export: Listing) -> bytes:
        """The whole file."""
        return b"".join(self.pieces(export))


GRAPH_PAGE = Way(
    name="graph-page",
    suffix=".json",
    pieces=streams.graph_page,
    command="Invoke-MgGraphRequest -OutputType PSObject | ConvertTo-Json -Depth 20",
)
RAW_PAGE = Way(
    name="raw-page",
    suffix=".json",
    pieces=streams.raw_page,
    command="Invoke-MgGraphRequest -OutputType Json",
)
SDK_JSON = Way(
    name="sdk-json",
    suffix=".json",
    pieces=streams.sdk_json,
    command="Get-Mg... | ConvertTo-Json -Depth 10",
)
SDK_JSON_51 = Way(
    name="sdk-json-5.1",
    suffix=".json",
    pieces=streams.sdk_json_51,
    command="Get-Mg... | ConvertTo-Json -Depth 10 | Out-File   (Windows PowerShell 5.1)",
)
CSV_7 = Way(
    name="export-csv-7",
    suffix=".csv",
    pieces=streams.csv_7,
    command="Get-Mg... | Export-Csv (PowerShell 7)",
)
CSV_51 = Way(
    name="export-csv-5.1",
    suffix=".csv",
    pieces=streams.csv_51,
    command="Get-Mg... | Export-Csv   (Windows PowerShell 5.1)",
)
CSV_GERMAN = Way(
    name="export-csv-german",
    suffix=".csv",
    pieces=streams.csv_german,
    command="Get-Mg... | Select-Object ... | Export-Csv -UseCulture -Encoding UTF8   (German)",
)
CLIXML = Way(
    name="clixml",
    suffix=".xml",
    pieces=streams.export_clixml,
    command="Get-Mg... | Export-Clixml -Depth 10   (Windows PowerShell 5.1)",
)
WAYS = (GRAPH_PAGE, RAW_PAGE, SDK_JSON, SDK_JSON_51, CSV_7, CSV_51, CSV_GERMAN, CLIXML)
