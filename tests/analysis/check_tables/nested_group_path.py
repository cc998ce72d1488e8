from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import GA, TIER_0, option_b, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder import TenantUnderTest


def nested(*, role_assignable: bool, deep: int = 1) -> Callable[[TenantUnderTest], object]:
    def story(tenant: TenantUnderTest) -> None:
        inner = tenant.group("Level 0", role_assignable=role_assignable).with_active("Ada")
        for level in range(1, deep):
            outer = tenant.group(f"Level {level}", role_assignable=role_assignable)
            outer.with_active(inner)
            inner = outer
        tenant.group(TIER_0).active_in(GA).with_eligible(inner)

    return story


def cycle(tenant: TenantUnderTest) -> None:
    one = tenant.group("One", role_assignable=False)
    two = tenant.group("Two", role_assignable=False).with_active(one, "Ada")
    one.with_active(two)
    tenant.group(TIER_0).active_in(GA).with_eligible(one)


def empty(tenant: TenantUnderTest) -> None:
    tenant.group(TIER_0).active_in(GA).with_eligible(tenant.group("Inner", role_assignable=False))


def in_restricted_unit(tenant: TenantUnderTest) -> None:
    nested(role_assignable=False)(tenant)
    tenant.unit("Vault", restricted=True).containing(tenant.group("Level 0"))


def by_rule(tenant: TenantUnderTest) -> None:
    inner = tenant.group("Level 0", role_assignable=False, dynamic=True).with_active("Ada")
    tenant.group(TIER_0).active_in(GA).with_eligible(inner)


FIRES = {
    "in a restricted unit, its members are not protected either": in_restricted_unit,
    "members by rule": by_rule,
    "one level": nested(role_assignable=False),
    "three levels": nested(role_assignable=False, deep=3),
    "a cycle": cycle,
    "nobody inside is known": empty,
}
SILENT = {
    "no nesting": option_b,
    "a nested group that is role-assignable": nested(role_assignable=True),
}
NOT_ASSESSED = {
    "no groups": without(nested(role_assignable=False), "groups"),
    "isAssignableToRole not exported": lambda t: (
        nested(role_assignable=False)(t),
        t.omitting("groups", "isAssignableToRole"),
    ),
}
