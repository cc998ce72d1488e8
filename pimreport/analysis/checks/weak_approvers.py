"""Approval that is required of people who cannot, or should not, give it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pimreport.analysis.approvers import panel
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.policy_findings import Governed
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import Confidence, NotAssessed
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.approvers import Panel
    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding
    from pimreport.wording import Wording

_FEWEST = 2


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for guard in case.guards.values():
        label, rules = guard.policy.label, guard.policy.rules
        if rules is None or rules.approval is None:
            yield NotAssessed(what=Text("{label} (approval setting not exported)", label=label))
        elif rules.approval and rules.approvers is None:
            yield NotAssessed(what=Text("{label} (the list of approvers was lost)", label=label))
        elif rules.approval:
            found = panel(case, rules.approvers or ())
            governed = Governed(case, guard, guard.paths)
            flaws = list(_flaws(governed, found, listed_any=bool(rules.approvers)))
            if flaws or found.grave or found.contested or found.mild:
                yield _finding(governed, found, flaws)
            for gap in found.gaps:
                yield NotAssessed(what=Text("{policy}: {gap}", policy=label, gap=gap))


def _flaws(governed: Governed, found: Panel, *, listed_any: bool) -> Iterator[Wording]:
    """What is wrong with the approvers as a whole."""
    if not listed_any:
        yield _nobody_listed(governed)
        return
    if found.open:
        return
    case, requesters = governed.case, {one.id for one in governed.principals}
    names = [case.name(case.tenant.principal(one)) for one in found.people]
    requesting = requesters.issuperset(found.people)
    if not names:
        yield Text("nobody in the evidence can approve")
    elif len(names) < _FEWEST:
        yield (
            Text(
                "{name} alone can approve and is among those who activate: nobody can approve"
                " their own request",
                name=names[0],
            )
            if requesting
            else Text(
                "{name} alone can approve, so an absence stops every activation; Microsoft"
                " recommends two or more approvers",
                name=names[0],
            )
        )
    elif requesting:
        yield Text(
            "all approvers ({names}) are among those who activate and approve one another",
            names=listed(names),
        )


def _nobody_listed(governed: Governed) -> Wording:
    if governed.guard.policy.group is not None:
        return Text("no approver is named, and PIM for Groups has no default approvers")
    return Text(
        "no approver is named, so every active Privileged Role Administrator and Global"
        " Administrator may approve"
    )


def _finding(governed: Governed, found: Panel, flaws: list[Wording]) -> Finding:
    case, label = governed.case, governed.guard.policy.label
    clauses = [*found.grave, *found.contested, *flaws, *found.mild]
    finding = governed.finding(
        CHECK,
        # Approval is there; it is worth a step less where an attacker may become the approver.
        governed.severity(True, not found.grave, case.strong(governed.worst)),  # noqa: FBT003  # see above
        Text(
            "Approval for {role} rests on weak approvers ({label})",
            role=governed.top.name,
            label=label,
        ),
        Text.plural(
            "The {label} requires approval when {people} activates the way to {roles}, but {flaws}.",
            "The {label} requires approval when {people} activate the way to {roles}, but {flaws}.",
            len(governed.principals),
            label=label,
            people=governed.who,
            roles=governed.to_where,
            flaws=joined("; ", clauses),
        ),
        Text(
            "Name two or more approvers in the {label} who are enabled, cloud-only members of"
            " the tenant, protected from password reset and not among those who activate; of"
            " groups only role-assignable ones.",
            label=label,
        ),
        *found.origins,
    )
    if len(found.contested) == len(clauses):
        return replace(finding, confidence=Confidence.CONTESTED)
    return finding


CHECK = Check(
    name="weak-approvers",
    title=Text("Weak approvers"),
    rationale=Text(
        "Approval is worth what its approvers are. One approver is no second pair of eyes"
        " when absent; a deleted or disabled one approves nothing; an account that can be"
        " taken over approves whatever its new owner asks for; and people who activate"
        " themselves approve one another."
    ),
    remediation=Text(
        "Name two or more approvers who are protected and do not activate themselves."
    ),
    references=(GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *related("SCuBA", "MS.AAD.7.6v1"),
        *related("CIS", "5.3.4", "5.3.5"),
        *related("NIST", "AC-3(2)", "AC-5"),
        *related("ISO", "A.5.3", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
