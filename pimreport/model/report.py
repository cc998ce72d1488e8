"""Everything the analysis concludes, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pimreport.model.people import shared
from pimreport.model.resetter_lists import ResetterLists

if TYPE_CHECKING:
    from pimreport.model.changes import Comparison
    from pimreport.model.evidence import Missing
    from pimreport.model.findings import AcceptedRisk, Assessment, Finding
    from pimreport.model.paths import AccessPath, ActivationPolicy, GroupSummary
    from pimreport.model.people import Person
    from pimreport.model.tenant import Tenant


@dataclass(frozen=True, kw_only=True)
class Report:
    """All conclusions, in print order, with the tenant they were drawn from."""

    tenant: Tenant
    groups: tuple[GroupSummary, ...]
    paths: tuple[AccessPath, ...]
    people: tuple[Person, ...]
    policies: tuple[ActivationPolicy, ...]
    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    resetters_known: bool = True
    """No export is missing that could show one more person who can reset somebody."""
    accepted: tuple[AcceptedRisk, ...] = ()
    changes: Comparison | None = None
    """Against an earlier snapshot, where one was given."""

    @property
    def as_of(self) -> str:
        """The moment the report speaks about, as printed."""
        return self.tenant.as_of.text

    @cached_property
    def resetter_lists(self) -> ResetterLists:
        """Who can reset whom, list by list."""
        return ResetterLists((one, shared(one.can_be_reset_by)) for one in self.people)
