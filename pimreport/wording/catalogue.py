"""Message catalogues and the habits of a locale, by Babel. Never imported for English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

FOLDER = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "pimreport"


def path(language: str) -> Path:
    """The catalogue's file, as translators edit it."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Translations by message id. Plain mappings: a large report looks a million sentences up.

    ``meanings``: by context and message id. ``plurals``: the forms by the English singular, of
    which ``form`` says the number that takes which.
    """

    sentences: Mapping[str, str]
    meanings: Mapping[tuple[str, str], str]
    plurals: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]


@cache
def of(language: str) -> Catalogue:
    """The catalogue of a language, read when it is first asked for."""
    with path(language).open("rb") as file:
        read = read_po(file, locale=language, domain=DOMAIN)
    sentences: dict[str, str] = {}
    meanings: dict[tuple[str, str], str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for one in read:
        if not one.id or not one.string or one.fuzzy:
            continue
        if not isinstance(one.id, str):
            plurals[one.id[0]] = tuple(one.string)
        elif one.context is None:
            sentences[one.id] = str(one.string)
        else:
            meanings[one.context, one.id] = str(one.string)
    return Catalogue(sentences, meanings, plurals, c2py(read.plural_expr))


def day(day: date, language: str) -> str:
    """Such as ``30.09.2026``."""
    return format_date(day, "medium", locale=language)


def moment(moment: datetime, language: str) -> str:
    """Such as ``30.09.2026, 14:05``; the moment is in UTC already."""
    return f"{day(moment, language)}, {format_time(moment, 'short', locale=language)}"


def number(number: float, language: str) -> str:
    """Such as ``12.345``."""
    return format_decimal(number, locale=language)
