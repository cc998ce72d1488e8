"""Tenant in, Report out: access paths, strategies, protection, guards, checks."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.accepted import accept
from pimreport.analysis.access_paths import find_paths, is_person
from pimreport.analysis.activation import find_guards
from pimreport.analysis.assess import assess
from pimreport.analysis.case import Case
from pimreport.analysis.expectations import Expectations
from pimreport.analysis.missing import find_missing
from pimreport.analysis.people import judge_people
from pimreport.analysis.resetters import Resetters
from pimreport.analysis.roles import RoleNames
from pimreport.analysis.strategy import summarise_groups
from pimreport.model.memory import collector_paused
from pimreport.model.report import Report

if TYPE_CHECKING:
    from pimreport.model.entra import PrincipalId
    from pimreport.model.evidence import Missing
    from pimreport.model.paths import AccessPath
    from pimreport.model.tenant import Tenant

__all__ = ["accept", "analyse", "missing_evidence"]


@collector_paused()
def analyse(tenant: Tenant, expectations: Expectations | None = None) -> Report:
    """Draw every conclusion the evidence allows; what it does not allow is said, never assumed.

    Args:
        tenant: the evidence.
        expectations: what the organisation expects of itself; the defaults of the frameworks else.
    """
    case = _case(tenant, expectations or Expectations())
    assessments, findings = assess(case)
    return Report(
        tenant=tenant,
        groups=case.groups,
        paths=case.paths,
        people=tuple(case.people.values()),
        policies=tuple(guard.policy for guard in case.guards.values()),
        assessments=assessments,
        findings=findings,
        missing=find_missing(case),
        resetters_known=case.knows_resetters,
    )


@collector_paused()
def missing_evidence(tenant: Tenant) -> tuple[Missing, ...]:
    """What the evidence lacks, and for which conclusion: as in the report, without its checks."""
    return find_missing(_case(tenant, Expectations()))


def _case(tenant: Tenant, expectations: Expectations) -> Case:
    """Who reaches what and how, how well each account and each activation is guarded."""
    names = RoleNames(tenant)
    paths = find_paths(tenant, names)
    by_person: defaultdict[PrincipalId, list[AccessPath]] = defaultdict(list)
    for path in paths:
        if is_person(path):
            by_person[path.principal.id].append(path)
    resetters = Resetters(tenant, paths, names)
    people, situations = judge_people(tenant, by_person, names, resetters)
    guards = find_guards(tenant, paths, names)
    groups = summarise_groups(tenant, paths, names)
    return Case(
        tenant=tenant,
        names=names,
        paths=paths,
        by_person=by_person,
        groups=groups,
        people=people,
        situations=situations,
        guards=guards,
        knows_resetters=resetters.known,
        expect=expectations,
    )
