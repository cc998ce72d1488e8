"""Memberships and roles that came, went or changed their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Change, Direction, What
from pimreport.model.entra import Access
from pimreport.review.names import scoped
from pimreport.review.sayings import AND, LATER, states
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.review.canonical import Json
    from pimreport.review.names import Names

NOT_PROVEN = "not in the evidence"


def membership_changes(before: Json, after: Json, names: Names) -> Iterator[Change]:
    """New and removed members, and those whose membership has another state."""
    had, has = _by_holder(before), _by_holder(after)
    covered = coverage(after)
    for key in sorted(had.keys() | has.keys()):
        group, principal, access = key
        first, second = had.get(key, ""), has.get(key, "")
        if first == second:
            continue
        if not second and not is_covered(covered, group, access, first):
            second = NOT_PROVEN
        what, way = _weigh(first, second)
        who, where = names.principal(principal), names.group(group)
        tell = _owner if access == Access.OWNER.value else _member
        yield Change(
            what=what,
            direction=way,
            subject=who,
            subject_id=principal,
            group=where,
            before=first or "none",
            after=second or "none",
            sentence=tell(who, where, first, second),
        )


def _by_holder(content: Json) -> dict[tuple[str, str, str], str]:
    states: dict[tuple[str, str, str], list[str]] = {}
    for one in content["memberships"]:
        key = one["group"], one["principal"], one["access"]
        states.setdefault(key, []).append(one["state"] + (LATER if one["later"] else ""))
    return {key: AND.join(sorted(set(found))) for key, found in states.items()}


def coverage(content: Json) -> dict[str, dict[str, bool]]:
    """Which lists of which group the evidence covers."""
    return {one["id"]: one["covered"] for one in content["groups"]}


def is_covered(
    covered: dict[str, dict[str, bool]], group: str, access: str, states: str = ""
) -> bool:
    """An absence proves something: the lists that would show the membership are in the evidence.

    A group that is in the population no more is not covered: nobody exported its lists.
    """
    lists = covered.get(group)
    if lists is None:
        return False
    if access == "owner":
        return lists["owners"]
    wanted = [name for name in ("active", "eligible") if name in states] or ["active", "eligible"]
    return all(lists[name] for name in wanted)


def _weigh(first: str, second: str) -> tuple[What, Direction]:
    if not first:
        return What.MEMBERSHIP, Direction.CHANGED
    if second == NOT_PROVEN:
        return What.EVIDENCE, Direction.WORSE
    if not second:
        return What.MEMBERSHIP, Direction.CHANGED
    gained = "active" in second.split() and "active" not in first.split()
    return What.STATE, Direction.WORSE if gained else Direction.CHANGED


def _member(who: str, group: str, first: str, second: str) -> Text:
    if not first:
        return Text("{who} is a new member of {group} ({has}).", who=who, group=group, has=states(second))  # fmt: skip
    had = states(first)
    if second == NOT_PROVEN:
        return Text(
            "{who} was a member of {group} ({had}); whether that ended is not in the evidence.",
            who=who,
            group=group,
            had=had,
        )
    if not second:
        return Text(
            "{who} is no longer a member of {group} (was {had}).", who=who, group=group, had=had
        )
    return Text(
        "The membership of {who} in {group} was {had} and is now {has}.",
        who=who,
        group=group,
        had=had,
        has=states(second),
    )


def _owner(who: str, group: str, first: str, second: str) -> Text:
    if not first:
        return Text("{who} is a new owner of {group} ({has}).", who=who, group=group, has=states(second))  # fmt: skip
    had = states(first)
    if second == NOT_PROVEN:
        return Text(
            "{who} was an owner of {group} ({had}); whether that ended is not in the evidence.",
            who=who,
            group=group,
            had=had,
        )
    if not second:
        return Text(
            "{who} is no longer an owner of {group} (was {had}).", who=who, group=group, had=had
        )
    return Text(
        "The ownership of {group} by {who} was {had} and is now {has}.",
        who=who,
        group=group,
        had=had,
        has=states(second),
    )


def role_changes(before: Json, after: Json, names: Names) -> Iterator[Change]:
    """Roles that a group or a person holds directly, new or gone or in another state."""
    had, has = _by_assignee(before), _by_assignee(after)
    for key in sorted(had.keys() | has.keys()):
        role, principal, scope = key
        first, second = had.get(key, "none"), has.get(key, "none")
        if first == second:
            continue
        gained = "active" in second and "active" not in first
        who, what = names.principal(principal), f"{names.role(role)}{scoped(scope)}"
        yield Change(
            what=What.ROLE,
            direction=Direction.WORSE if gained else Direction.CHANGED,
            subject=who,
            subject_id=principal,
            before=first,
            after=second,
            sentence=_role_sentence(who, what, had.get(key), has.get(key)),
        )


def _role_sentence(who: str, role: str, first: str | None, second: str | None) -> Text:
    if first is None and second is not None:
        return Text("{who} is new in {role} ({has}).", who=who, role=role, has=states(second))
    if second is None and first is not None:
        return Text(
            "{who} is no longer in {role} (was {had}).", who=who, role=role, had=states(first)
        )
    return Text(
        "The assignment of {role} to {who} was {had} and is now {has}.",
        role=role,
        who=who,
        had=states(first or ""),
        has=states(second or ""),
    )


def _by_assignee(content: Json) -> dict[tuple[str, str, str], str]:
    states: dict[tuple[str, str, str], set[str]] = {}
    for one in content["role_assignments"]:
        key = one["role"], one["principal"], one["scope"]
        states.setdefault(key, set()).add(one["state"] + (LATER if one["later"] else ""))
    return {key: AND.join(sorted(found)) for key, found in states.items()}
