"""The words in which a comparison tells what changed: those of the report's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import Access, State
from pimreport.model.paths import Strategy
from pimreport.model.people import Grade
from pimreport.report.words import GRADES, SEVERITIES, STATES, STRATEGIES
from pimreport.report.words import duration as length
from pimreport.visible import visible
from pimreport.wording import Text, joined, later

if TYPE_CHECKING:
    from pimreport.review.canonical import Json

LATER = " later"
"""After the state of a grant that is not in force yet."""
_NO_BREAK = "\u00a0"
AND = " and "
"""Between the states in which somebody holds the same thing twice."""


def strategy(name: str | None) -> Text:
    """The strategy of a group, by its name in the snapshot."""
    return STRATEGIES[Strategy(name)] if name else Text("Nested group only")


def grade(name: str) -> Text:
    """A protection grade."""
    return GRADES[Grade(name)]


def severity(name: str) -> Text:
    """A severity."""
    return SEVERITIES[name]


def states(told: str) -> Text:
    """How something is held: ``eligible later and active``, as ``holders`` puts states together."""
    return joined(Text(" and "), [_state(one) for one in told.split(AND)])


def _state(one: str) -> Text:
    held = STATES[State(one.removesuffix(LATER))]
    return Text("{state} from a later day on", state=held) if one.endswith(LATER) else held


def policy(one: Json) -> Text:
    """Whose policy it is."""
    if one["group"] is None:
        return Text("policy of {role}", role=visible(one["label"]).removeprefix("policy of "))
    name = visible(one["group_name"] or one["group"])
    if one["access"] == Access.OWNER.value:
        return Text("owner policy of {group}", group=name)
    return Text("member policy of {group}", group=name)


def duration(told: str | None) -> Text:
    """An ISO 8601 duration as people read it, in the language in force when it is printed."""
    return Text("an unknown time") if told is None else later(_duration, told)


def _duration(told: str) -> str:
    return (length(told) or visible(told)).replace(" ", _NO_BREAK)
