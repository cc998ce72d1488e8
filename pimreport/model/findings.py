"""What the checks conclude: findings with their remedies, and the outcome of each check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVarTuple

from pimreport.model.on_demand import OnDemand
from pimreport.model.word import Word
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from pimreport.model.evidence import Origin
    from pimreport.wording import Wording

Told = TypeVarTuple("Told")


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


class Remedies(OnDemand[Remedy]):
    """Alternatives that are composed when somebody asks for them; findings have many."""

    __slots__ = ("_compose", "_from")

    def __init__(self, compose: Callable[[*Told], tuple[Remedy, ...]], *told: *Told) -> None:
        """``compose`` makes them of these values, which must not change."""
        self._compose: Callable[..., tuple[Remedy, ...]] = compose
        self._from: tuple[object, ...] = told

    def __iter__(self) -> Iterator[Remedy]:
        """All of them, composed once."""
        return iter(self._compose(*self._from))


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
