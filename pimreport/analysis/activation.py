"""The policy that governs each activation, and how well it guards.

Option A: the **role's** policy governs (the group's own plays no part). Option B: the **group's**
policy for members or owners governs (the role's activation settings never run). Double activation:
both in turn. Standing access: none (entra.md, section 1).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.analysis.authentication import Demand, demand_of
from pimreport.model.paths import ActivationPolicy
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.analysis.roles import RoleNames
    from pimreport.model.paths import AccessPath, Governing
    from pimreport.model.tenant import Tenant


@dataclass(frozen=True, slots=True)
class Guard:
    """What a policy demands of those whom it governs."""

    key: Governing
    policy: ActivationPolicy
    demand: Demand
    paths: tuple[AccessPath, ...]
    first: tuple[AccessPath, ...]
    """Those of the paths on which no other policy runs before it."""

    @property
    def approval(self) -> bool | None:
        """Approval is required; None = unknown."""
        return self.policy.rules.approval if self.policy.rules else None

    @property
    def strong(self) -> bool | None:
        """Phishing-resistant authentication is enforced; None = unknown."""
        return self.policy.strong


def find_guards(
    tenant: Tenant, paths: Iterable[AccessPath], names: RoleNames
) -> Mapping[Governing, Guard]:
    """Every governing policy with what it demands, in order of the paths."""
    governed: defaultdict[Governing, list[AccessPath]] = defaultdict(list)
    first: defaultdict[Governing, list[AccessPath]] = defaultdict(list)
    for path in paths:
        running = path.governed_by
        for one in running:
            governed[one].append(path)
        if running:
            first[running[0]].append(path)
    return {
        one: _guard(tenant, one, below, first.get(one, ()), names)
        for one, below in governed.items()
    }


def _guard(
    tenant: Tenant,
    one: Governing,
    paths: Sequence[AccessPath],
    first: Sequence[AccessPath],
    names: RoleNames,
) -> Guard:
    if one.group is not None and one.access is not None:
        rules = tenant.policy_for_group(one.group, one.access)
    else:
        rules = tenant.policy_for_role(paths[0].role.id)
    demand = Demand(strong=None, why=Text("its policy was not exported"))
    if rules is not None:
        everybody = dict.fromkeys(path.principal.id for path in paths)
        people = tuple(one for one in everybody if not tenant.provably_empty(one))
        if rules.context_enabled is None:
            demand = Demand(
                strong=None, why=Text("the authentication context setting was not exported")
            )
        elif not rules.context_enabled:
            demand = Demand(strong=False, why=_without_context(rules.mfa))
        elif not rules.authentication_context:
            demand = Demand(
                strong=None, why=Text("which authentication context it demands was lost")
            )
        else:
            demand = demand_of(
                rules.authentication_context,
                people,
                one.group,
                tenant,
                all_known=_knows_who_activates(tenant, one, paths),
            )
    policy = ActivationPolicy(
        group=one.group,
        group_name=tenant.group(one.group).name if one.group else None,
        role=names.ref(paths[0].role.id) if one.role else None,
        access=one.access,
        rules=rules,
        strong=demand.strong,
        governs=len(paths),
    )
    return Guard(one, policy, demand, tuple(paths), tuple(first))


def _knows_who_activates(tenant: Tenant, one: Governing, paths: Iterable[AccessPath]) -> bool:
    """Nobody who activates under the policy can be missing for want of an export."""
    if one.group is not None:
        return tenant.knows_eligible_members(one.group)
    return tenant.knows_eligible_roles() and all(
        tenant.knows_active_members(group) and tenant.knows_eligible_members(group)
        for group in {path.group for path in paths}
    )


def _without_context(mfa: bool | None) -> Text:  # noqa: FBT001  # a setting as exported
    if mfa is None:
        return Text("no authentication context is required and the MFA setting was not exported")
    if mfa:
        return Text(
            "MFA is required but no authentication context: a session that already has MFA is"
            " not asked again"
        )
    return Text("neither an authentication context nor MFA is required")


def guarded(values: Iterable[bool | None]) -> bool | None:
    """Whether any of several guards in a row holds: yes, no, or not to be told."""
    found = tuple(values)
    if True in found:
        return True
    return None if None in found else False
