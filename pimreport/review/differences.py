"""Changes that deserve a line of their own: strategy, protection, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Change, Direction, What
from pimreport.model.paths import Strategy
from pimreport.model.people import Grade

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def strategy_changes(before: Json, after: Json, names: Names) -> Iterator[Change]:
    """Groups that are used in another way, or are new, or gone."""
    earlier = {one["id"]: one for one in before["groups"]}
    for one in after["groups"]:
        old = earlier.pop(one["id"], None)
        name = names.group(one["id"])
        if old is None:
            text = f"The group {name} is new in the population: {_used(one)}."
            yield _group(one, name, Direction.CHANGED, "not there", _used(one), text)
        elif old["strategy"] != one["strategy"]:
            text = f"{name} was used as {_used(old)} and is used as {_used(one)}."
            change = _group(one, name, _strategy_direction(old, one), _used(old), _used(one), text)
            yield change
    for old in earlier.values():
        name = names.group(old["id"])
        text = f"The group {name} is in the population no more; it was used as {_used(old)}."
        yield _group(old, name, Direction.CHANGED, _used(old), "not there", text)


def _used(one: Json) -> str:
    return one["strategy"] or "nested group only"


def _group(one: Json, name: str, way: Direction, before: str, after: str, text: str) -> Change:
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
            sentence=f"The protection of {name} ({one['highest_role']}) was {had}, is {has}.",
        )  # fmt: skip


def evidence_changes(before: Json, after: Json, names: Names) -> Iterator[Change]:
    """What could be assessed and cannot any more, or the other way round."""
    for check in sorted(before["assessments"].keys() & after["assessments"].keys()):
        had, has = before["assessments"][check], after["assessments"][check]
        if (had == "not-assessed") is not (has == "not-assessed"):
            lost = has == "not-assessed"
            yield _evidence(check, check, had, has, lost=lost)
    earlier = {one["id"]: one["covered"] for one in before["groups"]}
    for one in after["groups"]:
        for which, words in _COVERED.items():
            had, has = earlier.get(one["id"], {}).get(which), one["covered"][which]
            if had is not None and had is not has:
                name = f"{words} of {names.group(one['id'])}"
                told = ("in the evidence", "not in the evidence")
                first, second = told if had else reversed(told)
                yield _evidence(name, one["id"], first, second, lost=had)


def _evidence(name: str, id_: str, before: str, after: str, *, lost: bool) -> Change:
    return Change(
        what=What.EVIDENCE,
        direction=Direction.WORSE if lost else Direction.BETTER,
        subject=name,
        subject_id=id_,
        before=before,
        after=after,
        sentence=f"Evidence {'lost' if lost else 'gained'}: {name} was {before}, is {after}.",
    )
