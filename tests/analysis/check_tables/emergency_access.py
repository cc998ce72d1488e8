from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis.expectations import Expectations

from .stories import GA, option_b, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from builder import TenantUnderTest

EXPECT = Expectations(
    emergency_access=frozenset({"rescue.one@contoso.example", "rescue.two@contoso.example"})
)


def rescue(
    second: Callable[[TenantUnderTest], object] | None = None, **facts: object
) -> Callable[[TenantUnderTest], TenantUnderTest]:
    """Two accounts; what the second one holds and is may be told differently."""

    def story(tenant: TenantUnderTest) -> TenantUnderTest:
        option_b(tenant).user("Rescue One").holds(GA)
        tenant.user("Rescue Two", **facts)  # type: ignore[arg-type]  # the user's facts
        if second is None:
            tenant.user("Rescue Two").holds(GA)
        else:
            second(tenant)
        return tenant

    return story


FIRES = {
    "only eligible": rescue(lambda t: t.user("Rescue Two").eligible_for(GA)),
    "only activated": rescue(lambda t: t.user("Rescue Two").has_activated(GA)),
    "only through a group": rescue(
        lambda t: t.group("Rescue").active_in(GA).with_active("Rescue Two")
    ),
    "another role": rescue(lambda t: t.user("Rescue Two").holds("User Administrator")),
    "only until next year": rescue(lambda t: t.user("Rescue Two").holds(GA, ends="2027-01-31")),
    "disabled": rescue(enabled=False),
    "synchronised": rescue(synced=True),
}
SILENT = {
    "both as they should be": rescue(),
    "eligible for something else as well": lambda t: (
        rescue()(t).user("Rescue Two").eligible_for("User Administrator")
    ),
    "somebody else is synchronised": lambda t: (t.user("Ada", synced=True), rescue()(t)),
    "a group whose members nobody knows": lambda t: (
        rescue()(t).group("Forgotten", pim=False).active_in(GA)
    ),
}
NOT_ASSESSED = {
    "they are not in the exports": option_b,
    "no users": without(rescue(), "users"),
    "no roles": without(rescue(), "role_assignment_schedule_instances"),
    "plain lists cannot tell": lambda t: (
        rescue()(t)
        .also("role_assignments")
        .without("role_assignment_schedule_instances", "role_eligibility_schedule_instances")
    ),
    "accountEnabled not exported": lambda t: rescue()(t).omitting("users", "accountEnabled"),
}
