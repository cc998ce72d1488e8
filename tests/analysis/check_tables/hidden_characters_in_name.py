from __future__ import annotations

from .stories import GA, TIER_0, option_b, without

FIRES = {
    "a joiner between Latin letters": lambda t: (
        option_b(t).group(TIER_0).with_eligible("Bo\u200db")
    ),
    "a joiner at the end of a Persian name": lambda t: (
        option_b(t).group(TIER_0).with_eligible("علی\u200c")
    ),
    "a joiner between letters of two scripts": lambda t: (
        option_b(t).group(TIER_0).with_eligible("علی\u200cb")
    ),
    "a joiner at its place, and a zero-width space": lambda t: (
        option_b(t).group(TIER_0).with_eligible("علی\u200cرضا\u200b")
    ),
    "a name read backwards": lambda t: option_b(t).group(TIER_0).with_eligible("Bob \u202egnp.exe"),
    "a zero-width space": lambda t: option_b(t).group(TIER_0).with_eligible("Bob\u200b"),
    "a blank letter": lambda t: option_b(t).group(TIER_0).with_eligible("Bob\u3164"),
    "nothing but blanks": lambda t: option_b(t).group(TIER_0).with_eligible("   "),
    "nothing but wide blanks": lambda t: option_b(t).group(TIER_0).with_eligible("\u3000"),
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
    "a Persian name that is spelt with a non-joiner": lambda t: (
        option_b(t).group(TIER_0).with_eligible("علی\u200cرضا")
    ),
    "a conjunct of Devanagari and one of Sinhala": lambda t: (
        option_b(t).group(TIER_0).with_eligible("क्\u200dष", "ශ්\u200dරී")
    ),
    "an emoji of several": lambda t: (
        option_b(t)
        .group(TIER_0)
        .with_eligible(
            "Ada \U0001f469\u200d\U0001f4bb",
            "Bea \U0001f3f3\ufe0f\u200d\U0001f308",
            "Cid \U0001f9d1\U0001f3fd\u200d\U0001f680",
        )
    ),
    "plain names": option_b,
    "a blank before the name": lambda t: option_b(t).group(TIER_0).with_eligible(" Bob"),
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
