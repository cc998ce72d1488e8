"""Links that a file lost and its ids still hold: PIM's own ids name group and access.

The same ids, and the objects expanded beside others, show where a row was put together wrongly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.parsers import filenames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers.document import Raw
    from pimreport.parsers.row import Row

_GUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
_OF_A_GROUP = re.compile(rf"({_GUID})_(member|owner)_{_GUID}", re.IGNORECASE)
_IDS = ("id", "eligibilityScheduleId", "assignmentScheduleId")
EXPANDED = {"principal": "principalId", "group": "groupId", "roleDefinition": "roleDefinitionId"}
"""Navigation properties of PIM's rows, and which property names the same thing by its id."""


def complete(values: Raw) -> None:
    """Put ``groupId`` and ``accessId`` into a shaped PIM row whose export left them out.

    The id of every schedule and instance is ``<group id>_<member|owner>_<id>`` (Graph's resource
    pages of privilegedAccessGroupSchedule and privilegedAccessGroupScheduleInstance).
    """
    if "principalId" not in values or "roleDefinitionId" in values:
        return
    if values.get("groupId") is not None and values.get("accessId") is not None:
        return
    for name in _IDS:
        text = values.get(name)
        found = _OF_A_GROUP.fullmatch(text.strip()) if isinstance(text, str) else None
        if found:
            values["groupId"] = values.get("groupId") or found.group(1)
            values["accessId"] = values.get("accessId") or found.group(2).lower()
            return


def contradiction(row: Row) -> str:
    """Why a row of PIM speaks of two things where it can only mean one; empty if it does not.

    Graph never writes such a row: somebody joined columns of different rows, or edited one.
    """
    for inside, name in EXPANDED.items():
        own, thing = row.id(name), row.part(inside)
        ids = ids_of(thing) if thing else frozenset()
        if own and ids and own not in ids:
            return f"its {name} is {own}, and the {inside} beside it is {' or '.join(sorted(ids))}"
    identity = (row.text("id") or "").strip().lower()
    if made_of_others(identity, row.id("groupId"), row.word("accessId")):
        return f"its id, {identity}, names another group or access than its groupId and accessId"
    return ""


def ids_of(thing: Row) -> frozenset[str]:
    """By which ids other rows may mean this object; none if it does not tell."""
    return frozenset(filter(None, (thing.id(), thing.id("templateId"))))


def made_of_others(identity: str, group: str | None, access: str | None) -> bool:
    """The id is made as PIM makes them, and not of this group and access; all in lower case."""
    return not identity.startswith(f"{group}_{access}_") and bool(_OF_A_GROUP.fullmatch(identity))


def group_in_name(rows: Sequence[Row], label: str) -> str | None:
    """The one group whose id is in the file's name, if the rows of PIM name none: put into them."""
    group = filenames.only_guid(label)
    if group is None or not rows:
        return None
    for row in rows:
        lacks = row.values.get("groupId") is None and "roleDefinitionId" not in row
        if not lacks or "accessId" not in row or row.id("principalId") in {None, group}:
            return None
    for row in rows:
        row.values["groupId"] = group
    return group
