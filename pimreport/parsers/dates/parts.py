"""One written date as numbers: year, separator, clock, and the word for the half of the day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import Enum

from pimreport.parsers.dates import calendars, moments
from pimreport.parsers.gaps import Gap

_AM = "am|a m|a|fm|ap|dop|dopoledne|de|пр об|π μ|öö|дп|לפנה״צ|ص|ก่อนเที่ยง|午前|오전|上午|priekšpusdienā|priešpiet|sa|da manhã|قبل‌ازظهر|ق ظ|πμ|pg|e paradites"
_PM = "pm|p m|p|em|ip|odp|pop|odpoledne|du|сл об|μ μ|ös|пп|אחה״צ|م|หลังเที่ยง|午後|오후|下午|pēcpusdienā|popiet|ch|da tarde|بعدازظهر|ب ظ|μμ|ptg|e pasdites"
_MORNING = frozenset(_AM.split("|"))
_AFTERNOON = frozenset(_PM.split("|"))
_DECORATION = frozenset({"", "г", "ч", "г ч", "h min s", "h min", "h"})
_INVISIBLE = re.compile("[\u200e\u200f\u200c\u061c]")
_NUMBERS = re.compile(r"\d+")
_ERA = re.compile("بعد الهجرة|هـ")
_ZONE = re.compile(r"[\s.]*(?<![^\W\d_])(?:utc|gmt|z)\s*$", re.IGNORECASE)
_OFFSET = re.compile(r"\s*([+-])(\d\d):(\d\d)$", re.ASCII)
_LONGEST = 100
"""Characters of a date in any culture; what is longer is none, and is not searched."""
MONTHS = 12
_DATE_ONLY = 3
_FULL_YEAR = 4
_CENTURY = 2000

Style = tuple[str, bool, bool]


class Order(Enum):
    """Which of the first two numbers of a date is the day."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True)
class Parts:
    """A date in the writing of some culture.

    Attributes:
        numbers: as written; with the time there are five or six.
        year_first: the first one is the year, else the third.
        separator: between day, month and year.
        afternoon: what the word for the half of the day says; None: there is none.
        offset: of the zone, from UTC.
        padded: a number begins with a zero.
        short: the year has two digits, and where it stands is not known yet.
        lost_word: question marks stand where such a word may have stood, and what else is there.
    """

    numbers: tuple[int, ...]
    year_first: bool
    separator: str
    afternoon: bool | None
    offset: timedelta
    padded: bool
    short: bool = False
    lost_word: str = ""

    @property
    def style(self) -> Style:
        """What tells two cultures apart even where their numbers do not."""
        return self.separator, self.afternoon is not None, self.other_calendar

    @property
    def other_calendar(self) -> bool:
        """The year is no Gregorian one: such cultures write the day or the year first."""
        return calendars.is_other(self.numbers[0] if self.year_first else self.numbers[2])

    @property
    def hour(self) -> int | None:
        """As written; None where there is no time."""
        return self.numbers[_DATE_ONLY] if len(self.numbers) > _DATE_ONLY else None

    def with_year(self, *, first: bool) -> Parts:
        """The date with a year of this century where it was found to stand."""
        place = 0 if first else 2
        numbers = list(self.numbers)
        numbers[place] += _CENTURY
        return replace(self, numbers=tuple(numbers), year_first=first, short=False)


def taken_apart(text: str) -> Parts | None:
    """The parts of a written date; None if it is in a writing nobody knows."""
    if len(text) > _LONGEST:
        return None
    text, offset = _without_offset(_ERA.sub("", _INVISIBLE.sub("", text)).strip())
    text = _ZONE.sub("", text)
    found = list(_NUMBERS.finditer(text))
    numbers = tuple(int(one.group()) for one in found if len(one.group()) <= _FULL_YEAR)
    # A date alone, with hours and minutes, with seconds; fractions are never written.
    if len(numbers) != len(found) or len(numbers) not in {3, 5, 6}:
        return None
    year_first = len(found[0].group()) == _FULL_YEAR
    short = not year_first and len(found[2].group()) != _FULL_YEAR
    if short and any(len(one.group()) > 2 for one in found[:3]):  # noqa: PLR2004 - two digits
        return None
    separator = text[found[0].end() : found[1].start()].strip()
    if (
        separator not in {"/", ".", "-"}
        or text[found[1].end() : found[2].start()].strip() != separator
    ):
        return None
    rest = " ".join((text[: found[0].start()], text[found[2].end() :]))
    afternoon = _half_of_day(rest)
    if isinstance(afternoon, Gap):
        return None
    lost = "?" in rest and afternoon is None and len(numbers) > _DATE_ONLY
    return Parts(
        numbers=numbers,
        year_first=year_first,
        separator=separator,
        afternoon=afternoon,
        offset=offset,
        padded=any(one.group()[0] == "0" and len(one.group()) > 1 for one in found[:4]),
        short=short,
        lost_word=re.sub(r"\d+", "0", rest) if lost else "",
    )


def _without_offset(text: str) -> tuple[str, timedelta]:
    found = _OFFSET.search(text)
    if not found or ":" not in text[: found.start()]:
        return text, timedelta(0)
    size = timedelta(hours=int(found.group(2)), minutes=int(found.group(3)))
    return text[: found.start()], size if found.group(1) == "+" else -size


def _half_of_day(rest: str) -> bool | Gap | None:
    """True for PM, False for AM, None for a 24-hour clock; LOST for words nobody knows."""
    # ASCII turned the blank before AM into a question mark (U+202F since .NET 8).
    words = re.sub(r"[\d:.,?\s/\u00a0\u202f]+", " ", rest).strip().lower()
    if words in _AFTERNOON:
        return True
    if words in _MORNING:
        return False
    return None if words in _DECORATION else Gap.LOST


def moment(parts: Parts, order: Order | None) -> datetime | Gap | None:
    """What the date means; AMBIGUOUS without an order that it needs, LOST if there is no such date."""
    first, second, third = parts.numbers[:3]
    if parts.year_first:
        year, month, day = first, second, third
    elif order is None and first != second and max(first, second) <= MONTHS:
        return Gap.AMBIGUOUS
    elif (order is Order.MONTH_FIRST or second > MONTHS) and first <= MONTHS:
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
    hour, minute, second_of_minute = (*parts.numbers[3:], 0, 0, 0)[:3]
    if parts.afternoon is not None:
        if not 1 <= hour <= MONTHS:
            return Gap.LOST
        hour = hour % 12 + (12 if parts.afternoon else 0)
    try:
        clock = time(hour, minute, second_of_minute, tzinfo=UTC)
        meant = datetime.combine(calendars.gregorian(year, month, day), clock) - parts.offset
    except (ValueError, OverflowError):
        return Gap.LOST
    if moments.is_impossible(meant):
        return Gap.LOST
    return None if moments.is_placeholder(meant) else meant
