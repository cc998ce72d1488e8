"""Whether an activation policy demands less than it did."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from pimreport.model.changes import Change, Direction, What
from pimreport.review import sayings, snapshot
from pimreport.visible import visible
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.review.canonical import Json

Known: TypeAlias = bool | None
"""A fact of the evidence; None is unknown."""

_DEMANDS = {
    "approval": ("approval", Text.distinct("what a policy demands", "approval")),
    "mfa": ("MFA", Text("MFA")),
    "justification": ("justification", Text("a justification")),
    "ticket": ("ticket", Text("a ticket")),
    "context": ("authentication context", Text("an authentication context")),
}
_STRONG = "phishing-resistant sign-in", Text("phishing-resistant sign-in")
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


def _demand(one: Json, words: tuple[str, Text], had: Known, has: Known) -> Iterator[Change]:
    if had is has:
        return
    name, what = words
    policy = sayings.policy(one)
    way = Direction.CHANGED
    if has is None:
        text = Text(
            "Whether the {policy} requires {what} is no longer in the evidence.",
            policy=policy,
            what=what,
        )
    elif had is None:
        text = _known_now(policy, what, required=has)
    elif has:
        way = Direction.BETTER
        text = Text("The {policy} now requires {what}.", policy=policy, what=what)
    else:
        way = Direction.WORSE
        text = Text("The {policy} no longer requires {what}.", policy=policy, what=what)
    yield _change(one, way, name, (_told(had), _told(has)), text)


def _known_now(policy: Text, what: Text, *, required: bool) -> Text:
    found = (
        Text("The {policy} requires {what}.", policy=policy, what=what)
        if required
        else Text("The {policy} does not require {what}.", policy=policy, what=what)
    )
    return joined(" ", (found, Text("Before, that was not in the evidence.")))


def _strength(one: Json, had: Known, has: Known) -> Iterator[Change]:
    if None not in {had, has}:
        yield from _demand(one, _STRONG, had, has)


def _longer(one: Json, had: str | None, has: str | None) -> Iterator[Change]:
    if had == has:
        return
    old, new = _minutes(had), _minutes(has)
    direction = Direction.CHANGED
    if old is not None and new is not None:
        direction = Direction.WORSE if new > old else Direction.BETTER
    text = Text(
        "The longest activation under the {policy} was {had} and is now {has}.",
        policy=sayings.policy(one),
        had=sayings.duration(had),
        has=sayings.duration(has),
    )
    told = had or "unknown", has or "unknown"
    yield _change(one, direction, "longest activation", told, text)


def _approvers(one: Json, had: list[str] | None, has: list[str] | None) -> Iterator[Change]:
    if had is None or has is None or had == has:
        return
    removed, added = len(set(had) - set(has)), len(set(has) - set(had))
    text = Text(
        "The number of approvers in the {policy} was {had} and is now {has} ({removed} removed,"
        " {added} added).",
        policy=sayings.policy(one),
        had=len(had),
        has=len(has),
        removed=removed,
        added=added,
    )
    told = f"{len(had)}", f"{len(has)} ({removed} removed, {added} added)"
    yield _change(one, Direction.CHANGED, "approvers", told, text)


def _evidence(old: Json, one: Json) -> Iterator[Change]:
    if (old["rules"] is None) is not (one["rules"] is None):
        lost = one["rules"] is None
        told = ("in the evidence", "no policy in the evidence")
        direction = Direction.WORSE if lost else Direction.BETTER
        before, after = told if lost else reversed(told)
        policy = sayings.policy(one)
        text = (
            Text("Evidence lost: the settings of the {policy} are no longer in it.", policy=policy)
            if lost
            else Text("Evidence gained: the settings of the {policy} are in it.", policy=policy)
        )
        yield _change(one, direction, "settings", (before, after), text)


def _change(
    one: Json, direction: Direction, setting: str, values: tuple[str, str], sentence: Text
) -> Change:
    label = visible(one["label"])
    return Change(
        what=What.POLICY,
        direction=direction,
        subject=label,
        subject_id=one["group"] or one["role"] or "",
        group=visible(one["group_name"]) if one["group_name"] else None,
        before=f"{setting}: {visible(values[0])}",
        after=f"{setting}: {visible(values[1])}",
        sentence=sentence,
    )


def _told(value: Known) -> str:
    return "unknown" if value is None else ("required" if value else "not required")


def _minutes(text: str | None) -> int | None:
    matched = _DURATION.fullmatch(text or "")
    if matched is None:
        return None
    days, hours, minutes = (int(part or 0) for part in matched.groups())
    return (days * 24 + hours) * 60 + minutes
