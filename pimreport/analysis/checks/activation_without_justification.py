"""Activations of which nobody can tell afterwards what they were for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.activation import guarded
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.policy_findings import Governed, first_on, privileged
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed, Severity
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.analysis.activation import Guard
    from pimreport.analysis.case import Case
    from pimreport.model.findings import Finding
    from pimreport.model.paths import AccessPath


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    asks = {key: _asks(guard) for key, guard in case.guards.items()}

    def explained(path: AccessPath) -> bool | None:
        return guarded(asks[one] for one in path.governed_by)

    for guard in case.guards.values():
        told = [(path, explained(path)) for path in privileged(first_on(guard))]
        silent = [path for path, reason in told if reason is False]
        if silent:
            yield _finding(Governed(case, guard, silent))
        unclear = (path for path, reason in told if reason is None)
        # A second policy on the way may be the one that asks.
        for one in dict.fromkeys(one for path in unclear for one in path.governed_by):
            if asks[one] is None:
                label = case.guards[one].policy.label
                yield NotAssessed(
                    what=Text("{policy} (justification setting not exported)", policy=label)
                )


def _asks(guard: Guard) -> bool | None:
    """The policy demands a justification or a ticket; None = unknown."""
    rules = guard.policy.rules
    return guarded((rules.justification, rules.ticket)) if rules else None


def _finding(governed: Governed) -> Finding:
    label = governed.guard.policy.label
    return governed.finding(
        CHECK,
        Severity.LOW,
        Text(
            "{role} can be activated without a reason ({label})",
            role=governed.top.name,
            label=label,
        ),
        Text(
            "The {label} demands neither a justification nor a ticket, and no other policy on"
            " the way does. The audit log will show that {people} activated the way to"
            " {roles}, but not what for.",
            label=label,
            people=governed.who,
            roles=governed.to_where,
        ),
        Text("Demand a justification, or a ticket number, in the {label}.", label=label),
    )


CHECK = Check(
    name="activation-without-justification",
    title=Text("Activation without justification"),
    rationale=Text(
        "The reason given at activation is what a reviewer compares with the work that"
        " was done. Where neither justification nor ticket is demanded, no review of"
        " activations is possible."
    ),
    remediation=Text("Demand a justification or a ticket in the policy that governs the path."),
    references=(GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *related("NIST", "AC-2(4)", "AC-6(9)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
