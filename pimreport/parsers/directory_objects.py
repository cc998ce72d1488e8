"""Lists of directory objects: the members or owners of a group, the members of a unit.

The rows never say whose list they are in: a column, ``@odata.context`` or the file name does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Access, GroupId, Membership, PrincipalId, State
from pimreport.parsers import filenames, folders, object_ids
from pimreport.parsers.gaps import Gap
from pimreport.parsers.principals import mentioned

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.document import Raw
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

OF_A_GROUP = "groupId"
OF_A_UNIT = "administrativeUnitId"


def owner_of(row: Row, reading: Reading, column: str) -> str | None:
    """Id of the group or unit in whose list the row stands."""
    told = row.id(column)
    if told:
        return told
    in_context = filenames.guids(row.page.context or row.page.path)
    if len(in_context) == 1:
        return in_context[0]
    inside = folders.listed(reading.file)
    return inside.whose if inside else filenames.only_guid(reading.file)


def identity(column: str, row: Row, reading: Reading) -> Hashable | None:
    """An object is listed once per group; it may well be in several groups."""
    whose, member = owner_of(row, reading, column), row.id()
    return (whose, member) if whose and member else None


def grants(rows: Sequence[Row], reading: Reading, *, access: Access) -> Iterator[Fact]:
    """Facts of a members or owners list; without the group's id only who the principals are."""
    for row in rows:
        principal = row.id()
        if principal is None:
            reading.reject(row, "it has no id (Get-Mg... -Property without id)")
            continue
        if why := object_ids.damage(principal):
            reading.reject(row, f"its id {why}")
            continue
        yield from mentioned(row, reading)
        _say_what_is_lost(row, reading)
        group = owner_of(row, reading, OF_A_GROUP)
        if group is None:
            reading.warn(
                "group_of_members_unknown",
                "The file does not say which group it lists, so nobody's membership was read from "
                "it. Put the group's id into the file name, such as <group id>_members.json, or "
                "use the script of `pimreport collector`.",
            )
            continue
        _say_where_from(row, reading, OF_A_GROUP, "group", group)
        reading.groups.add(group)
        yield Membership(
            group=GroupId(group),
            principal=PrincipalId(principal),
            access=access,
            state=State.LISTED,
            origins=reading.origin(row),
        )


def _say_what_is_lost(row: Row, reading: Reading) -> None:
    told = row.type or row.text("displayName") or row.text("userPrincipalName")
    if told is None and not row.lost("additionalProperties"):
        reading.warn(
            "principal_details_lost",
            "Rows carry an id only: objects inside SDK objects lose name and type in ConvertTo-Json "
            "at any depth. Whether these are users or groups is unknown from this file. Use "
            "Get-MgGroupMember (or Get-MgGroupOwner) -All | ConvertTo-Json -Depth 5.",
            row.number,
        )


def _say_where_from(row: Row, reading: Reading, column: str, what: str, whose: str) -> None:
    if row.id(column) is None and not filenames.guids(row.page.context or row.page.path):
        where = "folder" if folders.listed(reading.file) else "file name"
        reading.warn(
            f"{what}_only_in_file_name",
            f"Only the {where} says that this is the list of {what} {whose}.",
        )


def unit_of(row: Row, reading: Reading) -> str | None:
    """The administrative unit in whose list the row stands, saying so where the name told it."""
    unit = owner_of(row, reading, OF_A_UNIT)
    if unit is not None:
        _say_where_from(row, reading, OF_A_UNIT, "unit", unit)
    return unit


def records(rows: Sequence[Row], reading: Reading, *, column: str) -> Iterable[Raw]:
    """The rows with their type in one word and the list's owner."""
    for row in rows:
        record = {key: value for key, value in row.values.items() if not key.startswith("@")}
        kind = row.values.get("@odata.type")
        record["type"] = str(kind).rpartition(".")[2] if kind else Gap.LOST
        for name in ("displayName", "userPrincipalName"):
            if name not in record and "additionalProperties" in record:
                record[name] = Gap.LOST
        record[column] = owner_of(row, reading, column) or Gap.LOST
        record.pop("additionalProperties", None)
        yield record
