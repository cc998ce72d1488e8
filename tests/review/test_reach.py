"""Roles through nested groups, however groups are nested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.review.names import Names
from pimreport.review.reach import Reach

if TYPE_CHECKING:
    from pimreport.review.canonical import Json


def _told(nested: list[tuple[str, str]], holder: str) -> str:
    snapshot: Json = {
        "role_assignments": [{"principal": holder, "role": "Reader", "scope": "/"}],
        "memberships": [{"principal": below, "group": above} for below, above in nested],
    }
    return Reach(snapshot, Names({}, {}, {})).told("g0")


def test_a_ladder_of_groups_is_climbed_once() -> None:
    rungs = [
        (f"{side}{rung}", f"{above}{rung + 1}")
        for rung in range(50)
        for side in "gh"
        for above in "gh"
    ]
    assert _told(rungs, "g50") == "Reader (through g50)"


def test_a_chain_of_thousands_is_no_recursion() -> None:
    chain = [(f"g{number}", f"g{number + 1}") for number in range(5_000)]
    assert _told(chain, "g5000") == "Reader (through g5000)"


def test_a_group_in_itself_and_in_a_cycle_has_its_role_once() -> None:
    assert _told([("g0", "g0"), ("g0", "g1"), ("g1", "g0")], "g0") == "Reader"
