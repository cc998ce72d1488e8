"""``groups/{id}/owners``: who owns a group now, by assignment or by activation."""

from __future__ import annotations

from functools import partial

from pimreport.model.entra import Access
from pimreport.parsers import directory_objects
from pimreport.parsers.resource import Resource

GROUP_OWNERS = Resource(
    name="group_owners",
    parse=partial(directory_objects.grants, access=Access.OWNER),
    records=partial(directory_objects.records, column=directory_objects.OF_A_GROUP),
    identity=partial(directory_objects.identity, directory_objects.OF_A_GROUP),
    keys=frozenset({"groups/owners"}),  # no property tells owners from members
    contexts=("groups/owners",),
    types=("groupOwner",),
    reads=frozenset({"id", "additionalProperties"}),
    per_group=True,
    command="Get-MgGroupOwner -All -GroupId <group id>",
)
