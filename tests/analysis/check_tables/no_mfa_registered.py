from __future__ import annotations

from .stories import GA, TIER_0, option_a, option_b, without

FIRES = {
    "eligible member": lambda t: option_b(t).user("Ada").registered(),
    "active member": lambda t: option_a(t).user("Ada").registered(),
    "somebody could reset the password": lambda t: (
        option_b(t).user("Ada").registered(),
        t.user("Nora").holds("Authentication Administrator"),
        t.user("Hugo").holds("Helpdesk Administrator"),
    ),
    "an owner": lambda t: (
        option_b(t).group(TIER_0).with_eligible_owner("Olga"),
        t.user("Olga").registered(),
    ),
}
SILENT = {
    "registered": option_b,
    "one method is enough to be registered": lambda t: option_b(t).user("Ada").registered("fido2"),
    "somebody without a path": lambda t: option_b(t).user("Bob").registered(),
    "a service principal registers nothing": lambda t: (
        t.group(TIER_0).active_in(GA).with_active(t.service_principal("Deployer"))
    ),
}
NOT_ASSESSED = {
    "no registrations": without(option_b, "user_registration_details"),
    "isMfaRegistered not exported": lambda t: option_b(t).omitting(
        "user_registration_details", "isMfaRegistered"
    ),
    "no active roles": without(option_b, "role_assignment_schedule_instances"),
}
