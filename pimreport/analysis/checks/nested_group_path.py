"""A group that is not role-assignable leads into a group that holds a role."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.analysis.admission import restricted, who_lets_in
from pimreport.analysis.case import evidence, people
from pimreport.analysis.check import Check
from pimreport.analysis.controls import related
from pimreport.analysis.references import NESTED_ACTIVATION, ROLE_ASSIGNABLE_GROUPS
from pimreport.analysis.severity import gravest, role_names, severity_of
from pimreport.model.entra import TENANT_SCOPE, PrincipalType
from pimreport.model.evidence import united_origins
from pimreport.model.findings import Finding, NotAssessed
from pimreport.wording import Text, joined, listed, noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import GroupId
    from pimreport.model.paths import AccessPath


def _find(case: Case) -> Iterator[Finding | NotAssessed]:
    through: defaultdict[tuple[str, GroupId], list[AccessPath]] = defaultdict(list)
    for path in case.nested_paths:
        for nested in _nested(case, path):
            through[nested, path.group].append(path)
    for (nested, group), paths in through.items():
        assignable = case.tenant.role_assignable(nested)
        if assignable is None:
            yield NotAssessed(
                what=Text(
                    "{group} (isAssignableToRole was not exported)", group=case.group_name(nested)
                )
            )
        elif not assignable:
            yield _finding(case, nested, group, paths)


def _nested(case: Case, path: AccessPath) -> tuple[str, ...]:
    """Nested groups of a path; a nested group whose members nobody exported is the principal."""
    if case.tenant.is_group(path.principal.id):
        return (path.principal.id,)
    return path.via


def _is_kept(case: Case, nested: str) -> bool:
    """Only administrators of a restricted unit let people in, and no rule does."""
    return restricted(case, nested) and not case.tenant.group(nested).dynamic


def _whoever(case: Case, nested: str) -> Text:
    if case.tenant.provably_empty(nested):
        return Text("whoever is put into it (it has no members now)")
    return Text("whoever is in it (its members are not in the evidence)")


def _finding(case: Case, nested: str, group: str, paths: Sequence[AccessPath]) -> Finding:
    worst = gravest(paths)
    top = worst.role
    inner, outer = case.group_name(nested), case.group_name(group)
    inside = [path.principal for path in paths if path.principal.type is not PrincipalType.GROUP]
    origins = united_origins(paths)
    who = (
        noted(people(inside), listed(case.name(one) for one in inside))
        if inside
        else _whoever(case, nested)
    )
    return CHECK.finding(
        nested,
        group,
        severity=severity_of(
            top, case.approval(worst), worst.scope != TENANT_SCOPE, _is_kept(case, nested)
        ),
        title=Text(
            "{inner}, which is not role-assignable, leads to {role} through {outer}",
            inner=inner,
            role=top.name,
            outer=outer,
        ),
        subject=nested,
        group=group,
        roles=role_names(paths),
        detail=joined(
            " ",
            (
                Text(
                    "{inner} is nested in {outer} and is not role-assignable, {who_lets_in}. Through"
                    " it {who} can reach {role}. Members of such a group are not protected from"
                    " password reset by any statement of Microsoft's.",
                    inner=inner,
                    outer=outer,
                    who_lets_in=who_lets_in(case, nested),
                    who=who,
                    role=top.name,
                ),
                case.caveat(group),
                evidence(origins),
            ),
        ),
        remediation=Text(
            "Take {inner} out of {outer} and make the people themselves eligible, or replace"
            " it by a role-assignable group (the property can be set only at creation).",
            inner=inner,
            outer=outer,
        ),
        reaching=[path.role for path in paths],
        origins=origins,
    )


CHECK = Check(
    name="nested-group-path",
    title=Text("Nested group that is not role-assignable"),
    rationale=Text(
        "A group can be an eligible member of a role-assignable group without being"
        " role-assignable itself. Then, as a rule, its membership is managed by far more"
        " people than those who may manage the privileged group, and each new member can"
        " activate the way to the role."
    ),
    remediation=Text("Assign people, or nest only role-assignable groups."),
    references=(ROLE_ASSIGNABLE_GROUPS, NESTED_ACTIVATION),
    controls=(
        *related("NIST", "AC-2(7)", "AC-6(5)"),
        *related("ISO", "A.8.2", "A.5.15"),
        *related("SOC 2", "CC6.1", "CC6.3"),
    ),
    needs=(("group_eligibility_schedules", "group_eligibility_schedule_instances"), ("groups",)),
    find=_find,
)
