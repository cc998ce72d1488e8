"""The people behind the roles: how well each account is protected, and who can take it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.on_demand import OnDemand
from pimreport.model.word import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.model.entra import Principal, PrincipalId, State
    from pimreport.model.evidence import Origin
    from pimreport.model.paths import RoleRef
    from pimreport.wording import Wording


class Verdict(Word):
    """What one protection model says of one person."""

    EXPOSED = "exposed"
    PROTECTED = "protected"
    SILENT = "silent"
    """The model makes no statement about this situation."""
    UNKNOWN = "unknown"
    """An input that decides it is missing."""


class Grade(Word):
    """Both protection models in one word (see ``analysis.protection``)."""

    EXPOSED = "exposed"
    CONTESTED = "contested"
    PROTECTED_MEASURED = "protected-measured"
    PROTECTED = "protected"
    PROTECTED_RMAU = "protected-rmau"
    UNKNOWN = "unknown"


class Method(Word):
    """What a resetter can change."""

    PASSWORD = "password"  # noqa: S105  # a word, not a secret
    AUTHENTICATION_METHOD = "authentication-method"
    """The password and the authentication methods, a Temporary Access Pass included: defeats MFA."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """Both models' verdicts on a person, the grade, and the reasons in words."""

    documented: Verdict
    measured: Verdict
    grade: Grade
    reasons: tuple[Wording, ...]


EVERYTHING = ("*", "/")
"""In a reach: every role of the tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resetter:
    """Somebody in the evidence who can reset a person's credentials with one role.

    ``state``: active, eligible or activated. ``scope``: ``/`` or an administrative unit's path.
    ``models``: under which of documented and measured it holds. ``by_design``: a role that may
    reset everybody (Global and Privileged Authentication Administrator).
    ``escalation``: the resetter cannot reach the person's highest role anyway.
    ``reach``: template id and scope of every role the resetter holds or can activate;
    :data:`EVERYTHING` among them where that is enough to become anything.
    """

    principal: Principal
    role: RoleRef
    state: State
    scope: str
    method: Method
    escalation: bool
    by_design: bool
    models: tuple[str, ...]
    origins: tuple[Origin, ...] = ()
    reach: frozenset[tuple[str, str]] = frozenset()

    def escalates_to(self, role: RoleRef, scope: str) -> bool:
        """Taking the account over would bring the resetter a role that is out of reach else."""
        reach = self.reach
        return not (
            EVERYTHING in reach
            or (role.template_id, "/") in reach
            or (role.template_id, scope) in reach
        )


class Others(OnDemand[Resetter]):
    """Resetters of many people, without the one of them who is the person in question.

    A resetter is reset by others, and in a large tenant there are thousands of either, so that
    nobody keeps a list of a person's own.
    """

    __slots__ = ("everybody", "person")

    def __init__(self, everybody: tuple[Resetter, ...], person: PrincipalId) -> None:
        """Share ``everybody`` with all who are in the situation of ``person``."""
        self.everybody = everybody
        self.person = person

    def __iter__(self) -> Iterator[Resetter]:
        """In the order of everybody."""
        return (one for one in self.everybody if one.principal.id != self.person)


def shared(resetters: Sequence[Resetter]) -> tuple[Resetter, ...]:
    """What people in one situation share: their resetters, and those of themselves who are one."""
    return resetters.everybody if isinstance(resetters, Others) else tuple(resetters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user with at least one access path, and who could take the account over.

    ``direct_roles``: roles assigned to the account itself, beside what its groups give, with
    their state (active, eligible, activated; listed where assigned or activated is not told).
    ``yields``: the weightiest role that the account brings and, where it is another, that of its
    groups, each with its scope.
    """

    principal: Principal
    highest_role: RoleRef
    protection: Protection
    can_be_reset_by: Sequence[Resetter]
    yields: tuple[tuple[RoleRef, str], ...]
    direct_roles: tuple[tuple[RoleRef, State], ...] = ()
