"""From somebody's object to Graph's: names, dates, lost values, stubs, AdditionalProperties.

After this, every export of the same thing looks the same, whoever wrote it and how.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from pimreport.parsers import object_ids
from pimreport.parsers.dates import moments
from pimreport.parsers.dates.culture import Written
from pimreport.parsers.gaps import SUSPECT, Gap, stands_for_an_object
from pimreport.parsers.names import OBJECTS, Kind, understood
from pimreport.parsers.truths import truth

if TYPE_CHECKING:
    from pimreport.parsers.document import Page, Raw

_EXTRA = "additionalProperties"
_TYPE = "@odata.type"
_TRUTHS = {"true": True, "false": False}
_PLAIN, _ID, _FLAG = Kind.PLAIN, Kind.ID, Kind.FLAG
_MOMENT, _EXTRA_KIND = Kind.MOMENT, Kind.EXTRA
"""By a shorter way: they are asked for at every value."""
_NULL = frozenset({type(None)})
_UNROLLED = frozenset({"value", "Count"})
"""How Windows PowerShell writes a list that went through a pipeline."""
_DATE_PARTS = frozenset({"value", "DateTime", "UtcDateTime"})


_OPENING = frozenset("{[")
_OUTER = SUSPECT | _OPENING | frozenset(" \t\r\n\u00a0")


def is_itself(kind: Kind, value: Any) -> bool:  # noqa: ANN401 - foreign JSON
    """Most values: nothing in them needs to be understood."""
    if kind is _PLAIN:
        if type(value) is str:
            return value[:1] not in _OUTER and value[-1:] not in _OUTER
        return type(value) is bool
    if kind is _ID:
        return type(value) is str and len(value) == object_ids.LENGTH and value[:1] not in SUSPECT
    return kind is _FLAG and (value is True or value is False)


def _as_graph_has_it(shaped: Raw) -> Raw:
    """What older cmdlets call otherwise, or write although there is none."""
    if not shaped.get(_TYPE, True):
        del shaped[_TYPE]  # their OdataType is empty as a rule
    if "objectId" in shaped and shaped.get("id") is None:
        shaped["id"] = shaped.pop("objectId")
    return shaped


_SEPARATORS = re.compile(r"[\s,;|]+")
_QUOTED = re.compile(r'"([^"]*)"|\'([^\']*)\'')
_NO_COMMA = re.compile(r"[\s;|]+")
_WITH_COMMAS = frozenset({"allowedCombinations"})
"""Lists whose elements hold commas: ``password,sms`` is one combination of methods."""


def _written_out(text: str) -> Raw | list[Any] | None:
    """The object or list that a text is the JSON of."""
    try:
        told = json.loads(text) if text[:1] in _OPENING else None
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict | list) else None


class Shaper:
    """Shapes the objects of one page and notes what it could not keep.

    Attributes:
        lost: top-level property -> first row in which (part of) its value is lost.
        joined: top-level property -> first row in which a list was joined into a text.
        conflicts: property given twice with different values -> first row.
        unclear: property that is true or false, and says neither -> (first row, its text).
        written: date cells whose culture is still to be found.
        dated: properties with a date that any reader would read alike.
    """

    def __init__(self, page: Page) -> None:
        """Prepare for the rows of ``page``."""
        self.tabular = page.tabular
        self.lost: dict[str, int] = {}
        self.joined: dict[str, int] = {}
        self.conflicts: dict[str, int] = {}
        self.unclear: dict[str, tuple[int, str]] = {}
        self.written: list[Written] = []
        self.dated: set[str] = set()
        self._row = 0
        self._top = ""

    def row(self, number: int, raw: Raw) -> Raw:
        """One object of the page, shaped."""
        self._row, self._top = number, ""
        return self._object(raw, top=True)

    def _object(self, raw: Raw, *, top: bool = False) -> Raw:
        shaped: Raw = {}
        extra: object = None
        plain = not self.tabular
        for key, value in raw.items():
            name, kind = understood(key)
            if top:
                self._top = name
            if kind is _EXTRA_KIND:
                extra = value
            elif value is None:
                shaped.setdefault(name)
            elif name in shaped:
                self._again(shaped, name, self._value(name, kind, value, shaped))
            elif plain and is_itself(kind, value):
                shaped[name] = value
            elif kind is _MOMENT and type(value) is str and (moment := moments.from_iso(value)):
                self.dated.add(name)
                shaped[name] = None if moments.is_placeholder(moment) else moment
            else:
                shaped[name] = self._value(name, kind, value, shaped)
        if extra is not None:
            self._add_extra(shaped, extra, top=top)
        return _as_graph_has_it(shaped)

    def _again(self, shaped: Raw, name: str, value: object) -> None:
        """A property in two spellings: the first one that has a value counts."""
        held = shaped[name]
        if held is None:
            shaped[name] = value
        elif value is not None and value != held:
            self.conflicts.setdefault(name, self._row)

    def _add_extra(self, shaped: Raw, extra: object, *, top: bool) -> None:
        """The SDK's place for what its model does not name; camelCase, beside nulls of its own."""
        if isinstance(extra, dict):
            for name, value in self._object(extra, top=top).items():
                if shaped.get(name) is None:
                    shaped[name] = value
        elif isinstance(extra, str) and (told := _written_out(extra)):
            self._add_extra(shaped, told, top=top)
        elif isinstance(extra, str) and stands_for_an_object(extra):
            shaped[_EXTRA] = Gap.LOST
            self.lost.setdefault(_EXTRA if top else self._top, self._row)

    def _value(self, name: str, kind: Kind, value: Any, holder: Raw) -> Any:  # noqa: ANN401 - foreign JSON
        if isinstance(value, str):
            return self._text(name, kind, value, holder)
        if isinstance(value, dict):
            return self._nested(name, kind, value, holder)
        if kind is Kind.MOMENT:  # a number, perhaps of seconds or ticks: nobody knows of what
            return self._moment(name, str(value), holder)
        if kind is Kind.FLAG:
            return value if isinstance(value, bool) else self._flag(name, str(value))
        if isinstance(value, list):
            return [self._element(name, kind, one) for one in value]
        return value

    def _element(self, name: str, kind: Kind, value: Any) -> Any:  # noqa: ANN401 - foreign JSON
        if not isinstance(value, str):
            return self._value(name, kind, value, {})
        if stands_for_an_object(value):
            self.lost.setdefault(self._top or name, self._row)
            return Gap.LOST
        return value

    def _nested(self, name: str, kind: Kind, value: Raw, holder: Raw) -> Any:  # noqa: ANN401 - foreign JSON
        if kind is Kind.MOMENT and not _DATE_PARTS.isdisjoint(value):
            # Windows PowerShell wraps dates; "DateTime" is localised, "value" is not. An offset's
            # own "DateTime" is that of its zone.
            inner = value.get("value", value.get("UtcDateTime", value.get("DateTime")))
            return self._value(name, kind, inner, holder)
        if kind is Kind.DURATION:
            told = any(one is not None for one in value.values())
            return moments.iso_duration(value) or (Gap.LOST if told else None)
        if (
            len(value) == len(_UNROLLED)
            and value.keys() == _UNROLLED
            and isinstance(value["value"], list)
        ):
            return self._value(name, kind, value["value"], holder)
        shaped = self._object(value)
        # A navigation property that was not expanded is an object full of nulls, not a thing.
        return None if _NULL.issuperset(map(type, shaped.values())) else shaped

    def _text(self, name: str, kind: Kind, text: str, holder: Raw) -> Any:  # noqa: ANN401 - many types
        if kind is Kind.FREE_TEXT or (self.tabular and not text):
            return text or None
        if text[:1] in SUSPECT and stands_for_an_object(text):
            self.lost.setdefault(self._top or name, self._row)
            return Gap.LOST
        if kind is _ID:
            return text if len(text) == object_ids.LENGTH else object_ids.settled(text)
        text = text.strip()
        if kind is Kind.PLAIN:
            return self._plain(name, text, holder)
        if kind is Kind.MOMENT:
            return self._moment(name, text, holder)
        return self._measured(name, kind, text)

    def _plain(self, name: str, text: str, holder: Raw) -> Any:  # noqa: ANN401 - many types
        """A text, or an object as JSON in a cell, as Power Automate writes it; in Python it is lost."""
        if name not in OBJECTS or text[:1] not in _OPENING:
            return _TRUTHS.get(text.lower(), text) if self.tabular else text
        told = _written_out(text)
        if told is not None:
            return self._value(name, _PLAIN, told, holder)
        self.lost.setdefault(self._top or name, self._row)
        return Gap.LOST

    def _measured(self, name: str, kind: Kind, text: str) -> Any:  # noqa: ANN401 - many types
        if kind is Kind.DURATION:
            return moments.iso_duration(text) or text
        return self._flag(name, text) if kind is Kind.FLAG else self._list(name, text)

    def _flag(self, name: str, text: str) -> Any:  # noqa: ANN401 - a truth or a gap
        told = truth(text)
        if told is None and text.strip():
            self.unclear.setdefault(name, (self._row, text))
            return Gap.LOST
        return told

    def _list(self, name: str, text: str) -> list[str] | Gap:
        if text[:1] == "[" and text[-1:] == "]":  # JSON or Python in a cell
            inside = text[1:-1].strip()
            quoted = [one or other for one, other in _QUOTED.findall(inside)]
            if quoted or not inside:
                return quoted
            text = inside
        if not self.tabular:  # below its depth ConvertTo-Json joins by blanks
            self.joined.setdefault(self._top or name, self._row)
        if name not in _WITH_COMMAS:
            return [one for one in _SEPARATORS.split(text.strip("{}")) if one]
        if "," in text and not _NO_COMMA.search(text):
            self.lost.setdefault(self._top or name, self._row)
            return Gap.LOST  # one combination of two methods, or two of one each
        return [one.strip(",") for one in _NO_COMMA.split(text.strip("{}")) if one.strip(",")]

    def _moment(self, name: str, text: str, holder: Raw) -> Any:  # noqa: ANN401 - date or gap
        if not text or moments.says_never(text):
            return None
        moment = moments.from_iso(text) or moments.from_microsoft_json(text)
        if moment is None:
            self.written.append(Written(holder, name, text, self._row))
            return Gap.AMBIGUOUS
        self.dated.add(name)
        return None if moments.is_placeholder(moment) else moment
