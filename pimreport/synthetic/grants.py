"""Who was given what, and when: the moments of a draft are ISO 8601 texts in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from pimreport.model.entra import Access, State

if TYPE_CHECKING:
    from pimreport.synthetic.principals import DraftGroup, DraftPrincipal
    from pimreport.synthetic.roles import DraftRole

DEFAULT_START = "2026-01-15T08:00:00Z"


class When(TypedDict, total=False):
    """Since when, until when (None: no end), and whether only through a nested group."""

    starts: str | None
    ends: str | None
    inherited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What group and role grants have in common."""

    principal: DraftPrincipal
    state: State
    starts: str | None = DEFAULT_START
    ends: str | None = None
    inherited: bool = False

    @property
    def eligible(self) -> bool:
        """It has to be activated first."""
        return self.state is State.ELIGIBLE

    def current(self, moment: str) -> bool:
        """It is in force at the moment, so the instances show it."""
        return (self.starts or "") <= moment and (self.ends is None or self.ends >= moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGrant(Grant):
    """A principal is member or owner of a group, or may become one."""

    group: DraftGroup
    access: Access


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGrant(Grant):
    """A principal holds a role at a scope, or may activate it."""

    role: DraftRole
    scope: str


def moment(text: str | None) -> str | None:
    """A day means its first instant: ``2026-10-01`` reads ``2026-10-01T00:00:00Z``."""
    if text is None or "T" in text:
        return text
    return f"{text}T00:00:00Z"
