"""Access of a principal that no export describes any more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.references import GRAPH
from pimreport.analysis.severity import role_names
from pimreport.model.entra import PrincipalType
from pimreport.model.evidence import graph_name, united_origins
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.wording import Text, joined, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.paths import AccessPath

_DIRECTORY = ("users", "groups", "service_principals")


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    unknown: defaultdict[str, list[AccessPath]] = defaultdict(list)
    for path in case.paths:
        principal = path.principal
        if principal.type is PrincipalType.UNKNOWN and not (principal.name or principal.upn):
            unknown[principal.id].append(path)
    lacking = [one for one in _DIRECTORY if not case.tenant.coverage.complete(one)]
    for paths in unknown.values():
        if lacking:
            yield NotAssessed(
                what=Text(
                    "{id} (perhaps in {names}, which were not exported in full)",
                    id=paths[0].principal.id,
                    names=listed(map(graph_name, lacking)),
                )
            )
        else:
            yield _finding(case, paths)


def _finding(case: Case, paths: Sequence[AccessPath]) -> Finding:
    worst, name = paths[0], paths[0].principal.id
    group = case.group_name(worst.group)
    return CHECK.finding(
        name,
        severity=Severity.LOW,  # nobody can sign in with what is gone
        title=Text(
            "{name}, which no export describes, is left on the way to {role}",
            name=name,
            role=worst.role.name,
        ),
        subject=name,
        group=worst.group,
        roles=role_names(paths),
        detail=joined(
            " ",
            (
                Text(
                    "The id {name} reaches {role} {way}, but stands neither among the exported users"
                    " nor groups nor service principals: it was deleted, belongs to another tenant,"
                    " or the exports left it out. A deleted account can be restored for 30 days, with"
                    " its access.",
                    name=name,
                    role=worst.role.name,
                    way=case.way(worst),
                ),
                evidence(*(path.origins for path in paths)),
            ),
        ),
        remediation=Text(
            "Find out what {name} was, and remove it from {group}.", name=name, group=group
        ),
        reaching=[path.role for path in paths],
        origins=united_origins(paths),
    )


CHECK = Check(
    name="orphaned-principal",
    title=Text("Access of a principal that is not in the directory"),
    rationale=Text(
        "Eligibilities can outlive the account they were given to. Nobody reviews an id"
        " without a name, and a deleted account that is restored may have its access"
        " back."
    ),
    remediation=Text(
        "Remove what belongs to nobody; complete the exports if they left something out."
    ),
    references=(GRAPH,),
    controls=(
        *related("NIST", "AC-2", "AC-6(7)"),
        *related("ISO", "A.5.18"),
        *related("SOC 2", "CC6.2"),
        *related("PCI DSS", "7.2.4"),
    ),
    needs=(("users",), ("groups",)),
    find=_find,
)
