"""Assignments and activations of highly privileged roles that alert no administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.policy_findings import Governed
from pimreport.analysis.references import GROUP_SETTINGS, ROLE_SETTINGS, SCUBA
from pimreport.analysis.roles import (
    GLOBAL_ADMINISTRATOR,
    HIGHLY_PRIVILEGED,
    SCUBA_ROLES,
    tier,
)
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.analysis.controls import Control
    from pimreport.model.entra import Notification, PolicyRules
    from pimreport.model.findings import Finding
    from pimreport.wording import Wording

_ADMINS = "notification_admin_"
_ACTIVATION = "notification_admin_enduser_assignment"
_EVENTS = {
    "notification_admin_admin_eligibility": Text("eligible assignments"),
    "notification_admin_admin_assignment": Text("active assignments"),
    _ACTIVATION: Text("activations"),
}
"""The rules that tell administrators."""
_OTHERS = {
    "notification_requestor_": Text("the person concerned"),
    "notification_approver_": Text("approvers"),
}
"""Rules of the same events that tell somebody else, who may be the attacker or know no better."""


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for guard in case.guards.values():
        paths = [path for path in guard.paths if tier(path.role) <= HIGHLY_PRIVILEGED]
        if not paths:
            continue
        rules = guard.policy.rules
        by_rule = _by_rule(rules)
        reaches = {event: _reaches(by_rule.get(event)) for event in _EVENTS}
        silent = [event for event, somebody in reaches.items() if somebody is False]
        untold = [_EVENTS[event] for event, somebody in reaches.items() if somebody is None]
        if silent:
            yield _finding(Governed(case, guard, paths), silent)
        if untold:
            yield NotAssessed(
                what=Text(
                    "{policy} (alerts on {names} not exported)",
                    policy=guard.policy.label,
                    names=listed(untold),
                )
            )


def _by_rule(rules: PolicyRules | None) -> dict[str, Notification]:
    return {one.rule.lower(): one for one in (rules and rules.notifications) or ()}


def _reaches(alert: Notification | None) -> bool | None:
    """The alert has a recipient; None = unknown."""
    if alert is None:
        return None
    if alert.default_recipients or alert.recipients:
        return True
    return None if None in {alert.default_recipients, alert.recipients} else False


def _finding(governed: Governed, silent: Sequence[str]) -> Finding:
    label = governed.guard.policy.label
    events = listed(_EVENTS[event] for event in silent)
    return governed.finding(
        CHECK,
        governed.severity(True, True),  # noqa: FBT003  # detects, does not prevent
        Text(
            "No administrator is alerted to {events} on the way to {role} ({label})",
            events=events,
            role=governed.top.name,
            label=label,
        ),
        joined(
            " ",
            (
                Text(
                    "In the {label} the alert to administrators about {events} has its default"
                    " recipients switched off and no other recipient. It is the way of {people} to"
                    " {roles}: whoever is let in, or steps up, does so without an administrator being"
                    " told.",
                    label=label,
                    events=events,
                    people=governed.who,
                    roles=governed.to_where,
                ),
                _still_sent(governed.guard.policy.rules, silent),
            ),
        ),
        Text(
            "Name a monitored mailbox as recipient of the alerts on {events} in the {label}.",
            events=events,
            label=label,
        ),
        controls=_controls(silent),
    )


def _controls(silent: Sequence[str]) -> Sequence[Control]:
    """Frameworks ask for alerts on activations and on assignments in controls of their own."""
    return [
        one
        for one in CHECK.controls
        if not one.exact
        or (_ACTIVATION in silent if one.id != _ASSIGNED else silent != [_ACTIVATION])
    ]


def _still_sent(rules: PolicyRules | None, silent: Sequence[str]) -> Wording:
    """The messages about the same events that go to somebody else."""
    by_rule = _by_rule(rules)
    sent: list[Wording] = []
    for prefix, whom in _OTHERS.items():
        about = [
            words
            for event, words in _EVENTS.items()
            if event in silent and _reaches(by_rule.get(event.replace(_ADMINS, prefix, 1)))
        ]
        sent += [Text("those to {whom} ({names})", whom=whom, names=listed(about))] * bool(about)
    return Text("Other messages are still sent: {names}.", names=listed(sent)) if sent else ""


_ASSIGNED = "MS.AAD.7.7v1"
CHECK = Check(
    name="no-alert",
    title=Text("No alert on assignment or activation"),
    rationale=Text(
        "PIM can mail administrators when somebody is made eligible, assigned or"
        " activates. Where the default recipients are off and nobody else is named, the"
        " takeover of a highly privileged role alerts no administrator: messages to the"
        " person concerned or to approvers do not replace that."
    ),
    remediation=Text("Name recipients for the alerts of the policy that governs the path."),
    references=(SCUBA, GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *exact("SCuBA", _ASSIGNED, roles=SCUBA_ROLES),
        *exact("SCuBA", "MS.AAD.7.8v1", roles=[GLOBAL_ADMINISTRATOR]),
        *exact("SCuBA", "MS.AAD.7.9v1", roles=SCUBA_ROLES - {GLOBAL_ADMINISTRATOR}),
        *related("NIST", "AC-2(1)", "AC-6(9)"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
