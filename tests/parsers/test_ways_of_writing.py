"""The same rows, written in every way, give the same records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest
from written import GRAPH, PIM, Object, codes, eligible, export_csv, pascal, read

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    eligible(1),
    eligible(2, principalId="1b7d6e2f-4c30-4f9e-8d8b-2e3f4a5b6c22", accessId="owner"),
    eligible(3, startDateTime="2025-12-31T23:59:59Z", endDateTime="2026-12-31T00:00:00Z"),
]
CONTEXT = GRAPH + PIM + "eligibilityScheduleInstances"


def _microsoft_dates(rows: list[Object]) -> str:
    text = json.dumps([pascal(row) for row in rows], indent=4).replace('": ', '":  ')
    for iso, ms in {
        "2025-05-11T08:00:00Z": 1746950400000,
        "2025-12-31T23:59:59Z": 1767225599000,
        "2026-12-31T00:00:00Z": 1798675200000,
    }.items():
        text = text.replace(f'"{iso}"', f'"\\/Date({ms})\\/"')
    return text


def _wrapped_dates(rows: list[Object]) -> list[Object]:
    return [
        {
            name: {"value": value, "DisplayHint": 2, "DateTime": "Sonntag, 11. Mai 2025"}
            if name.endswith("DateTime") and value
            else value
            for name, value in row.items()
        }
        for row in rows
    ]


def _clixml(rows: list[Object]) -> str:
    objects = "".join(
        f'<Obj RefId="{number}"><Props>'
        + "".join(
            f'<Nil N="{name}" />' if value is None else f'<S N="{name}">{escape(value)}</S>'
            for name, value in pascal(row).items()
        )
        + "</Props></Obj>"
        for number, row in enumerate(rows)
    )
    schema = "http://schemas.microsoft.com/powershell/2004/04"
    return f'<Objs Version="1.1.0.1" xmlns="{schema}">{objects}</Objs>'


def _format_list(rows: list[Object]) -> str:
    blocks = [
        "\r\n".join(
            f"{name:<22}: {'' if one is None else one}" for name, one in pascal(row).items()
        )
        for row in rows
    ]
    return "\r\n\r\n" + "\r\n\r\n".join(blocks) + "\r\n\r\n"


_TYPE = "#TYPE Microsoft.Graph.PowerShell.Models.MicrosoftGraphPrivilegedAccessGroupEligibilityScheduleInstance\r\n"
WAYS: dict[str, object] = {
    "page.json": {"@odata.context": CONTEXT, "value": ROWS},
    "list.json": ROWS,
    "sdk.json": [pascal(row) | {"AdditionalProperties": {}} for row in ROWS],
    "ps51.json": _microsoft_dates(ROWS),
    "ps51_utf16.json": _microsoft_dates(ROWS).encode("utf-16"),
    "wrapped.json": _wrapped_dates(ROWS),
    "wrapper.json": {"value": ROWS, "Count": 3},
    "newlines.json": "\n".join(json.dumps(row) for row in ROWS),
    "pages.json": [{"@odata.context": CONTEXT, "value": [row]} for row in ROWS],
    "bundle.json": {"eligible": ROWS, "exported": "2025-10-01"},
    "twice.json": json.dumps(json.dumps(ROWS)),
    "transcript.txt": "**********\nPS> x\n" + json.dumps(ROWS, indent=2) + "\n**********\n",
    "iso.csv": export_csv(ROWS),
    "typed.csv": _TYPE + export_csv(ROWS),
    "german.csv": b"\xef\xbb\xbf"
    + export_csv(ROWS, delimiter=";", dates="%d.%m.%Y %H:%M:%S").encode(),
    "american.csv": export_csv(ROWS, dates="%m/%d/%Y %I:%M:%S %p"),
    "british.csv": export_csv(ROWS, dates="%d/%m/%Y %H:%M:%S"),
    "danish.csv": export_csv(ROWS, dates="%d.%m.%Y %H.%M.%S"),
    "tabs.csv": export_csv(ROWS, delimiter="\t"),
    "nbsp.csv": export_csv(ROWS, delimiter="\u00a0"),
    "unquoted.csv": export_csv(ROWS).replace('"', ""),
    "excel.csv": "sep=;\r\n" + export_csv(ROWS, delimiter=";"),
    "joined.csv": _TYPE + export_csv(ROWS[:1]) + _TYPE + export_csv(ROWS[1:]),
    "utf32.csv": b"\xff\xfe\0\0" + export_csv(ROWS).encode("utf-32-le"),
    "clixml.xml": _clixml(ROWS).encode("utf-16"),
    "format_list.txt": _format_list(ROWS),
}


@pytest.mark.parametrize("name", WAYS)
def test_gives_the_same_rows(name: str, tmp_path: Path) -> None:
    source = read(tmp_path, name, WAYS[name])
    assert source.error is None
    assert (source.resource, source.rows) == ("group_eligibility_schedule_instances", 3)
    told = [{key: record[key] for key in ROWS[0]} for record in source.records]
    assert told == ROWS
    assert not codes(source) & {"rejected_row", "ambiguous_dates", "truncated_by_depth"}


def test_ids_in_a_list_of_json_are_no_row_of_a_table(tmp_path: Path) -> None:
    """Written without line ends, three ids between commas look like cells of a table."""
    ids = [f"{number:08d}-0000-4000-8000-000000000000" for number in range(3)]
    policy = {"conditions": {"users": {"excludeUsers": ids}}, "id": "x", "grantControls": None}
    text = json.dumps({"value": [policy]}, separators=(",", ":"))
    source = read(tmp_path, "policies.json", text)
    assert (source.format, source.error, source.rows) == ("JSON, ASCII", None, 1)


def test_a_table_after_a_line_that_looks_like_json(tmp_path: Path) -> None:
    text = '{"connected": true}\r\n' + export_csv([eligible()])
    source = read(tmp_path, "a.csv", text)
    assert (source.format, source.rows) == ("CSV, ASCII", 1)
