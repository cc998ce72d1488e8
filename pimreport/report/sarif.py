"""SARIF 2.1.0: for code scanning and ticket systems; one result per finding, a rule per check."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pimreport import __version__
from pimreport.model.findings import Outcome, Severity, Status
from pimreport.report.serial import Parts, write
from pimreport.visible import visible
from pimreport.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pimreport.model.evidence import Origin, Source
    from pimreport.model.findings import Assessment, Finding
    from pimreport.model.report import Report

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {
    Severity.CRITICAL: ("error", "9.5"),
    Severity.HIGH: ("error", "8.0"),
    Severity.MEDIUM: ("warning", "5.5"),
    Severity.LOW: ("note", "3.0"),
    Severity.INFO: ("note", "0.0"),
}
"""Level, and the number by which viewers sort security results. GitHub (*SARIF support for code
scanning*, read on 2026-11-26) calls 9.0 and more critical, 7.0 high, 4.0 medium, 0.1 low."""
_MOST_PLACES = 100
"""Locations of a result that GitHub shows; it refuses a file with more than a thousand."""


def sarif(report: Report) -> bytes:
    """The whole log, in English."""
    with speaking("en"), BytesIO() as made:
        write(_document(report), 1, made)
        return made.getvalue()


def _document(report: Report) -> Parts:
    places = {one.check: place for place, one in enumerate(report.assessments)}
    worst = _worst(report)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "pimreport",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [_rule(one, worst.get(one.check)) for one in report.assessments],
            }
        },
        "automationDetails": {"id": f"pimreport/{visible(report.tenant.id or 'unknown tenant')}/"},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    _notification(one, places)
                    for one in report.assessments
                    if one.outcome is Outcome.NOT_ASSESSED
                ],
            }
        ],
        "artifacts": [_artifact(one) for one in _files(report.tenant.sources).values()],
        "results": (_result(one, places) for one in report.findings),
        "properties": {"asOf": report.as_of},
    }
    return Parts({"$schema": _SCHEMA, "version": "2.1.0", "runs": iter([Parts(run)])})


def _worst(report: Report) -> dict[str, Severity]:
    """The worst severity among the findings of each check, which is its rule's."""
    worst: dict[str, Severity] = {}
    for one in report.findings:
        known = worst.get(one.check, one.severity)
        worst[one.check] = min(known, one.severity, key=lambda severity: severity.rank)
    return worst


def _rule(one: Assessment, worst: Severity | None) -> dict[str, Any]:
    made: dict[str, Any] = {"id": one.check}
    texts = (
        ("shortDescription", one.title),
        ("fullDescription", one.rationale),
        ("help", one.remediation),
    )
    made |= {name: {"text": visible(text)} for name, text in texts if text}
    link = next((each.url for each in one.references if each.url.startswith("https://")), None)
    if link:
        made["helpUri"] = link
    properties: dict[str, Any] = {"tags": ["security"]}
    if worst is not None:
        level, number = _LEVELS[worst]
        made["defaultConfiguration"] = {"level": level}
        properties["security-severity"] = number
    return made | {"properties": properties}


def _notification(one: Assessment, places: Mapping[str, int]) -> dict[str, Any]:
    return {
        "level": "warning",
        "message": {"text": _plain(f"{one.check} could not be assessed: {one.reason}")},
        "associatedRule": {"id": one.check, "index": places[one.check]},
    }


def _files(sources: tuple[Source, ...]) -> dict[str, Source]:
    return {one.file: one for one in reversed(sources)}


def _artifact(one: Source) -> dict[str, Any]:
    return {
        "location": {"uri": _uri(one.file)},
        "length": one.bytes,
        "hashes": {"sha-256": one.sha256},
    }


def _result(one: Finding, places: Mapping[str, int]) -> dict[str, Any]:
    level, number = _LEVELS[one.severity]
    made: dict[str, Any] = {
        "ruleId": one.check,
        "kind": "fail",
        "level": level,
        "message": {"text": _plain(f"{one.title}. {one.detail} {one.remediation}")},
        "locations": [_location(origin) for origin in one.origins[:_MOST_PLACES]],
        "fingerprints": {"pimreport/v1": visible(one.key)},
        # GitHub tells old results from new ones by this one alone.
        "partialFingerprints": {"primaryLocationLineHash": f"{_hash(one.key)}:1"},
        "properties": {
            "security-severity": number,
            "severity": one.severity.value,
            "confidence": one.confidence.value,
            "subject": visible(one.subject),
            "evidenceRows": len(one.origins),
            "tags": ["security", *(visible(control) for control in one.controls)],
        },
    }
    if one.check in places:
        made["ruleIndex"] = places[one.check]
    if one.status is Status.ACCEPTED:
        made["suppressions"] = [_suppression(one)]
    return made


def _plain(text: str) -> str:
    """A message in which no name is a link or a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6).

    Viewers make a link of ``[text](place)`` even in plain text, and put an argument for ``{0}``.
    """
    return visible(text).replace("](", "] (").replace("{", "{{").replace("}", "}}")


def _suppression(one: Finding) -> dict[str, Any]:
    risk = one.acceptance
    told = {"kind": "external", "status": "accepted"}
    if risk is None:
        return told
    reason = f"{risk.reason} ({risk.owner}, until {risk.until.isoformat()})"
    return told | {"justification": visible(reason)}


def _location(origin: Origin) -> dict[str, Any]:
    # A record of an export is no line of its file. GitHub demands a line; the message has the row.
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(origin.file)},
            "region": {"startLine": 1},
        },
        "message": {"text": f"row {origin.row}"},
        "properties": {"row": origin.row},
    }


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "backslashreplace")).hexdigest()[:16]


@lru_cache(maxsize=10_000)
def _uri(file: str) -> str:
    return quote(visible(file).replace("\\", "/"))
