"""Who could take accounts over, told once per resetter and role instead of once per account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.findings import Method
from pimreport.report.figures import MODELS
from pimreport.report.visible import visible
from pimreport.report.words import METHODS, STATES, name_of, scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.model.findings import Person, Report, Resetter, RoleRef

MOST_RESETTERS = 25
MOST_NAMES = 8


@dataclass(slots=True)
class Takeover:
    """What one resetter gains with one role."""

    by: Resetter
    scope: str
    gain: RoleRef
    certain: list[str] = field(default_factory=list)
    contested: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The resetter's name."""
        return visible(name_of(self.by.principal))

    @property
    def upn(self) -> str:
        """The resetter's sign-in name."""
        return visible(self.by.principal.upn or "sign-in name unknown")

    @property
    def state(self) -> str:
        """How the role is held."""
        return STATES[self.by.state]

    @property
    def method(self) -> str:
        """What can be reset."""
        return METHODS[self.by.method]

    @property
    def total(self) -> int:
        """Accounts within reach."""
        return len(self.certain) + len(self.contested)

    @property
    def _weight(self) -> tuple[int, bool, int, str, str]:
        password_only = self.by.method is Method.PASSWORD
        return self.gain.rank, password_only, -self.total, self.name, self.by.principal.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeovers:
    """All of them. ``anyway``: resetters who can reach what they could take over anyway."""

    escalations: Sequence[Takeover]
    total: int
    by_design: Sequence[str]
    anyway: Sequence[str]
    most_names: int = MOST_NAMES

    @property
    def left_out(self) -> int:
        """Resetters that stand only in the workbook."""
        return self.total - len(self.escalations)


def find(report: Report) -> Takeovers:
    """Gather the resetters of all people."""
    found: dict[tuple[str, str, str, str], Takeover] = {}
    by_design: dict[str, str] = {}
    anyway: dict[str, str] = {}
    for person in report.people:
        for by in person.can_be_reset_by:
            if by.by_design:
                by_design[by.principal.id] = visible(name_of(by.principal))
            elif not by.escalation:
                anyway[by.principal.id] = visible(name_of(by.principal))
            else:
                key = (by.principal.id, by.role.template_id, by.state.value, by.scope)
                entry = found.setdefault(
                    key, Takeover(by, visible(scope(report, by.scope)), person.highest_role)
                )
                _add(entry, person, by)
    ordered = sorted(found.values(), key=lambda one: one._weight)  # noqa: SLF001  # its own module
    return Takeovers(
        escalations=ordered[:MOST_RESETTERS],
        total=len(ordered),
        by_design=sorted(by_design.values()),
        anyway=sorted(anyway.values()),
    )


def _add(entry: Takeover, person: Person, by: Resetter) -> None:
    certain = set(by.models) >= set(MODELS)
    (entry.certain if certain else entry.contested).append(visible(name_of(person.principal)))
    entry.gain = min(entry.gain, person.highest_role, key=lambda role: (role.rank, role.name))
