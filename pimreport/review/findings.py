"""Critical and high findings that are new, gone, weighed otherwise or accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Change, Direction, What
from pimreport.model.findings import Severity, Status
from pimreport.review.sayings import severity
from pimreport.visible import visible
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pimreport.review.canonical import Json
    from pimreport.review.names import Names
    from pimreport.wording import Wording

_URGENT = {Severity.CRITICAL.value, Severity.HIGH.value}
_NONE, _UNJUDGED = "not found", "not in the evidence"
_NOT_ASSESSED = "not-assessed"


def finding_changes(
    before: Json, after: Json, names: Names, titles: Mapping[str, Wording]
) -> Iterator[Change]:
    """Findings that are critical or high in either snapshot; the tie-out has the others.

    ``titles``: by key, to be told in another language than that of the snapshots.
    """
    had, has = _by_key(before, titles), _by_key(after, titles)
    for key in sorted(had.keys() | has.keys()):
        old, new = had.get(key), has.get(key)
        if not any(one is not None and one["severity"] in _URGENT for one in (old, new)):
            continue
        if old is None and new is not None:
            yield _new(new, before, names)
        elif new is None and old is not None:
            yield _gone(old, before, after, names)
        elif old is not None and new is not None:
            yield from _weighed(old, new, names)
            yield from _decided(old, new, names)


def _by_key(content: Json, titles: Mapping[str, Wording]) -> dict[str, Json]:
    return {
        one["key"]: one | {"title": titles.get(one["key"], one["title"])}
        for one in content["findings"]
    }


def _title(one: Json) -> Wording:
    told: Wording = one["title"]
    return told if isinstance(told, Text) else visible(told)


def _new(new: Json, before: Json, names: Names) -> Change:
    told = Text("New finding ({severity}): {title}.", severity=_weight(new), title=_title(new))
    if before["assessments"].get(new["check"]) == _NOT_ASSESSED:
        told = joined(" ", (told, Text("It could not be assessed before.")))
    accepted = new["status"] == Status.ACCEPTED
    way = Direction.CHANGED if accepted else Direction.WORSE
    return _change(new, names, way, (_NONE, _told(new)), told)


def _gone(old: Json, before: Json, after: Json, names: Names) -> Change:
    if _judged(old, before, after):
        told = Text(
            "No longer found ({severity}): {title}.",
            severity=_weight(old),
            title=_title(old),
        )
        way = Direction.BETTER
        if _gaps(old, after) > _gaps(old, before):
            told = joined(" ", (told, Text("That check could look at less than before.")))
            way = Direction.CHANGED
        return _change(old, names, way, (_told(old), _NONE), told)
    told = Text(
        "Whether it still holds is not in the evidence ({severity}): {title}.",
        severity=_weight(old),
        title=_title(old),
    )
    return _change(old, names, Direction.WORSE, (_told(old), _UNJUDGED), told, What.EVIDENCE)


def _judged(old: Json, before: Json, after: Json) -> bool:
    """An absence proves something: the check ran, and no list of the group went missing."""
    if after["assessments"].get(old["check"], _NOT_ASSESSED) == _NOT_ASSESSED:
        return False
    had, has = (
        next((one["covered"] for one in content["groups"] if one["id"] == old["group"]), None)
        for content in (before, after)
    )
    if had is None:
        return True
    return has is not None and all(has[name] for name, known in had.items() if known)


def _gaps(old: Json, content: Json) -> int:
    """Parts that the check could not look at; of a group, its own lists tell more exactly."""
    return 0 if old["group"] else int(content.get("gaps", {}).get(old["check"], 0))


def _weighed(old: Json, new: Json, names: Names) -> Iterator[Change]:
    if old["severity"] != new["severity"]:
        less = Severity(new["severity"]).rank > Severity(old["severity"]).rank
        way = Direction.BETTER if less else Direction.WORSE
        told = Text(
            "Was {had}, is now {has}: {title}.",
            had=severity(old["severity"]),
            has=severity(new["severity"]),
            title=_title(new),
        )
        yield _change(new, names, way, (old["severity"], new["severity"]), told)


def _decided(old: Json, new: Json, names: Names) -> Iterator[Change]:
    if old["status"] != new["status"]:
        accepted = new["status"] == Status.ACCEPTED
        way = Direction.CHANGED if accepted else Direction.WORSE
        how, title = severity(new["severity"]), _title(new)
        sentence = (
            Text("Now an accepted risk ({severity}): {title}.", severity=how, title=title)
            if accepted
            else Text(
                "No longer an accepted risk ({severity}): {title}.", severity=how, title=title
            )
        )
        yield _change(new, names, way, (old["status"], new["status"]), sentence)


def _told(one: Json) -> str:
    accepted = ", accepted" if one["status"] == Status.ACCEPTED else ""
    return f"{one['severity']}{accepted}"


def _weight(one: Json) -> Text:
    told = severity(one["severity"])
    return Text("{severity}, accepted", severity=told) if one["status"] == Status.ACCEPTED else told


def _change(  # one argument per part of the sentence
    one: Json,
    names: Names,
    way: Direction,
    values: tuple[str, str],
    sentence: Text,
    what: What = What.FINDING,
) -> Change:
    return Change(
        what=what,
        direction=way,
        subject=names.anything(one["subject"]),
        subject_id=one["subject"],
        group=names.group(one["group"]) if one["group"] else None,
        before=values[0],
        after=values[1],
        sentence=sentence,
    )
