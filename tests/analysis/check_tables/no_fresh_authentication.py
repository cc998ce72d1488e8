from __future__ import annotations

from .activation_without_strong_mfa import with_context
from .stories import TIER_0, option_b, without

FIRES = {
    "no sign-in frequency": with_context(every_time=False),
    "the policy that asks every time covers somebody else": lambda t: (
        with_context(every_time=False)(t),
        t.conditional_access("Fresh", context="c1", users=[t.user("Grace")]),
    ),
    "the policy that asks every time is disabled": lambda t: (
        with_context(every_time=False)(t),
        t.conditional_access("Fresh", context="c1", state="disabled"),
    ),
}
SILENT = {
    "every time": with_context(),
    "a second policy asks every time": lambda t: (
        with_context(every_time=False)(t),
        t.conditional_access("Fresh", context="c1", strength=None, controls=["mfa"]),
    ),
    "not strong in the first place": with_context(
        every_time=False, strength="Multifactor authentication"
    ),
    "no context at all": option_b,
    "the context blocks everybody": with_context(
        every_time=False, strength=None, controls=["block"]
    ),
}
NOT_ASSESSED = {
    "whom the policy that asks every time excludes was not exported": lambda t: (
        with_context(every_time=False)(t),
        t.conditional_access(
            "Fresh",
            context="c1",
            exclude=[t.group("Exceptions", role_assignable=False, pim=False)],
        ),
        t.without("group_members"),
    ),
    "session controls not exported": lambda t: (
        with_context()(t),
        t.omitting("conditional_access_policies", "sessionControls"),
    ),
    "no Conditional Access": without(with_context(), "conditional_access_policies"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
    "no policies": without(option_b, "role_management_policy_assignments"),
}
