"""``prior + added - removed = current`` for every kind, every delta itemised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Delta, TieOut
from pimreport.review import snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.review.canonical import Json
    from pimreport.review.names import Names


def tie_out(before: Json, after: Json, names: Names) -> tuple[TieOut, ...]:
    """One line per kind that either snapshot has anything of."""
    earlier, now = snapshot.by_kind(before), snapshot.by_kind(after)
    words = _words(before, names) | _words(after, names)
    lines = []
    for kind in snapshot.KINDS:
        prior, current = before["counts"].get(kind, 0), after["counts"].get(kind, 0)
        had, has = set(earlier[kind]), set(now[kind])
        if prior or current or had or has:
            lines.append(
                TieOut(
                    kind=kind,
                    prior=prior,
                    added=_deltas(has - had, words),
                    removed=_deltas(had - has, words),
                    current=current,
                )
            )
    return tuple(lines)


def _deltas(keys: set[str], words: dict[str, str]) -> tuple[Delta, ...]:
    told = (Delta(key=key, text=words.get(key, key)) for key in keys)
    return tuple(sorted(told, key=lambda one: (one.text, one.key)))


def _words(content: Json, names: Names) -> dict[str, str]:
    told: dict[str, str] = {one["id"]: names.group(one["id"]) for one in content["groups"]}
    kinds: tuple[tuple[str, Callable[[Json], str], Callable[[Json], str]], ...] = (
        ("memberships", snapshot.membership_key, names.membership),
        ("role_assignments", snapshot.role_key, names.assignment),
        ("paths", snapshot.path_key, names.path),
        ("policies", snapshot.policy_key, lambda one: str(one["label"])),
        ("findings", lambda one: str(one["key"]), lambda one: str(one["title"])),
    )
    for name, key, text in kinds:
        told |= {key(one): text(one) for one in content[name]}
    return told
