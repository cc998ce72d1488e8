"""One person, one role, more than one way: revoking one leaves the other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.reach import PATHS
from pimreport.analysis.references import ASSIGN_MEMBER_OWNER
from pimreport.analysis.severity import severity_of
from pimreport.analysis.terms import STATES
from pimreport.model.entra import Access, State
from pimreport.model.evidence import united_origins
from pimreport.wording import Text, joined, later, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import RoleAssignment
    from pimreport.model.evidence import Origin
    from pimreport.model.findings import Finding, NotAssessed
    from pimreport.model.paths import AccessPath
    from pimreport.wording import Wording

    Target = tuple[str, str]
    """A role by template id, and the scope."""
    Ways = tuple[Sequence[AccessPath], Sequence[RoleAssignment]]


_OPEN = Text("assigned or activated")


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    for person, ways in case.by_person.items():
        own = case.tenant.roles_of(person)
        if len(ways) + len(own) == 1:
            continue
        targets: defaultdict[Target, list[AccessPath]] = defaultdict(list)
        for path in ways:
            if path.access is Access.MEMBER:
                targets[path.role.template_id, path.scope].append(path)
        twice: dict[Target, Ways] = {}
        for target, paths in targets.items():
            to_it = [*_own(case, own, target)] if own else ()
            direct = [one for one in to_it if not _explained(one, paths, to_it)]
            if len(paths) + len(direct) > 1:
                twice[target] = (paths, direct)
        if twice:
            yield _finding(case, twice)


def _own(case: Case, own: Sequence[RoleAssignment], target: Target) -> Iterator[RoleAssignment]:
    for one in own:
        if (case.tenant.role(one.role).template_id, one.scope) == target:
            yield one


def _explained(
    direct: RoleAssignment, paths: Sequence[AccessPath], beside: Sequence[RoleAssignment]
) -> bool:
    """The row may be what activating something leaves behind, and so no way of its own.

    That is the role of an eligible group (Option A), or an eligibility of the person's own.
    """
    return direct.state in {State.ACTIVATED, State.LISTED} and (
        any(path.role_state is not State.ACTIVE for path in paths)
        or any(one.state is State.ELIGIBLE for one in beside)
    )


def _finding(case: Case, twice: Mapping[Target, Ways]) -> Finding:
    paths, direct = next(iter(twice.values()))  # paths are in order of weight
    principal, role = paths[0].principal, paths[0].role
    name = case.name(principal)
    roles = [own[0].role for own, _ in twice.values()]
    origins = united_origins([one for ways in twice.values() for grants in ways for one in grants])
    return CHECK.finding(
        principal.id,
        # Nothing is open that one of the ways would not open alone: three steps.
        severity=severity_of(role, True, True, True),  # noqa: FBT003  # three circumstances
        title=Text.plural(
            "{name} reaches {role} in {told} way",
            "{name} reaches {role} in {told} ways",
            len(paths) + len(direct),
            name=name,
            role=role.name,
        ),
        subject=principal.id,
        group=paths[0].group,
        roles=tuple(dict.fromkeys(one.name for one in roles)),
        detail=later(_detail, case, twice, origins),
        remediation=later(_remediation, name),
        reaching=roles,
        origins=origins,
    )


def _detail(case: Case, twice: Mapping[Target, Ways], origins: tuple[Origin, ...]) -> Wording:
    paths, direct = next(iter(twice.values()))
    name, role = case.name(paths[0].principal), paths[0].role
    ways = [case.way(path) for path in paths] + [
        Text(
            "directly ({state})",
            state=_OPEN if one.state is State.LISTED else STATES[one.state],
        )
        for one in direct
    ]
    roles = [own[0].role for own, _ in twice.values()]
    others = [one.name for one in roles if one.template_id != role.template_id]
    besides = Text("The same holds for {names}.", names=listed(others)) if others else ""
    return joined(
        " ",
        (
            Text("{name} reaches {role} {ways}.", name=name, role=role.name, ways=listed(ways)),
            besides,
            Text(
                "A reviewer who revokes one of the ways has not taken the role away, and the"
                " least guarded way counts."
            ),
            case.caveat(*(path.group for path in paths)),
            evidence(origins),
        ),
    )


def _remediation(name: str) -> Wording:
    return Text(
        "Keep the one way that is guarded best and remove the others, or decide about all"
        " of them together when {name} is reviewed.",
        name=name,
    )


CHECK = Check(
    name="duplicate-path",
    title=Text("Same role by more than one way"),
    rationale=Text(
        "Somebody who reaches a role through two groups, or through a group and an"
        " assignment of their own, keeps it when one of them is revoked. Each way has its"
        " own policy, and the weakest decides."
    ),
    remediation=Text("Keep one way to each role per person."),
    references=(ASSIGN_MEMBER_OWNER,),
    controls=(
        *related("NIST", "AC-2(7)", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.3"),
        *related("PCI DSS", "7.2.4"),
    ),
    needs=PATHS,
    find=_find,
)
