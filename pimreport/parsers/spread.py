"""Whether the files can be of one tenant and of one moment, as far as they show it themselves.

An instance was in force when it was exported: a file cannot be older than the latest beginning in
it, nor younger than the earliest end. Two files whose bounds do not meet are of different moments.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pimreport.data import facts as stored
from pimreport.model.entra import Membership, Principal, RoleAssignment, TenantFact
from pimreport.model.evidence import SourceWarning
from pimreport.parsers.runs import some
from pimreport.wording import Text, joined, noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pimreport.model.as_of import AsOf
    from pimreport.model.entra import Fact
    from pimreport.model.evidence import Source
    from pimreport.parsers.manifest import Found
    from pimreport.parsers.runs import Doubts
    from pimreport.wording import Wording

Marks = dict[str, list[SourceWarning]]


def tenants(told: Iterable[Fact], manifests: Iterable[Found], doubts: Doubts) -> Marks:
    """All of it is about one tenant; else every file that names one says which.

    Args:
        told: by the files.
        manifests: of the collector; each names its tenant.
        doubts: is told if there are several.
    """
    files: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in manifests:
        if one.manifest is not None:
            files[one.manifest.tenant_id.lower()][one.file] = None
    for fact in told:
        if isinstance(fact, TenantFact) and fact.id:
            for origin in fact.origins:
                files[fact.id][origin.file] = None
    if len(files) < 2:  # noqa: PLR2004 - one tenant, or none that is named
        return {}
    shown = joined("; ", [noted(tenant, some(list(files[tenant]), 3)) for tenant in sorted(files)])
    doubts.broken.append(
        Text(
            "The evidence is about several tenants: {tenants}. Give each tenant's exports a run of"
            " their own.",
            tenants=shown,
        )
    )
    marks: Marks = {}
    for tenant, names in files.items():
        for name in names:
            message = f"This file is about tenant {tenant}, others are about another one."
            marks.setdefault(name, []).append(
                SourceWarning(code="several_tenants", message=message)
            )
    return marks


def times(
    told: Sequence[Fact], sources: Iterable[Source], as_of: AsOf, doubts: Doubts, *, dated: bool
) -> Marks:
    """All of it may have been exported at one moment, and not long before the report's.

    Args:
        told: by the files.
        sources: as read; only Graph's own lists are sure to hold instances.
        as_of: the moment the report speaks about.
        doubts: is told which files cannot be.
        dated: a manifest tells when they were exported, so nobody need guess their age.
    """
    limits = stored("collection")["limits"]
    theirs = {one.file for one in sources if one.tool}
    possible = _latest_possible(told, as_of, theirs)
    if not possible:
        return {}
    newest, latest = _earliest_possible(told, as_of, theirs)
    apart = timedelta(hours=limits["spread_hours"])
    old = timedelta(days=limits["age_days"])
    spread = {one: end for one, end in possible.items() if one != newest and latest - end > apart}
    aged = {one: end for one, end in possible.items() if not dated and as_of.first - end > old}
    if spread:
        span = _span(latest - min(spread.values()))
        doubts.gaps.append(
            Text(
                "The files are not of one moment: {files}, but {newest} was exported not before"
                " {day}, at least {span} later.",
                files=_at_the_latest(spread),
                newest=newest,
                day=latest.date(),
                span=span,
            )
        )
    if aged:
        span = _span(as_of.first - max(aged.values()))
        doubts.gaps.append(
            Text(
                "Exported at least {span} before the day the report speaks about: {files}.",
                span=span,
                files=_at_the_latest(aged),
            )
        )
    return _marks(spread, f"{newest} was not before {_day(latest)}", "files_apart") | _marks(
        {one: end for one, end in aged.items() if one not in spread},
        f"the report speaks about {as_of.text}",
        "older_than_the_report",
    )


def _marks(files: Mapping[str, datetime], but: str, code: str) -> Marks:
    return {
        file: [
            SourceWarning(
                code=code,
                message=f"Exported on {_day(end)} at the latest, for an assignment in it ended"
                f" then; {but}.",
            )
        ]
        for file, end in files.items()
    }


def _at_the_latest(files: Mapping[str, datetime]) -> Wording:
    return some(
        [
            Text("{file} on {day} at the latest", file=file, day=end.date())
            for file, end in sorted(files.items())
        ]
    )


def _latest_possible(told: Sequence[Fact], as_of: AsOf, left_out: set[str]) -> dict[str, datetime]:
    """Per file the earliest end of an instance that was over at ``as_of``."""
    limit = as_of.first
    found: dict[str, datetime] = {}
    for one in told:
        if not isinstance(one, Membership | RoleAssignment):
            continue
        if one.ends is None or one.ends >= limit or one.scheduled or not one.origins:
            continue
        file = one.origins[0].file
        if file not in left_out:
            found[file] = min(one.ends, found.get(file, one.ends))
    return found


def _earliest_possible(
    told: Sequence[Fact], as_of: AsOf, left_out: set[str]
) -> tuple[str, datetime]:
    """The file that shows the latest past moment, and that moment."""
    file, latest = "", as_of.first.replace(year=1)
    for one in told:
        if isinstance(one, Membership | RoleAssignment):
            moment = None if one.scheduled else one.starts
        elif isinstance(one, Principal):
            moment = one.sign_in or one.created
        else:
            continue
        if moment is None or moment <= latest or moment > as_of.last or not one.origins:
            continue
        if one.origins[0].file not in left_out:
            file, latest = one.origins[0].file, moment
    return file, latest


def marked(sources: Iterable[Source], *told: Mapping[str, list[SourceWarning]]) -> list[Source]:
    """The sources with these warnings, each at the first source of its file."""
    waiting: Marks = {}
    for marks in told:
        for file, warnings in marks.items():
            waiting.setdefault(file, []).extend(warnings)
    done: list[Source] = []
    for one in sources:
        warnings = [] if one.passed_over else waiting.pop(one.file, [])
        done.append(replace(one, warnings=(*one.warnings, *warnings)) if warnings else one)
    return done


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _span(length: timedelta) -> Text:
    years = length.days / 365.25
    if years >= 2:  # noqa: PLR2004
        return Text.plural("{number} years", "{number} years", round(years))
    if length.days > 1:
        return Text.plural("{number} days", "{number} days", length.days)
    return Text.plural("{number} hours", "{number} hours", round(length.total_seconds() / 3600))
