from __future__ import annotations

from .activation_without_strong_mfa import with_context
from .stories import GA, option_b, without

CA = "Conditional Access Administrator"

POLICIES = "microsoft.directory/conditionalAccessPolicies"

FIRES = {
    "Conditional Access Administrator": lambda t: (with_context()(t), t.user("Cleo").holds(CA)),
    "Security Administrator, eligible": lambda t: (
        with_context()(t),
        t.user("Sam").eligible_for("Security Administrator"),
    ),
    "through a group": lambda t: (
        with_context()(t),
        t.group("Policies").active_in(CA).with_eligible("Cleo"),
    ),
    "a custom role that changes the policies": lambda t: (
        with_context()(t),
        t.user("Cora").holds(t.custom_role("Editors", f"{POLICIES}/basic/update")),
    ),
    "an application": lambda t: (
        with_context()(t),
        t.service_principal("Deployer").holds(CA),
    ),
}
SILENT = {
    "a custom role that reads the policies": lambda t: (
        with_context()(t),
        t.user("Cora").holds(t.custom_role("Readers", f"{POLICIES}/standard/read")),
    ),
    "the only manager is disabled": lambda t: (
        with_context()(t),
        t.user("Cleo", enabled=False).holds(CA),
    ),
    "nobody manages Conditional Access": with_context(),
    "a Global Administrator reaches the role anyway": lambda t: (
        with_context()(t),
        t.user("Cleo").holds(CA).holds(GA),
    ),
    "who activates the role anyway": lambda t: (with_context()(t), t.user("Ada").holds(CA)),
    "nothing is enforced that could be switched off": lambda t: (
        option_b(t),
        t.user("Cleo").holds(CA),
    ),
    "only over an administrative unit": lambda t: (
        with_context()(t),
        t.user("Sam").holds("Security Administrator", t.unit("North")),
    ),
    "Security Reader only reads": lambda t: (
        with_context()(t),
        t.user("Sam").holds("Security Reader"),
    ),
}
NOT_ASSESSED = {
    "a custom role whose permissions were not exported": lambda t: (
        with_context()(t),
        t.user("Cora").holds(t.custom_role("Editors", f"{POLICIES}/basic/update")),
        t.omitting("role_definitions", "rolePermissions"),
    ),
    "no Conditional Access": without(with_context(), "conditional_access_policies"),
    "no policies": without(option_b, "role_management_policy_assignments"),
    "no active roles": without(with_context(), "role_assignment_schedule_instances"),
}
