"""The language in force, and what it does to sentences, numbers and days.

English is the language of the source, so it needs no catalogue and never loads Babel.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from types import ModuleType

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de")
"""The languages there are, by their ISO 639-1 codes."""
_SMALLEST_GROUPED = 1000
"""Below it, no language groups digits."""
_LANGUAGE = ContextVar("language", default=ENGLISH)
_LOCALES = {ENGLISH: "en-GB", "de": "de-DE"}


def current() -> str:
    """The code of the language in force."""
    return _LANGUAGE.get()


def locale() -> str:
    """The language in force as documents name theirs: ``en-GB``, ``de-DE``."""
    return _LOCALES[current()]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Put everything that is rendered inside into this language.

    Raises:
        ValueError: there is no such language.
    """
    if language not in LANGUAGES:
        message = f"no language {language!r}: there are {', '.join(LANGUAGES)}"
        raise ValueError(message)
    before = _LANGUAGE.set(language)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


@cache
def _babel() -> ModuleType:
    """What needs Babel, loaded for other languages only."""
    from pimreport.wording import catalogue  # noqa: PLC0415  # English starts without it

    return catalogue


def translated(sentence: str) -> str:
    """The template in the language in force; the English one where the catalogue lacks it."""
    language = _LANGUAGE.get()
    if language == ENGLISH or not sentence:
        return sentence
    return _babel().of(language).sentences.get(sentence) or sentence


def translated_meaning(meaning: str, sentence: str) -> str:
    """The same where one English text has several meanings."""
    language = _LANGUAGE.get()
    if language == ENGLISH:
        return sentence
    return _babel().of(language).meanings.get((meaning, sentence)) or sentence


def translated_plural(one: str, many: str, number: int) -> str:
    """The same for a template with two forms, chosen by the number as the language does."""
    language = _LANGUAGE.get()
    if language == ENGLISH:
        return one if number == 1 else many
    whole = _babel().of(language)
    forms = whole.plurals.get(one)
    if not forms:
        return one if number == 1 else many
    return str(forms[whole.form(number)])


def day_text(day: date) -> str:
    """A day as the language in force writes it: ``2026-09-30``, ``30.09.2026``."""
    language = _LANGUAGE.get()
    if language == ENGLISH:
        return f"{day:%Y-%m-%d}"
    return str(_babel().day(day, language))


def moment_text(moment: datetime) -> str:
    """A moment in UTC, to the minute: ``2026-09-30 14:05``, ``30.09.2026, 14:05``."""
    moment = moment.astimezone(UTC)
    language = _LANGUAGE.get()
    if language == ENGLISH:
        return f"{moment:%Y-%m-%d %H:%M}"
    return str(_babel().moment(moment, language))


def number_text(number: float, english: str = "") -> str:
    """A number: plain or by the given format in English (``,``), grouped as usual elsewhere."""
    language = _LANGUAGE.get()
    if language == ENGLISH:
        return format(number, english)
    if isinstance(number, int) and 0 <= number < _SMALLEST_GROUPED:
        return str(number)
    return str(_babel().number(number, language))
