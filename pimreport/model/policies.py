"""Which policy governs what: policy assignments joined with the rules they point to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

from pimreport.model.entra import Access, GroupId, PolicyLink, PolicyRules, RoleId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Policies:
    """Policies by their id, by group and access, and by role."""

    by_id: dict[str, PolicyRules]
    of_group: dict[tuple[GroupId, Access], PolicyRules] = field(default_factory=dict)
    of_role: dict[RoleId, PolicyRules] = field(default_factory=dict)


def linked(rules: Mapping[str, PolicyRules], links: Iterable[PolicyLink]) -> Policies:
    """Join both; a link whose rules nobody exported gives a policy of which nothing is known."""
    policies = Policies(dict(rules))
    told: set[str] = set()
    untold: defaultdict[GroupId, set[str]] = defaultdict(set)
    for link in links:
        found = policies.by_id.setdefault(
            link.policy, PolicyRules(id=link.policy, origins=link.origins)
        )
        if link.role is not None:
            policies.of_role[link.role] = _fuller(policies.of_role.get(link.role), found)
        elif link.group is not None and link.access is not None:
            key = link.group, link.access
            policies.of_group[key] = _fuller(policies.of_group.get(key), found)
            told.add(link.policy)
        elif link.group is not None:
            untold[link.group].add(link.policy)
    for group, ids in untold.items():
        _by_elimination(policies, group, ids - told)
    return policies


def _fuller(one: PolicyRules | None, other: PolicyRules) -> PolicyRules:
    """Two policies of one role: a tool that gives no policy ids has told it a second time."""
    if one is None:
        return other
    return other if _known(other) > _known(one) else one


def _known(policy: PolicyRules) -> int:
    return sum(getattr(policy, one.name) is not None for one in fields(policy))


def _by_elimination(policies: Policies, group: GroupId, loose: set[str]) -> None:
    """A group has one policy for members and one for owners: if one is told, the other follows."""
    open_ = [access for access in Access if (group, access) not in policies.of_group]
    if len(loose) == 1 and len(open_) == 1:
        policies.of_group[group, open_[0]] = policies.by_id[loose.pop()]
