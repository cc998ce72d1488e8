"""A finding in full: sentences to paste, with every alternative to put it right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.findings import Confidence, Remedy
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class InFull:
    """A finding in sentences to paste, evidence included."""

    check: str
    severity: str
    title: str
    detail: str
    remediation: str
    contested: bool
    remedies: Sequence[Remedy]


def in_full(one: Finding) -> InFull:
    """The finding with its alternatives, every name in it visible."""
    return InFull(
        check=one.check,
        severity=one.severity.value,
        title=visible(one.title),
        detail=visible(one.detail),
        remediation=visible(one.remediation),
        contested=one.confidence is Confidence.CONTESTED,
        remedies=[
            Remedy(
                title=visible(each.title),
                text=visible(each.text),
                cost=visible(each.cost),
                leaves=visible(each.leaves),
            )
            for each in one.remedies
        ],
    )
