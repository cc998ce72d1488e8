"""Keys of findings, and what else people write down by them: accepted risks, expectations."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pimreport.redaction.pseudonyms import GUID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pimreport.analysis.expectations import Expectations
    from pimreport.model.findings import AcceptedRisk
    from pimreport.model.report import Report
    from pimreport.redaction.pseudonyms import Pseudonyms

_WORDS = re.compile(r"[A-Za-z*?:/|_>\-]*")


def finding_key(key: str, names: Pseudonyms) -> str:
    """The key with pseudonymous ids; a part that is neither an id nor a word of ours is withheld."""
    parts = (
        names.ids(part) if _WORDS.fullmatch(GUID.sub("", part)) else names.word("Key", part)
        for part in key.split(":")
    )
    return ":".join(parts)


def accepted(report: Report, names: Pseudonyms) -> Report:
    """The report with what people wrote about accepted risks replaced: keys, reasons and owners."""
    risks = tuple(_risk(one, names) for one in report.accepted)
    findings = tuple(
        replace(one, acceptance=_risk(one.acceptance, names)) if one.acceptance else one
        for one in report.findings
    )
    return replace(report, findings=findings, accepted=risks)


def _risk(one: AcceptedRisk, names: Pseudonyms) -> AcceptedRisk:
    return replace(
        one,
        key=finding_key(one.key, names),
        reason=names.word("Reason", one.reason),
        owner=names.word("Owner", one.owner),
    )


def expected(one: Expectations, names: Pseudonyms, upns: Mapping[str, str]) -> Expectations:
    """Declared accounts by their pseudonyms.

    Args:
        one: what the organisation expects, with real ids and UPNs.
        names: the pseudonyms.
        upns: id of the principal by its UPN in lower case.
    """
    return replace(one, emergency_access=frozenset(_accounts(one.emergency_access, names, upns)))


def _accounts(accounts: Iterable[str], names: Pseudonyms, upns: Mapping[str, str]) -> list[str]:
    return [
        names.id(one) if GUID.fullmatch(one) else names.address(one, upns.get(one)).lower()
        for one in accounts
    ]
