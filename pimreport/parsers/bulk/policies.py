"""Thousands of policies, most of which say the same: equal rules are understood once.

A group has two policies of some seventeen rules each, and few of them were ever changed. So a list
of rules is looked up by its bytes, and only what was not met before is decoded and shaped. The
rows that come out are those of the ordinary way, except that they share their rules.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw
from msgspec.structs import astuple

from pimreport.parsers import bulk
from pimreport.parsers.bulk.beginnings import first_object, head_of
from pimreport.parsers.bulk.chunks import HEAD, NOT_SIMPLE, Chunks, NotSimpleError
from pimreport.parsers.contents import Contents
from pimreport.parsers.names import graph_name
from pimreport.parsers.reader import read, sort_in
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.parsers.dates.parts import Order
    from pimreport.parsers.document import Page
    from pimreport.parsers.document import Raw as Object

RESOURCE = "role_management_policy_assignments"
_KEY = b'":'
_MANY = 4096
_objects = msgspec.json.Decoder(list[Raw])


Understood = tuple[Any, int, frozenset[str]]
"""As shaped; how many properties are named in it; which of its dates are ISO."""


class Rules:
    """Rules, and lists of them, as written -> as understood."""

    def __init__(self) -> None:
        """Nothing was met yet."""
        self.one_by_one: dict[bytes, Understood] = {}
        self.listed: dict[bytes, Understood] = {}


def contents_of(label: str, data: bytes, preferred: Order | None, known: Rules) -> Contents | None:
    """What a large file of policy assignments holds; None if it is something else or not simple.

    Args:
        label: of the file.
        data: its bytes.
        preferred: day or month first, where dates leave it open.
        known: rules in which nothing was lost, of this run; those of the file are added.
    """
    if len(data) < bulk.LARGE:
        return None
    first = first_object(head_of(data[:HEAD]))
    if first is None or not like_policies(first):
        return None
    try:
        chunks = Chunks(BytesIO(data))
        alone = read(label, _with_one_rule(chunks.first), preferred)
        if [one.resource.name for one in alone.parts] != [RESOURCE] or alone.warnings:
            return None
        shaped = _Shaped(chunks.page, first, known)
        rows: list[Row] = []
        for piece in chunks.lists():
            chunks.look_for_question_marks(piece, len(rows))
            rows += shaped.rows(piece)
        chunks.refuse_more_than(len(rows))
    except NOT_SIMPLE:
        return None
    contents = Contents(
        file=label,
        preferred=preferred,
        format=chunks.written,
        warnings=chunks.warnings,
        digest=chunks.digest,
    )
    sort_in(chunks.page, rows, shaped.shaper, contents)
    return contents


def like_policies(first: Object | None) -> bool:
    """The object is a policy assignment."""
    return {"policyId", "roleDefinitionId", "policy"} <= {graph_name(key) for key in first or ()}


def _with_one_rule(page: bytes) -> bytes:
    """A page of one policy shows what its rows are by one rule as well as by seventeen."""
    whole = msgspec.json.decode(page)
    listed = whole if isinstance(whole, list) else whole["value"]
    for policy in listed[0].values():
        for rules in policy.values() if isinstance(policy, dict) else ():
            if isinstance(rules, list):
                del rules[1:]
    return msgspec.json.encode(whole)


class _Shaped:
    """Makes the rows of one file."""

    def __init__(self, page: Page, first: Object, known: Rules) -> None:
        """Prepare for objects with the properties of the first one, and no others."""
        self.shaper = Shaper(page)
        self._page = page
        self._total = 0
        self._known, self._rules = known, Rules()
        self._policy = _spelt("policy", first)
        policy = first[self._policy]
        if not isinstance(policy, dict):
            raise NotSimpleError
        self._listed = _spelt("rules", policy)
        self._keys, self._keys_of_policy = tuple(first), tuple(policy)
        self._decoder = _decoder(self._keys, self._policy, self._keys_of_policy, self._listed)

    def rows(self, piece: bytes) -> list[Row]:
        """The objects of a list as rows."""
        first, named = self._total + 1, 0
        rows: list[Row] = []
        for number, one in enumerate(self._decoder.decode(piece), first):
            raw = dict(zip(self._keys, astuple(one), strict=True))
            policy = dict(zip(self._keys_of_policy, astuple(raw[self._policy]), strict=True))
            named += _named_in(raw) + _named_in(policy)
            rules, named_in_rules, dated = self._list(number, bytes(policy.pop(self._listed)))
            named += named_in_rules
            self.shaper.dated |= dated
            raw[self._policy] = policy
            values = self.shaper.row(number, raw)
            values["policy"] = values.get("policy") or {}
            values["policy"]["rules"] = rules
            rows.append(Row(number, values, self._page))
        if named != piece.count(_KEY):
            raise NotSimpleError  # an object may name a property twice
        self._total += len(rows)
        return rows

    def _list(self, number: int, written: bytes) -> Understood:
        found = self._known.listed.get(written) or self._rules.listed.get(written)
        if found is None:
            texts = [bytes(one) for one in _objects.decode(written)]
            rules = [self._rule(number, one) for one in texts]
            dated = frozenset[str]().union(*(one[2] for one in rules))
            found = [one[0] for one in rules], sum(one[1] for one in rules), dated
            whole = self._known.one_by_one.keys() >= set(texts)
            table = (self._known if whole else self._rules).listed
            if len(table) < _MANY:  # more of them are no lists that policies share
                table[written] = found
        return found

    def _rule(self, number: int, written: bytes) -> Understood:
        found = self._known.one_by_one.get(written) or self._rules.one_by_one.get(written)
        return found or self._learnt(number, written)

    def _learnt(self, number: int, written: bytes) -> Understood:
        count = written.count(_KEY)
        rule = msgspec.json.decode(written)
        if msgspec.json.encode(rule).count(_KEY) != count:
            raise NotSimpleError
        raw = {"policy": {"rules": [rule], "id": "-"}}
        alone = Shaper(self._page)
        shaped, table = alone.row(number, raw), self._known
        if alone.lost or alone.joined or alone.conflicts or alone.unclear or alone.written:
            shaped, table = self.shaper.row(number, raw), self._rules
        found = shaped["policy"]["rules"][0], count, frozenset(alone.dated)
        table.one_by_one[written] = found
        return found


def _spelt(name: str, keys: Iterable[str]) -> str:
    for key in keys:
        if graph_name(key) == name:
            return key
    raise NotSimpleError


@lru_cache(maxsize=64)
def _decoder(
    keys: tuple[str, ...], policy: str, keys_of_policy: tuple[str, ...], rules: str
) -> msgspec.json.Decoder[Any]:
    kind = _struct(keys, policy, _struct(keys_of_policy, rules, Raw))
    return msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]  # made above


def _struct(keys: Iterable[str], special: str, kind: Any) -> Any:  # noqa: ANN401 - types
    """An object with these properties; one of them is of this kind, the others hold anything."""
    fields: list[tuple[str, Any, Any]] = [
        (f"_{at}", kind if key == special else Any, msgspec.field(name=key))
        for at, key in enumerate(keys)
    ]
    return msgspec.defstruct("Listed", fields, forbid_unknown_fields=True, gc=False)


def _named_in(raw: Object) -> int:
    """How many properties are named in an object and the objects inside."""
    named = len(raw)
    for one in raw.values():
        if type(one) is dict or type(one) is list:
            named += msgspec.json.encode(one).count(_KEY)
    return named
