"""The worst ways to a role, to be drawn: who, via which group, to which role, and what guards it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pimreport.model.entra import TENANT_SCOPE, State
from pimreport.model.findings import Status
from pimreport.report.figures import MODELS
from pimreport.report.guards import Guards
from pimreport.report.words import ACCESSES, MODEL_NAMES, STATES, listed, name_of, scope
from pimreport.visible import called, visible
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.model.findings import Finding
    from pimreport.model.paths import AccessPath
    from pimreport.model.people import Person
    from pimreport.model.report import Report
    from pimreport.wording import Wording

MOST = 3
_LONGEST_NAME = 40
_LONGEST_TITLE = 140
"""Nobody's name pushes what the first page says off it; Entra allows 256 characters."""
_MOST_NAMES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One drawing, as text.

    ``others``: how many more go the same way; ``reset_by``: people, and if there are none,
    ``unreset`` says so.
    """

    severity: str
    title: str
    who: str
    others: int
    membership: str
    group: str
    via: str
    guard: str
    role_state: str
    role: str
    scope: str
    reset_by: str
    unreset: str
    reset_under: str
    tenant_wide: bool
    activates_membership: bool
    activates_role: bool

    @property
    def told(self) -> str:
        """The drawing in a sentence, for those who do not see it."""
        who = Text.plural(
            "{who} and {number} more", "{who} and {number} more", self.others, who=self.who
        )
        way = Text(
            "{who}: {membership} in {group}, which is {state} in {role} ({scope}).",
            who=who if self.others else self.who,
            membership=self.membership,
            group=Text("{group}, nested through {via}", group=self.group, via=self.via)
            if self.via
            else self.group,
            state=self.role_state,
            role=self.role,
            scope=self.scope,
        )
        guard = Text("Guard: {guard}.", guard=self.guard)
        if not self.reset_by:
            return f"{way} {guard} {self.unreset}"
        people = joined(" ", (self.reset_by, self.reset_under))
        reset = Text("Can be reset by: {people}.", people=people)
        return f"{way} {guard} {reset}"


def worst(report: Report) -> Sequence[Way]:
    """Drawings for the worst open findings that speak of a way, each way once."""
    guards = Guards(report)
    people = {one.principal.id: one for one in report.people}
    by_group: dict[str, list[AccessPath]] = {}
    for path in report.paths:
        by_group.setdefault(path.group, []).append(path)
    drawn: dict[tuple[str, str], Way] = {}
    for finding in report.findings:
        if finding.status is not Status.OPEN or finding.group is None:
            continue
        same = _of(finding, by_group.get(finding.group, ()))
        if not same:
            continue
        path = max(same, key=lambda one: _gainers(report, people.get(one.principal.id)))
        others = len({one.principal.id for one in same if _drawn(one) == _drawn(path)}) - 1
        way = _way(report, finding, path, guards.of_path(path), people.get(path.principal.id))
        drawn.setdefault((path.group, path.role.template_id), replace(way, others=others))
        if len(drawn) == MOST:
            break
    return list(drawn.values())


def _of(finding: Finding, paths: Iterable[AccessPath]) -> Sequence[AccessPath]:
    found = [one for one in paths if one.role.name in finding.roles]
    own = [one for one in found if finding.subject in {one.principal.id, *one.via}]
    about_group = finding.subject == finding.group
    found = found if about_group else own
    top = min((one.role.rank for one in found), default=0)
    return [one for one in found if one.role.rank == top]


def _unreset(report: Report, person: Person | None) -> Text:
    if person is None:
        return Text("No person's account: no colleague resets its password.")
    if report.resetters_known:
        return Text("Nobody was found who would gain by resetting the account.")
    return Text("Nobody was found so far: who can reset passwords is not in the evidence in full.")


def _drawn(path: AccessPath) -> tuple[object, ...]:
    """What a drawing shows of a way besides who goes it: others who are counted go the same."""
    return path.access, path.membership, path.via, path.role_state, path.scope, path.kind


def _gainers(report: Report, person: Person | None) -> int:
    return 0 if person is None else report.resetter_lists.of(person).gainers(person)


def _way(
    report: Report, finding: Finding, path: AccessPath, guard: Text, person: Person | None
) -> Way:
    by = () if person is None else report.resetter_lists.of(person).gaining(person)
    nested = " > ".join(called(report.tenant.group(one).name, one) for one in path.via)
    return Way(
        severity=finding.severity.value,
        title=_brief(finding.title, _LONGEST_TITLE),
        who=_brief(name_of(path.principal)),
        others=0,
        membership=f"{STATES[path.membership]} {ACCESSES[path.access]}",
        group=_brief(called(path.group_name, path.group)),
        via=_brief(nested),
        guard=visible(guard),
        role_state=str(STATES[path.role_state]),
        role=_brief(path.role.name),
        scope=visible(scope(report, path.scope)),
        reset_by=str(listed([_brief(name_of(one)) for one, _ in by], _MOST_NAMES)) if by else "",
        unreset="" if by else str(_unreset(report, person)),
        reset_under=_only_if([models for _, models in by]),
        tenant_wide=path.scope == TENANT_SCOPE,
        activates_membership=path.membership is State.ELIGIBLE,
        activates_role=path.role_state is State.ELIGIBLE,
    )


def _brief(text: Wording, longest: int = _LONGEST_NAME) -> str:
    """The beginning; the finding, told in full elsewhere, has the rest."""
    whole = visible(text)
    return whole if len(whole) <= longest else f"{whole[:longest].rstrip()}…"


def _only_if(under: Sequence[frozenset[str]]) -> str:
    if not under or any(models >= set(MODELS) for models in under):
        return ""
    models = sorted(frozenset().union(*under))
    return str(Text("(only if {model} holds)", model=joined("/", [MODEL_NAMES[m] for m in models])))
