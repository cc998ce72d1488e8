"""Whether an activation policy demands less than it did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from pimreport.model.changes import Change, Direction, What
from pimreport.review import snapshot
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.review.canonical import Json

Known: TypeAlias = bool | None
"""A fact of the evidence; None is unknown."""

_DEMANDS = {
    "approval": "approval",
    "mfa": "MFA",
    "justification": "justification",
    "ticket": "ticket",
    "context": "authentication context",
}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def policy_changes(before: Json, after: Json) -> Iterator[Change]:
    """Every setting that differs, of policies that both snapshots know."""
    earlier = {snapshot.policy_key(one): one for one in before["policies"]}
    for one in after["policies"]:
        old = earlier.get(snapshot.policy_key(one))
        if old is None:
            continue
        if old["rules"] is None or one["rules"] is None:
            yield from _evidence(old, one)
            continue
        for name, words in _DEMANDS.items():
            yield from _demand(one, words, old["rules"].get(name), one["rules"].get(name))
        yield from _strength(one, old["strong"], one["strong"])
        yield from _longer(one, old["rules"]["max_duration"], one["rules"]["max_duration"])
        yield from _approvers(one, old["rules"]["approvers"], one["rules"]["approvers"])


def _demand(one: Json, words: str, had: Known, has: Known) -> Iterator[Change]:
    if had is has:
        return
    if has is None or had is None:
        yield _change(one, Direction.CHANGED, words, _told(had), _told(has))
    elif had:
        yield _change(one, Direction.WORSE, words, "required", "not required")
    else:
        yield _change(one, Direction.BETTER, words, "not required", "required")


def _strength(one: Json, had: Known, has: Known) -> Iterator[Change]:
    if had is not has and None not in {had, has}:
        direction = Direction.WORSE if had else Direction.BETTER
        yield _change(one, direction, "phishing-resistant sign-in", _told(had), _told(has))


def _longer(one: Json, had: str | None, has: str | None) -> Iterator[Change]:
    if had == has:
        return
    old, new = _minutes(had), _minutes(has)
    direction = Direction.CHANGED
    if old is not None and new is not None:
        direction = Direction.WORSE if new > old else Direction.BETTER
    yield _change(one, direction, "longest activation", had or "unknown", has or "unknown")


def _approvers(one: Json, had: list[str] | None, has: list[str] | None) -> Iterator[Change]:
    if had is None or has is None or had == has:
        return
    text = f"{len(set(had) - set(has))} removed, {len(set(has) - set(had))} added"
    yield _change(one, Direction.CHANGED, "approvers", f"{len(had)}", f"{len(has)} ({text})")


def _evidence(old: Json, one: Json) -> Iterator[Change]:
    if (old["rules"] is None) is not (one["rules"] is None):
        lost = one["rules"] is None
        told = ("in the evidence", "no policy in the evidence")
        direction = Direction.WORSE if lost else Direction.BETTER
        before, after = told if lost else reversed(told)
        yield _change(one, direction, "settings", before, after)


def _change(one: Json, direction: Direction, setting: str, before: str, after: str) -> Change:
    label = visible(one["label"])
    return Change(
        what=What.POLICY,
        direction=direction,
        subject=label,
        subject_id=one["group"] or one["role"] or "",
        group=visible(one["group_name"]) if one["group_name"] else None,
        before=f"{setting}: {visible(before)}",
        after=f"{setting}: {visible(after)}",
        sentence=f"The {label} changed: {setting} was {visible(before)}, is {visible(after)}.",
    )


def _told(value: Known) -> str:
    return "unknown" if value is None else ("required" if value else "not required")


def _minutes(text: str | None) -> int | None:
    matched = _DURATION.fullmatch(text or "")
    if matched is None:
        return None
    days, hours, minutes = (int(part or 0) for part in matched.groups())
    return (days * 24 + hours) * 60 + minutes
