"""What the supplied files cover, so that an absent row is not mistaken for an empty list."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_GROUP_SCHEDULES = RESOURCES_OF_ACTIVE_MEMBERS + RESOURCES_OF_ELIGIBLE_MEMBERS


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which resources were supplied, whether completely, and which groups they speak about.

    The PIM-for-Groups lists need a filter on a group, so auditors hold either one file per group
    or one file for all. In the first case a group without a file is *not covered*. In the second
    a group that any PIM list names was evidently asked for, so no row in the other list means
    none. (``Not covered`` is the honest reading of Graph's required ``$filter``; entra.md 5.)
    """

    by_resource: Mapping[str, Sequence[Source]]
    _in_full: Mapping[str, frozenset[str]]
    """The groups whose list is known in full, by resource."""

    @classmethod
    def of(cls, sources: Iterable[Source]) -> Coverage:
        """Index the sources that could be used."""
        by_resource: defaultdict[str, list[Source]] = defaultdict(list)
        for source in sources:
            if source.error is None and not source.passed_over:
                by_resource[source.resource].append(source)
        return cls(dict(by_resource), _in_full(by_resource))

    def supplied(self, *resources: str) -> bool:
        """At least one of the resources is in the evidence, complete or not."""
        return any(resource in self.by_resource for resource in resources)

    def complete(self, *resources: str) -> bool:
        """At least one of the resources is in the evidence and none of its files is cut off.

        What a tool exports in part only neither completes a list nor spoils a whole one beside it.
        """
        return any(_complete(_whole(self.by_resource, resource)) for resource in resources)

    def partial(self, *resources: str) -> tuple[str, ...]:
        """What parts of these resources are in the evidence, where nothing but parts is."""
        found = [one for resource in resources for one in self.by_resource.get(resource, ())]
        parts = tuple(dict.fromkeys(one.partial for one in found if one.partial))
        return parts if all(one.partial for one in found) else ()

    def covers(self, group: str, *resources: str) -> bool:
        """The list of ``group`` in one of these per-group resources is known in full."""
        return any(group in self._in_full.get(resource, ()) for resource in resources)


def _whole(by_resource: Mapping[str, Sequence[Source]], resource: str) -> list[Source]:
    return [one for one in by_resource.get(resource, ()) if not one.partial]


def _complete(sources: Sequence[Source]) -> bool:
    return bool(sources) and all(source.complete for source in sources)


def _in_full(by_resource: Mapping[str, Sequence[Source]]) -> dict[str, frozenset[str]]:
    """Which groups' lists are known in full: named by whole files, or asked for in one for all."""
    schedules = [
        source
        for one in _GROUP_SCHEDULES
        for source in by_resource.get(one, ())
        # Tools ask group by group and write nothing where nothing is; for a principal, no group is asked.
        if not source.tool and not source.partial
    ]
    asked_for: frozenset[str] = frozenset()
    if not _one_file_per_group(schedules):
        asked_for = asked_for.union(*(source.groups for source in schedules))
    found: dict[str, frozenset[str]] = {}
    for resource in by_resource:
        sources = _whole(by_resource, resource)
        named = frozenset(group for one in sources for group in one.groups)
        cut_off = frozenset(group for one in sources if not one.complete for group in one.groups)
        one_for_all = resource in _GROUP_SCHEDULES and _complete(sources)
        found[resource] = (named - cut_off) | (asked_for if one_for_all else frozenset())
    return found


def _one_file_per_group(schedules: Sequence[Source]) -> bool:
    """Every PIM list speaks of one group at most, and some come in several files or bear its id.

    It may also be one list that somebody has split row by row; then the answer errs on the
    side of *not covered*, which claims nothing.
    """
    if any(len(source.groups) > 1 for source in schedules):
        return False
    lists = Counter(source.resource for source in schedules)
    named = any(group in source.file.lower() for source in schedules for group in source.groups)
    return named or any(count > 1 for count in lists.values())
