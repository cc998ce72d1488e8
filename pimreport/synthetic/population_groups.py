"""How an invented organisation uses its groups: mostly one of the two options, not always well."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from pimreport.synthetic.draft import DraftTenant
    from pimreport.synthetic.principals import DraftGroup, DraftUser
    from pimreport.synthetic.settings import Settings

    Tell = Callable[[DraftGroup, Sequence[str], Sequence[DraftUser]], object]

_ROLES = {
    "Global Reader": 12, "SharePoint Administrator": 12, "Exchange Administrator": 12,
    "Teams Administrator": 10, "Intune Administrator": 8, "Security Reader": 8,
    "Reports Reader": 6, "Compliance Administrator": 6, "Application Administrator": 5,
    "Security Administrator": 4, "User Administrator": 3, "Groups Administrator": 3,
    "Conditional Access Administrator": 2, "Global Administrator": 1,
}  # fmt: skip
_TEAMS = ("Cloud", "Collaboration", "Endpoint", "Identity", "Messaging", "Network", "Security")
_ENDS = ("2026-10-15", "2026-12-31", "2027-03-31", "2027-09-30", None)
_SETTINGS: tuple[Settings, ...] = (
    {},
    {"mfa": True},
    {"mfa": True, "approval": True},
    {"max_duration": "PT24H", "justification": False},
    {"mfa": True, "ticket": True, "max_duration": "PT4H"},
)
_DIRECT_HOLDERS = 12


def invent(
    tenant: DraftTenant,
    people: Sequence[DraftUser],
    groups: int,
    members: int,
    chance: random.Random,
) -> None:
    """Tell the groups, their policies, and who holds a role without any group."""
    ways: list[Tell] = [_option_b, _option_a, _standing, _double, _mixed, _no_role]
    weights = [46, 24, 12, 6, 6, 6]
    width = len(str(groups))
    for number in range(groups):
        team = _TEAMS[number % len(_TEAMS)]
        group = tenant.group(f"PIM {team} {number:0{width}}")
        roles = chance.choices(list(_ROLES), list(_ROLES.values()), k=chance.choice((1, 1, 1, 2)))
        size = min(len(people), max(1, round(chance.uniform(0.4, 1.6) * members)))
        chosen = chance.sample(people, size)
        chance.choices(ways, weights)[0](group, tuple(dict.fromkeys(roles)), chosen)
        _policy(group, people, chance)
        if number % 9 == 0:
            group.with_owner(chance.choice(people))
    for number, user in enumerate(people[:_DIRECT_HOLDERS]):
        if number % 3:
            user.eligible_for(("User Administrator", "Security Administrator")[number % 2])
        else:
            user.holds(("Global Administrator", "Helpdesk Administrator")[number % 2])


def _policy(group: DraftGroup, people: Sequence[DraftUser], chance: random.Random) -> None:
    settings = chance.choice(_SETTINGS).copy()
    if settings.get("approval"):
        settings["approvers"] = chance.sample(people, min(2, len(people)))
    group.member_policy(**settings)


def _eligible(group: DraftGroup, people: Sequence[DraftUser]) -> None:
    for number, user in enumerate(people):
        if number % 15 == 14:  # noqa: PLR2004 - one in fifteen
            group.with_activated(user, ends=_ENDS[number % len(_ENDS)])
        else:
            group.with_eligible(user, ends=_ENDS[number % len(_ENDS)])


def _option_b(group: DraftGroup, roles: Sequence[str], people: Sequence[DraftUser]) -> None:
    for role in roles:
        group.active_in(role)
    _eligible(group, people)


def _option_a(group: DraftGroup, roles: Sequence[str], people: Sequence[DraftUser]) -> None:
    for role in roles:
        group.eligible_for(role)
    group.with_active(*people)


def _standing(group: DraftGroup, roles: Sequence[str], people: Sequence[DraftUser]) -> None:
    for role in roles:
        group.active_in(role)
    group.with_active(*people)


def _double(group: DraftGroup, roles: Sequence[str], people: Sequence[DraftUser]) -> None:
    for role in roles:
        group.eligible_for(role)
    _eligible(group, people)


def _mixed(group: DraftGroup, roles: Sequence[str], people: Sequence[DraftUser]) -> None:
    for role in roles:
        group.active_in(role)
    half = len(people) // 2
    group.with_active(*people[half:])
    _eligible(group, people[:half])


def _no_role(group: DraftGroup, _roles: Sequence[str], people: Sequence[DraftUser]) -> None:
    _eligible(group, people)
