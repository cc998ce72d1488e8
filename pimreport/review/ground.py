"""Whether two snapshots were judged on the same ground: the settings behind the conclusions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Change, Direction, What
from pimreport.visible import visible
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.review.canonical import Json


def setting_changes(before: Json, after: Json) -> Iterator[Change]:
    """Settings of ``pimreport.toml`` that differ; nothing where a snapshot kept none."""
    had, has = before.get("expectations"), after.get("expectations")
    if had is None or has is None:
        return
    for name in sorted(had.keys() & has.keys()):
        if had[name] != has[name]:
            first, second = _told(had[name]), _told(has[name])
            yield Change(
                what=What.SETTING,
                direction=Direction.CHANGED,
                subject=name,
                subject_id=name,
                before=first or "none",
                after=second or "none",
                sentence=Text(
                    "The setting {name} was {had} and is now {has}; findings may have come or gone"
                    " for that alone.",
                    name=name,
                    had=first or Text("none"),
                    has=second or Text("none"),
                ),
            )


def _told(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(visible(str(one)) for one in value)
    return visible(str(value))
