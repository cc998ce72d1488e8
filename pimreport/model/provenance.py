"""Where the evidence comes from, and how much of that the files themselves prove."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from pimreport.wording import Wording

NO_MANIFEST = Text(
    "No manifest of the collector is among the files: who exported them, when and with which"
    " queries, and whether they were changed since, is not known."
)


class Standing(StrEnum):
    """What the collector's manifest proves about the evidence."""

    VERIFIED = "verified"
    """Every file is as the collector wrote it, and nothing that it asked for was refused."""
    PARTIAL = "partial"
    """Files are as the collector wrote them, but something is missing, old or was added."""
    UNVERIFIED = "unverified"
    """There is no manifest, or the files are not what it says."""


_VERDICTS = {
    Standing.VERIFIED: Text("Verified."),
    Standing.PARTIAL: Text("Partial."),
    Standing.UNVERIFIED: Text("Unverified."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something the collector asked for and did not get.

    Attributes:
        query: its name in the collector's list.
        resource: what it would have been read as; empty where only the collector needed it.
        items: groups or units it was asked about; none: it was asked about the tenant.
        reason: Microsoft Graph's own, or that it was skipped.
        loses: what cannot be concluded for that reason.
        scopes: permissions it takes.
    """

    query: str
    resource: str
    items: tuple[str, ...]
    reason: str
    loses: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What is known of how the evidence was obtained.

    Attributes:
        standing: the verdict.
        reasons: for it, as sentences; none for verified.
        collected: who collected what and when, as sentences; from the manifests.
        refusals: what was asked for in vain.
        not_in_pim: ids of groups of which Graph said that they are not in PIM: nobody is
            eligible for them.
    """

    standing: Standing = Standing.UNVERIFIED
    reasons: tuple[Wording, ...] = (NO_MANIFEST,)
    collected: tuple[Wording, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    not_in_pim: frozenset[str] = frozenset()

    def why(self, *resources: str) -> Wording:
        """Why these resources are missing, to be set behind their names; empty if nobody knows."""
        reasons = dict.fromkeys(one.reason for one in self.refusals if one.resource in resources)
        if not reasons:
            return ""
        return Text(" (the collector did not obtain it: {reasons})", reasons="; ".join(reasons))

    @property
    def told(self) -> Wording:
        """All of it in one paragraph, beginning with the verdict."""
        return joined(" ", (_VERDICTS[self.standing], *self.collected, *self.reasons))
