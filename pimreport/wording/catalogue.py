"""Message catalogues and the habits of a locale, by Babel. Never imported for English."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

if TYPE_CHECKING:
    from datetime import date, datetime

FOLDER = Path(__file__).resolve().parent.parent / "locale"
DOMAIN = "pimreport"


def path(language: str) -> Path:
    """The catalogue's file, as translators edit it."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def of(language: str) -> Translations:
    """The catalogue of a language, compiled when it is first asked for."""
    compiled = io.BytesIO()
    with path(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language, domain=DOMAIN))
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


def day(day: date, language: str) -> str:
    """Such as ``30.09.2026``."""
    return format_date(day, "medium", locale=language)


def moment(moment: datetime, language: str) -> str:
    """Such as ``30.09.2026, 14:05``; the moment is in UTC already."""
    return f"{day(moment, language)}, {format_time(moment, 'short', locale=language)}"


def number(number: float, language: str) -> str:
    """Such as ``12.345``."""
    return format_decimal(number, locale=language)
