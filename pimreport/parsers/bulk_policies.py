"""Thousands of policies, most of which say the same: equal rules are understood once.

A group has two policies of some seventeen rules each, and few of them were ever changed. So a rule
is looked up by its bytes, and only what was not met before is decoded and shaped. The rows that
come out are those of the ordinary way, except that they share their rules.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw

from pimreport.parsers import bulk
from pimreport.parsers.chunks import Chunks, NotSimpleError
from pimreport.parsers.names import graph_name
from pimreport.parsers.reader import Contents, read, sort_in
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from pimreport.parsers.date_parts import Order
    from pimreport.parsers.document import Page
    from pimreport.parsers.document import Raw as Object

RESOURCE = "role_management_policy_assignments"
_KEY = b'":'
_object = msgspec.json.Decoder(dict[str, Raw])
_objects = msgspec.json.Decoder(list[Raw])


Rules = dict[bytes, tuple[Any, int, frozenset[str]]]
"""Rules as written -> as shaped, how often a key ends in them, and which of their dates are ISO."""


def contents_of(label: str, data: bytes, preferred: Order | None, known: Rules) -> Contents | None:
    """What a large file of policy assignments holds; None if it is something else or not simple.

    Args:
        label: of the file.
        data: its bytes.
        preferred: day or month first, where dates leave it open.
        known: rules in which nothing was lost, of this run; those of the file are added.
    """
    head = bulk.head_of(data[: bulk.HEAD])
    if len(data) < bulk.LARGE or not like_policies(bulk.first_object(head)):
        return None
    try:
        chunks = Chunks(BytesIO(data))
        first = read(label, _with_one_rule(chunks.first), preferred)
        if [one.resource.name for one in first.parts] != [RESOURCE] or first.warnings:
            return None
        shaped = _Shaped(chunks.page, known)
        rows: list[Row] = []
        for piece in chunks.lists():
            chunks.look_for_question_marks(piece, len(rows))
            rows += shaped.rows(piece)
    except (msgspec.MsgspecError, RecursionError, NotSimpleError):
        return None
    contents = Contents(format=chunks.written, warnings=chunks.warnings)
    sort_in(label, chunks.page, (rows, shaped.shaper), contents, {}, preferred)
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

    def __init__(self, page: Page, known: Rules) -> None:
        self.shaper = Shaper(page)
        self._page = page
        self._total = 0
        self._known = known
        self._rules: Rules = {}
        self._keys: set[str] | None = None

    def rows(self, piece: bytes) -> list[Row]:
        """The objects of a list as rows."""
        listed = _objects.decode(piece)
        first = self._total + 1
        self._total += len(listed)
        return [self._row(number, bytes(one)) for number, one in enumerate(listed, first)]

    def _row(self, number: int, written: bytes) -> Row:
        raw = _object.decode(written)
        if raw.keys() != (self._keys or raw.keys()):
            raise NotSimpleError
        self._keys = set(raw)
        policy_key = next(key for key in raw if graph_name(key) == "policy")
        policy = _object.decode(raw.pop(policy_key))
        rules_key = next((key for key in policy if graph_name(key) == "rules"), None)
        listed = _objects.decode(policy.pop(rules_key)) if rules_key else []
        rules = [self._rule(number, bytes(one)) for one in listed]
        rest = {
            **{key: msgspec.json.decode(one) for key, one in raw.items()},
            policy_key: {key: msgspec.json.decode(one) for key, one in policy.items()},
        }
        keys = msgspec.json.encode(rest).count(_KEY) + (rules_key is not None)
        if keys + sum(count for _, count in rules) != written.count(_KEY):
            raise NotSimpleError  # an object may name a property twice
        values = self.shaper.row(number, rest)
        if rules_key:
            values["policy"] = values.get("policy") or {}
            values["policy"]["rules"] = [one for one, _ in rules]
        return Row(number, values, self._page)

    def _rule(self, number: int, written: bytes) -> tuple[Any, int]:
        """A rule as shaped, and how often a key ends in it."""
        found = self._known.get(written) or self._rules.get(written)
        if found is None:
            found = self._learnt(number, written)
        shaped, count, dated = found
        self.shaper.dated |= dated
        return shaped, count

    def _learnt(self, number: int, written: bytes) -> tuple[Any, int, frozenset[str]]:
        count = written.count(_KEY)
        rule = msgspec.json.decode(written)
        if msgspec.json.encode(rule).count(_KEY) != count:
            raise NotSimpleError
        raw = {"policy": {"rules": [rule], "id": "-"}}
        alone = Shaper(self._page)
        shaped = alone.row(number, raw)
        table = self._known
        if alone.lost or alone.joined or alone.conflicts or alone.unclear or alone.written:
            shaped, table = self.shaper.row(number, raw), self._rules
        table[written] = found = shaped["policy"]["rules"][0], count, frozenset(alone.dated)
        return found
