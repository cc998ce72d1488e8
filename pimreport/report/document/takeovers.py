"""Who could take accounts over, told once per role and reach instead of once per account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.people import Method
from pimreport.report.figures import MODELS
from pimreport.report.words import METHODS, STATES, name_of, scope
from pimreport.visible import visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pimreport.model.entra import Principal, PrincipalId
    from pimreport.model.paths import RoleRef
    from pimreport.model.people import Resetter
    from pimreport.model.report import Report
    from pimreport.model.resetter_lists import ResetterList

MOST_ROWS = 25
MOST_NAMES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover:
    """What one role gives to those who hold it alike.

    Attributes:
        by: one of them, with the role.
        scope: where the role holds.
        gain: the highest role of an account within reach that is out of reach otherwise.
        names: name and sign-in name of each of them.
        certain: names of the accounts within reach under both protection models, by id.
        contested: names of those within reach under one of them.
    """

    by: Resetter
    scope: str
    gain: RoleRef
    names: Sequence[tuple[str, str]]
    certain: Mapping[PrincipalId, str]
    contested: Mapping[PrincipalId, str]

    @property
    def state(self) -> str:
        """How the role is held."""
        return str(STATES[self.by.state])

    @property
    def method(self) -> str:
        """What can be reset."""
        return str(METHODS[self.by.method])


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeovers:
    """All of them. ``anyway``: resetters who can reach what they could take over anyway."""

    escalations: Sequence[Takeover]
    left_out: int
    by_design: Sequence[str]
    anyway: Sequence[str]
    most_names: int = MOST_NAMES


@dataclass(slots=True)
class _Reach:
    """Whose accounts are within reach of one role: the people of these lists, by key.

    ``but``: the resetter, if a person of these lists, too. ``who``: by principal id.
    """

    by: Resetter
    who: dict[PrincipalId, Principal]
    but: PrincipalId | None = None
    certain: dict[str, ResetterList] = field(default_factory=dict)
    contested: dict[str, ResetterList] = field(default_factory=dict)

    @property
    def lists(self) -> Sequence[ResetterList]:
        return *self.certain.values(), *self.contested.values()

    @property
    def gain(self) -> RoleRef:
        return min(
            (one.gained(self.by) for one in self.lists), key=lambda role: (role.rank, role.name)
        )

    @property
    def names(self) -> Sequence[tuple[str, str]]:
        return [
            (visible(name_of(one)), visible(one.upn or Text("sign-in name unknown")))
            for one in self.who.values()
        ]

    @property
    def same(self) -> tuple[object, ...]:
        """Equal for resetters who can do the same to the same people."""
        by, certain, contested = self.by, frozenset(self.certain), frozenset(self.contested)
        return by.role, by.state, by.scope, by.method, certain, contested, self.but, self.gain

    def weight(self) -> tuple[int, bool, int, Sequence[tuple[str, str]]]:
        """The gravest first: role gained, whether MFA is defeated, how many accounts."""
        accounts = sum(one.number_of_people(self.but) for one in self.lists)
        return self.gain.rank, self.by.method is Method.PASSWORD, -accounts, self.names

    def add(self, shared: ResetterList, by: Resetter) -> None:
        """One more list within reach."""
        lists = self.certain if set(by.models) >= set(MODELS) else self.contested
        lists[shared.key] = shared
        if by.principal.id in shared:
            self.but = by.principal.id


def find(report: Report) -> Takeovers:
    """Gather the resetters of all people, list by list."""
    found: dict[tuple[str, ...], _Reach] = {}
    by_design: dict[str, str] = {}
    anyway: dict[str, str] = {}
    for shared in report.resetter_lists:
        for by in shared.resetters:
            who = by.principal.id
            if not shared.number_of_people(who):
                continue
            if by.by_design:
                by_design[who] = visible(name_of(by.principal))
            elif not by.escalation:
                anyway[who] = visible(name_of(by.principal))
            else:
                key = (who, by.role.template_id, by.state.value, by.scope)
                found.setdefault(key, _Reach(by, {who: by.principal})).add(shared, by)
    ordered = sorted(_united(found.values()), key=_Reach.weight)
    places = {one.principal.id: place for place, one in enumerate(report.people)}
    return Takeovers(
        escalations=[_takeover(report, one, places) for one in ordered[:MOST_ROWS]],
        left_out=sum(len(one.who) for one in ordered[MOST_ROWS:]),
        by_design=sorted(by_design.values()),
        anyway=sorted(anyway.values()),
    )


def _united(found: Iterable[_Reach]) -> Iterable[_Reach]:
    united: dict[tuple[object, ...], _Reach] = {}
    for one in found:
        united.setdefault(one.same, one).who.update(one.who)
    return united.values()


def _takeover(report: Report, one: _Reach, places: Mapping[PrincipalId, int]) -> Takeover:
    def accounts(lists: Mapping[str, ResetterList]) -> Mapping[PrincipalId, str]:
        people = [
            person.principal
            for shared in lists.values()
            for person in shared.people
            if person.principal.id != one.but
        ]
        people.sort(key=lambda principal: places[principal.id])
        return {principal.id: visible(name_of(principal)) for principal in people}

    return Takeover(
        by=one.by,
        scope=visible(scope(report, one.by.scope)),
        gain=one.gain,
        names=one.names,
        certain=accounts(one.certain),
        contested=accounts(one.contested),
    )
