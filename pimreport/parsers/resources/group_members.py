"""``groups/{id}/members``: who is a member now, by assignment or by activation."""

from __future__ import annotations

from functools import partial

from pimreport.model.entra import Access
from pimreport.parsers import directory_objects
from pimreport.parsers.resource import Resource

GROUP_MEMBERS = Resource(
    name="group_members",
    parse=partial(directory_objects.grants, access=Access.MEMBER),
    records=partial(directory_objects.records, column=directory_objects.OF_A_GROUP),
    identity=partial(directory_objects.identity, directory_objects.OF_A_GROUP),
    keys=frozenset({"id", "groupId"}),
    one_of=frozenset({"userPrincipalName", "@odata.type"}),
    never=frozenset({"principalId", "accessId", "policyId"}),
    contexts=("groups/members",),
    types=("groupMember",),
    reads=frozenset({"id", "additionalProperties"}),
    per_group=True,
    command="Get-MgGroupMember -All -GroupId <group id>",
)
