"""Who would gain by taking an account over: worked out once for people in equal situations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from pimreport.model.entra import PrincipalType
from pimreport.model.people import shared

if TYPE_CHECKING:
    from pimreport.model.entra import PrincipalId
    from pimreport.model.evidence import Origin
    from pimreport.model.paths import AccessPath
    from pimreport.model.people import Person, Resetter

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Takeover:
    """Those who gain a role by taking an account over.

    Attributes:
        named: the first ones, each with what is to be feared most of it.
        number: of all of them.
        people: all of them are users.
        origins: the evidence of those who are named.
    """

    named: tuple[Resetter, ...]
    number: int
    people: bool
    origins: tuple[Origin, ...]


class Takeovers:
    """Answers for one tenant's people."""

    def __init__(self) -> None:
        """Nobody was asked about yet."""
        self._gaining: dict[tuple[int, str, str], dict[PrincipalId, Resetter]] = {}
        self._asked: list[tuple[Resetter, ...]] = []  # they live on, so their identities are theirs
        self._found: dict[tuple[tuple[int, str, str], str], Takeover] = {}
        self._escalates: dict[tuple[str, str], dict[PrincipalId, bool]] = {}

    def of(self, person: Person, path: AccessPath) -> Takeover:
        """Who would gain the role of the path by resetting this person."""
        everybody = shared(person.can_be_reset_by)
        # People in equal situations share one tuple of resetters, so its identity is a key.
        same = (id(everybody), path.role.template_id, path.scope)
        gaining = self._gaining.get(same)
        if gaining is None:
            self._asked.append(everybody)
            gaining = self._gaining[same] = self._gain(everybody, path)
        own = person.principal.id if person.principal.id in gaining else ""
        found = self._found.get((same, own))
        if found is None:
            found = self._found[same, own] = _takeover(gaining, own)
        return found

    def _gain(
        self, everybody: tuple[Resetter, ...], path: AccessPath
    ) -> dict[PrincipalId, Resetter]:
        escalates = self._escalates.setdefault((path.role.template_id, path.scope), {})
        gaining: dict[PrincipalId, Resetter] = {}
        for one in everybody:
            principal = one.principal.id
            if principal not in escalates:
                escalates[principal] = one.escalates_to(path.role, path.scope)
            if escalates[principal]:
                # The first entry of each is the one to fear most (see the order of resetters).
                gaining.setdefault(principal, one)
        return gaining


def _takeover(gaining: dict[PrincipalId, Resetter], own: str) -> Takeover:
    others = (one for principal, one in gaining.items() if principal != own)
    strangers = (
        principal
        for principal, one in gaining.items()
        if one.principal.type is not PrincipalType.USER and principal != own
    )
    named = tuple(islice(others, _NAMED))
    return Takeover(
        named=named,
        number=len(gaining) - bool(own),
        people=next(strangers, None) is None,
        origins=tuple(origin for one in named for origin in one.origins),
    )
