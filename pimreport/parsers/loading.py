"""From all files to one tenant: duplicates across files, paging across files, users last."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from pimreport.model.building import tenant_of
from pimreport.model.coverage import Coverage
from pimreport.model.entra import AdministrativeUnit
from pimreport.model.evidence import Source
from pimreport.model.memory import collector_paused
from pimreport.parsers import (
    beside_graph,
    by_name,
    files,
    manifest,
    paging,
    provenance,
)
from pimreport.parsers.bulk import csv_principals, grants, policies, principals
from pimreport.parsers.entry import (
    Entry,
    entries_of,
    finished,
    large_list,
    passed_over,
    unusable,
)
from pimreport.parsers.files import Given, Refused
from pimreport.parsers.gathering import Gathering
from pimreport.parsers.kinds import declared_otherwise
from pimreport.parsers.mentions import mentioned
from pimreport.parsers.printed import printed
from pimreport.parsers.problems import UndecidedListError, UnreadableError
from pimreport.parsers.reader import read, with_dates
from pimreport.parsers.telling import (
    name_the_group,
    name_the_unit,
    tell_assumed,
    tell_dates,
    tell_list_read_as_users,
    tell_losses,
    tell_missing_columns,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pimreport.model.as_of import AsOf
    from pimreport.model.tenant import Tenant
    from pimreport.parsers.contents import Part
    from pimreport.parsers.dates.parts import Order


@dataclass(slots=True, kw_only=True)
class Loading:
    """One run over all files. ``tenant`` is asked once, at the end."""

    preferred: Order | None = None
    keep_records: bool = False
    progress: Callable[[str], None] | None = None
    _entries: list[Entry] = field(default_factory=list)
    _gathering: Gathering = field(default_factory=Gathering)
    _tables: grants.Tables = field(default_factory=grants.Tables)
    _rules: policies.Rules = field(default_factory=policies.Rules)
    _names: frozenset[str] = frozenset()
    _manifests: list[manifest.Found] = field(default_factory=list)

    def run(self, paths: Sequence[Path]) -> None:
        """Read everything; about principals only what other facts refer to."""
        with collector_paused():
            self._run(paths)

    def _run(self, paths: Sequence[Path]) -> None:
        for given in files.found(paths):
            if isinstance(given, Refused):
                self._entries.append(Entry(unusable(given.label, b"", given.sentence)))
            elif given.junk:
                self._entries.append(Entry(passed_over(given)))
            else:
                if self.progress:
                    self.progress(given.label)
                self._take_in(given)
        self._parse_all(about_principals=False, wanted=None)
        self._read_undecided()
        self._names = by_name.names_in(one.part.reading for one in self._entries if one.part)
        self._parse_all(about_principals=True, wanted=frozenset(mentioned(self._gathering.facts)))

    def _parse_all(self, *, about_principals: bool, wanted: frozenset[str] | None) -> None:
        for entry in list(self._entries):
            part = entry.part
            if part is None or part.resource.about_principals is not about_principals:
                continue
            if entry.large is None:
                self._parse(entry, part, wanted)
            elif self._names:
                self._read_whole(entry, entry.large, wanted)
            elif wanted is None:
                self._scan_grants(entry, entry.large, part)
            else:
                self._scan_principals(entry, entry.large, part, wanted)

    def _read_undecided(self) -> None:
        """Lists under the bare id of an administrative unit, now that the units are known."""
        units = frozenset(
            str(one.id) for one in self._gathering.facts if isinstance(one, AdministrativeUnit)
        )
        for entry in list(self._entries) if units else ():
            if entry.undecided is not None:
                self._replace(entry, self._read(entry.undecided, units))

    def _replace(
        self, entry: Entry, entries: list[Entry], wanted: frozenset[str] | None = None
    ) -> None:
        """Put what a second reading gave in the place of an entry."""
        place = next(at for at, one in enumerate(self._entries) if one is entry)
        self._entries[place : place + 1] = entries
        for one in entries:
            about_principals = one.part is not None and one.part.resource.about_principals
            if one.part is not None and (wanted is not None or not about_principals):
                self._parse(one, one.part, wanted if about_principals else None)

    def tenant(self, as_of: AsOf) -> Tenant:
        """The tenant the files describe; an empty one if none of them can be used."""
        self._tell_leftovers()
        self._match_names()
        for entry in self._entries:
            if entry.part is not None:
                self._unread(entry, entry.part)
        self._gathering.drop_groups_that_are_none(
            one.part.reading for one in self._entries if one.part
        )
        readings = [entry.part.reading for entry in self._entries if entry.part]
        facts = self._gathering.facts
        beside_graph.tell(facts, [entry.source for entry in self._entries], readings, as_of)
        sources = [finished(one) for one in self._entries]
        told, sources = provenance.checked(self._manifests, sources, facts, as_of)
        with collector_paused():
            return tenant_of(facts, sources, as_of, told)

    def _unread(self, entry: Entry, part: Part) -> None:
        """Take back what was read of a group whose id turned out to be something else's."""
        why, grants = self._gathering.drop_what_a_name_said(part.reading)
        if not why:
            return
        rows = entry.source.rows - grants
        entry.source = replace(
            entry.source,
            rows=rows,
            rejected=entry.source.rejected + grants,
            groups=frozenset(part.reading.groups),
            records=(),
            error=None if rows else why,
        )
        if rows:
            part.reading.warn("name_is_no_group", why)

    def _match_names(self) -> None:
        readings = [one.part.reading for one in self._entries if one.part]
        coverage = Coverage.of(one.source for one in self._entries)
        self._gathering.facts.extend(
            by_name.resolved(readings, tuple(self._gathering.facts), coverage)
        )

    def _scan_grants(self, entry: Entry, given: Given, part: Part) -> None:
        """Schedules by the hundred thousand: facts without rows in between."""
        seen = self._gathering.seen(part)
        try:
            with given.opened() as stream:
                found = grants.scan(given.label, stream, seen, self._tables)
        except (OSError, UnreadableError):
            found = None  # the ordinary way says what is wrong
        if found is None or declared_otherwise(found.part.pages[0], part.resource):
            self._read_whole(entry, given)
            return
        seen.add_list(found.seen)
        self._gathering.facts.extend(found.facts)
        for mention in found.mentions:
            self._gathering.keep(mention, found.part.reading)
        entry.part = found.part
        entry.source = replace(
            entry.source,
            sha256=found.digest,
            format=found.written,
            warnings=tuple(found.warnings),
            rows=found.total,
            groups=frozenset(found.part.reading.groups),
        )

    def _scan_principals(
        self, entry: Entry, given: Given, part: Part, wanted: frozenset[str]
    ) -> None:
        """Users by the hundred thousand: what nobody refers to is only counted."""
        seen = self._gathering.seen(part)
        try:
            with given.opened() as stream:
                scan = (
                    csv_principals.scan(stream.read(), wanted, seen, self.preferred)
                    if entry.tabular
                    else principals.scan(stream, wanted, seen)
                )
        except (OSError, UnreadableError):
            scan = None  # the ordinary way says what is wrong
        if scan is None or declared_otherwise(scan.page, part.resource):
            self._read_whole(entry, given, wanted)
            return
        seen.add_ids(scan.ids)
        part.pages = [scan.page]
        table, at_once = scan.table, part.resource.at_once
        if table is not None and (at_once is None or not at_once.fits(table)):
            scan.rows, table = table.rows(), None
        part.reading.rows = rows = table.sample() if table else scan.rows
        part.reading.wanted = wanted
        if not scan.page.type and not scan.page.context:
            tell_assumed(part, rows)
        tell_missing_columns(part, rows)
        tell_losses(part, scan.page, scan.shaper)
        tell_list_read_as_users(part)
        tell_dates(part, scan.dates)
        parse = partial(at_once.parse, table) if at_once and table else part.resource.parse
        for fact in parse(rows, part.reading):
            self._gathering.keep(fact, part.reading)
        self._gathering.describe_from(scan.repeated, part)
        rejected = part.reading.rejected
        entry.source = replace(
            entry.source,
            sha256=scan.digest,
            format=with_dates(scan.written, scan.dates),
            rows=scan.total - scan.duplicates - rejected,
            rejected=scan.rejected + rejected,
            duplicates=scan.duplicates,
            warnings=tuple(scan.warnings),
        )
        part.reading.rows = []

    def _read_whole(self, entry: Entry, given: Given, wanted: frozenset[str] | None = None) -> None:
        self._replace(entry, self._read(given), wanted)

    def _take_in(self, given: Given) -> None:
        large = None if self.keep_records else large_list(given)
        self._entries.extend(self._read(given) if large is None else [large])

    def _read(self, given: Given, units: frozenset[str] = frozenset()) -> list[Entry]:
        """What a file holds, or why it cannot be read."""
        try:
            data = given.read()
        except UnreadableError as problem:
            return [Entry(unusable(given.label, b"", problem.sentence))]
        except OSError as error:
            sentence = f"The file cannot be read: {error.strerror}."
            return [Entry(unusable(given.label, b"", sentence))]
        found = manifest.found(given.label, data)
        if found is not None:
            self._manifests.append(found)
            return [Entry(passed_over(given))]
        contents = policies.contents_of(given.label, data, self.preferred, self._rules) or read(
            given.label, data, self.preferred, units
        )
        base = Source(
            file=given.label,
            sha256=contents.digest or hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            format=contents.format,
            resource="unknown",
        )
        entries = entries_of(base, contents)
        if isinstance(contents.problem, UndecidedListError):
            entries[-1].undecided = given
        return entries

    def _parse(self, entry: Entry, part: Part, wanted: frozenset[str] | None) -> None:
        reading, resource = part.reading, part.resource
        reading.wanted, reading.names = wanted, self._names
        dropped, richer = self._gathering.drop_duplicates(part)
        for fact in resource.parse(reading.rows, reading):
            self._gathering.keep(fact, reading)
        self._gathering.describe_from(dropped, part)
        if resource.per_group and not reading.rows and not dropped:
            name_the_group(part)
        elif resource.per_unit and not reading.rows and not dropped:
            name_the_unit(part)
        left_out = reading.refused | richer
        understood = [row for row in reading.rows if row not in left_out]
        records = (
            tuple(printed(one) for one in resource.records(understood, reading))
            if self.keep_records
            else ()
        )
        entry.source = replace(
            entry.source,
            rows=len(reading.rows) - reading.rejected - len(richer),
            rejected=entry.source.rejected + reading.rejected,
            duplicates=len(dropped) + len(richer),
            groups=frozenset(reading.groups),
            records=records,
        )
        reading.rows = []

    def _tell_leftovers(self) -> None:
        pairs = [(entry.source, entry.part) for entry in self._entries if entry.part]
        cut_off = {id(part) for _, part in paging.unfollowed(pairs)}
        for entry in self._entries:
            if entry.part is not None and id(entry.part) in cut_off:
                entry.part.reading.warn(*paging.warning(entry.part.resource.command))
                entry.source = replace(entry.source, complete=False)
