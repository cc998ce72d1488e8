"""Changes that deserve a line of their own: strategy, protection, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Change, Direction, What
from pimreport.model.paths import Strategy
from pimreport.model.people import Grade
from pimreport.review import sayings
from pimreport.visible import visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pimreport.review.canonical import Json
    from pimreport.review.names import Names

_GRADES = {
    Grade.EXPOSED: 0,
    Grade.CONTESTED: 1,
    Grade.PROTECTED_MEASURED: 2,
    Grade.PROTECTED: 3,
    Grade.PROTECTED_RMAU: 4,
}
_STRATEGIES = {Strategy.STANDING_ACCESS: 0, Strategy.MIXED: 1}
_HARMLESS = {Strategy.NO_MEMBERS, Strategy.NO_ROLE, Strategy.UNKNOWN}
_COVERED = {"active": "active members", "eligible": "eligible members", "owners": "owners"}
_LISTS: Mapping[str, tuple[Callable[[str], Text], Callable[[str], Text]]] = {
    "active": (
        lambda group: Text(
            "Evidence lost: the active members of {group} are no longer in it.", group=group
        ),
        lambda group: Text(
            "Evidence gained: the active members of {group} are in it.", group=group
        ),
    ),
    "eligible": (
        lambda group: Text(
            "Evidence lost: the eligible members of {group} are no longer in it.", group=group
        ),
        lambda group: Text(
            "Evidence gained: the eligible members of {group} are in it.", group=group
        ),
    ),
    "owners": (
        lambda group: Text(
            "Evidence lost: the owners of {group} are no longer in it.", group=group
        ),
        lambda group: Text("Evidence gained: the owners of {group} are in it.", group=group),
    ),
}
"""Of each kind of list: how it is told that it went missing, and that it came."""


def strategy_changes(before: Json, after: Json, names: Names) -> Iterator[Change]:
    """Groups that are used in another way, or are new, or gone."""
    earlier = {one["id"]: one for one in before["groups"]}
    for one in after["groups"]:
        old = earlier.pop(one["id"], None)
        name = names.group(one["id"])
        if old is None:
            text = Text(
                'The group {group} is new in the population; its strategy is "{strategy}".',
                group=name,
                strategy=sayings.strategy(one["strategy"]),
            )
            yield _group(one, name, Direction.CHANGED, "not there", _used(one), text)
        elif old["strategy"] != one["strategy"]:
            text = Text(
                'The strategy of {group} was "{had}" and is now "{has}".',
                group=name,
                had=sayings.strategy(old["strategy"]),
                has=sayings.strategy(one["strategy"]),
            )
            change = _group(one, name, _strategy_direction(old, one), _used(old), _used(one), text)
            yield change
    for old in earlier.values():
        name = names.group(old["id"])
        text = Text(
            'The group {group} is no longer in the population; its strategy was "{strategy}".',
            group=name,
            strategy=sayings.strategy(old["strategy"]),
        )
        yield _group(old, name, Direction.CHANGED, _used(old), "not there", text)


def _used(one: Json) -> str:
    return one["strategy"] or "nested group only"


def _group(one: Json, name: str, way: Direction, before: str, after: str, text: Text) -> Change:
    what = What.GROUP if "not there" in {before, after} else What.STRATEGY
    return Change(
        what=what, direction=way, subject=name, subject_id=one["id"],
        before=before, after=after, sentence=text,
    )  # fmt: skip


def _strategy_direction(old: Json, new: Json) -> Direction:
    if not old["strategy"] or not new["strategy"]:
        return Direction.CHANGED
    had, has = Strategy(old["strategy"]), Strategy(new["strategy"])
    if had in _HARMLESS or has in _HARMLESS:
        return Direction.CHANGED
    first, second = _STRATEGIES.get(had, 2), _STRATEGIES.get(has, 2)
    return _towards(first, second)


def _towards(had: int, has: int) -> Direction:
    if had == has:
        return Direction.CHANGED
    return Direction.WORSE if has < had else Direction.BETTER


def protection_changes(before: Json, after: Json, names: Names) -> Iterator[Change]:
    """People whose protection grade is another one."""
    earlier = {one["id"]: one["grade"] for one in before["people"]}
    for one in after["people"]:
        had, has = earlier.get(one["id"]), one["grade"]
        if had is None or had == has:
            continue
        known = Grade.UNKNOWN.value not in {had, has}
        way = _towards(_GRADES[Grade(had)], _GRADES[Grade(has)]) if known else Direction.CHANGED
        if has == Grade.UNKNOWN.value:
            way = Direction.WORSE
        name = names.principal(one["id"])
        yield Change(
            what=What.PROTECTION, direction=way, subject=name, subject_id=one["id"],
            before=had, after=has,
            sentence=Text(
                'The protection of {name} ({role}) was "{had}" and is now "{has}".',
                name=name, role=visible(one["highest_role"]),
                had=sayings.grade(had), has=sayings.grade(has),
            ),
        )  # fmt: skip


def evidence_changes(before: Json, after: Json, names: Names) -> Iterator[Change]:
    """What could be assessed and cannot any more, or the other way round."""
    for check in sorted(before["assessments"].keys() & after["assessments"].keys()):
        had, has = before["assessments"][check], after["assessments"][check]
        if (had == "not-assessed") is not (has == "not-assessed"):
            lost = has == "not-assessed"
            text = (
                Text(
                    "Evidence lost: the check {check} was assessed and is not any more.",
                    check=check,
                )
                if lost
                else Text(
                    "Evidence gained: the check {check} was not assessed and is now.", check=check
                )
            )
            yield _evidence(check, check, had, has, text, lost=lost)
    earlier = {one["id"]: one["covered"] for one in before["groups"]}
    for one in after["groups"]:
        for which, words in _COVERED.items():
            had, has = earlier.get(one["id"], {}).get(which), one["covered"][which]
            if had is not None and had is not has:
                group = names.group(one["id"])
                name = f"{words} of {group}"
                told = ("in the evidence", "not in the evidence")
                first, second = told if had else reversed(told)
                lost, gained = _LISTS[which]
                text = (lost if had else gained)(group)
                yield _evidence(name, one["id"], first, second, text, lost=had)


def _evidence(  # one argument per part of the change
    name: str, id_: str, before: str, after: str, text: Text, *, lost: bool
) -> Change:
    return Change(
        what=What.EVIDENCE,
        direction=Direction.WORSE if lost else Direction.BETTER,
        subject=name,
        subject_id=id_,
        before=before,
        after=after,
        sentence=text,
    )
