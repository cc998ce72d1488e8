"""Grants that only another tool's files show, where Graph's own list is in the evidence in full."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.model.coverage import Coverage
from pimreport.model.entra import Membership, RoleAssignment, State
from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from pimreport.model.as_of import AsOf
    from pimreport.model.entra import Fact
    from pimreport.model.evidence import Source
    from pimreport.parsers.resource import Reading

    Grant = Membership | RoleAssignment

_SAYS = (
    "Row {} shows a grant that is not in Graph's own list, which is in the evidence in full, as where "
    "exports were made at different times. It was counted all the same."
)


def tell(
    facts: Sequence[Fact],
    sources: Sequence[Source],
    readings: Iterable[Reading],
    as_of: AsOf,
) -> None:
    """Warn of each such row, at its file.

    Args:
        facts: of all files.
        sources: of them.
        readings: of the files; are told.
        as_of: what has ended by then was not in force when the report speaks.
    """
    tools = {one.file for one in sources if one.tool}
    if not tools:
        return
    coverage = Coverage.of(one for one in sources if not one.tool)
    held: set[Hashable] = set()
    told: defaultdict[str, list[tuple[int, Hashable]]] = defaultdict(list)
    for one in facts:
        if not isinstance(one, Membership | RoleAssignment) or not one.origins or one.inherited:
            continue
        file, row = one.origins[0]
        if file not in tools:
            held.add(key_of(one))
        elif _is_known_in_full(one, coverage) and not (one.ends and as_of.ended(one.ends)):
            told[file].append((row, key_of(one)))
    by_file = {one.file: one for one in readings}
    for file, rows in told.items():
        for row, key in rows:
            if key not in held:
                by_file[file].warn("not_in_graphs_list", _SAYS.format(row), row)


def _is_known_in_full(grant: Grant, coverage: Coverage) -> bool:
    eligible = grant.state is State.ELIGIBLE
    if isinstance(grant, Membership):
        lists = RESOURCES_OF_ELIGIBLE_MEMBERS if eligible else RESOURCES_OF_ACTIVE_MEMBERS
        return coverage.covers(grant.group, *lists)
    roles = RESOURCES_OF_ELIGIBLE_ROLES if eligible else RESOURCES_OF_ACTIVE_ROLES
    return coverage.complete(*roles)


def key_of(grant: Grant) -> Hashable:
    """What two lists mean by one grant: whose, of what, and whether it needs activation."""
    eligible = grant.state is State.ELIGIBLE
    if isinstance(grant, Membership):
        return grant.group, grant.principal, grant.access, eligible
    return grant.role, grant.principal, grant.scope, eligible
