"""``policies/roleManagementPolicies``, with or without their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import GroupId, PolicyLink, PolicyRules
from pimreport.parsers import filenames
from pimreport.parsers.policy_rules import described, policy_key, summed_up
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.document import Raw
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row


def _policy(row: Row) -> str | None:
    return row.text("id") or row.text("policyId")


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    for row in rows:
        policy = _policy(row)
        if policy is None:
            reading.reject(row, "it has no id")
            continue
        rules = _rules(row, policy, reading)
        if rules is not None:
            yield rules
        group = _group(row, policy)
        if group is not None:
            reading.groups.add(group)
            yield PolicyLink(
                policy=policy_key(policy), group=GroupId(group), origins=reading.origin(row)
            )


def _rules(row: Row, policy: str, reading: Reading) -> PolicyRules | None:
    rules = row.parts("rules") or row.parts("effectiveRules")
    if not rules:
        return None
    return summed_up(
        policy_key(policy), rules, reading, reading.origin(row), row.moment("lastModifiedDateTime")
    )


def _group(row: Row, policy: str) -> str | None:
    """The group a policy belongs to; that it is for members or owners its assignment tells."""
    if policy.lower().startswith("group_"):
        ids = filenames.guids(policy)
        return ids[0] if ids else None
    return row.id("scopeId") if row.word("scopeType") == "group" else None


def _records(rows: Sequence[Row], reading: Reading) -> Iterable[Raw]:
    for row in rows:
        record = {name: one for name, one in row.values.items() if not name.endswith("ules")}
        policy = _policy(row)
        rules = _rules(row, policy, reading) if policy else None
        yield record | described(rules, row.parts("rules") or row.parts("effectiveRules") or [])


def _identity(row: Row, _reading: Reading) -> Hashable | None:
    policy = _policy(row)
    return policy_key(policy) if policy else None


ROLE_MANAGEMENT_POLICIES = Resource(
    name="role_management_policies",
    parse=_parse,
    records=_records,
    identity=_identity,
    keys=frozenset(),
    one_of=frozenset({"rules", "isOrganizationDefault", "effectiveRules"}),
    never=frozenset({"roleDefinitionId", "principalId", "conditions", "accessId"}),
    contexts=("policies/roleManagementPolicies",),
    types=("unifiedRoleManagementPolicy",),
    reads=frozenset({"id", "rules", "scopeId"}),
    command=(
        'Invoke-MgGraphRequest -OutputType PSObject "/v1.0/policies/roleManagementPolicies?'
        "`$filter=scopeId eq '<group id>' and scopeType eq 'Group'&`$expand=rules\""
    ),
)
