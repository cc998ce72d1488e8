"""Rows that tell different ends of one grant, as warnings about the files they stand in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.model.entra import Membership, RoleAssignment
    from pimreport.model.evidence import Source

    Grant = Membership | RoleAssignment

_FEW = 20
"""Told row by row; the rest is counted."""
_SAYS = (
    "Row {} shows the grant of {} row {}, but {} and not {}: the exports were made at different times, "
    "or one of them was changed. The longer one was believed."
)
_MORE = (
    "{} more rows show grants that end at another time in other rows; the longer one was believed."
)


def told(sources: Sequence[Source], pairs: Iterable[tuple[Grant, Grant]]) -> tuple[Source, ...]:
    """The sources, each with what its rows contradict, at the first source of its file."""
    waiting: defaultdict[str, list[SourceWarning]] = defaultdict(list)
    for first, second in pairs:
        if first.origins and second.origins:
            waiting[second.origins[0].file].append(_warning(first, second))
    if not waiting:
        return tuple(sources)
    marked = []
    for one in sources:
        found = [] if one.passed_over else waiting.pop(one.file, [])
        marked.append(replace(one, warnings=(*one.warnings, *_shown(found))) if found else one)
    return tuple(marked)


def _shown(found: Sequence[SourceWarning]) -> Iterable[SourceWarning]:
    yield from found[:_FEW]
    if len(found) > _FEW:
        yield SourceWarning(code="ends_differ", message=_MORE.format(len(found) - _FEW))


def _warning(first: Grant, second: Grant) -> SourceWarning:
    before, here = first.origins[0], second.origins[0]
    message = _SAYS.format(here.row, before.file, before.row, _end(second), _end(first))
    return SourceWarning(code="ends_differ", message=message, row=here.row)


def _end(grant: Grant) -> str:
    return f"until {grant.ends.date().isoformat()}" if grant.ends else "permanently"
