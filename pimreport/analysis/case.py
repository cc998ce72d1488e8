"""What a check looks at: the tenant, everything concluded so far, and the words for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pimreport.analysis.activation import guarded
from pimreport.analysis.expectations import Expectations
from pimreport.analysis.protection import judge
from pimreport.analysis.situation import Situations
from pimreport.model.entra import (
    TENANT_SCOPE,
    UNIT_SCOPE,
    Access,
    GroupId,
    PrincipalType,
    UnitId,
)
from pimreport.model.paths import Kind
from pimreport.visible import called
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.analysis.activation import Guard
    from pimreport.analysis.reach import Reach
    from pimreport.analysis.roles import RoleNames
    from pimreport.analysis.situation import Situation
    from pimreport.model.entra import Principal, PrincipalId
    from pimreport.model.evidence import Origin
    from pimreport.model.paths import AccessPath, Governing, GroupSummary, RoleRef
    from pimreport.model.people import Grade, Person
    from pimreport.model.tenant import Tenant
    from pimreport.wording import Wording

_KIND_WORDS: Mapping[Kind | None, Wording] = {
    Kind.OPTION_A: "Option A",
    Kind.OPTION_B: "Option B",
    Kind.STANDING_ACCESS: Text("standing access"),
    Kind.DOUBLE_ACTIVATION: Text("double activation"),
    None: Text("assigned or activated: the evidence does not tell"),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """One tenant's conclusions, indexed for checks. Checks only read it."""

    tenant: Tenant
    names: RoleNames
    paths: tuple[AccessPath, ...]
    by_person: Mapping[PrincipalId, Sequence[AccessPath]]
    """The paths of each of the people, in their order."""
    groups: tuple[GroupSummary, ...]
    people: Mapping[PrincipalId, Person]
    situations: Mapping[PrincipalId, Situation]
    guards: Mapping[Governing, Guard]
    knows_resetters: bool = False
    """Nobody who could reset somebody can be missing for want of an export."""
    expect: Expectations = field(default_factory=Expectations)
    _guards_together: dict[tuple[Governing, ...], tuple[bool | None, bool | None]] = field(
        default_factory=dict
    )
    known_reaches: list[Reach] = field(default_factory=list)
    """What ``analysis.reach`` knows of everybody, once it was asked."""

    @cached_property
    def _shared_names(self) -> frozenset[str]:
        """Display names that more than one principal bears."""
        named = {path.principal.id: path.principal.name for path in self.paths}
        counts = Counter(name for name in named.values() if name)
        return frozenset(name for name, times in counts.items() if times > 1)

    def name(self, principal: Principal) -> str:
        """What to call a principal: its name, with UPN or id where the name alone misleads."""
        identity = called(principal.upn, principal.id)
        if not principal.name or not called(principal.name):
            return identity
        if principal.name in self._shared_names:
            return f"{principal.name} ({identity})"
        return principal.name

    def group_name(self, group: str) -> str:
        """What to call a group."""
        return called(self.tenant.group(group).name, group)

    def role(self, path: AccessPath) -> Wording:
        """The role of a path, with its scope where that is not the whole tenant."""
        return self.role_at(path.role, path.scope)

    def role_at(self, role: RoleRef, scope: str) -> Wording:
        """A role, with its scope where that is not the whole tenant."""
        if scope == TENANT_SCOPE:
            return role.name
        unit = self.tenant.units.get(UnitId(scope.removeprefix(UNIT_SCOPE)))
        if unit is not None:
            return Text(
                "{role} (in administrative unit {unit})",
                role=role.name,
                unit=called(unit.name, unit.id),
            )
        return Text("{role} (at scope {scope})", role=role.name, scope=scope)

    def approval(self, path: AccessPath) -> bool | None:
        """Some policy on the path requires approval; None = unknown."""
        return self._guarded(path)[0]

    def strong(self, path: AccessPath) -> bool | None:
        """Some policy on the path enforces phishing-resistant authentication; None = unknown."""
        return self._guarded(path)[1]

    def _guarded(self, path: AccessPath) -> tuple[bool | None, bool | None]:
        """By approval and by strong authentication; the same for all paths under these policies."""
        running = path.governed_by
        known = self._guards_together.get(running)
        if known is None:
            guards = [self.guards[one] for one in running]
            known = (
                guarded(one.approval for one in guards),
                guarded(one.strong for one in guards),
            )
            self._guards_together[running] = known
        return known

    def way(self, path: AccessPath) -> Wording:
        """The path in words: ``through Tier 0 (Option B)``, with nested groups and ownership."""
        via = [Text(" via {group}", group=self.group_name(group)) for group in path.via]
        group = joined("", (self.group_name(path.group), *via))
        kind = _KIND_WORDS[path.kind]
        if path.access is Access.OWNER:
            return Text("as owner of {group} ({kind})", group=group, kind=kind)
        return Text("through {group} ({kind})", group=group, kind=kind)

    def grade(self, principal: Principal) -> Grade:
        """How well the account is protected from password reset, whether it has a path or not."""
        person = self.people.get(principal.id)
        if person is not None:
            return person.protection.grade
        situation = self._all_situations.of(principal, ())
        return judge(situation, self.tenant, self.names).grade

    @cached_property
    def _all_situations(self) -> Situations:
        return Situations(self.tenant, self.names)

    def caveat(self, *groups: str) -> Wording:
        """A sentence where a group holds a role that it cannot hold; else nothing."""
        for group in dict.fromkeys(groups):
            told = self.tenant.group(group).role_assignable
            if told is False and self.tenant.roles_of(group):
                return Text(
                    "The evidence contradicts itself about {group}, which it shows with a directory"
                    " role and as not role-assignable: this is not to be relied on until that is"
                    " cleared.",
                    group=self.group_name(group),
                )
        return ""

    def disabled(self, principal: Principal) -> Wording:
        """A sentence where somebody has to enable the account first; else nothing."""
        if principal.enabled is not False:
            return ""
        return Text("The account is disabled, so that somebody has to enable it first.")

    def groups_with_untold_members(self) -> list[str]:
        """Groups with a role whose eligible or active members are not in the evidence."""
        return [
            self.group_name(one.id)
            for one in self.groups
            if one.roles
            and not (
                self.tenant.knows_active_members(one.id)
                and self.tenant.knows_eligible_members(one.id)
            )
        ]

    @cached_property
    def _may_be_groups(self) -> bool:
        """Somebody who holds something is described nowhere, and not all groups are known."""
        return not self.tenant.coverage.complete("groups") and any(
            self.tenant.principal(one.principal).type is PrincipalType.UNKNOWN
            for one in (*self.tenant.role_assignments, *self.tenant.memberships)
        )

    def path_gaps(self) -> list[Wording]:
        """Why there may be access paths that the evidence does not show, as clauses.

        A check over paths cannot pass while one of these stands.
        """
        gaps: list[Wording] = []
        if not self.tenant.knows_active_roles():
            gaps.append(Text("access through active roles (needs roleAssignmentScheduleInstances)"))
        if not self.tenant.knows_eligible_roles():
            gaps.append(
                Text("access through eligible roles (needs roleEligibilityScheduleInstances)")
            )
        if self._may_be_groups:
            gaps.append(
                Text(
                    "access through principals that no export describes, groups perhaps (needs groups)"
                )
            )
        gaps += [
            Text("members of {name} (no schedule export)", name=name)
            for name in self.groups_with_untold_members()
        ]
        gaps += [
            Text(
                "members of {group}, nested in {outer}",
                group=self.group_name(nested),
                outer=self.group_name(outer),
            )
            for nested, outer in self.nested_groups.items()
            if not self.tenant.knows_members_of_nested(nested)
        ]
        return gaps

    @cached_property
    def nested_paths(self) -> Sequence[AccessPath]:
        """The paths through nested groups, and those that end at one whose members are not told."""
        is_group = self.tenant.is_group
        return [path for path in self.paths if path.via or is_group(path.principal.id)]

    @cached_property
    def nested_groups(self) -> Mapping[GroupId, GroupId]:
        """Groups on the way to a role that hold none themselves, each with the one that does."""
        found: dict[GroupId, GroupId] = {}
        for path in self.nested_paths:
            if self.tenant.is_group(path.principal.id):
                found[GroupId(path.principal.id)] = path.group
            for nested in path.via:
                found[nested] = path.group
        return {one: outer for one, outer in found.items() if not self.tenant.roles_of(one)}


def evidence(*origins: Iterable[Origin], most: int = 6) -> Wording:
    """``Evidence: a.json row 14, b.csv row 3.``, each row once."""
    rows = list(dict.fromkeys(origin for group in origins for origin in group))
    if not rows:
        return ""
    shown = Text.each("{one.file} row {one.row}", rows[:most])
    if len(rows) > most:
        return Text.plural(
            "Evidence: {shown} and {number} more row.",
            "Evidence: {shown} and {number} more rows.",
            len(rows) - most,
            shown=shown,
        )
    return Text("Evidence: {shown}.", shown=shown)


def people(principals: Iterable[Principal]) -> Text:
    """How many they are: people, unless something else than users is among them."""
    by_id = {one.id: one for one in principals}
    users = all(one.type is PrincipalType.USER for one in by_id.values())
    return counted(len(by_id), users=users)


def counted(number: int, *, users: bool) -> Text:
    """``three people``; ``users``: nothing else is among them."""
    if users:
        return Text.plural("{told} person", "{told} people", number)
    return Text.plural("{told} principal", "{told} principals", number)
