"""Values of large lists, understood once each: ids, words, dates, scopes, nested objects.

Every table answers a text it has met by a look-up; what it cannot read as the ordinary way would
makes the file one for the ordinary way.
"""

from __future__ import annotations

import re
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from pimreport.parsers import links, object_ids, periods, schedules, scopes
from pimreport.parsers.bulk.chunks import NotSimpleError
from pimreport.parsers.dates import moments
from pimreport.parsers.document import Page
from pimreport.parsers.gaps import SUSPECT, stands_for_an_object
from pimreport.parsers.principals import expanded
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from pimreport.model.entra import Fact
    from pimreport.parsers.resource import Reading

    Term = tuple[datetime | None, datetime | None, bool | None]
    """Start and end, and whether it is permanent; None: there is none, or nobody tells."""

Meaning = TypeVar("Meaning")
_PLAIN = (ascii_lowercase + digits + "-_").encode()
_OTHER_DATE = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:.]{8,16}(?:Z|[+-]\d\d:\d\d)|/Date\(-?\d+\)/", re.ASCII
)
_VISIBLE = bytes(byte for byte in range(ord("!"), ord("~") + 1) if byte not in b"{}()[]\"'=")
"""Without what ids may be wrapped in."""


class Ids(dict[Any, str]):
    """Ids as written -> in lower case; one text for each, however often it is written."""

    def __missing__(self, written: str | None) -> str:
        """Learn an id; there must be one."""
        if not written or written != object_ids.settled(written):
            raise NotSimpleError
        if stands_for_an_object(written) or object_ids.damage(written):
            raise NotSimpleError
        self[written] = known = written.lower()
        return known


def unlike(written: Sequence[Any]) -> Sequence[str]:
    """Ids that stand in a list once each, in lower case: all of them at one go.

    Raises:
        NotSimpleError: one is missing, has blanks in it, or is no id.
    """
    if not all(written):
        raise NotSimpleError
    together = "\n".join(written)
    if not together.isascii():
        raise NotSimpleError
    ends = b"\n" * (len(written) - 1)
    if together.encode().translate(None, _PLAIN) == ends:
        return written
    if together.encode().translate(None, _VISIBLE) != ends:
        raise NotSimpleError
    suspect = any(f"\n{letter}" in f"\n{together}" for letter in SUSPECT)
    if suspect and any(map(stands_for_an_object, written)):
        raise NotSimpleError
    return together.lower().split("\n")


def settled_ids(written: Sequence[str]) -> Sequence[str]:
    """Ids as Graph writes them, in lower case; empty where there is none."""
    try:
        ids = unlike(written)
    except NotSimpleError:
        ids = ()
    if ids and set(map(len, ids)) == {object_ids.LENGTH}:
        return ids
    return [object_ids.settled(one).lower() for one in written]


def places_of_damage(ids: Sequence[str]) -> set[int]:
    """The places of what is no object's id."""
    if set(map(len, ids)) <= {object_ids.LENGTH}:
        together = "\n".join(ids)
        if "+" not in together and together.count("-") == object_ids.DASHES * len(ids):
            return set()
    return {at for at, one in enumerate(ids) if one and object_ids.damage(one)}


def usual_dates(written: Iterable[Any]) -> bool:
    """Dates are such as machines write; one that is null, empty or absent is none."""
    texts = list(filter(None, written))
    return moments.as_graph_writes(texts) or all(map(_OTHER_DATE.fullmatch, texts))


class Meanings(dict[Any, Meaning]):
    """Texts as written -> what they mean; each is asked for once."""

    def __init__(self, meaning: Callable[[str | None], Meaning]) -> None:
        """Nothing was met yet."""
        super().__init__()
        self._meaning = meaning

    def __missing__(self, written: str | None) -> Meaning:
        """Learn a text."""
        self[written] = known = self._meaning(written)
        return known


class Words(dict[Any, str | None]):
    """Words of enumerations, and ids for comparison, in lower case; None where there is none."""

    def __missing__(self, written: str | None) -> str | None:
        """Learn a word."""
        if written is not None and (written != written.strip() or stands_for_an_object(written)):
            raise NotSimpleError
        self[written] = known = written.lower() if written else None
        return known


class Dates(dict[Any, "datetime | None"]):
    """Dates as written -> the moment; None for none and for placeholders."""

    def __missing__(self, written: str | None) -> datetime | None:
        """Learn a date."""
        if not written:
            self[written] = None
            return None
        moment = moments.from_iso(written.strip()) or moments.from_microsoft_json(written.strip())
        if moment is None:
            raise NotSimpleError
        self[written] = known = None if moments.is_placeholder(moment) else moment
        return known


class Scopes(dict[Any, str]):
    """Scopes as written -> as compared. ``scoped``: the file has a column for them."""

    def __init__(self, *, scoped: bool) -> None:
        """Without a column every role is held in the whole tenant."""
        super().__init__()
        self._scoped = scoped

    def __missing__(self, written: str | None) -> str:
        """Learn a scope."""
        if (not written and self._scoped) or not scopes.is_scope(written or "/"):
            raise NotSimpleError
        self[written] = known = scopes.scope_of(written or None)
        return known


class Infos:
    """The term of a row: its own dates, or those of its ``scheduleInfo``."""

    def __init__(self, dates: Dates) -> None:
        """Share the table of dates."""
        self._dates = dates
        self._recurrences: set[bytes] = {b"null"}

    def term(self, info: Any, own_start: str | None, own_end: str | None) -> Term:  # noqa: ANN401 - a struct in the file's spelling
        """The term of a row with this ``scheduleInfo``."""
        dates = self._dates
        if info is None:
            return dates[own_start], dates[own_end], None
        starts, ends = dates[info.start_date_time], None
        expiration = info.expiration
        if bytes(info.recurrence) not in self._recurrences:
            self._learn(bytes(info.recurrence))
        if expiration is None:
            if starts is None:
                raise NotSimpleError  # an object full of nulls is none
            return starts, None, None
        ends = dates[expiration.end_date_time]
        return periods.settled(starts, expiration.type, ends, expiration.duration)

    def _learn(self, recurrence: bytes) -> None:
        """A recurrence says nothing here, unless something in it was lost."""
        shaper = Shaper(Page(rows=[]))
        shaper.row(0, {"recurrence": msgspec.json.decode(recurrence)})
        if shaper.lost or shaper.joined or shaper.conflicts or shaper.written:
            raise NotSimpleError
        self._recurrences.add(recurrence)


class Nested:
    """Objects inside the rows: stubs are met once, expanded principals are told."""

    def __init__(self, names: tuple[str, ...], page: Page, reading: Reading) -> None:
        """Prepare for the properties that the file has."""
        self._names = [(name, links.EXPANDED.get(name, "")) for name in names]
        self._page = page
        self._reading = reading
        self._shaper = Shaper(page)
        self._known: dict[bytes, frozenset[str]] = dict.fromkeys((b"null", b"{}"), frozenset())
        """Objects as written -> the ids they go by."""

    def __bool__(self) -> bool:
        """There are such properties."""
        return bool(self._names)

    def facts(self, one: Any, number: int) -> Iterator[Fact]:  # noqa: ANN401 - a struct made for the file
        """What the objects inside one row tell, unless a row before told the same."""
        told: dict[str, Any] = {}
        for name, same in self._names:
            raw = bytes(getattr(one, name))
            ids = self._known.get(raw)
            if ids is None:
                told[name] = msgspec.json.decode(raw)
                if name == "additionalProperties" and told[name]:
                    raise NotSimpleError
                ids = _ids_of(told[name])
                if name != "roleDefinition" or not self._shaped(number, told[name]):
                    self._known[raw] = ids
            own = getattr(one, same) if ids and same else None
            if own and own not in ids and own.lower() not in ids:
                raise NotSimpleError  # for the ordinary way to tell
        if told:
            told["roleDefinitionId"] = one.roleDefinitionId
            row = Row(number, self._shaped(number, told) or {}, self._page)
            yield from expanded(row, self._reading)
            yield from schedules.expanded_role(row, self._reading)

    def _shaped(self, number: int, value: Any) -> dict[str, Any] | None:  # noqa: ANN401 - foreign JSON
        if not isinstance(value, dict):
            return None
        shaper = self._shaper
        shaped = shaper.row(number, value)
        if shaper.lost or shaper.joined or shaper.conflicts or shaper.written:
            raise NotSimpleError
        return shaped if any(one is not None for one in shaped.values()) else None


def _ids_of(value: Any) -> frozenset[str]:  # noqa: ANN401 - foreign JSON
    """As :func:`pimreport.parsers.links.ids_of` of a decoded object, before it is shaped."""
    told = value if isinstance(value, dict) else {}
    ids = (told.get(name) for name in ("id", "Id", "templateId", "TemplateId"))
    return frozenset(one.lower() for one in ids if one and isinstance(one, str))
