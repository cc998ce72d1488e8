"""``policies/roleManagementPolicies/{id}/rules``: loose rules, which do not name their policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import GroupId, PolicyLink
from pimreport.parsers import filenames
from pimreport.parsers.gaps import Gap
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


def _by_policy(rows: Sequence[Row], reading: Reading) -> dict[str | None, list[Row]]:
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(_policy(row, reading), []).append(row)
    return found


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    for policy, rules in _by_policy(rows, reading).items():
        if policy is None:
            reading.warn(
                "policy_of_rules_unknown",
                "Rules do not name their policy, and neither @odata.context nor the file name does: "
                "whom they govern is unknown, so nothing was concluded from them. Put the policy's "
                "id into the file name, such as Group_<group id>_<id>_rules.json.",
            )
            continue
        if any(_only_file_name_tells(row) for row in rules):
            reading.warn(
                "policy_link_only_in_file_name",
                f"Only the file name says that these rules belong to policy {policy}.",
            )
        origins = tuple(origin for row in rules for origin in reading.origin(row))
        yield summed_up(policy_key(policy), rules, reading, origins)
        group = _group(policy)
        if group is not None:
            reading.groups.add(group)
            yield PolicyLink(policy=policy_key(policy), group=GroupId(group), origins=origins[:1])


def _only_file_name_tells(row: Row) -> bool:
    return not (
        row.text("policyId")
        or filenames.policy(row.page.context or "")
        or filenames.policy(row.page.path)
    )


def _scope(policy: str | None) -> str | Gap:
    """What the policy governs: a group, or the tenant."""
    if policy is None:
        return Gap.LOST
    return _group(policy) or (Gap.LOST if policy.lower().startswith("group_") else "/")


def _group(policy: str) -> str | None:
    ids = filenames.guids(policy) if policy.lower().startswith("group_") else []
    return ids[0] if ids else None


def _records(rows: Sequence[Row], reading: Reading) -> Iterable[Raw]:
    """One record per policy: single rules say little."""
    for policy, rules in _by_policy(rows, reading).items():
        if policy is None and len({row.id() for row in rules}) < len(rules):
            yield from (dict(row.values) for row in rules)  # several policies, nobody knows which
            continue
        yield {
            "policyId": policy or Gap.LOST,
            "scopeId": _scope(policy),
            "roleDefinitionId": None if policy else Gap.LOST,
            **described(summed_up(policy_key(policy or ""), rules, reading, ()), rules),
        }


def _identity(row: Row, reading: Reading) -> Hashable | None:
    policy = _policy(row, reading)
    return (policy_key(policy), row.id()) if policy and row.id() else None


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
    never=frozenset(
        {"displayName", "principalId", "roleDefinitionId", "conditions", "rules", "scopeType"}
    ),
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
