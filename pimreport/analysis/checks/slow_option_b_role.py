"""Roles that take long to become usable when a membership is activated instead of the role."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.case import evidence, people
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.reach import PATHS
from pimreport.analysis.references import PIM_FOR_GROUPS
from pimreport.model.entra import Access
from pimreport.model.evidence import united_origins
from pimreport.model.findings import Finding, NotAssessed, Severity
from pimreport.model.paths import Kind
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.paths import AccessPath

_SLOW = {
    "29232cdf-9323-42fd-ade2-1d097af3e4de": "Exchange",  # Exchange Administrator
    "f28a1f50-f6e7-4571-818b-6a12f2af6b6c": "SharePoint",  # SharePoint Administrator
    "17315797-102d-40b4-93e0-432062caca18": "Microsoft Purview",  # Compliance Administrator
    "e6d1a23a-da11-4be4-9570-befc86d067a7": "Microsoft Purview",  # Compliance Data Administrator
}
"""Template ids of the roles, and the service whose own permissions lag behind."""


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    slow: defaultdict[tuple[str, str], list[AccessPath]] = defaultdict(list)
    for path in case.paths:
        if (
            path.kind is Kind.OPTION_B
            and path.access is Access.MEMBER
            and path.role.template_id in _SLOW
        ):
            slow[path.group, path.role.template_id].append(path)
    for paths in slow.values():
        yield _finding(case, paths)


def _finding(case: Case, paths: Sequence[AccessPath]) -> Finding:
    role, group = paths[0].role, case.group_name(paths[0].group)
    service = _SLOW[role.template_id]
    return CHECK.finding(
        paths[0].group,
        role.template_id,
        severity=Severity.INFO,
        title=Text(
            "{role} may take long to become usable through {group}", role=role.name, group=group
        ),
        subject=paths[0].group,
        group=paths[0].group,
        roles=(role.name,),
        detail=joined(
            " ",
            (
                Text(
                    "Through {group} {people} can activate {role} (Option B). Microsoft warns that"
                    " {service} can take long to notice a membership activated just in time.",
                    group=group,
                    people=people(path.principal for path in paths),
                    role=role.name,
                    service=service,
                ),
                evidence(*(path.origins for path in paths)),
            ),
        ),
        remediation=Text(
            "If activations of {group} are late or are made long for that reason, make its"
            " members active and the group eligible for {role} (Option A).",
            group=group,
            role=role.name,
        ),
        reaching=[role],
        origins=united_origins(paths),
    )


CHECK = Check(
    name="slow-option-b-role",
    title=Text("Option B for a role that is slow to become usable"),
    rationale=Text(
        "Exchange, SharePoint and Microsoft Purview keep permissions of their own and"
        " take over a group membership with delay. People then ask for longer"
        " activations, or for permanent access, which is the weakness in the end."
    ),
    remediation=Text("Use Option A for these roles, or live with the wait."),
    references=(PIM_FOR_GROUPS,),
    controls=(*related("SCuBA", "MS.AAD.7.4v1"), *related("CIS", "5.3.1")),
    needs=PATHS,
    find=_find,
)
