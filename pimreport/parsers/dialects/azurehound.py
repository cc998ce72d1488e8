"""AzureHound: ``{"data": [{"kind": ..., "data": {...}}]}``; ids in capitals, no end dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_TYPES = {
    "AZUser": "user",
    "AZGroup": "group",
    "AZRole": "unifiedRoleDefinition",
    "AZServicePrincipal": "servicePrincipal",
    "AZRoleEligibilityScheduleInstance": "unifiedRoleEligibilityScheduleInstance",
    "AZTenant": "organization",
}


def _translate(page: Page, _label: str) -> Translation:
    rows: dict[str, list[tuple[int, Raw]]] = {}
    others: set[str] = set()
    for number, row in page.rows:
        kind, data = str(row.get("kind")), row.get("data")
        if kind in _TYPES and isinstance(data, dict):
            rows.setdefault(kind, []).append((number, data))
        else:
            others.add(kind)
    warnings = []
    if others:
        message = f"Kinds of AzureHound that were not used: {', '.join(sorted(others))}."
        warnings.append(SourceWarning(code="not_used", message=message))
    pages = [Page(rows=found, type=_TYPES[kind]) for kind, found in rows.items()]
    return Translation(pages=pages, warnings=warnings)


AZUREHOUND = Dialect(name="azurehound", keys=frozenset({"kind", "data"}), translate=_translate)
