from __future__ import annotations

from .stories import GA, TIER_0, option_b, without

FIRES = {
    "a name read backwards": lambda t: option_b(t).group(TIER_0).with_eligible("Bob \u202egnp.exe"),
    "a zero-width space": lambda t: option_b(t).group(TIER_0).with_eligible("Bob\u200b"),
    "a blank letter": lambda t: option_b(t).group(TIER_0).with_eligible("Bob\u3164"),
    "in the UPN": lambda t: (
        option_b(t).group(TIER_0).with_eligible(t.user("Bob", upn="bob\u200b@contoso.example"))
    ),
    "the group": lambda t: t.group("Tier\u200b 0").active_in(GA).with_eligible("Ada"),
    "the nested group": lambda t: (
        t.group(TIER_0).active_in(GA).with_eligible(t.group("In\u200bner").with_active("Ada"))
    ),
    "a service principal": lambda t: (
        option_b(t).group(TIER_0).with_active(t.service_principal("Deploy\u00ader"))
    ),
}
SILENT = {
    "plain names": option_b,
    "letters of many scripts": lambda t: (
        option_b(t).group(TIER_0).with_eligible("Jörg Müller", "山田 太郎", "محمد", "Nguyễn Văn An")
    ),
    "somebody without a path": lambda t: option_b(t).user("Bob\u200b"),
    "a group without a role": lambda t: option_b(t).group("Bow\u200bling").with_active("Bob"),
}
NOT_ASSESSED = {
    "no names": without(option_b, "users"),
    "no eligible members": without(option_b, "group_eligibility_schedule_instances"),
}
