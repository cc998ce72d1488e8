"""Who lets people into a group that is not role-assignable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.wording import Text

if TYPE_CHECKING:
    from pimreport.analysis.case import Case
    from pimreport.wording import Wording

_MANAGERS = Text(
    "User Administrators, Groups Administrators, Directory Writers, its owners and others"
)


def restricted(case: Case, group: str) -> bool:
    """The group is in a restricted management administrative unit, as far as the evidence tells."""
    units = (case.tenant.units.get(unit) for unit in case.tenant.units_of(group))
    inside = any(unit is not None and unit.restricted for unit in units)
    return bool(case.tenant.group(group).restricted) or inside


def who_lets_in(case: Case, group: str) -> Wording:
    """``so User Administrators, ... can add anybody to it``: who decides on the members, truly."""
    if case.tenant.group(group).dynamic:
        tail = (
            Text("; the group itself is in a restricted management administrative unit")
            if restricted(case, group)
            else ""
        )
        return Text(
            "and its members follow a rule, so whoever can change that rule, or the"
            " attributes that it reads, decides who is in it{tail}",
            tail=tail,
        )
    if restricted(case, group):
        return Text(
            "and it is in a restricted management administrative unit, so only administrators"
            " assigned at that unit can change its members"
        )
    return Text("so {managers} can add anybody to it", managers=_MANAGERS)
