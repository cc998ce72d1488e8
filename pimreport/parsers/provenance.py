"""Whether the files are what the collector's manifest says: hashes, counts, tenants, age, spread."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.data import facts
from pimreport.model.evidence import SourceWarning
from pimreport.model.provenance import Provenance, Refusal, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from pimreport.model.as_of import AsOf
    from pimreport.model.evidence import Source
    from pimreport.parsers.manifest import Asked, Found, Manifest, PageFile

_ANSWERED = frozenset({"collected", "not-in-pim", "gone"})
_DIFFERS = (
    "The file is not as the collector wrote it: its SHA-256 is another one than in the manifest."
)


@dataclass(slots=True)
class _Doubts:
    """``broken``: the files are not what a manifest says. ``gaps``: they are, but not all is well."""

    broken: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)


def checked(
    manifests: Sequence[Found], sources: Sequence[Source], tenants: Iterable[str], as_of: AsOf
) -> tuple[Provenance, list[Source]]:
    """The verdict, and the sources, each marked with what the manifests say of it.

    Args:
        manifests: those among the files.
        sources: as read.
        tenants: ids of the tenants that the evidence itself names.
        as_of: the moment the report speaks about.
    """
    if not manifests:
        return Provenance(), list(sources)
    doubts = _Doubts()
    doubts.broken += [
        f"{one.file} cannot be understood: {one.problem}." for one in manifests if not one.manifest
    ]
    listed = _listed(manifests, doubts)
    marked = [_marked(source, listed) for source in sources]
    _compare(marked, listed, doubts)
    runs = [one.manifest for one in manifests if one.manifest]
    asked = [one for run in runs for one in run.queries]
    refusals = tuple(_refusals(asked))
    _tenants(runs, tenants, doubts)
    _times(asked, as_of, doubts)
    _questions(runs, refusals, doubts)
    standing = Standing.PARTIAL if doubts.gaps else Standing.VERIFIED
    provenance = Provenance(
        standing=Standing.UNVERIFIED if doubts.broken else standing,
        reasons=(*doubts.broken, *doubts.gaps),
        collected=tuple(_collected(run) for run in runs),
        refusals=refusals,
        not_in_pim=frozenset(one.item.lower() for one in asked if one.outcome == "not-in-pim"),
    )
    return provenance, marked


def _listed(manifests: Iterable[Found], doubts: _Doubts) -> dict[str, tuple[PageFile, Asked]]:
    listed: dict[str, tuple[PageFile, Asked]] = {}
    for manifest in manifests:
        for label, page, asked in manifest.pages():
            if label in listed:
                doubts.broken.append(f"{label} is named twice in {manifest.file}.")
            listed[label] = (page, asked)
    return listed


def _marked(source: Source, listed: dict[str, tuple[PageFile, Asked]]) -> Source:
    if source.file not in listed:
        return source
    page, asked = listed[source.file]
    if not asked.resource:
        # Only the collector needed it, to know what to ask next.
        source = replace(
            source, error=None, passed_over=True, resource="unknown", rows=0, rejected=0
        )
    if source.sha256.lower() == page.sha256.lower():
        return replace(source, as_collected=True)
    warning = SourceWarning(code="hash_differs", message=_DIFFERS)
    return replace(source, as_collected=False, warnings=(warning, *source.warnings))


def _compare(
    sources: Sequence[Source], listed: dict[str, tuple[PageFile, Asked]], doubts: _Doubts
) -> None:
    rows: defaultdict[str, int] = defaultdict(int)
    for source in sources:
        rows[source.file] += source.rows + source.rejected + source.duplicates
    there = {source.file: source for source in sources}
    for label, (page, asked) in listed.items():
        one = there.get(label)
        if one is None:
            doubts.broken.append(f"{label} is in the manifest, but not among the files.")
        elif one.as_collected is False:
            doubts.broken.append(f"{label} was changed after it was collected.")
        elif asked.resource and (one.resource != asked.resource or one.error):
            doubts.broken.append(f"{label} holds no {asked.resource}, as the manifest says.")
        elif asked.resource and rows[label] != page.count:
            doubts.broken.append(
                f"{label} holds {rows[label]} rows; the manifest says {page.count}."
            )
    added = sorted(
        {one.file for one in sources if one.as_collected is None and not one.passed_over}
    )
    if added:
        doubts.gaps.append(f"No manifest vouches for {_some(added)}.")


def _tenants(runs: Iterable[Manifest], told: Iterable[str], doubts: _Doubts) -> None:
    tenants = sorted({run.tenant_id.lower() for run in runs} | {one.lower() for one in told})
    if len(tenants) > 1:
        doubts.broken.append(f"The evidence is about several tenants: {', '.join(tenants)}.")


def _times(asked: Sequence[Asked], as_of: AsOf, doubts: _Doubts) -> None:
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


def _questions(runs: Sequence[Manifest], refusals: Sequence[Refusal], doubts: _Doubts) -> None:
    asked = {one.query for run in runs for one in run.queries}
    forgotten = [
        query["name"]
        for query in facts("collection")["query"]
        if query["each"] == "tenant" and "only_with" not in query and query["name"] not in asked
    ]
    if forgotten:
        doubts.gaps.append(f"The collector did not ask for {_some(forgotten)}.")
    for one in refusals:
        about = f" about {len(one.items)} of them" if one.items else ""
        doubts.gaps.append(f"{one.query} was not obtained{about}: {one.reason}.")


def _refusals(asked: Iterable[Asked]) -> Iterator[Refusal]:
    known = {query["name"]: query for query in facts("collection")["query"]}
    items: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for one in asked:
        if one.outcome not in _ANSWERED:
            reason = (one.reason or one.outcome).rstrip(". ")
            status = f"{one.status} " if one.status else ""
            of_one = known.get(one.query, {}).get("each") in {"group", "unit"}
            items[one.query, one.resource, f"{status}{reason}"] += [one.item] * of_one
    for (query, resource, reason), about in items.items():
        told = known.get(query, {})
        yield Refusal(
            query=query,
            resource=resource,
            items=tuple(about),
            reason=reason,
            loses=str(told.get("loses", "what it would have shown is unknown")),
            scopes=tuple(told.get("scopes", ())),
        )


def _collected(run: Manifest) -> str:
    moments = [moment for one in run.queries for moment in (one.started_utc, one.finished_utc)]
    when = f" between {_text(min(moments))} and {_text(max(moments))}" if moments else ""
    who = run.account or run.application or "an account that the manifest does not name"
    return (
        f"Collected by {run.collector or 'a collector'} as {who} from tenant {run.tenant_id}"
        f" ({run.environment or 'cloud not told'}){when}, {len(run.queries)} lists."
    )


def _some(names: Sequence[str], most: int = 5) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _span(length: timedelta) -> str:
    hours = int(length.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"  # noqa: PLR2004
