"""What the analysis concludes: access paths, strategies, protection, findings, the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVarTuple, overload

from pimreport.model.entra import Access, State
from pimreport.model.resetter_lists import ResetterLists
from pimreport.model.word import Word
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from pimreport.model.changes import Comparison
    from pimreport.model.entra import GroupId, PolicyRules, Principal, PrincipalId
    from pimreport.model.evidence import Missing, Origin
    from pimreport.model.tenant import Tenant
    from pimreport.wording import Wording

Told = TypeVarTuple("Told")


class Kind(Word):
    """What one access path is, by the state of the membership and the state of the role."""

    OPTION_A = "option-a"
    OPTION_B = "option-b"
    STANDING_ACCESS = "standing-access"
    DOUBLE_ACTIVATION = "double-activation"


class Strategy(Word):
    """How a group is used: the kind all its member paths share, or why there is none."""

    OPTION_A = "option-a"
    OPTION_B = "option-b"
    STANDING_ACCESS = "standing-access"
    DOUBLE_ACTIVATION = "double-activation"
    MIXED = "mixed"
    NO_MEMBERS = "no-members"
    NO_ROLE = "no-role"
    UNKNOWN = "unknown"


class Severity(Word):
    """How bad a finding is; ``rank`` 0 is the worst."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Position in order of severity, 0 for critical."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Grade(Word):
    """Both protection models in one word (see ``analysis.protection``)."""

    EXPOSED = "exposed"
    CONTESTED = "contested"
    PROTECTED_MEASURED = "protected-measured"
    PROTECTED = "protected"
    PROTECTED_RMAU = "protected-rmau"
    UNKNOWN = "unknown"


class Verdict(Word):
    """What one protection model says of one person."""

    EXPOSED = "exposed"
    PROTECTED = "protected"
    SILENT = "silent"
    """The model makes no statement about this situation."""
    UNKNOWN = "unknown"
    """An input that decides it is missing."""


class Method(Word):
    """What a resetter can change."""

    PASSWORD = "password"  # noqa: S105  # a word, not a secret
    AUTHENTICATION_METHOD = "authentication-method"
    """The password and the authentication methods, a Temporary Access Pass included: defeats MFA."""


class Outcome(Word):
    """The result of one check."""

    PASS = "pass"  # noqa: S105  # a word, not a secret
    FINDINGS = "findings"
    NOT_ASSESSED = "not-assessed"


class Confidence(Word):
    """How sure a finding is, told apart from how bad it is."""

    CERTAIN = "certain"
    """The evidence shows it."""
    CONTESTED = "contested"
    """Dated sources disagree about it; the finding names both."""


class Status(Word):
    """Whether a finding is open or an accepted risk."""

    OPEN = "open"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRef:
    """A role as reports name it. ``rank``: 0 takes over the tenant, larger is weaker."""

    template_id: str
    name: str
    privileged: bool | None
    rank: int
    id: str = ""


class Governing(NamedTuple):
    """Which policy governs: of a group's members or owners, or of a role (by template id)."""

    group: GroupId | None = None
    access: Access | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPath:
    """principal -(membership)-> [nested groups ->] group -(role state)-> role @ scope.

    ``membership``: active, eligible or activated; ``kind`` is None where the evidence cannot tell
    an assigned from an activated membership. ``via``: ids of nested groups, the principal's own
    group first. ``access``: owner where the principal is an owner of the first group on the way.
    ``governed_by``: the policies that stand between the principal and the role, in the order they
    run; on a nested path one for each membership that has to be activated.
    """

    principal: Principal
    access: Access
    membership: State
    via: tuple[GroupId, ...]
    group: GroupId
    group_name: str | None
    role: RoleRef
    role_state: State
    scope: str
    kind: Kind | None
    starts: datetime | None
    ends: datetime | None
    origins: tuple[Origin, ...]
    governed_by: tuple[Governing, ...] = ()

    @property
    def needs_membership_activation(self) -> bool:
        """Somebody has to activate the membership first, so the group's policy governs."""
        return self.membership is not State.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSummary:
    """A group that matters here, with its strategy and the reason for it.

    ``kinds``: member paths per kind. ``eligible_count`` counts eligible and activated members,
    ``member_count`` the assigned ones, ``owner_count`` owners active or eligible; principals,
    not people behind nested groups. None: that list is not in the evidence.
    """

    id: GroupId
    name: str | None
    role_assignable: bool | None
    strategy: Strategy
    kinds: Mapping[Kind, int]
    reason: Wording
    roles: tuple[RoleRef, ...]
    member_count: int | None
    eligible_count: int | None
    owner_count: int | None
    origins: tuple[Origin, ...]


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


class Others(Sequence[Resetter]):
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

    def __len__(self) -> int:
        """How many there are but the person."""
        return sum(1 for _ in self)

    @overload
    def __getitem__(self, at: int) -> Resetter: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Resetter, ...]: ...
    def __getitem__(self, at: int | slice) -> Resetter | tuple[Resetter, ...]:
        """One of them, or some."""
        return tuple(self)[at]

    def __eq__(self, other: object) -> bool:
        """Equal to whatever lists the same ones."""
        return tuple(self) == tuple(other) if isinstance(other, Others | tuple) else NotImplemented

    def __hash__(self) -> int:
        """As the tuple of them."""
        return hash(tuple(self))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationPolicy:
    """The policy that governs an activation: of a group's members or owners, or of a role.

    ``rules`` is None where no export carries it. ``strong``: whether the activation demands
    phishing-resistant authentication; None = unknown (see ``analysis.activation``).
    ``governs``: number of access paths.
    """

    group: GroupId | None
    group_name: str | None
    role: RoleRef | None
    access: Access | None
    rules: PolicyRules | None
    strong: bool | None
    governs: int

    @property
    def role_id(self) -> str:
        """Template id of the role whose policy this is; empty for a group's policy."""
        return self.role.template_id if self.role else ""

    @property
    def label(self) -> Wording:
        """Such as ``member policy of Tier 0`` or ``policy of Global Administrator``."""
        if self.role is not None:
            return Text("policy of {role}", role=self.role.name)
        name = self.group_name or self.group or ""
        if self.access is Access.OWNER:
            return Text("owner policy of {group}", group=name)
        return Text("member policy of {group}", group=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A dated source of a claim. ``date``: of the statement (ISO 8601), not of our reading it."""

    title: str
    date: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One alternative to put a finding right.

    Attributes:
        title: in a few words.
        text: what to do in this case.
        cost: what it costs.
        leaves: what it does not solve.
        powershell: commands with the ids filled in, to be reviewed before they are run; empty
            where there is nothing to run.
    """

    title: Wording
    text: Wording
    cost: Wording
    leaves: Wording
    powershell: str = ""


class Remedies(Sequence[Remedy]):
    """Alternatives that are composed when somebody asks for them; findings have many."""

    __slots__ = ("_compose", "_from")

    def __init__(self, compose: Callable[[*Told], tuple[Remedy, ...]], *told: *Told) -> None:
        """``compose`` makes them of these values, which must not change."""
        self._compose: Callable[..., tuple[Remedy, ...]] = compose
        self._from: tuple[object, ...] = told

    def __len__(self) -> int:
        """How many there are."""
        return len(self._compose(*self._from))

    @overload
    def __getitem__(self, at: int) -> Remedy: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Remedy, ...]: ...
    def __getitem__(self, at: int | slice) -> Remedy | tuple[Remedy, ...]:
        """One of them, or some."""
        return self._compose(*self._from)[at]

    def __iter__(self) -> Iterator[Remedy]:
        """All of them, composed once."""
        return iter(self._compose(*self._from))

    def __eq__(self, other: object) -> bool:
        """Equal to whatever lists the same ones."""
        if isinstance(other, Remedies | tuple):
            return tuple(self) == tuple(other)
        return NotImplemented

    def __hash__(self) -> int:
        """As the tuple of them."""
        return hash(tuple(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedRisk:
    """A risk that somebody in the organisation answers for until a day.

    ``key``: of one finding, or a pattern of keys (``standing-access:*``). ``matched``: number of
    findings it covers. ``expired``: its day has passed, so what it covered is open again.
    """

    key: str
    reason: str
    owner: str
    until: date
    matched: int = 0
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One weakness of one subject, in sentences an auditor can paste.

    ``key``: check and natural keys; the same next quarter. ``subject``: id of the principal, group
    or policy it is about. ``origins``: the evidence. ``remediation``: the advice in a sentence;
    ``remedies``: the alternatives in full.
    """

    key: str
    check: str
    severity: Severity
    title: Wording
    subject: str
    group: str | None
    roles: tuple[str, ...]
    detail: Wording
    remediation: Wording
    origins: tuple[Origin, ...]
    controls: tuple[str, ...] = ()
    remedies: Sequence[Remedy] = ()
    confidence: Confidence = Confidence.CERTAIN
    status: Status = Status.OPEN
    acceptance: AcceptedRisk | None = None

    @property
    def advice(self) -> Wording:
        """The remediation, then each alternative with its cost, its limits and its commands."""
        told: list[Wording] = [self.remediation]
        for number, one in enumerate(self.remedies, 1):
            told.append(
                Text(
                    "{place}. {title}. {text} Cost: {cost} Does not solve: {leaves}",
                    place=number,
                    title=one.title,
                    text=one.text,
                    cost=one.cost,
                    leaves=one.leaves,
                )
            )
            told.append(one.powershell)
        return joined("\n", told)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAssessed:
    """What a check could not look at, as a clause: ``member policy of Tier 0 (no policy export)``."""

    what: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The outcome of one check. ``reason``: what was not assessed, or what was looked at.

    ``title``, ``rationale``, ``remediation``, ``references``: the check's own texts, so that
    reports can tell once what many findings share. ``gaps``: what of the tenant was not assessed,
    one by one, all of them.
    """

    check: str
    outcome: Outcome
    reason: Wording
    count: int
    gaps: tuple[Wording, ...] = ()
    title: Wording = ""
    rationale: Wording = ""
    remediation: Wording = ""
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Report:
    """All conclusions, in print order, with the tenant they were drawn from."""

    tenant: Tenant
    groups: tuple[GroupSummary, ...]
    paths: tuple[AccessPath, ...]
    people: tuple[Person, ...]
    policies: tuple[ActivationPolicy, ...]
    assessments: tuple[Assessment, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    resetters_known: bool = True
    """No export is missing that could show one more person who can reset somebody."""
    accepted: tuple[AcceptedRisk, ...] = ()
    changes: Comparison | None = None
    """Against an earlier snapshot, where one was given."""

    @property
    def as_of(self) -> str:
        """The moment the report speaks about, as printed."""
        return self.tenant.as_of.text

    @cached_property
    def resetter_lists(self) -> ResetterLists:
        """Who can reset whom, list by list."""
        return ResetterLists((one, shared(one.can_be_reset_by)) for one in self.people)
