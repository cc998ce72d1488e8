"""What a file may hold, and what is written down while one of these things is being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.model.evidence import Origin, SourceWarning

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence

    from pimreport.model.entra import Fact
    from pimreport.parsers.bulk.rows import Table
    from pimreport.parsers.document import Raw
    from pimreport.parsers.row import Row

_FEW = 20
"""Warnings of one kind printed row by row; the rest is counted."""


@dataclass(slots=True, kw_only=True)
class Reading:
    """One resource in one file while it is being read.

    Attributes:
        file: the label under which reports print the file.
        rows: its records, shaped, without duplicates.
        wanted: ids of the principals some fact refers to; None while they are still being found.
        names: what people are called in rows without ids, folded; whoever is called so is wanted.
        by_name: rows without ids, until everybody is known.
        groups: ids of the groups, or administrative units, whose lists the file has.
        refused: the records that could not be understood, or are none of this list.
        strangers: how many are none of this list: nothing is missing from it without them.
    """

    file: str
    rows: list[Row] = field(default_factory=list)
    wanted: frozenset[str] | None = None
    names: frozenset[str] = frozenset()
    by_name: list[Row] = field(default_factory=list)
    groups: set[str] = field(default_factory=set)
    warnings: list[SourceWarning] = field(default_factory=list)
    rejected: int = 0
    refused: set[Row] = field(default_factory=set)
    strangers: int = 0
    _told: dict[str, int] = field(default_factory=dict)

    def wants(self, identity: str, *called: str | None) -> bool:
        """Some fact refers to this principal, or some row names somebody who is called so."""
        if self.wanted is None or identity in self.wanted:
            return True
        return bool(self.names) and any(
            name is not None and name.strip().casefold() in self.names for name in called
        )

    def origin(self, row: Row) -> tuple[Origin, ...]:
        """Where a fact from ``row`` comes from."""
        return (Origin(self.file, row.number),)

    def warn(self, code: str, message: str, row: int | None = None) -> None:
        """Tell the reader, at most a few times about the same thing."""
        told = self._told[code] = self._told.get(code, 0) + 1
        if told <= (_FEW if row is not None else 1):
            self.warnings.append(SourceWarning(code=code, message=message, row=row))

    def turn_away(self, row: Row, why: str) -> None:
        """The record is something else than the others; it is counted and named, and missed nowhere."""
        self.strangers += 1
        self.reject(row, why)

    def reject(self, row: Row, why: str) -> None:
        """The record cannot be understood; it is counted and named, and yields no fact."""
        self.rejected += 1
        self.refused.add(row)
        self.warn("rejected_row", f"Row {row.number} was not used: {why}.", row.number)


def own_id(row: Row, _reading: Reading) -> Hashable | None:
    """Two records with the same id are one thing exported twice."""
    return row.id()


def as_understood(rows: Sequence[Row], _reading: Reading) -> Iterable[Raw]:
    """The rows with no further words than Graph's own."""
    return (dict(row.values) for row in rows)


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A resource whose plain rows need not be looked at one by one.

    Attributes:
        fits: each row of the table is one of the resource, and nothing need be said of it.
        parse: a table, of which the rows given with it show what all show, to facts.
    """

    fits: Callable[[Table], bool]
    parse: Callable[[Table, Sequence[Row], Reading], Iterable[Fact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Why rows look like a resource, where only the absence of properties tells them from others.

    Attributes:
        code: of the warning.
        sentence: of the warning, what they lack and what they look like.
        confirmed_by: sets of properties; rows that have all of one of them are the resource indeed.
        others: words in a file's name that speak of something else, as a pattern.
        own: a word in its name that speaks of the resource.
    """

    code: str
    sentence: str
    confirmed_by: tuple[frozenset[str], ...]
    others: str
    own: str = ""

    def holds(self, keys: Collection[str]) -> bool:
        """Rows with these properties are the resource for no better reason."""
        return not any(one.issubset(keys) for one in self.confirmed_by)


ELIGIBLE = Assumption(
    code="eligible_by_absence",
    sentence="The rows have no AssignmentType, so they look eligible; nothing else in the file confirms it.",
    confirmed_by=(),
    others=r"assignment|(?<!in)active",
    own="eligib",
)
"""Eligibilities have nothing that assignments do not have, except the schedule they come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One kind of thing an export may hold; a module of ``parsers.resources`` defines it.

    Attributes:
        name: snake_case Graph name.
        parse: rows to facts.
        keys: properties that must be there.
        one_of: and at least one of these, if any are named.
        little: rows of nothing but these need none of ``one_of``.
        never: properties that must not be there: another resource has them.
        contexts: ends of ``@odata.context`` without ids and field lists (``groups/members``).
        types: Graph types (``user``) that the rows or the file name as theirs.
        reads: properties whose loss changes what is understood.
        expected: properties whose absence as a column must be told.
        assumption: why rows look like it, if only the absence of other properties tells.
        identity: what makes two records the same thing; None: never.
        compared: properties in which two records of one identity should agree.
        tells: what else they should agree in, by its name, where it is no property of its own.
        records: the rows as understood, for ``inspect``.
        per_group: the list is exported group by group, so an empty one is about a group, too.
        per_unit: the same of administrative units.
        at_once: how a large list of it is parsed, if not row by row.
        about_principals: only rows about principals that other facts mention are kept; read last.
        command: the PowerShell that exports it completely.
    """

    name: str
    parse: Callable[[Sequence[Row], Reading], Iterable[Fact]]
    keys: frozenset[str]
    one_of: frozenset[str] = frozenset()
    little: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    contexts: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    reads: frozenset[str] = frozenset()
    expected: tuple[str, ...] = ()
    assumption: Assumption | None = None
    identity: Callable[[Row, Reading], Hashable | None] = own_id
    compared: tuple[str, ...] = ()
    tells: Callable[[Row], Mapping[str, object]] | None = None
    records: Callable[[Sequence[Row], Reading], Iterable[Raw]] = as_understood
    per_group: bool = False
    per_unit: bool = False
    at_once: AtOnce | None = None
    about_principals: bool = False
    command: str

    def fits(self, keys: frozenset[str]) -> bool:
        """Rows with these properties are, or may be, this resource."""
        return (
            self.keys <= keys
            and not self.never & keys
            and (not self.one_of or bool(self.one_of & keys) or self._says_little(keys))
        )

    def _says_little(self, keys: frozenset[str]) -> bool:
        return bool(self.little) and {key for key in keys if "@" not in key} <= self.little
