"""Principals as other rows mention them: expanded, or in a member list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Group, GroupId, Principal, PrincipalId, PrincipalType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_TYPES = {
    "user": PrincipalType.USER,
    "group": PrincipalType.GROUP,
    "serviceprincipal": PrincipalType.SERVICE_PRINCIPAL,
}
USER_TYPES = {"guest": True, "member": False}
"""Graph's words, and whether they are a guest's; any other, be it of another language, tells nothing."""


def type_of(word: str | None) -> PrincipalType:
    """Graph's type as the model knows it; devices, contacts and lost types are unknown."""
    return _TYPES.get(word or "", PrincipalType.UNKNOWN)


def mentioned(thing: Row, reading: Reading) -> Iterator[Principal | Group]:
    """What an expanded or listed directory object tells; nothing if it tells no more than its id."""
    principal = thing.id()
    kind = type_of(thing.type)
    name, upn = thing.text("displayName"), thing.text("userPrincipalName")
    if principal is None or (kind is PrincipalType.UNKNOWN and name is None and upn is None):
        return
    if kind is PrincipalType.GROUP:
        yield group_told_by(thing, reading)
    yield Principal(
        id=PrincipalId(principal),
        type=PrincipalType.USER if kind is PrincipalType.UNKNOWN and upn else kind,
        name=name,
        upn=upn,
        enabled=thing.flag("accountEnabled"),
        guest=guest(thing),
        synced=thing.flag("onPremisesSyncEnabled"),
        restricted=thing.flag("isManagementRestricted"),
        origins=reading.origin(thing),
    )


def group_told_by(thing: Row, reading: Reading) -> Group:
    """A group met as a member or principal: nulls there prove nothing, so they stay unknown."""
    return Group(
        id=GroupId(thing.id() or ""),
        name=thing.text("displayName"),
        role_assignable=thing.flag("isAssignableToRole"),
        restricted=thing.flag("isManagementRestricted"),
        synced=thing.flag("onPremisesSyncEnabled"),
        origins=reading.origin(thing),
    )


def guest(thing: Row) -> bool | None:
    """``userType`` is Guest; None if it was not exported (Graph omits it unless selected)."""
    return USER_TYPES.get(thing.word("userType") or "")


def expanded(row: Row, reading: Reading) -> Iterator[Principal | Group]:
    """The ``principal`` and ``group`` of a schedule or assignment, where they were expanded."""
    for property_name in ("principal", "group"):
        thing = row.part(property_name)
        if thing is None:
            if row.lost(property_name) and not row.page.tabular:
                reading.warn(
                    "truncated_by_depth",
                    f"ConvertTo-Json cut {property_name} off at its depth (2 unless given): names "
                    "and types are unknown from this file. Export with -Depth 10.",
                    row.number,
                )
            continue
        if (
            property_name == "group"
            and thing.type is None
            and thing.id()
            and thing.text("displayName")
        ):
            yield group_told_by(thing, reading)
        elif property_name == "principal":
            if thing.id() and thing.type is None and thing.text("displayName") is None:
                reading.warn(
                    "principal_details_lost",
                    "The expanded principals carry an id only: objects inside SDK objects lose "
                    "name and type in ConvertTo-Json at any depth. Names and types of these "
                    "principals are unknown from this file. Use Invoke-MgGraphRequest "
                    "-OutputType PSObject with $expand=principal.",
                )
            yield from mentioned(thing, reading)
