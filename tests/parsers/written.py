"""One list of PIM rows, written in the ways PowerShell has."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from pimreport import parsers
from pimreport.model.as_of import AsOf

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.evidence import Source
    from pimreport.model.tenant import Tenant

AS_OF = AsOf.parse("2025-10-01")
GROUP = "c2e1f0aa-0d4b-4c63-8f8e-2f7b6d1a9e01"
OTHER_GROUP = "5f0b7a3e-91c2-4d7a-b0a4-6c8d2e4f1b02"
ADA = "0a6c5d1e-3b2f-4e8d-9c7a-1d2e3f4a5b11"
BEN = "1b7d6e2f-4c30-4f9e-8d8b-2e3f4a5b6c22"
ROLE = "62e90394-69f5-4237-9190-012177145e10"
GRAPH = "https://graph.microsoft.com/v1.0/$metadata#"
PIM = "identityGovernance/privilegedAccess/group/"

Object = dict[str, Any]
Dates = Literal["dmy", "mdy"] | None


def eligible(number: int = 1, **changes: object) -> Object:
    """A row of group_eligibility_schedule_instances."""
    return {
        "id": f"{GROUP}_member_{number}",
        "accessId": "member",
        "groupId": GROUP,
        "principalId": ADA,
        "memberType": "direct",
        "eligibilityScheduleId": f"{GROUP}_member_schedule_{number}",
        "startDateTime": "2025-05-11T08:00:00Z",
        "endDateTime": None,
    } | changes


def read(folder: Path, name: str, content: object, dates: Dates = None) -> Source:
    """The only source of one file with this content."""
    (source,) = tenant(folder, {name: content}, dates).sources
    return source


def unusable(folder: Path, name: str, content: object) -> Source:
    """The only source of one file that :func:`read` would refuse."""
    write(folder, {name: content})
    (source,) = parsers.read([folder], as_of=AS_OF, keep_records=True).sources
    return source


def tenant(folder: Path, files: dict[str, object], dates: Dates = None) -> Tenant:
    """The tenant of several files; content is bytes, text, or what JSON can write."""
    write(folder, files)
    return parsers.load([folder], as_of=AS_OF, keep_records=True, dates=dates)


def write(folder: Path, files: dict[str, object]) -> None:
    """Put the files into the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
            path.write_text(text, encoding="utf-8", newline="")


def codes(source: Source) -> set[str]:
    return {warning.code for warning in source.warnings}


def pascal(row: Object) -> Object:
    """The row as the SDK's objects write it."""
    return {name[:1].upper() + name[1:]: value for name, value in row.items()}


def export_csv(rows: list[Object], *, delimiter: str = ",", dates: str | None = None) -> str:
    """What Export-Csv of Windows PowerShell writes; ``dates`` is a strftime pattern."""
    out = io.StringIO()
    names = [name[:1].upper() + name[1:] for name in rows[0]]
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(name, value, dates) for name, value in row.items()])
    return out.getvalue()


def _cell(name: str, value: object, dates: str | None) -> object:
    if dates and name.endswith("DateTime") and isinstance(value, str):
        return datetime.fromisoformat(value).strftime(dates)
    return "" if value is None else value
