"""Tenants that several checks are tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder import TenantUnderTest

    Story = Callable[[TenantUnderTest], object]

GA = "Global Administrator"
TIER_0 = "Tier 0"


def option_a(tenant: TenantUnderTest) -> TenantUnderTest:
    tenant.group(TIER_0).eligible_for(GA).with_active("Ada")
    return tenant


def option_b(tenant: TenantUnderTest) -> TenantUnderTest:
    tenant.group(TIER_0).active_in(GA).with_eligible("Ada")
    return tenant


def without(story: Story, *resources: str) -> Story:
    """The same tenant, with resources that were not exported."""

    def told(tenant: TenantUnderTest) -> None:
        story(tenant)
        tenant.without(*resources)

    return told
