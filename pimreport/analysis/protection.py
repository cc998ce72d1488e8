"""Can an ordinary resetter take the account over? Two dated models, one verdict each.

``documented`` follows Microsoft's documentation: eligible members of a role-assignable group are
not protected. ``measured`` follows one published test in a live tenant (2026-07-28, attacker a
tenant-wide Helpdesk Administrator) where it speaks and the documentation elsewhere: the resets of
eligible members and owners, and of a user eligible for Global Administrator, were denied.
Neither is printed without the other (``data/protection_models.toml`` has the sources).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis import reset_table
from pimreport.model.making import maker
from pimreport.model.people import Grade, Protection, Verdict
from pimreport.visible import called
from pimreport.wording import Text, joined, later

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pimreport.analysis.roles import RoleNames
    from pimreport.analysis.situation import Situation
    from pimreport.model.tenant import Tenant
    from pimreport.wording import Wording


_protection = maker(Protection)
_MOST_NAMED = 5


def judge(situation: Situation, tenant: Tenant, names: RoleNames) -> Protection:
    """The verdicts of both models on a situation, with the reasons in words.

    Args:
        situation: what bears on password reset (``analysis.situation``).
        tenant: for the names of groups.
        names: role names by template id.
    """
    documented = _documented(situation)
    measured = _measured(situation, documented)
    return _protection(
        documented=documented,
        measured=measured,
        grade=_grade(situation, documented, measured),
        reasons=tuple(_reasons(situation, documented, tenant, names)),
    )


def _documented(situation: Situation) -> Verdict:
    if situation.restricted or situation.shielded or reset_table.protects(situation.held):
        return Verdict.PROTECTED
    if _undecided(situation):
        return Verdict.UNKNOWN
    if situation.all_held or situation.eligible_member_of or situation.other_ways:
        return Verdict.EXPOSED
    if situation.eligible_owner_of or situation.eligible_roles:
        # An eligible membership would be exposed, and nobody exported those.
        return Verdict.SILENT if situation.eligible_known else Verdict.UNKNOWN
    return Verdict.EXPOSED


def _undecided(situation: Situation) -> bool:
    """Something not in the evidence could still turn the verdict into *protected*."""
    could_protect = situation.unclear and reset_table.protects(situation.all_held)
    return bool(
        not situation.roles_known
        or not situation.members_known
        or situation.unclear_shields
        or could_protect
    )


def _measured(situation: Situation, documented: Verdict) -> Verdict:
    return Verdict.PROTECTED if situation.tested else documented


def _grade(situation: Situation, documented: Verdict, measured: Verdict) -> Grade:
    if situation.restricted:
        return Grade.PROTECTED_RMAU
    return {
        (Verdict.PROTECTED, Verdict.PROTECTED): Grade.PROTECTED,
        (Verdict.EXPOSED, Verdict.EXPOSED): Grade.EXPOSED,
        (Verdict.EXPOSED, Verdict.PROTECTED): Grade.CONTESTED,
        (Verdict.SILENT, Verdict.PROTECTED): Grade.PROTECTED_MEASURED,
    }.get((documented, measured), Grade.UNKNOWN)


def _reasons(
    situation: Situation, documented: Verdict, tenant: Tenant, names: RoleNames
) -> Iterator[Wording]:
    if situation.restricted:
        yield Text("member of a restricted management administrative unit (documented protection)")
    if situation.shields:
        groups = later(_groups, situation.shields, tenant)
        yield Text(
            "active member or owner of role-assignable {groups} (documented protection)",
            groups=groups,
        )
    if situation.restricted_unit_role:
        yield Text(
            "holds a role scoped to a restricted management administrative unit (documented)"
        )
    if situation.all_held:
        yield _direct_roles(situation, names)
    if situation.eligible_member_of:
        groups = later(_groups, situation.eligible_member_of, tenant)
        yield (
            Text(
                "eligible member of role-assignable {groups}: while not activated exposed by"
                " Microsoft's documentation, the reset denied in the published test of 2026-07-28",
                groups=groups,
            )
        )
    if situation.eligible_owner_of:
        groups = later(_groups, situation.eligible_owner_of, tenant)
        yield (
            Text(
                "eligible owner of role-assignable {groups}: the documentation speaks of active"
                " ones only, the published test of 2026-07-28 found the reset denied",
                groups=groups,
            )
        )
    if situation.eligible_roles:
        yield _eligible_roles(situation, names)
    if situation.other_ways and not situation.shields:
        yield (
            Text(
                "reaches a role through a nested group or one that is not role-assignable: no row"
                " of the documentation protects that and the test did not cover it"
            )
        )
    yield from _gaps(situation, documented, tenant)


def _direct_roles(situation: Situation, names: RoleNames) -> Wording:
    roles = _names(situation.all_held, names)
    if reset_table.protects(situation.held):
        return Text(
            "holds {roles} directly and actively: outside the reach of ordinary resetters",
            roles=roles,
        )
    if situation.unclear and reset_table.protects(situation.all_held):
        unclear = _names(situation.unclear, names)
        return Text(
            "{unclear} may be assigned or activated: roleAssignments does not tell", unclear=unclear
        )
    return Text("holds {roles} directly, which by the reset table does not protect", roles=roles)


def _eligible_roles(situation: Situation, names: RoleNames) -> Wording:
    roles = _names(situation.eligible_roles, names)
    if situation.eligible_for_global_administrator:
        test = Text(
            "the published test of 2026-07-28 found the reset denied for Global Administrator"
        )
    else:
        test = Text("the published test covers Global Administrator only")
    return Text(
        "directly eligible for {roles}: the documentation makes no statement, {test}",
        roles=roles,
        test=test,
    )


def _gaps(situation: Situation, documented: Verdict, tenant: Tenant) -> Iterator[Wording]:
    if documented is Verdict.PROTECTED:
        return
    if not situation.roles_known:
        yield Text("active roles are not known in full: a protecting direct role may be missing")
    if not situation.members_known:
        yield Text("no export of active group members: a protecting membership may be missing")
    if documented is Verdict.UNKNOWN and not situation.eligible_known:
        yield Text("no export of eligible group members: an eligible membership may be missing")
    if situation.unclear_shields:
        yield (
            Text(
                "a listed group membership may be assigned or activated, or the group's"
                " isAssignableToRole was not exported"
            )
        )
    if situation.members_known and situation.untold_shields:
        groups = later(_groups, situation.untold_shields, tenant)
        yield Text(
            "the active members of {groups} are not in the evidence: being one would protect",
            groups=groups,
        )
    if situation.restricted is None:
        yield (
            Text(
                "restricted management is not in the evidence (neither isManagementRestricted nor"
                " administrative units with members)"
            )
        )


def _names(roles: Iterable[str], names: RoleNames) -> str:
    refs = sorted((names.ref(role) for role in roles), key=lambda ref: (ref.rank, ref.name))
    return ", ".join(ref.name for ref in refs)


def _groups(groups: Iterable[str], tenant: Tenant) -> Wording:
    named = sorted(called(tenant.group(group).name, group) for group in groups)
    shown = joined(", ", named[:_MOST_NAMED])
    if len(named) > _MOST_NAMED:
        more = len(named) - _MOST_NAMED
        return Text.plural(
            "groups {names} and {number} more",
            "groups {names} and {number} more",
            more,
            names=shown,
        )
    return Text.plural("group {names}", "groups {names}", len(named), names=shown)
