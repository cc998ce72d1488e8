"""Findings about one governing policy: who activates under it, to which roles, and the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence, people
from pimreport.analysis.roles import PRIVILEGED, tier
from pimreport.analysis.severity import gravest, severity_of
from pimreport.model.entra import TENANT_SCOPE
from pimreport.wording import Text, joined, later, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.analysis.activation import Guard
    from pimreport.analysis.case import Case
    from pimreport.analysis.check import Check
    from pimreport.analysis.controls import Control
    from pimreport.model.entra import Principal
    from pimreport.model.evidence import Origin
    from pimreport.model.findings import Finding, Remedy, Severity
    from pimreport.model.paths import AccessPath, RoleRef
    from pimreport.wording import Wording


def privileged(paths: Iterable[AccessPath]) -> list[AccessPath]:
    """Paths to roles that are privileged or may be."""
    return [path for path in paths if tier(path.role) <= PRIVILEGED]


def first_on(guard: Guard) -> Sequence[AccessPath]:
    """Paths on which this policy is the first that runs; it answers for what is asked once."""
    return guard.first


@dataclass(frozen=True)
class Governed:
    """A policy and those of its paths that a finding speaks of (at least one)."""

    case: Case
    guard: Guard
    paths: Sequence[AccessPath]

    @property
    def key(self) -> str:
        """What tells this policy from others: group or role, and access."""
        policy = self.guard.policy
        return f"{policy.group or policy.role_id}:{policy.access or 'role'}"

    @cached_property
    def roles(self) -> tuple[RoleRef, ...]:
        """The roles that the paths lead to, weightiest first."""
        roles = {path.role.template_id: path.role for path in self.paths}
        return tuple(sorted(roles.values(), key=lambda role: (role.rank, role.name)))

    @property
    def top(self) -> RoleRef:
        """The role of the gravest path."""
        return self.worst.role

    @cached_property
    def worst(self) -> AccessPath:
        """The gravest of the paths."""
        return gravest(self.paths)

    def severity(self, *lowered_by: bool | None) -> Severity:
        """The severity for the gravest path, lowered by these circumstances (``severity_of``)."""
        return severity_of(self.top, self.worst.scope != TENANT_SCOPE, *lowered_by)

    @cached_property
    def principals(self) -> tuple[Principal, ...]:
        """Who activates, each once."""
        return tuple({path.principal.id: path.principal for path in self.paths}.values())

    @property
    def to_where(self) -> Wording:
        """``Global Administrator and Exchange Administrator``."""
        return listed(role.name for role in self.roles)

    @property
    def who(self) -> Wording:
        """``Ada``, or ``two people (Ada and Grace)``."""
        return later(self._who)

    def _who(self) -> Wording:
        names = [self.case.name(one) for one in self.principals]
        if len(names) == 1:
            return names[0]
        return Text("{how_many} ({names})", how_many=people(self.principals), names=listed(names))

    @property
    def one_of_them(self) -> Wording:
        """``Ada``, or ``one of two people (Ada and Grace)``."""
        return self.who if len(self.principals) == 1 else Text("one of {people}", people=self.who)

    def _whole(self, detail: Wording, rows: tuple[Origin, ...]) -> Wording:
        doubt = self.case.caveat(*(path.group for path in self.paths))
        return joined(" ", (detail, doubt, evidence(rows)))

    def finding(  # noqa: PLR0913  # as of Check.finding
        self,
        check: Check,
        severity: Severity,
        title: Wording,
        detail: Wording,
        remediation: Wording,
        *origins: Origin,
        about: Sequence[str] = (),
        remedies: tuple[Remedy, ...] = (),
        controls: Sequence[Control] | None = None,
    ) -> Finding:
        """The finding; the rows of policy and worst path, and further ``origins``, end its detail.

        ``about``: what tells it from others under this policy. For the rest see ``Check.finding``.
        """
        policy = self.guard.policy
        own = policy.rules.origins if policy.rules else ()
        rows = tuple(dict.fromkeys((*own, *origins, *self.worst.origins)))
        return check.finding(
            self.key,
            *about,
            severity=severity,
            title=title,
            subject=policy.group or policy.role_id,
            group=policy.group,
            roles=tuple(role.name for role in self.roles),
            detail=later(self._whole, detail, rows),
            remediation=remediation,
            reaching=self.roles,
            remedies=remedies,
            controls=controls,
            origins=rows,
        )
