"""``policies/roleManagementPolicyAssignments``: which policy governs which access or role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Access, GroupId, PolicyLink, RoleId, TenantFact
from pimreport.model.making import maker
from pimreport.parsers import filenames
from pimreport.parsers.gaps import Gap
from pimreport.parsers.policy_rules import described, policy_key, same_as, summed_up
from pimreport.parsers.resource import Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pimreport.model.entra import Fact, PolicyRules
    from pimreport.parsers.document import Raw
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_ACCESS = {"member": Access.MEMBER, "owner": Access.OWNER}
_MADE_OF_POLICIES = ("group_", "directory_", "directoryrole_")
_policy_link = maker(PolicyLink)
_Alike = dict[int, tuple[object, "PolicyRules"]]
"""Identity of a list of rules, which policies may share -> the list itself, and what it says."""


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    alike: _Alike = {}
    tenants: set[str] = set()
    for row in rows:
        link = _link(row, reading)
        if link is None:
            continue
        yield link
        tenant = filenames.tenant_of(link.policy)
        if tenant and tenant not in tenants:
            tenants.add(tenant)
            yield TenantFact(id=tenant, origins=reading.origin(row))
        rules = _rules(row, reading, alike)
        if rules is not None:
            yield rules


def _link(row: Row, reading: Reading) -> PolicyLink | None:
    policy, what = row.text("policyId"), row.id("roleDefinitionId")
    if policy is None or what is None:
        reading.reject(row, "policyId or roleDefinitionId is missing")
        return None
    if why := _contradiction(row, policy_key(policy), what):
        reading.reject(row, why)
        return None
    origins = reading.origin(row)
    if what not in _ACCESS:
        return _policy_link(policy=policy_key(policy), role=RoleId(what), origins=origins)
    group = _group(row, policy)
    if group is None:
        reading.reject(row, "it governs a group, but scopeId is missing")
        return None
    reading.groups.add(group)
    return _policy_link(
        policy=policy_key(policy), group=GroupId(group), access=_ACCESS[what], origins=origins
    )


def _contradiction(row: Row, policy: str, what: str) -> str:
    """Why the row links one policy to two things; empty if it does not.

    Graph makes policies' ids of the group, and links' ids of the policy and what it governs. Whoever
    reads another group's policy beside this group takes its demands for this one's.
    """
    identity, group, inside = (
        policy_key(row.text("id") or ""),
        row.id("scopeId"),
        row.part("policy"),
    )
    if identity.startswith(_MADE_OF_POLICIES) and identity != f"{policy}_{what}":
        return f"its id, {identity}, names another policy or access than {policy} and {what}"
    if policy.startswith("group_") and group and group not in policy:
        return f"its policyId, {policy}, is that of another group than its scopeId, {group}"
    own = policy_key(inside.text("id") or policy) if inside else policy
    if own != policy:
        return f"its policyId is {policy}, and the policy beside it is {own}"
    return ""


def _group(row: Row, policy: str) -> str | None:
    scope = row.id("scopeId")
    if scope and scope != "/":
        return scope
    ids = filenames.guids(policy)
    return ids[0] if policy.lower().startswith("group_") and ids else None


def _rules(row: Row, reading: Reading, alike: _Alike) -> PolicyRules | None:
    policy = row.part("policy")
    listed = policy.values.get("rules") if policy else None
    _, known = alike.get(id(listed), (None, None))
    rules = policy.parts("rules") if policy and not known else None
    if policy is None or not (known or rules):
        if row.lost("policy"):
            reading.warn(
                "rule_details_lost",
                "The expanded policies were cut off (ConvertTo-Json without -Depth, or CSV): what "
                "activation requires is unknown from this file.",
            )
        return None
    key, origins = policy_key(row.text("policyId") or ""), reading.origin(row)
    modified = policy.moment("lastModifiedDateTime")
    if known:
        return same_as(known, key, origins, modified)
    told = summed_up(key, rules or [], reading, origins, modified)
    alike[id(listed)] = listed, told
    return told


def _records(rows: Sequence[Row], reading: Reading) -> Iterable[Raw]:
    for row in rows:
        record = {name: value for name, value in row.values.items() if name != "policy"}
        if row.lost("policy"):
            record["policy"] = Gap.LOST
        policy = row.part("policy")
        rules = policy.parts("rules") if policy else None
        yield record | described(_rules(row, reading, {}), rules or [])


ROLE_MANAGEMENT_POLICY_ASSIGNMENTS = Resource(
    name="role_management_policy_assignments",
    parse=_parse,
    records=_records,
    keys=frozenset({"policyId", "roleDefinitionId"}),
    never=frozenset({"principalId", "target", "enabledRules"}),
    contexts=("policies/roleManagementPolicyAssignments",),
    types=("unifiedRoleManagementPolicyAssignment",),
    reads=frozenset({"policyId", "roleDefinitionId", "scopeId", "policy"}),
    compared=("policyId", "roleDefinitionId", "scopeId"),
    command=(
        'Invoke-MgGraphRequest -OutputType PSObject "/v1.0/policies/'
        "roleManagementPolicyAssignments?`$filter=scopeId eq '<group id>' and scopeType eq "
        "'Group'&`$expand=policy(`$expand=rules)\""
    ),
)
