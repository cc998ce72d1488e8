"""What the runs of the collector tell of themselves: tenants, times, and what they did not obtain."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.data import facts
from pimreport.model.provenance import Refusal
from pimreport.wording import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pimreport.model.as_of import AsOf
    from pimreport.parsers.manifest import Asked, Manifest
    from pimreport.wording import Wording

_ANSWERED = frozenset({"collected", "not-in-pim", "gone"})


@dataclass(slots=True)
class Doubts:
    """``broken``: the files are not what a manifest says. ``gaps``: they are, but not all is well."""

    broken: list[Wording] = field(default_factory=list)
    gaps: list[Wording] = field(default_factory=list)


def times(asked: Sequence[Asked], as_of: AsOf, doubts: Doubts) -> None:
    """It was collected at one time, and not long before or after the report's."""
    limits = facts("collection")["limits"]
    moments = [moment for one in asked for moment in (one.started_utc, one.finished_utc)]
    if not moments:
        doubts.broken.append(Text("The manifest names no query."))
        return
    first, last = min(moments), max(moments)
    if last - first > timedelta(hours=limits["spread_hours"]):
        doubts.gaps.append(
            Text(
                "It was collected over {span}, from {first} to {last}: that is no snapshot.",
                span=_span(last - first),
                first=_text(first),
                last=_text(last),
            )
        )
    if as_of.first - last > timedelta(days=limits["age_days"]):
        doubts.gaps.append(
            Text("It is {span} older than the report.", span=_span(as_of.first - last))
        )
    if first - as_of.last > timedelta(days=1):
        doubts.gaps.append(
            Text(
                "It was collected {span} after the day the report speaks about.",
                span=_span(first - as_of.last),
            )
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
        doubts.gaps.append(Text("The collector did not ask for {lists}.", lists=some(forgotten)))
    for one in refusals:
        if one.items:
            doubts.gaps.append(
                Text.plural(
                    "{query} was not obtained about {number} of them: {reason}.",
                    "{query} was not obtained about {number} of them: {reason}.",
                    len(one.items),
                    query=one.query,
                    reason=one.reason,
                )
            )
        else:
            doubts.gaps.append(
                Text("{query} was not obtained: {reason}.", query=one.query, reason=one.reason)
            )


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


def collected(run: Manifest) -> Text:
    """Who collected what and when, in a sentence."""
    moments = [moment for one in run.queries for moment in (one.started_utc, one.finished_utc)]
    when: Wording = ""
    if moments:
        when = Text(
            " between {first} and {last}", first=_text(min(moments)), last=_text(max(moments))
        )
    nobody = Text("an account that the manifest does not name")
    return Text.plural(
        "Collected by {collector} as {who} from tenant {tenant} ({cloud}){when}, {number} lists.",
        "Collected by {collector} as {who} from tenant {tenant} ({cloud}){when}, {number} lists.",
        len(run.queries),
        collector=run.collector or Text("a collector"),
        who=run.account or run.application or nobody,
        tenant=run.tenant_id,
        cloud=run.environment or Text("cloud not told"),
        when=when,
    )


def some(names: Sequence[Wording], most: int = 5) -> Wording:
    """The first few of many names."""
    shown = joined(", ", names[:most])
    if len(names) <= most:
        return shown
    return Text.plural(
        "{names} and {number} more", "{names} and {number} more", len(names) - most, names=shown
    )


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _span(length: timedelta) -> Text:
    """Hours, or days where it is many."""
    hours = int(length.total_seconds() // 3600)
    if hours >= 48:  # noqa: PLR2004
        return Text.plural("{number} days", "{number} days", hours // 24)
    return Text.plural("{number} hours", "{number} hours", hours)
