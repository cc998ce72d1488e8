"""Links that a file lost and its ids still hold: PIM's own ids name group and access."""

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
