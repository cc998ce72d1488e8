"""A sentence as a value: an English template, what goes into it, and no string yet."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeAlias, TypeVarTuple

from pimreport.wording.language import (
    ENGLISH,
    current,
    day_text,
    moment_text,
    number_text,
    speaking,
    translated,
    translated_meaning,
    translated_plural,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Told = TypeVarTuple("Told")


class Text:
    """An English template (the message id of the catalogues) and its values by name.

    Cheap to make, since an analysis makes many: rendering waits until ``str`` asks for it, in the
    language in force then. Equal texts have equal templates and values. Never changed once made.
    ``{name}`` stands for a value; a template without values is printed as it is.
    """

    __slots__ = ("_template", "_values")

    def __init__(self, template: str, /, **values: Value) -> None:
        """Keep a template, which has to be a literal (it is extracted), and its values."""
        self._template = template
        self._values: Mapping[str, Value] = values

    @staticmethod
    def plural(one: str, many: str, number: int, /, **values: Value) -> Text:
        """A text with two forms, both literals.

        ``{number}`` in them is the number in digits, ``{told}`` the same with small numbers in
        words. The first form of a translation may leave them out: ``eine Person``.
        """
        return _Plural(one, many, number, values)

    @staticmethod
    def each(template: str, ones: Iterable[object], /) -> Text:
        """One template for each of some values, whose attributes it names (``{one.file}``).

        Set one after the other with commas. For long lists: it makes no text of each.
        """
        return _Each(template, tuple(ones))

    @staticmethod
    def distinct(meaning: str, template: str, /, **values: Value) -> Text:
        """A text of which English has another meaning, too: ``no`` as a number, ``no`` as a reply.

        ``meaning`` tells them apart for translators (gettext's context); both are literals.
        """
        return _Distinct(meaning, template, values)

    @staticmethod
    def stored(sentence: str) -> Text:
        """A sentence out of one of the fact files in ``data``, from which it is extracted."""
        return Text(sentence)

    def __str__(self) -> str:
        """The sentence in the language in force."""
        template = translated(self._template)
        return template.format_map(_printed(self._values)) if self._values else template

    def __repr__(self) -> str:
        """The parts, for those who test."""
        return f"{type(self).__name__}{self._key()!r}"

    def __eq__(self, other: object) -> bool:
        """Equal parts."""
        if not isinstance(other, Text):
            return NotImplemented
        return type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        """By the parts."""
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self._template, frozenset(self._values.items())


Wording: TypeAlias = str | Text
"""Something to print: a sentence to be put into words, or a text that is the same everywhere."""
Value: TypeAlias = str | float | date | Text
"""What may stand in a sentence. A ``str`` is printed as it is: names, ids, never words."""


class _Plural(Text):
    """One of two templates, by a number."""

    __slots__ = ("_many", "_number")

    def __init__(self, one: str, many: str, number: int, values: dict[str, Value]) -> None:
        super().__init__(one, **values)
        self._many = many
        self._number = number

    def __str__(self) -> str:
        number = self._number
        template = translated_plural(self._template, self._many, number)
        told = _IN_WORDS[number] if 0 <= number < len(_IN_WORDS) else number
        return template.format(**_printed({**self._values, "number": number, "told": told}))

    def _key(self) -> tuple[object, ...]:
        return *super()._key(), self._many, self._number


class _Distinct(Text):
    """A template with a meaning of several."""

    __slots__ = ("_meaning",)

    def __init__(self, meaning: str, template: str, values: dict[str, Value]) -> None:
        super().__init__(template, **values)
        self._meaning = meaning

    def __str__(self) -> str:
        template = translated_meaning(self._meaning, self._template)
        return template.format_map(_printed(self._values)) if self._values else template

    def _key(self) -> tuple[object, ...]:
        return *super()._key(), self._meaning


class _Each(Text):
    """A template for each of some values."""

    __slots__ = ("_ones",)

    def __init__(self, template: str, ones: tuple[object, ...]) -> None:
        super().__init__(template)
        self._ones = ones

    def __str__(self) -> str:
        template = translated(self._template)
        return ", ".join([template.format(one=one) for one in self._ones])

    def _key(self) -> tuple[object, ...]:
        return self._template, self._ones


class _Joined(Text):
    """Parts one after the other."""

    __slots__ = ("_parts", "_separator")

    def __init__(self, separator: Wording, parts: tuple[Wording, ...]) -> None:
        self._separator = separator
        self._parts = parts

    def __str__(self) -> str:
        return str(self._separator).join(map(str, self._parts))

    def _key(self) -> tuple[object, ...]:
        return self._separator, self._parts


class _Later(Text):
    """A text that nobody has composed yet."""

    __slots__ = ("_compose", "_from")

    def __init__(self, compose: Callable[..., Wording], told: tuple[object, ...]) -> None:
        self._compose = compose
        self._from = told

    def __str__(self) -> str:
        return str(self._compose(*self._from))

    def _key(self) -> tuple[object, ...]:
        return (self._compose(*self._from),)


class _Number:
    """A number that formats itself as the language in force does."""

    __slots__ = ("_number",)

    def __init__(self, number: float) -> None:
        self._number = number

    def __format__(self, english: str) -> str:
        return number_text(self._number, english)


def joined(separator: Wording, parts: Iterable[Wording]) -> Text:
    """The parts one after the other, empty strings left out."""
    return _Joined(separator, tuple(part for part in parts if part != ""))


def later(compose: Callable[[*Told], Wording], *told: *Told) -> Text:
    """What ``compose`` makes of these values, once somebody asks for it; they must not change.

    An analysis of a large tenant tells a hundred thousand details, and an output prints a few.
    """
    return _Later(compose, told)


def listed(names: Iterable[Wording], most: int = 5) -> Wording:
    """``Ada, Grace and Joan``, each once; long lists end in ``and 12 more``."""
    unique = tuple(dict.fromkeys(names))
    if not unique:
        return ""
    if len(unique) == 1:
        return unique[0]
    if len(unique) > most:
        return Text.plural(
            "{names} and {number} more",
            "{names} and {number} more",
            len(unique) - most,
            names=joined(", ", unique[:most]),
        )
    return Text("{names} and {last}", names=joined(", ", unique[:-1]), last=unique[-1])


def noted(what: Wording, remark: Wording) -> Text:
    """``Ada (eligible)``."""
    return Text("{what} ({remark})", what=what, remark=remark)


def english(text: Wording) -> str:
    """The text in English, whatever language is in force: to sort by, and for other programs."""
    if isinstance(text, str) or current() == ENGLISH:
        return str(text)
    with speaking(ENGLISH):
        return str(text)


_READY = (str, Text)
"""Formats itself as it has to be printed."""


def _printed(values: Mapping[str, Value]) -> Mapping[str, object]:
    for value in values.values():
        if not isinstance(value, _READY):
            return {
                name: value if isinstance(value, str) else _one(value)
                for name, value in values.items()
            }
    return values


def _one(value: Value) -> object:
    if isinstance(value, _READY):
        return value
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return day_text(value)
    return _Number(value)


_IN_WORDS = (
    Text.distinct("number of things", "no"),
    Text("one"),
    Text("two"),
    Text("three"),
    Text("four"),
    Text("five"),
    Text("six"),
    Text("seven"),
    Text("eight"),
    Text("nine"),
    Text("ten"),
)
