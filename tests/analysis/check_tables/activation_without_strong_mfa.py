from __future__ import annotations

from typing import TYPE_CHECKING

from .no_alert import changed
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


def with_users(
    story: Callable[[TenantUnderTest], object], **users: object
) -> Callable[[TenantUnderTest], None]:
    """The same tenant, with users of its policy *Strong* in Graph's own words."""

    def told(tenant: TenantUnderTest) -> None:
        story(tenant)
        conditions = tenant.conditional_access_policies["Strong"]["conditions"]
        assert isinstance(conditions, dict)
        conditions["users"] |= users

    return told


def guests(*kinds: str) -> dict[str, object]:
    """Graph's object for kinds of external users, of any tenant."""
    return {
        "guestOrExternalUserTypes": ",".join(kinds),
        "externalTenants": {"membershipKind": "all"},
    }


EVERY_KIND = (
    "internalGuest",
    "b2bCollaborationGuest",
    "b2bCollaborationMember",
    "b2bDirectConnectUser",
    "otherExternalUser",
    "serviceProvider",
)


def guest(tenant: TenantUnderTest) -> None:
    """Option B for a guest, under the context c1; the policy names nobody yet."""
    tenant.user("Ada", guest=True)
    with_context(users=[])(tenant)


def unexported(tenant: TenantUnderTest) -> None:
    """The excluded group is there, its members are not."""
    with_context(exclude=[tenant.group("Exceptions", role_assignable=False, pim=False)])(tenant)
    tenant.without("group_members")


def nested_unexported(tenant: TenantUnderTest) -> None:
    inner = tenant.group("Inner", role_assignable=False, pim=False)
    outer = tenant.group("Exceptions", role_assignable=False).with_active(inner)
    with_context(exclude=[outer])(tenant)
    tenant.without("group_members")


def one_missed_for_certain(tenant: TenantUnderTest) -> None:
    """Whether Ada is excluded cannot be told; that Grace is can."""
    unexported(tenant)
    tenant.group(TIER_0).with_eligible("Grace")
    conditions = tenant.conditional_access_policies["Strong"]["conditions"]
    assert isinstance(conditions, dict)
    conditions["users"]["excludeUsers"] = [tenant.user("Grace").id]


def one_policy_lost(tenant: TenantUnderTest) -> None:
    """The sound policy covers only Grace; the state of the one for Ada was not exported."""
    tenant.group(TIER_0).with_eligible("Grace")
    with_context(users=[tenant.user("Grace")])(tenant)
    tenant.conditional_access("Other", context="c1", users=[tenant.user("Ada")])
    del tenant.conditional_access_policies["Other"]["state"]


FIRES = {
    "one member missed for certain, one not to be told": one_missed_for_certain,
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
    "includes guests, and the member is none": with_users(
        with_context(users=[]), includeGuestsOrExternalUsers=guests(*EVERY_KIND)
    ),
    "excludes every kind of guest": with_users(
        guest, includeUsers=["All"], excludeGuestsOrExternalUsers=guests(*EVERY_KIND)
    ),
    "all locations but the trusted ones": with_context(
        conditions={
            "locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]},
        }
    ),
    "covers only somebody else": lambda t: with_context(users=[t.user("Grace")])(t),
    "strength that can be phished": with_context(strength="Multifactor authentication"),
    "MFA control instead of a strength": with_context(strength=None, controls=["mfa"]),
    "strength OR compliant device": with_context(controls=["compliantDevice"], operator="OR"),
    "only from some platforms": with_context(
        conditions={"platforms": {"includePlatforms": ["android"], "excludePlatforms": []}}
    ),
}
SILENT = {
    "a nested group without members activates nothing": lambda t: (
        with_context()(t),
        t.group(TIER_0).with_eligible(t.group("Inner", role_assignable=False)),
    ),
    "all locations and platforms, none excluded": with_context(
        conditions={
            "locations": {"includeLocations": ["All"], "excludeLocations": []},
            "platforms": {"includePlatforms": ["all"], "excludePlatforms": []},
        }
    ),
    "includes every kind of guest": with_users(
        guest, includeGuestsOrExternalUsers=guests(*EVERY_KIND)
    ),
    "excludes every kind of guest, and nobody is one": with_users(
        with_context(), excludeGuestsOrExternalUsers=guests(*EVERY_KIND)
    ),
    "excludes a group whose members are known": lambda t: with_context(
        exclude=[t.group("Exceptions", role_assignable=False).with_active("Grace")]
    )(t),
    "enforced for all": with_context(),
    "enforced for the member": lambda t: with_context(users=[t.user("Ada")])(t),
    "strength AND compliant device": with_context(controls=["compliantDevice"], operator="AND"),
    "two policies, one of them sound": lambda t: (
        with_context(state="disabled")(t),
        t.conditional_access("Other", context="c1"),
    ),
}
NOT_ASSESSED = {
    "which context it demands was lost": changed(
        with_context(),
        "member",
        {"AuthenticationContext_EndUser_Assignment": {"claimValue": None}},
    ),
    "a policy of unknown state may cover whom the sound one misses": one_policy_lost,
    "members of an excluded group not exported": unexported,
    "members of a group in an excluded group not exported": nested_unexported,
    "an excluded group that no export names": with_users(
        with_context(), excludeGroups=["11111111-2222-4333-8444-555555555555"]
    ),
    "includes some kinds of guests": with_users(
        guest, includeGuestsOrExternalUsers=guests("b2bCollaborationGuest")
    ),
    "excludes some kinds of guests": with_users(
        guest,
        includeUsers=["All"],
        excludeGuestsOrExternalUsers=guests("b2bCollaborationGuest"),
    ),
    "excludes a role, and active roles are not known": without(
        with_users(with_context(), excludeRoles=["fe930be7-5e62-47db-91af-98c3a49a38b1"]),
        "role_assignment_schedule_instances",
    ),
    "no Conditional Access": without(with_context(), "conditional_access_policies"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
    "no policies": without(option_b, "role_management_policy_assignments"),
}
