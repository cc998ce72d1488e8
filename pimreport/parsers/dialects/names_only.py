"""Reports of other tools that name people and groups without object ids, or only count them.

They are known by their columns and refused by name: a name proves no identity, and whoever exported
such a report can export the lists it was made of.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NoReturn

from pimreport.parsers.dialect import Dialect
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from pimreport.parsers.document import Page

_INSTEAD = "Export the lists themselves with the script of `pimreport collector`."


def _refuse(sentence: str, _page: Page, _label: str) -> NoReturn:
    message = f"{sentence} {_INSTEAD}"
    raise UnreadableError(message)


def _report(name: str, keys: str, sentence: str) -> Dialect:
    return Dialect(
        name=name,
        keys=frozenset(keys.lower().split()),
        never=frozenset({"principalid", "groupid", "roledefinitionid"}),
        translate=partial(_refuse, sentence),
    )


ENTRAFALCON_GROUPS = _report(
    "entrafalcon_groups",
    "DisplayName RoleAssignable DirectOwners EntraRoles Impact Likelihood Risk",
    "This is EntraFalcon's table of groups: it counts members, owners and roles, and names no "
    "object ids, so it proves neither who is in a group nor which roles it holds.",
)
ENTRAFALCON_ROLES = _report(
    "entrafalcon_roles",
    "Role RoleTier AssignmentType ActivatedViaPIM PrincipalDisplayName ScopeResolved",
    "This is EntraFalcon's table of role assignments: principals stand in it by display name only, "
    "and two of the same name cannot be told apart.",
)
ENTRAFALCON_PIM = _report(
    "entrafalcon_pim",
    "Role Tier Eligible ActivationAuthContext ActivationMFA ActivationApproval AlertActivation",
    "This is EntraFalcon's table of PIM settings: roles stand in it by name, without the rules "
    "themselves and without approvers, and no group is in it.",
)
AADROLESINVENTORY = _report(
    "aad_roles_inventory",
    "Principal PrincipalType AssignedRole AssignedRoleScope AssignmentType ActiveGroupMembers",
    "This is the AAD roles inventory: a role's holders and the members of its groups are joined "
    "into one cell by name, without object ids and without the members' own dates.",
)
REPORT_ROLE_ASSIGNMENTS = _report(
    "report_role_assignments",
    "RoleName UserPrincipalName DirectoryScope AssignmentType AssignmentVia MemberType",
    "This is a report of role assignments by user principal name; the groups they come through are "
    "named without object ids, and who is only eligible for a group is not in it.",
)
EXTRACTOR_SUITE = _report(
    "microsoft_extractor_suite_pim",
    "RoleName UserPrincipalName AssignmentType SourceType SourceName AssignmentStatus",
    "This is Microsoft-Extractor-Suite's list of PIM assignments: it names users and the groups "
    "they come through without object ids, and does not show who is eligible for those groups.",
)
