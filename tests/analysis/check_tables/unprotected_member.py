from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import GA, TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest


def nested(tenant: TenantUnderTest) -> None:
    inner = tenant.group("Inner", role_assignable=False).with_active("Ada")
    tenant.group(TIER_0).active_in(GA).with_eligible(inner)


FIRES = {
    "eligible member": option_b,
    "activated member: it will end": lambda t: option_b(t).group(TIER_0).with_activated("Ada"),
    "weak direct role": lambda t: option_b(t).user("Ada").holds("Directory Readers"),
    "nested in a group that is not role-assignable": nested,
    "directly eligible for a strong role": lambda t: (
        option_b(t).user("Ada").eligible_for("Exchange Administrator")
    ),
}
SILENT = {
    "active member": option_a,
    "strong direct role": lambda t: option_b(t).user("Ada").holds("Exchange Administrator"),
    "active member of another role-assignable group": lambda t: (
        option_b(t).group("Protected people").with_active("Ada")
    ),
    "restricted unit": lambda t: option_b(t).unit("Vault", restricted=True).containing("Ada"),
    "only an owner": lambda t: t.group(TIER_0).active_in(GA).with_owner("Olga"),
}
NOT_ASSESSED = {
    "no group eligibilities": without(option_b, "group_eligibility_schedule_instances"),
    "no roles": without(option_b, "role_assignment_schedule_instances"),
    "a group nobody exported": lambda t: option_a(t).group("Forgotten", pim=False).active_in(GA),
}
