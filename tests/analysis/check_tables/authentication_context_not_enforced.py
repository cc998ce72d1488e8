from __future__ import annotations

from typing import TYPE_CHECKING

from .activation_without_strong_mfa import (
    EVERY_KIND,
    guest,
    guests,
    nested_unexported,
    unexported,
    with_context,
    with_users,
)
from .stories import GA, TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from builder import TenantUnderTest


def demanded(tenant: TenantUnderTest, context: str = "c1") -> TenantUnderTest:
    """Option B whose members must meet a context."""
    option_b(tenant).group(TIER_0).member_policy(context=context)
    return tenant


def through_nested(tenant: TenantUnderTest, *, exclude: bool) -> None:
    """Ada is in a group that is in the group of the Conditional Access policy."""
    inner = tenant.group("Admins", role_assignable=False).with_active("Ada")
    outer = tenant.group("Everybody privileged", role_assignable=False).with_active(inner)
    demanded(tenant).context("c1")
    if exclude:
        tenant.conditional_access("Strong", context="c1", exclude=[outer])
    else:
        tenant.conditional_access("Strong", context="c1", users=[outer])


FIRES = {
    "not published, and Conditional Access not exported": without(
        lambda t: demanded(t).context("c1", available=False), "conditional_access_policies"
    ),
    "no policy targets it": lambda t: demanded(t).context("c1"),
    "the only policy targets another context": with_context(context="c2"),
    "disabled": with_context(state="disabled"),
    "report-only": with_context(state="enabledForReportingButNotEnforced"),
    "excludes the member": lambda t: with_context(exclude=[t.user("Ada")])(t),
    "excludes a group of the member": lambda t: with_context(
        exclude=[t.group("Exceptions", role_assignable=False).with_active("Ada")]
    )(t),
    "excludes the member through a nested group": lambda t: through_nested(t, exclude=True),
    "scoped to the group itself": lambda t: with_context(users=[t.group(TIER_0)])(t),
    "only one of two members is covered": lambda t: (
        option_b(t).group(TIER_0).with_eligible("Grace"),
        with_context(users=[t.user("Ada")])(t),
    ),
    "only from some platforms": with_context(
        conditions={"platforms": {"includePlatforms": ["android"], "excludePlatforms": []}}
    ),
    "not published": lambda t: (
        demanded(t).context("c1", available=False).conditional_access("Strong", context="c1")
    ),
    "no such context": lambda t: demanded(t).conditional_access("Strong", context="c1"),
    "Option A, the role's policy": lambda t: (
        option_a(t).role_policy(GA, context="c1").context("c1")
    ),
}
SILENT = {
    "includes every kind of guest": with_users(
        guest, includeGuestsOrExternalUsers=guests(*EVERY_KIND)
    ),
    "enforced for all": with_context(),
    "enforced, though by a weak strength": with_context(strength="Multifactor authentication"),
    "enforced without any strength": with_context(strength=None, controls=["mfa"]),
    "excludes somebody else": lambda t: with_context(exclude=[t.user("Grace")])(t),
    "covers the member through a nested group": lambda t: through_nested(t, exclude=False),
    "a second policy is disabled": lambda t: (
        with_context()(t),
        t.conditional_access("Old", context="c1", state="disabled"),
    ),
    "no context is demanded": option_b,
    "Option A, context in the policy of the group that does not govern": lambda t: (
        option_a(t).group(TIER_0).member_policy(context="c1")
    ),
}
NOT_ASSESSED = {
    "members of an excluded group not exported": unexported,
    "members of a group in an excluded group not exported": nested_unexported,
    "includes some kinds of guests": with_users(
        guest, includeGuestsOrExternalUsers=guests("b2bCollaborationGuest")
    ),
    "no policies": without(option_b, "role_management_policy_assignments"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
    "no Conditional Access": without(with_context(), "conditional_access_policies"),
    "no authentication contexts": without(
        with_context(), "authentication_context_class_references"
    ),
    "isAvailable not exported": lambda t: (
        with_context()(t),
        t.omitting("authentication_context_class_references", "isAvailable"),
    ),
    "state of the policy not exported": lambda t: (
        with_context()(t),
        t.omitting("conditional_access_policies", "state"),
    ),
}
