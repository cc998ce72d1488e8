"""What became of the numbers of the first page since the earlier report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.changes import Direction, What
from pimreport.report.figures import figures, numbered
from pimreport.report.tables.tie_out import kind_told
from pimreport.report.words import day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pimreport.model.report import Report

_NUMBERS = {
    "people": ("people.all",),
    "seizable": ("people.seizable",),
    "urgent": ("findings.critical", "findings.high"),
    "not_assessed": ("checks.not-assessed",),
}
"""What each number of the first page adds up."""


def context(report: Report) -> Mapping[str, object]:
    """For the templates.

    ``since``: date of the earlier report, or None; ``lost``: evidence that it had is missing now, so
    that a smaller number may only mean that less was seen; ``trend``: differences by name of the number,
    None where there is no earlier report or it did not keep the number.
    """
    changes = report.changes
    earlier = changes.history[-2].numbers if changes and len(changes.history) > 1 else {}
    now = numbered(figures(report))
    trend = {
        name: _difference([now[part] for part in parts], [earlier.get(part) for part in parts])
        for name, parts in _NUMBERS.items()
    }
    return {
        "since": day(changes.before) if changes else None,
        "lost": any(
            one.what is What.EVIDENCE and one.direction is Direction.WORSE
            for one in (changes.changes if changes else ())
        ),
        "balanced": changes.balanced if changes else None,
        "tie_out": [(kind_told(one.kind), one) for one in changes.tie_out] if changes else (),
        "trend": trend,
    }


def _difference(now: Sequence[int | None], earlier: Sequence[int | None]) -> int | None:
    """None where one of the numbers is not known."""
    known_now = [one for one in now if one is not None]
    known_earlier = [one for one in earlier if one is not None]
    if len(known_now) + len(known_earlier) < len(now) + len(earlier):
        return None
    return sum(known_now) - sum(known_earlier)
