"""Whom of those who activate a Conditional Access policy covers, and why it misses the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pimreport.analysis.audience import Audience
from pimreport.analysis.conditional_access import Flaw, mildest, named
from pimreport.visible import called
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.entra import ConditionalAccessPolicy
    from pimreport.model.tenant import Tenant


class Covered:
    """Answers for one activation."""

    def __init__(self, tenant: Tenant, group: str | None) -> None:
        """Nobody was asked about yet.

        Args:
            tenant: the evidence.
            group: the PIM group whose membership is activated, if it is one. A policy that
                includes only that group does not cover the people, since they are no members yet.
        """
        self._tenant = tenant
        self._group = group
        self._audience = Audience(tenant)

    def missed(self, policies: Iterable[ConditionalAccessPolicy], person: str) -> Flaw | None:
        """Why none of the policies (one at least) covers this person; None if one does."""
        gaps: list[Flaw] = []
        for policy in policies:
            gap = self.gap(policy, person)
            if gap is None:
                return None
            gaps.append(gap)
        return mildest(gaps)

    def gap(self, policy: ConditionalAccessPolicy, person: str) -> Flaw | None:
        """Why the policy does not cover this person; None if it does."""
        if _untold(policy):
            return Flaw(
                Text("the export lost whom {policy} covers", policy=named(policy)), certain=False
            )
        excluded = self._audience.excluded(policy, person)
        if excluded is True:
            return Flaw(
                Text("{policy} excludes {name}", policy=named(policy), name=self._name(person))
            )
        included = self._audience.included(policy, person)
        if included is not True:
            return self._not_included(policy, person, included)
        if excluded is False:
            return None
        return Flaw(
            Text(
                "it cannot be told whether {policy} excludes {name}: {lacking}",
                policy=named(policy),
                name=self._name(person),
                lacking=excluded,
            ),
            certain=False,
        )

    def _not_included(
        self, policy: ConditionalAccessPolicy, person: str, told: Literal[False] | Text
    ) -> Flaw:
        if self._group is not None and self._group in (policy.include_groups or ()):
            return Flaw(
                Text(
                    "{policy} is scoped to the group itself, whose members are not yet in it",
                    policy=named(policy),
                )
            )
        if isinstance(told, Text):
            return Flaw(
                Text(
                    "it cannot be told whether {policy} covers {name}: {lacking}",
                    policy=named(policy),
                    name=self._name(person),
                    lacking=told,
                ),
                certain=False,
            )
        return Flaw(
            Text("{policy} does not cover {name}", policy=named(policy), name=self._name(person))
        )

    def _name(self, person: str) -> str:
        return called(self._tenant.principal(person).name, person)


def for_everybody(policy: ConditionalAccessPolicy) -> bool:
    """Whoever there may be, the policy covers them."""
    excluded = (policy.exclude_users, policy.exclude_groups, policy.exclude_roles)
    return "all" in (policy.include_users or ()) and not any(one is None or one for one in excluded)


def _untold(policy: ConditionalAccessPolicy) -> bool:
    return None in (
        policy.include_users,
        policy.include_groups,
        policy.include_roles,
        policy.exclude_users,
        policy.exclude_groups,
        policy.exclude_roles,
    )
