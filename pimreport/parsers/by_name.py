"""Rows that name people, groups and roles instead of giving their ids: matched where that is sure.

Anybody may take anybody's display name, so a name is matched to an id only if the evidence holds
the whole list of whatever could bear it and exactly one does. A user principal name is unique in
its tenant and needs no more than one user who bears it. Whatever is not matched stays out of all
conclusions, and every row's fate is told. Where Graph's own list is in the evidence, names add
nothing to it and are only compared.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.data import facts
from pimreport.model.entra import (
    Group,
    GroupId,
    Membership,
    PolicyLink,
    Principal,
    PrincipalId,
    PrincipalType,
    Role,
    RoleAssignment,
    RoleId,
    State,
)
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)
from pimreport.parsers.beside_graph import key_of
from pimreport.parsers.filenames import guids
from pimreport.parsers.policy_rules import summed_up
from pimreport.parsers.schedules import ACCESS
from pimreport.parsers.states import inherited

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from pimreport.model.coverage import Coverage
    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_STATES = {"eligible": State.ELIGIBLE, "active": State.LISTED}
_ROLE_LISTS = {State.ELIGIBLE: RESOURCES_OF_ELIGIBLE_ROLES, State.LISTED: RESOURCES_OF_ACTIVE_ROLES}
_GROUP_LISTS = {
    State.ELIGIBLE: RESOURCES_OF_ELIGIBLE_MEMBERS,
    State.LISTED: (*RESOURCES_OF_ACTIVE_MEMBERS, "group_members"),
}
_DIRECTORY = frozenset({"", "directory", "tenant", "organization", "microsoftentraid", "entra"})


class _UnmatchedError(Exception):
    """Why a row cannot be matched; the clause goes behind ``Row 3 was not matched:``."""


def kept_for_later(rows: Sequence[Row], reading: Reading) -> Iterator[Fact]:
    """Keep the rows until everybody who may bear their names is known."""
    reading.by_name.extend(rows)
    if rows:
        reading.warn(
            "no_object_ids",
            "The portal's export names people, groups and roles without object ids. Names are "
            "matched to ids only where they are unambiguous in the other files; nothing else was "
            "concluded from it. Export with the script of `pimreport collector`.",
        )
    yield from ()


def never_the_same(_row: Row, _reading: Reading) -> Hashable | None:
    """Rows without an id of their own are never one record exported twice."""
    return None


def names_in(readings: Iterable[Reading]) -> frozenset[str]:
    """Whatever people are called in these rows, so that everybody called so is kept."""
    return frozenset(
        _folded(text)
        for reading in readings
        for row in reading.by_name
        for name in ("principalUserPrincipalName", "principalDisplayName")
        if (text := row.text(name))
    )


def resolved(
    readings: Iterable[Reading], told: Sequence[Fact], coverage: Coverage
) -> Iterator[Fact]:
    """The rows as facts under object ids, and on each reading what became of its rows."""
    waiting = [one for one in readings if one.by_name]
    if not waiting:
        return
    known = _Known.of(told, coverage)
    for reading in waiting:
        matched: list[int] = []
        for row in reading.by_name:
            try:
                found = list(_facts(row, reading, known))
            except _UnmatchedError as why:
                reading.warn("not_matched", f"Row {row.number} was not matched: {why}.", row.number)
                continue
            matched.append(row.number)
            yield from found
        reading.warn(
            "matched_by_name",
            f"{len(matched)} of {len(reading.by_name)} rows were matched to object ids by name, "
            "each unambiguous in the other files.",
        )


def _facts(row: Row, reading: Reading, known: _Known) -> Iterator[Fact]:
    if "rules" in row:
        yield from _policy(row, reading, known)
        return
    fact = _grant(row, reading, known)
    if not _in_graphs_list(fact, row, reading, known):
        yield fact


def _policy(row: Row, reading: Reading, known: _Known) -> Iterator[Fact]:
    access = ACCESS.get(row.word("accessId") or "")
    group = known.group(row)
    policy = f"by_name_{group}_{access}"
    origins = reading.origin(row)
    yield summed_up(policy, row.parts("rules") or [], reading, origins)
    yield PolicyLink(policy=policy, group=group, access=access, origins=origins)


def _grant(row: Row, reading: Reading, known: _Known) -> Membership | RoleAssignment:
    state = _STATES.get(row.word("state") or "")
    if state is None:
        message = f"its state {row.text('state')!r} is neither eligible nor active"
        raise _UnmatchedError(message)
    principal = known.principal(row, state)
    if "groupName" in row:  # of any group, while only role-assignable ones hold roles
        access = ACCESS.get(row.word("accessId") or "")
        if access is None:
            message = "it is neither about members nor about owners"
            raise _UnmatchedError(message)
        known.need_groups_of_any_kind()
        return Membership(
            group=known.group(row),
            principal=principal,
            access=access,
            state=state,
            inherited=inherited(row),
            starts=row.moment("startDateTime"),
            ends=row.moment("endDateTime"),
            ends_told=row.survived("endDateTime"),
            origins=reading.origin(row),
        )
    if _folded(row.text("resourceType") or "").replace(" ", "") not in _DIRECTORY:
        message = f"its scope, a {row.text('resourceType')}, has no id"
        raise _UnmatchedError(message)
    return RoleAssignment(
        role=known.role(row),
        principal=principal,
        scope="/",
        state=state,
        inherited=inherited(row),
        starts=row.moment("startDateTime"),
        ends=row.moment("endDateTime"),
        ends_told=row.survived("endDateTime"),
        origins=reading.origin(row),
    )


def _in_graphs_list(
    fact: Membership | RoleAssignment, row: Row, reading: Reading, known: _Known
) -> bool:
    """Graph's own list covers the grant; say so where it does not show it."""
    if isinstance(fact, Membership):
        whole = known.coverage.covers(fact.group, *_GROUP_LISTS[fact.state])
    else:
        whole = known.coverage.complete(*_ROLE_LISTS[fact.state])
    if whole and not fact.inherited and key_of(fact) not in known.grants:
        reading.warn(
            "not_in_graphs_list",
            f"Row {row.number} shows an assignment that is not in Graph's own list: the exports "
            "were made at different times. Graph's list was believed.",
            row.number,
        )
    return whole


def _folded(text: str) -> str:
    return text.strip().casefold()


@dataclass(frozen=True, slots=True)
class _Known:
    """Everybody and everything that the evidence knows, by name."""

    coverage: Coverage
    by_upn: dict[str, set[str]]
    by_name: dict[str, set[str]]
    groups: dict[str, set[str]]
    roles: dict[str, set[str]]
    grants: frozenset[Hashable]
    only_role_assignable: bool

    @classmethod
    def of(cls, told: Sequence[Fact], coverage: Coverage) -> _Known:
        by_upn: defaultdict[str, set[str]] = defaultdict(set)
        by_name: defaultdict[str, set[str]] = defaultdict(set)
        groups: defaultdict[str, set[str]] = defaultdict(set)
        roles: defaultdict[str, set[str]] = defaultdict(set)
        for one in told:
            if isinstance(one, Principal):
                if one.upn:
                    by_upn[_folded(one.upn)].add(one.id)
                if one.name:
                    by_name[_folded(one.name)].add(one.id)
                    if one.type is PrincipalType.GROUP:
                        groups[_folded(one.name)].add(one.id)
            elif isinstance(one, Group) and one.name:
                by_name[_folded(one.name)].add(one.id)
                groups[_folded(one.name)].add(one.id)
            elif isinstance(one, Role) and one.name:
                roles[_folded(one.name)].add(one.template_id)
        for shipped in facts("role_definitions")["role"]:  # a custom role may bear a built-in name
            roles[_folded(shipped["name"])].add(shipped["template_id"])
        grants = frozenset(
            key_of(one) for one in told if isinstance(one, Membership | RoleAssignment)
        )
        listed = {one.file for one in coverage.by_resource.get("groups", ())}
        only_role_assignable = all(
            one.role_assignable
            for one in told
            if isinstance(one, Group) and one.origins and one.origins[0].file in listed
        )
        return cls(coverage, by_upn, by_name, groups, roles, grants, only_role_assignable)

    def principal(self, row: Row, state: State) -> PrincipalId:
        given = guids(row.text("principalId") or "")
        if len(given) == 1:
            return PrincipalId(given[0])
        upn = row.text("principalUserPrincipalName")
        if upn and "@" in upn:
            return PrincipalId(_only(self.by_upn, upn, "user principal name"))
        name = row.text("principalDisplayName")
        if not name:
            message = "it names nobody"
            raise _UnmatchedError(message)
        needed = ["users", "groups"]
        if state is not State.ELIGIBLE:  # applications hold roles, and cannot be eligible
            needed.append("service_principals")
        self._need(needed, name)
        return PrincipalId(_only(self.by_name, name, "display name"))

    def group(self, row: Row) -> GroupId:
        name = row.text("groupName")
        if not name:
            message = "it names no group"
            raise _UnmatchedError(message)
        self._need(["groups"], name)
        return GroupId(_only(self.groups, name, "group name"))

    def need_groups_of_any_kind(self) -> None:
        """Lists of groups are often exported with a filter, and nothing in them says so."""
        if self.only_role_assignable:
            message = (
                "the list of groups has role-assignable ones only, as if it was exported with a filter, "
                "and another group may bear the name"
            )
            raise _UnmatchedError(message)

    def role(self, row: Row) -> RoleId:
        return RoleId(_only(self.roles, row.text("roleName") or "", "role name"))

    def _need(self, resources: Sequence[str], name: str) -> None:
        lacking = [one for one in resources if not self.coverage.complete(one)]
        if lacking:
            message = (
                f"another one may be called {name!r}, too: the whole list of "
                f"{' and '.join(lacking)} is not in the evidence"
            )
            raise _UnmatchedError(message)


def _only(named: dict[str, set[str]], name: str, what: str) -> str:
    found = named.get(_folded(name), set())
    if len(found) == 1:
        return next(iter(found))
    message = f"{f'{len(found)} things have' if found else 'nothing has'} the {what} {name!r}"
    raise _UnmatchedError(message)
