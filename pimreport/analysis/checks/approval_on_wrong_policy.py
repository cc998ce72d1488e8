"""Approval that is set where it never runs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.check import Check
from pimreport.analysis.controls import exact, related
from pimreport.analysis.policy_findings import Governed
from pimreport.analysis.references import GROUP_SETTINGS, PIM_FOR_GROUPS, ROLE_SETTINGS
from pimreport.analysis.roles import GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR
from pimreport.model.entra import Access, GroupId
from pimreport.model.evidence import RESOURCES_OF_POLICIES
from pimreport.model.findings import NotAssessed
from pimreport.model.paths import Kind
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pimreport.analysis.activation import Guard
    from pimreport.analysis.case import Case
    from pimreport.model.entra import PolicyRules
    from pimreport.model.findings import Finding
    from pimreport.model.paths import AccessPath
    from pimreport.wording import Wording

_SINGLE = (Kind.OPTION_A, Kind.OPTION_B)


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for guard in case.guards.values():
        paths = [
            path for path in guard.paths if path.kind in _SINGLE and path.access is Access.MEMBER
        ]
        if not paths or guard.approval:
            continue
        if guard.approval is None:
            yield NotAssessed(
                what=Text("{policy} (approval setting not exported)", policy=guard.policy.label)
            )
        else:
            yield from _beside(case, guard, _by_other_policy(paths))


def _by_other_policy(paths: list[AccessPath]) -> Mapping[tuple[str, bool], list[AccessPath]]:
    """The paths by the policy that does not govern them: (role id, True) or (group id, False)."""
    found: defaultdict[tuple[str, bool], list[AccessPath]] = defaultdict(list)
    for path in paths:
        option_b = path.kind is Kind.OPTION_B
        found[path.role.id if option_b else path.group, option_b].append(path)
    return found


def _beside(
    case: Case, guard: Guard, others: Mapping[tuple[str, bool], list[AccessPath]]
) -> Iterator[Finding | NotAssessed]:
    for (other, is_role), paths in others.items():
        governed = Governed(case, guard, paths)
        if is_role:
            rules, label = (
                case.tenant.policy_for_role(other),
                Text("policy of {role}", role=paths[0].role.name),
            )
        elif GroupId(other) not in case.tenant.pim_groups:
            continue  # not enabled in PIM, so it has no policy of its own
        else:
            rules = case.tenant.policy_for_group(other, Access.MEMBER)
            label = Text("member policy of {group}", group=case.group_name(other))
        if rules is None or rules.approval is None:
            yield NotAssessed(what=Text("{label} (approval setting not exported)", label=label))
        elif rules.approval:
            about = paths[0].role.template_id if is_role else other
            yield _finding(governed, rules, label, about)


def _finding(governed: Governed, rules: PolicyRules, label: Wording, about: str) -> Finding:
    """``about``: the group or role of the other policy, whose own id not every export carries."""
    own = governed.guard.policy.label
    option_b = governed.worst.kind is Kind.OPTION_B
    what_runs = (
        Text("the membership is activated, so the settings of the role never run")
        if option_b
        else Text("the role is activated, so the settings of the group never run")
    )
    return governed.finding(
        CHECK,
        # That nobody approves is a finding of its own (activation-without-approval).
        governed.severity(True, True),  # noqa: FBT003  # see above
        Text(
            "Approval for {role} is set in the {label}, which does not govern",
            role=governed.top.name,
            label=label,
        ),
        Text.plural(
            "The {label} requires approval, but {people} reaches {roles} by {option}: {what_runs}."
            " The {own}, which governs, requires no approval: the control looks present and never"
            " runs.",
            "The {label} requires approval, but {people} reach {roles} by {option}: {what_runs}."
            " The {own}, which governs, requires no approval: the control looks present and never"
            " runs.",
            len(governed.principals),
            label=label,
            people=governed.who,
            roles=governed.to_where,
            option="Option B" if option_b else "Option A",
            what_runs=what_runs,
            own=own,
        ),
        Text(
            "Require approval in the {own}; in the {label} it has no effect on these paths.",
            own=own,
            label=label,
        ),
        *rules.origins,
        about=[about],
    )


CHECK = Check(
    name="approval-on-wrong-policy",
    title=Text("Approval set in a policy that does not govern"),
    rationale=Text(
        "Under Option B the group's policy governs and the role's activation settings"
        " never run; under Option A it is the other way round. Approval in the wrong one"
        " is seen by everybody who checks that policy, and asks nobody."
    ),
    remediation=Text("Require approval in the policy that governs the path."),
    references=(PIM_FOR_GROUPS, GROUP_SETTINGS, ROLE_SETTINGS),
    controls=(
        *exact("SCuBA", "MS.AAD.7.6v1", roles=[GLOBAL_ADMINISTRATOR]),
        *exact("CIS", "5.3.4", roles=[GLOBAL_ADMINISTRATOR]),
        *exact("CIS", "5.3.5", roles=[PRIVILEGED_ROLE_ADMINISTRATOR]),
        *related("NIST", "AC-6(1)", "AC-3(2)"),
        *related("ISO", "A.8.2"),
        *related("SOC 2", "CC6.3"),
    ),
    needs=(RESOURCES_OF_POLICIES,),
    find=_find,
)
