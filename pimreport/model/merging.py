"""Many descriptions of one thing become one; many things become an index."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from pimreport.model.entra import PrincipalType

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

Thing = TypeVar("Thing")
Key = TypeVar("Key", bound="Hashable")


def index(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, list[Thing]]:
    """All things per key, in their order."""
    found: defaultdict[Key, list[Thing]] = defaultdict(list)
    for thing in things:
        found[key(thing)].append(thing)
    return dict(found)


def pairs(told: Iterable[tuple[Key, Thing]]) -> dict[Key, list[Thing]]:
    """All second halves per first half, in their order."""
    found: defaultdict[Key, list[Thing]] = defaultdict(list)
    for key, thing in told:
        found[key].append(thing)
    return dict(found)


def by(things: Iterable[Thing], key: Callable[[Thing], Key]) -> dict[Key, Thing]:
    """One thing per key: several descriptions of it are united."""
    found: dict[Key, Thing] = {}
    for thing in things:
        name = key(thing)
        found[name] = united(found.get(name), thing)
    return found


def united(first: Thing | None, second: Thing) -> Thing:
    """Two descriptions of one thing: what the first leaves open, the second fills."""
    if first is None or first == second:
        return second
    changes: dict[str, object] = {}
    for one in fields(first):  # type: ignore[arg-type]
        mine, theirs = getattr(first, one.name), getattr(second, one.name)
        if one.name == "origins":
            merged = tuple(dict.fromkeys((*mine, *theirs)))
            if merged != mine:
                changes["origins"] = merged
        elif (mine is None or mine is PrincipalType.UNKNOWN) and theirs is not None:
            changes[one.name] = theirs
    return replace(first, **changes) if changes else first  # type: ignore[type-var]
