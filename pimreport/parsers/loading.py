"""From all files to one tenant: duplicates across files, paging across files, users last."""

from __future__ import annotations

import gc
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pimreport.model.entra import (
    AppPermission,
    ConditionalAccessPolicy,
    Group,
    Membership,
    PolicyRules,
    Principal,
    Role,
    RoleAssignment,
    TenantFact,
)
from pimreport.model.evidence import Source
from pimreport.model.tenant import Tenant
from pimreport.parsers import bulk, bulk_table, filenames, files, manifest, paging, provenance
from pimreport.parsers.entry import Entry, entries_of, large_list, passed_over, unusable
from pimreport.parsers.files import Given, Refused
from pimreport.parsers.gaps import Gap
from pimreport.parsers.kinds import declared_otherwise
from pimreport.parsers.printed import printed
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.reader import Part, read
from pimreport.parsers.resource import Reading
from pimreport.parsers.telling import tell_dates, tell_losses, tell_missing_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from pathlib import Path

    from pimreport.model.as_of import AsOf
    from pimreport.model.entra import Fact
    from pimreport.parsers.culture import Order
    from pimreport.parsers.row import Row


@dataclass(slots=True, kw_only=True)
class Loading:
    """One run over all files. ``tenant`` is asked once, at the end."""

    preferred: Order | None = None
    keep_records: bool = False
    progress: Callable[[str], None] | None = None
    _entries: list[Entry] = field(default_factory=list)
    _facts: list[Fact] = field(default_factory=list)
    _mentions: set[Hashable] = field(default_factory=set)
    _seen: dict[str, dict[Hashable, tuple[object, ...]]] = field(default_factory=dict)
    _manifests: list[manifest.Found] = field(default_factory=list)

    def run(self, paths: Sequence[Path]) -> None:
        """Read everything; about principals only what other facts refer to."""
        # Millions of objects are made and none is garbage in a cycle: the collector only costs.
        collecting = gc.isenabled()
        gc.disable()
        try:
            self._run(paths)
        finally:
            if collecting:
                gc.enable()

    def _run(self, paths: Sequence[Path]) -> None:
        for given in files.found(paths):
            if isinstance(given, Refused):
                self._refused(given)
            elif given.junk:
                self._entries.append(Entry(passed_over(given)))
            else:
                if self.progress:
                    self.progress(given.label)
                self._file(given)
        for entry in self._entries:
            if entry.part is not None and not entry.part.resource.about_principals:
                self._parse(entry, entry.part, wanted=None)
        wanted = frozenset(_mentioned(self._facts))
        for entry in list(self._entries):
            if entry.large is not None:
                self._large(entry, entry.large, wanted)
            elif entry.part is not None and entry.part.resource.about_principals:
                self._parse(entry, entry.part, wanted=wanted)

    def tenant(self, as_of: AsOf) -> Tenant:
        """The tenant the files describe; an empty one if none of them can be used."""
        self._tell_leftovers()
        named = {one.id for one in self._facts if isinstance(one, TenantFact) and one.id}
        finished = [self._finished(one) for one in self._entries]
        told, sources = provenance.checked(self._manifests, finished, named, as_of)
        return Tenant.of(self._facts, sources, as_of, told)

    def _refused(self, refused: Refused) -> None:
        self._entries.append(Entry(unusable(refused.label, b"", refused.sentence)))

    def _large(self, entry: Entry, given: Given, wanted: frozenset[str]) -> None:
        """Users by the hundred thousand: what nobody refers to is only counted."""
        data = given.read()
        scan = part = None
        if entry.part is not None:
            seen = self._seen.setdefault(entry.part.resource.name, {})
            part = entry.part
            scan = (
                bulk_table.scan(data, wanted, seen, self.preferred)
                if entry.tabular
                else bulk.scan(data, wanted, seen)
            )
        if part is None or scan is None or declared_otherwise(scan.page, part.resource):
            self._ordinary(entry, given, data, wanted)
            return
        seen.update(dict.fromkeys(scan.ids, ()))
        digest = hashlib.sha256(data).hexdigest()
        del data
        part.pages = [scan.page]
        part.reading.rows = scan.rows
        part.reading.wanted = wanted
        tell_missing_columns(part, scan.rows)
        self._describe_from(scan.repeated, part)
        tell_losses(part, scan.page, scan.shaper)
        tell_dates(part, scan.dates)
        for fact in part.resource.parse(scan.rows, part.reading):
            self._keep(fact)
        rejected = part.reading.rejected
        entry.source = replace(
            entry.source,
            sha256=digest,
            format=scan.written or entry.source.format,
            rows=scan.total - scan.duplicates - rejected,
            rejected=scan.rejected + rejected,
            duplicates=scan.duplicates,
            warnings=tuple(scan.warnings),
        )
        part.reading.rows = []

    def _ordinary(self, entry: Entry, given: Given, data: bytes, wanted: frozenset[str]) -> None:
        place = self._entries.index(entry)
        entries = self._read(given, data)
        self._entries[place : place + 1] = entries
        for one in entries:
            if one.part is not None:
                one_wanted = wanted if one.part.resource.about_principals else None
                self._parse(one, one.part, wanted=one_wanted)

    def _file(self, given: Given) -> None:
        try:
            large = None if self.keep_records else large_list(given)
            if large is not None:
                self._entries.append(large)
                return
            data = given.read()
        except UnreadableError as problem:
            self._entries.append(Entry(unusable(given.label, b"", problem.sentence)))
            return
        except OSError as error:
            sentence = f"The file cannot be read: {error.strerror}."
            self._entries.append(Entry(unusable(given.label, b"", sentence)))
            return
        self._entries.extend(self._read(given, data))

    def _read(self, given: Given, data: bytes) -> list[Entry]:
        found = manifest.found(given.label, data)
        if found is not None:
            self._manifests.append(found)
            return [Entry(passed_over(given))]
        contents = read(given.label, data, self.preferred)
        base = Source(
            file=given.label,
            sha256=hashlib.sha256(data).hexdigest(),
            bytes=len(data),
            format=contents.format,
            resource="unknown",
        )
        return entries_of(base, contents)

    def _parse(self, entry: Entry, part: Part, wanted: frozenset[str] | None) -> None:
        reading, resource = part.reading, part.resource
        reading.wanted = wanted
        dropped = self._drop_duplicates(part)
        self._describe_from(dropped, part)
        for fact in resource.parse(reading.rows, reading):
            self._keep(fact)
        if resource.per_group and not reading.rows and not dropped:
            _name_the_group(part)
        understood = [row for row in reading.rows if row.number not in reading.refused]
        records = (
            tuple(printed(one) for one in resource.records(understood, reading))
            if self.keep_records
            else ()
        )
        entry.source = replace(
            entry.source,
            rows=len(reading.rows) - reading.rejected,
            rejected=entry.source.rejected + reading.rejected,
            duplicates=len(dropped),
            groups=frozenset(reading.groups),
            records=records,
        )
        reading.rows = []

    def _keep(self, fact: Fact) -> None:
        """Facts about principals and groups repeat with every row that mentions them."""
        if isinstance(fact, Principal | Group):
            key = replace(fact, origins=())
            if key in self._mentions:
                return
            self._mentions.add(key)
        self._facts.append(fact)

    def _drop_duplicates(self, part: Part) -> list[Row]:
        resource, reading = part.resource, part.reading
        seen = self._seen.setdefault(resource.name, {})
        kept: list[Row] = []
        dropped: list[Row] = []
        for row in reading.rows:
            identity = resource.identity(row, reading)
            told = tuple(_comparable(row.values.get(name)) for name in resource.compared)
            if identity is None or identity not in seen:
                kept.append(row)
                if identity is not None:
                    seen[identity] = told
                continue
            dropped.append(row)
            different = _difference(resource.compared, seen[identity], told)
            if different:
                reading.warn(
                    "differing_duplicate",
                    f"Row {row.number} has the id of an earlier record but differs from it in "
                    f"{different}: the exports were made at different times. The earlier record "
                    "was kept.",
                    row.number,
                )
        reading.rows = kept
        return dropped

    def _describe_from(self, dropped: list[Row], part: Part) -> None:
        """A repeated record grants nothing anew, but may name what the first one left open."""
        again = Reading(file=part.reading.file, wanted=part.reading.wanted)
        for fact in part.resource.parse(dropped, again) if dropped else ():
            if isinstance(fact, Principal | Group | Role):
                self._keep(fact)
        part.reading.groups |= again.groups

    def _tell_leftovers(self) -> None:
        pairs = [(entry.source, entry.part) for entry in self._entries if entry.part]
        cut_off = {id(part) for _, part in paging.unfollowed(pairs)}
        for entry in self._entries:
            if entry.part is not None and id(entry.part) in cut_off:
                entry.part.reading.warn(*paging.warning(entry.part.resource.command))
                entry.source = replace(entry.source, complete=False)

    def _finished(self, entry: Entry) -> Source:
        if entry.part is None:
            return entry.source
        return replace(
            entry.source, warnings=(*entry.source.warnings, *entry.part.reading.warnings)
        )


def _name_the_group(part: Part) -> None:
    """An empty list names no group in its rows; its context or file name may."""
    in_context = filenames.guids(" ".join(page.context or "" for page in part.pages))
    group = in_context[0] if len(in_context) == 1 else filenames.only_guid(part.reading.file)
    if group is None:
        part.reading.warn(
            "group_of_empty_list_unknown",
            "The list is empty and nothing says of which group it is: it proves nothing. Put the "
            "group's id into the file name.",
        )
        return
    part.reading.groups.add(group)
    if not in_context:
        part.reading.warn(
            "group_only_in_file_name",
            f"The list is empty; only the file name says that it is the list of group {group}.",
        )


def _comparable(value: object) -> object:
    """Ids and words differ in case between exports; that is no difference."""
    return value.lower() if isinstance(value, str) else value


def _difference(names: Iterable[str], first: tuple[object, ...], second: tuple[object, ...]) -> str:
    """The properties in which two records contradict each other; not knowing is no contradiction."""
    pairs = zip(names, first, second, strict=False)
    return ", ".join(
        name
        for name, one, other in pairs
        if one != other and not isinstance(one, Gap) and not isinstance(other, Gap)
    )


def _mentioned(facts: Iterable[Fact]) -> Iterable[str]:
    """Ids of the principals that facts refer to: whoever is worth describing."""
    for fact in facts:
        if isinstance(fact, Membership | RoleAssignment | AppPermission):
            yield fact.principal
        elif isinstance(fact, PolicyRules):
            yield from (one.id for one in fact.approvers or ())
        elif isinstance(fact, ConditionalAccessPolicy):
            yield from fact.include_users or ()
            yield from fact.exclude_users or ()
