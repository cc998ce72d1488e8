"""``policies/roleManagementPolicies/{id}/rules``: loose rules, which do not name their policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import PolicyLink
from pimreport.parsers import filenames
from pimreport.parsers.gaps import Gap
from pimreport.parsers.governed import Governed, governed
from pimreport.parsers.policy_rules import described, policy_key, summed_up
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.document import Raw
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _policy(row: Row, reading: Reading) -> str | None:
    """The policy's id: from a column, from the page's context, else from the file name."""
    told = row.text("policyId") or filenames.policy(row.page.context or "")
    return told or filenames.policy(row.page.path) or filenames.policy(reading.file)


def _together(
    rows: Sequence[Row], reading: Reading
) -> dict[tuple[str | None, Governed | None], list[Row]]:
    """The rules by their policy and what it governs, as far as either is told."""
    found: dict[tuple[str | None, Governed | None], list[Row]] = {}
    for row in rows:
        policy = _policy(row, reading)
        found.setdefault((policy, governed(row, policy, reading.file)), []).append(row)
    return found


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    for (policy, whom), rules in _together(rows, reading).items():
        if policy is None and (whom is None or not whom.certain):
            reading.warn(
                "policy_of_rules_unknown",
                "Rules do not name their policy, and neither @odata.context nor the file name does: "
                "whom they govern is unknown, so nothing was concluded from them. Put the policy's "
                "id into the file name, such as Group_<group id>_<id>_rules.json, or the group's id "
                "and whom it is for, such as <group id>_member_rules.json.",
            )
            continue
        _say_where_from(policy, whom, rules, reading)
        key = policy_key(policy) if policy else str(whom)
        origins = tuple(origin for row in rules for origin in reading.origin(row))
        yield summed_up(key, rules, reading, origins)
        if whom is not None:
            if whom.group:
                reading.groups.add(whom.group)
            yield PolicyLink(
                policy=key,
                group=whom.group,
                access=whom.access,
                role=whom.role,
                origins=origins[:1],
            )


def _say_where_from(
    policy: str | None, whom: Governed | None, rules: Sequence[Row], reading: Reading
) -> None:
    """What only a name says, and which policy is not named at all."""
    whose = whom.sentence if whom else ""
    told_by = whom.told_by if whom else ""
    if policy is None:
        reading.warn(
            "policy_id_unknown",
            f"The rules do not name their policy. Only {told_by or 'their columns'} "
            f"say{'' if told_by == '' else 's'} that they govern {whose}, and one policy alone does: "
            "they were read as the rules of that one.",
            rules[0].number,
        )
    elif any(_only_file_name_tells(row) for row in rules):
        and_whom = f", which governs {whose}" if told_by else ""
        reading.warn(
            "policy_link_only_in_file_name",
            f"Only the file name says that these rules belong to policy {policy}{and_whom}.",
        )
    elif told_by:
        reading.warn(
            "policy_link_only_in_file_name",
            f"Only {told_by} says that policy {policy} governs {whose}.",
        )


def _only_file_name_tells(row: Row) -> bool:
    return not (
        row.text("policyId")
        or filenames.policy(row.page.context or "")
        or filenames.policy(row.page.path)
    )


def _scope(policy: str | None, whom: Governed | None) -> str | Gap:
    """What the policy governs: a group, or the tenant."""
    if whom is not None:
        return whom.group or "/"
    if policy is None or policy.lower().startswith("group_"):
        return Gap.LOST
    return "/"


def _whom(policy: str | None, whom: Governed | None) -> str | Gap | None:
    """In the words of a policy assignment's ``roleDefinitionId``; None: a file of rules has none."""
    if whom is not None and (whom.access or whom.role):
        return whom.access.value if whom.access else whom.role
    return None if policy else Gap.LOST


def _records(rows: Sequence[Row], reading: Reading) -> Iterable[Raw]:
    """One record per policy: single rules say little."""
    for (policy, whom), rules in _together(rows, reading).items():
        if policy is None and len({row.id() for row in rules}) < len(rules):
            yield from (dict(row.values) for row in rules)  # several policies, nobody knows which
            continue
        yield {
            "policyId": policy or Gap.LOST,
            "scopeId": _scope(policy, whom),
            "roleDefinitionId": _whom(policy, whom),
            **described(summed_up(policy_key(policy or ""), rules, reading, ()), rules),
        }


def _identity(row: Row, reading: Reading) -> Hashable | None:
    policy = _policy(row, reading)
    if not row.id():
        return None
    if policy:
        return policy_key(policy), row.id()
    whom = governed(row, None, reading.file)
    return (str(whom), row.id()) if whom and whom.certain else None


ROLE_MANAGEMENT_POLICY_RULES = Resource(
    name="role_management_policy_rules",
    parse=_parse,
    records=_records,
    identity=_identity,
    keys=frozenset({"id"}),
    one_of=frozenset(
        {
            "target",
            "enabledRules",
            "isExpirationRequired",
            "claimValue",
            "setting",
            "maximumDuration",
            "notificationRecipients",
        }
    ),
    never=frozenset({"displayName", "principalId", "conditions", "policy", "rules"}),
    contexts=("roleManagementPolicies/rules", "roleManagementPolicies/effectiveRules"),
    types=(
        "unifiedRoleManagementPolicyRule",
        "unifiedRoleManagementPolicyApprovalRule",
        "unifiedRoleManagementPolicyAuthenticationContextRule",
        "unifiedRoleManagementPolicyEnablementRule",
        "unifiedRoleManagementPolicyExpirationRule",
        "unifiedRoleManagementPolicyNotificationRule",
    ),
    reads=frozenset({"enabledRules", "setting", "id"}),
    command=(
        "Get-MgPolicyRoleManagementPolicyRule -All -UnifiedRoleManagementPolicyId <policy id> | "
        "ConvertTo-Json -Depth 10"
    ),
)
