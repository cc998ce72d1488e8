"""What the runs of the collector tell of themselves: tenants, times, and what they did not obtain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.data import facts
from pimreport.model.provenance import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pimreport.model.as_of import AsOf
    from pimreport.parsers.manifest import Asked, Manifest

_ANSWERED = frozenset({"collected", "not-in-pim", "gone"})


@dataclass(slots=True)
class Doubts:
    """``broken``: the files are not what a manifest says. ``gaps``: they are, but not all is well."""

    broken: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def times(asked: Sequence[Asked], as_of: AsOf, doubts: Doubts) -> None:
    """It was collected at one time, and not long before or after the report's."""
    limits = facts("collection")["limits"]
    moments = [moment for one in asked for moment in (one.started_utc, one.finished_utc)]
    if not moments:
        doubts.broken.append("The manifest names no query.")
        return
    first, last = min(moments), max(moments)
    if last - first > timedelta(hours=limits["spread_hours"]):
        doubts.gaps.append(
            f"It was collected over {_span(last - first)}, from {_text(first)} to {_text(last)}:"
            " that is no snapshot."
        )
    if as_of.first - last > timedelta(days=limits["age_days"]):
        doubts.gaps.append(f"It is {_span(as_of.first - last)} older than the report.")
    if first - as_of.last > timedelta(days=1):
        doubts.gaps.append(
            f"It was collected {_span(first - as_of.last)} after the day the report speaks about."
        )


def questions(runs: Sequence[Manifest], refusals: Sequence[Refusal], doubts: Doubts) -> None:
    """Everything was asked for, and answered."""
    asked = {one.query for run in runs for one in run.queries}
    forgotten = [
        query["name"]
        for query in facts("collection")["query"]
        if query["each"] == "tenant" and "only_with" not in query and query["name"] not in asked
    ]
    if forgotten:
        doubts.gaps.append(f"The collector did not ask for {some(forgotten)}.")
    for one in refusals:
        about = f" about {len(one.items)} of them" if one.items else ""
        doubts.gaps.append(f"{one.query} was not obtained{about}: {one.reason}.")


def refusals(asked: Iterable[Asked]) -> Iterator[Refusal]:
    """One per query and kind of refusal; Graph's messages may differ in ids from group to group."""
    known = {query["name"]: query for query in facts("collection")["query"]}
    alike: defaultdict[tuple[str, int, str], list[Asked]] = defaultdict(list)
    for one in asked:
        if one.outcome not in _ANSWERED:
            alike[one.query, one.status, one.reason.partition(" ")[0]].append(one)
    for (query, status, _), ones in alike.items():
        told = known.get(query, {})
        reason = (ones[0].reason or ones[0].outcome).rstrip(". ")
        of_one = told.get("each") in {"group", "unit"}
        yield Refusal(
            query=query,
            resource=ones[0].resource,
            items=tuple(one.item for one in ones) if of_one else (),
            reason=f"{status} {reason}" if status else reason,
            loses=str(told.get("loses", "what it would have shown is unknown")),
            scopes=tuple(told.get("scopes", ())),
        )


def collected(run: Manifest) -> str:
    """Who collected what and when, in a sentence."""
    moments = [moment for one in run.queries for moment in (one.started_utc, one.finished_utc)]
    when = f" between {_text(min(moments))} and {_text(max(moments))}" if moments else ""
    who = run.account or run.application or "an account that the manifest does not name"
    return (
        f"Collected by {run.collector or 'a collector'} as {who} from tenant {run.tenant_id}"
        f" ({run.environment or 'cloud not told'}){when}, {len(run.queries)} lists."
    )


def some(names: Sequence[str], most: int = 5) -> str:
    """The first few of many names."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _span(length: timedelta) -> str:
    hours = int(length.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"  # noqa: PLR2004
