from __future__ import annotations

from typing import TYPE_CHECKING

from .stories import TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder import TenantUnderTest


def with_context(**policy: object) -> Callable[[TenantUnderTest], object]:
    """Option B under the context c1 and one Conditional Access policy."""

    def story(tenant: TenantUnderTest) -> None:
        option_b(tenant).group(TIER_0).member_policy(context="c1")
        tenant.context("c1").conditional_access("Strong", **{"context": "c1", **policy})  # type: ignore[arg-type]  # the policy's form

    return story


FIRES = {
    "MFA only": lambda t: option_b(t).group(TIER_0).member_policy(mfa=True),
    "nothing at all": option_b,
    "Option A with the role's MFA only": option_a,
    "context without a policy": lambda t: (
        option_b(t).group(TIER_0).member_policy(context="c1"),
        t.context("c1"),
    ),
    "report-only": with_context(state="enabledForReportingButNotEnforced"),
    "disabled": with_context(state="disabled"),
    "policy for another context": with_context(context="c2"),
    "excludes the member": lambda t: with_context(exclude=[t.user("Ada")])(t),
    "scoped to the group itself": lambda t: with_context(users=[t.group(TIER_0)])(t),
    "covers only somebody else": lambda t: with_context(users=[t.user("Grace")])(t),
    "strength that can be phished": with_context(strength="Multifactor authentication"),
    "MFA control instead of a strength": with_context(strength=None, controls=["mfa"]),
    "strength OR compliant device": with_context(controls=["compliantDevice"], operator="OR"),
    "only from some platforms": with_context(
        conditions={"platforms": {"includePlatforms": ["android"], "excludePlatforms": []}}
    ),
}
SILENT = {
    "enforced for all": with_context(),
    "enforced for the member": lambda t: with_context(users=[t.user("Ada")])(t),
    "strength AND compliant device": with_context(controls=["compliantDevice"], operator="AND"),
    "two policies, one of them sound": lambda t: (
        with_context(state="disabled")(t),
        t.conditional_access("Other", context="c1"),
    ),
}
NOT_ASSESSED = {
    "no Conditional Access": without(with_context(), "conditional_access_policies"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
    "no policies": without(option_b, "role_management_policy_assignments"),
}
