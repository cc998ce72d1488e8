"""The numbers of the first page, and the one sentence of what is at stake."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.findings import Outcome, Severity, Status
from pimreport.model.paths import Strategy
from pimreport.model.people import Grade
from pimreport.report.table import UNKNOWN
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pimreport.model.report import Report
    from pimreport.wording import Wording

MODELS = ("documented", "measured")
_UNTOLD = Text(
    "Who could take over these accounts is unknown: who can reset passwords is not in the evidence in"
    " full."
)
MORE = Text("There may be more: who can reset passwords is not in the evidence in full.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the whole report counts.

    ``severities``: open findings only. ``seizable``: people whose account somebody can take over
    who cannot reach all it gives anyway, under at least one protection model;
    ``seizable_either_way``: under both; ``seizable_unproven``: those of them whose protection grade
    is unknown, so that an export nobody supplied may show them protected. ``resetters_known``: no export is missing that could show
    one more resetter; else both numbers are what is known so far, and None stands for none so far.
    """

    groups: int
    strategies: Mapping[Strategy, int]
    paths: int
    people: int
    grades: Mapping[Grade, int]
    seizable: int | None
    seizable_either_way: int | None
    seizable_unproven: int
    resetters_known: bool
    severities: Mapping[Severity, int]
    accepted: int
    assessments: Mapping[Outcome, int]
    missing: int
    tenant_wide: int
    top_role: str | None

    @property
    def unknown_groups(self) -> int:
        """Groups of which a missing export decides how they are used."""
        return self.strategies[Strategy.UNKNOWN]

    @property
    def urgent(self) -> int:
        """Open findings of severity critical or high."""
        return self.severities[Severity.CRITICAL] + self.severities[Severity.HIGH]

    @property
    def seizable_told(self) -> Wording:
        """The number of accounts that can be taken over, as far as the evidence tells."""
        if self.seizable is None:
            return UNKNOWN
        if self.resetters_known:
            return Text("{number:,}", number=self.seizable)
        return Text("{number:,}+", number=self.seizable)

    @property
    def open(self) -> int:
        """Findings that are not accepted risks."""
        return sum(self.severities.values())


def figures(report: Report) -> Figures:
    """Count the report."""
    strategies = Counter(group.strategy for group in report.groups)
    grades = Counter(person.protection.grade for person in report.people)
    still_open = [one for one in report.findings if one.status is Status.OPEN]
    severities = Counter(one.severity for one in still_open)
    outcomes = Counter(one.outcome for one in report.assessments)
    people = {one.principal.id for one in report.people}
    ways = [path for path in report.paths if path.principal.id in people]
    role = min((path.role for path in ways), key=lambda one: (one.rank, one.name), default=None)
    lists = report.resetter_lists
    seizable = [lists.of(person).seizable_under(person) for person in report.people]
    return Figures(
        groups=len(report.groups),
        strategies={one: strategies[one] for one in Strategy},
        paths=len(report.paths),
        people=len(report.people),
        grades={one: grades[one] for one in Grade},
        seizable=found_of(report, sum(map(bool, seizable))),
        seizable_either_way=found_of(report, sum(len(models) > 1 for models in seizable)),
        seizable_unproven=sum(
            bool(models) and person.protection.grade is Grade.UNKNOWN
            for models, person in zip(seizable, report.people, strict=True)
        ),
        resetters_known=report.resetters_known,
        severities={one: severities[one] for one in Severity},
        accepted=len(report.findings) - len(still_open),
        assessments={one: outcomes[one] for one in Outcome},
        missing=len(report.missing),
        tenant_wide=len({path.principal.id for path in ways if path.role == role}),
        top_role=None if role is None else role.name,
    )


def found_of(report: Report, number: int) -> int | None:
    """A number of resetters or of what they can do: nobody found is unknown if not all are known."""
    return number if number or report.resetters_known else None


def numbered(numbers: Figures) -> dict[str, int | None]:
    """Every number of the Summary under a stable name, in its order: what a trend is made of."""
    told: dict[str, int | None] = {
        f"groups.{one.value}": n for one, n in numbers.strategies.items()
    }
    told["people.all"] = numbers.people
    told |= {f"people.{one.value}": n for one, n in numbers.grades.items()}
    told["people.seizable"] = numbers.seizable
    told["people.seizable-either-way"] = numbers.seizable_either_way
    told["paths.all"] = numbers.paths
    told |= {f"findings.{one.value}": n for one, n in numbers.severities.items()}
    told["findings.accepted"] = numbers.accepted
    told |= {f"checks.{one.value}": n for one, n in numbers.assessments.items()}
    return told | {"evidence.missing": numbers.missing}


def kept(numbers: Figures) -> dict[str, int]:
    """What a snapshot keeps of them: those that are known."""
    return {name: one for name, one in numbered(numbers).items() if one is not None}


def stake(numbers: Figures) -> Text:
    """What is at stake, in words that a manager can repeat."""
    if numbers.top_role is None:
        found = Text("The evidence shows no way from a person through a group to a directory role.")
        return joined(" ", (found, _others(numbers.paths), _caveat(numbers)))
    reach = Text.plural(
        "{number:,} person can become {role} through a group.",
        "{number:,} people can become {role} through a group.",
        numbers.tenant_wide,
        role=numbers.top_role,
    )
    if numbers.seizable is None:
        return joined(" ", (reach, _UNTOLD, _caveat(numbers)))
    if numbers.seizable:
        told = _takeovers(numbers, numbers.seizable, numbers.seizable_either_way or 0)
        more = "" if numbers.resetters_known else MORE
        return joined(" ", (reach, told, _unproven(numbers.seizable_unproven), more))
    nobody = Text.plural(
        "No colleague with less access was found who could take over the account of the one person"
        " with a way to a role.",
        "No colleague with less access was found who could take over the account of any of the"
        " {number:,} people with a way to a role.",
        numbers.people,
    )
    return joined(" ", (reach, nobody, _caveat(numbers)))


def _takeovers(numbers: Figures, seizable: int, both: int) -> Text:
    contested = seizable - both
    alone = numbers.people == 1
    if not contested:
        if alone:
            return Text(
                "The one account with a way to a role can be taken over by a colleague who has no"
                " such access."
            )
        return Text(
            "{number:,} of the {all:,} accounts with a way to a role can be taken over by a colleague"
            " who has no such access.",
            number=seizable,
            all=numbers.people,
        )
    if not both:
        if alone:
            return Text(
                "The one account with a way to a role could be taken over by a colleague who has no"
                " such access, but only if one of two sources that contradict each other is right:"
                " test it."
            )
        return Text(
            "{number:,} of the {all:,} accounts with a way to a role could be taken over by a"
            " colleague who has no such access, but only if one of two sources that contradict each"
            " other is right: test it.",
            number=seizable,
            all=numbers.people,
        )
    return Text(
        "{number:,} of the {all:,} accounts with a way to a role could be taken over by a colleague"
        " who has no such access: {both:,} under both protection models, {one:,} only if one of two"
        " sources that contradict each other is right.",
        number=seizable,
        all=numbers.people,
        both=both,
        one=contested,
    )


def _others(paths: int) -> Wording:
    """Without people, all paths are of others."""
    if not paths:
        return ""
    return Text.plural(
        "Others than people, such as applications, have {number:,} such way.",
        "Others than people, such as applications, have {number:,} such ways.",
        paths,
    )


def _unproven(number: int) -> Wording:
    if not number:
        return ""
    return Text.plural(
        "{number:,} of these accounts may be protected after all: an export that decides it is"
        " missing.",
        "{number:,} of these accounts may be protected after all: an export that decides it is"
        " missing.",
        number,
    )


def _caveat(numbers: Figures) -> Wording:
    unseen = numbers.assessments[Outcome.NOT_ASSESSED]
    told: list[Wording] = []
    if unseen:
        told.append(
            Text.plural(
                "{number:,} check could not be assessed",
                "{number:,} checks could not be assessed",
                unseen,
            )
        )
    if numbers.missing:
        told.append(
            Text.plural(
                "{number:,} export is missing", "{number:,} exports are missing", numbers.missing
            )
        )
    return Text("This is no clean bill of health: {gaps}.", gaps=listed(told)) if told else ""
