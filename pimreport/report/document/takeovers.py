"""Who could take accounts over, told once per role and reach instead of once per account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.findings import Method
from pimreport.report.figures import MODELS
from pimreport.report.words import METHODS, STATES, name_of, scope
from pimreport.visible import visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.model.entra import Principal, PrincipalId
    from pimreport.model.findings import Person, Report, Resetter, RoleRef

MOST_ROWS = 25
MOST_NAMES = 5


@dataclass(slots=True)
class Takeover:
    """What one role gives to those who hold it alike. ``who``: by principal id."""

    by: Resetter
    scope: str
    gain: RoleRef
    who: dict[PrincipalId, Principal] = field(default_factory=dict)
    certain: dict[str, str] = field(default_factory=dict)
    contested: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Sequence[tuple[str, str]]:
        """Name and sign-in name of each."""
        return [
            (visible(name_of(one)), visible(one.upn or Text("sign-in name unknown")))
            for one in self.who.values()
        ]

    @property
    def state(self) -> str:
        """How the role is held."""
        return str(STATES[self.by.state])

    @property
    def method(self) -> str:
        """What can be reset."""
        return str(METHODS[self.by.method])

    @property
    def reach(self) -> tuple[object, ...]:
        """Equal for resetters who can do the same to the same people."""
        certain, contested = frozenset(self.certain), frozenset(self.contested)
        return self.by.role, self.by.state, self.by.scope, self.by.method, certain, contested

    def weight(self) -> tuple[int, bool, int, Sequence[tuple[str, str]]]:
        """The gravest first: role gained, whether MFA is defeated, how many accounts."""
        accounts = len(self.certain) + len(self.contested)
        return self.gain.rank, self.by.method is Method.PASSWORD, -accounts, self.names

    def add(self, person: Person, by: Resetter) -> None:
        """One more account within reach."""
        names = self.certain if set(by.models) >= set(MODELS) else self.contested
        names[person.principal.id] = visible(name_of(person.principal))
        self.gain = min(self.gain, person.highest_role, key=lambda role: (role.rank, role.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeovers:
    """All of them. ``anyway``: resetters who can reach what they could take over anyway."""

    escalations: Sequence[Takeover]
    left_out: int
    by_design: Sequence[str]
    anyway: Sequence[str]
    most_names: int = MOST_NAMES


def find(report: Report) -> Takeovers:
    """Gather the resetters of all people."""
    found: dict[tuple[str, ...], Takeover] = {}
    by_design: dict[str, str] = {}
    anyway: dict[str, str] = {}
    for person in report.people:
        for by in person.can_be_reset_by:
            if by.by_design:
                by_design[by.principal.id] = visible(name_of(by.principal))
            elif not by.escalation:
                anyway[by.principal.id] = visible(name_of(by.principal))
            else:
                _entry(found, report, person, by).add(person, by)
    ordered = sorted(_united(found.values()), key=Takeover.weight)
    return Takeovers(
        escalations=ordered[:MOST_ROWS],
        left_out=sum(len(one.who) for one in ordered[MOST_ROWS:]),
        by_design=sorted(by_design.values()),
        anyway=sorted(anyway.values()),
    )


def _entry(
    found: dict[tuple[str, ...], Takeover], report: Report, person: Person, by: Resetter
) -> Takeover:
    key = (by.principal.id, by.role.template_id, by.state.value, by.scope)
    if key not in found:
        where = visible(scope(report, by.scope))
        who = {by.principal.id: by.principal}
        found[key] = Takeover(by, where, person.highest_role, who)
    return found[key]


def _united(found: Iterable[Takeover]) -> Iterable[Takeover]:
    united: dict[tuple[object, ...], Takeover] = {}
    for one in found:
        united.setdefault(one.reach, one).who.update(one.who)
    return united.values()
