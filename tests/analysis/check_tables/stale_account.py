from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.expectations import Expectations

from .stories import TIER_0, option_b, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder import TenantUnderTest

LONG_AGO, LATELY = "2026-03-01T08:00:00Z", "2026-09-20T08:00:00Z"
LAST_DAY_IN_TIME, FIRST_DAY_TOO_LATE = "2026-07-02T00:00:00Z", "2026-07-01T23:59:59Z"
EXPECT = Expectations(emergency_access=frozenset({"rescue@contoso.example"}))


def signed_in(sign_in: str | None, **user: object) -> Callable[[TenantUnderTest], TenantUnderTest]:
    """Ada's latest sign-in, in a tenant where somebody's sign-ins were exported."""

    def story(tenant: TenantUnderTest) -> TenantUnderTest:
        tenant.user("Ada", sign_in=sign_in, **user)  # type: ignore[arg-type]  # the user's facts
        tenant.user("Bob", sign_in=LATELY)
        return option_b(tenant)

    return story


FIRES = {
    "last seen in spring": signed_in(LONG_AGO),
    "one second too long ago": signed_in(FIRST_DAY_TOO_LATE),
    "never seen since created years ago": signed_in(None),
    "an owner": lambda t: (
        t.user("Olga", sign_in=LONG_AGO),
        signed_in(LATELY)(t).group(TIER_0).with_owner("Olga"),
    ),
}
SILENT = {
    "seen lately": signed_in(LATELY),
    "seen on the last day in time": signed_in(LAST_DAY_IN_TIME),
    "never seen, but created lately": signed_in(None, created="2026-09-01T09:00:00Z"),
    "unused, but without a path": lambda t: (
        t.user("Carl", sign_in=LONG_AGO),
        signed_in(LATELY)(t),
    ),
    "disabled, which is another check": signed_in(LONG_AGO, enabled=False),
    "an emergency access account rests": lambda t: (
        signed_in(LATELY)(t).group(TIER_0).with_eligible(t.user("Rescue", sign_in=LONG_AGO))
    ),
}
NOT_ASSESSED = {
    "signInActivity not exported": lambda t: signed_in(LONG_AGO)(t).omitting(
        "users", "signInActivity"
    ),
    "never seen, creation not exported": lambda t: signed_in(None)(t).omitting(
        "users", "createdDateTime"
    ),
    "no users": without(option_b, "users"),
    "no eligible members": without(signed_in(LATELY), "group_eligibility_schedule_instances"),
}
