"""A comparison as plain dictionaries: ``changes`` of the JSON output, and ``compare --json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.wording import english

if TYPE_CHECKING:
    from pimreport.model.changes import Change, Comparison, TieOut


def changes_json(comparison: Comparison) -> dict[str, Any]:
    """The whole comparison, in print order."""
    return {
        "before": {"as_of": comparison.before, "snapshot": comparison.before_id},
        "after": {"as_of": comparison.after, "snapshot": comparison.after_id},
        "balanced": comparison.balanced,
        "changes": [_change(one) for one in comparison.changes],
        "history": [
            {"as_of": one.as_of, "numbers": dict(one.numbers)} for one in comparison.history
        ],
        "tie_out": [_tie_out(one) for one in comparison.tie_out],
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "what": one.what.value,
        "direction": one.direction.value,
        "subject": one.subject,
        "subject_id": one.subject_id,
        "group": one.group,
        "before": one.before,
        "after": one.after,
        "sentence": english(one.sentence),
    }


def _tie_out(one: TieOut) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "prior": one.prior,
        "added": [{"key": delta.key, "text": delta.text} for delta in one.added],
        "removed": [{"key": delta.key, "text": delta.text} for delta in one.removed],
        "current": one.current,
        "balanced": one.balanced,
    }
