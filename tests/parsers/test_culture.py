from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from pimreport.parsers.dates.culture import Outcome, Written, settle
from pimreport.parsers.dates.parts import Order
from pimreport.parsers.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Callable

DATES = json.loads((Path(__file__).parent / "dotnet_dates.json").read_text(encoding="utf-8"))
MAY = datetime(2025, 5, 11, 8, 0, 0, tzinfo=UTC)
DECEMBER = datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)
TWELVE_HOURS_WITHOUT_A_WORD = {"zh-TW"}


def _column(*texts: str, preferred: Order | None = None, name: str = "startDateTime") -> list[Any]:
    return _settled({name: list(texts)}, preferred)[0][name]


def _settled(
    columns: dict[str, list[str]], preferred: Order | None = None
) -> tuple[dict[str, list[Any]], Outcome]:
    holders = {name: [{name: text} for text in texts] for name, texts in columns.items()}
    cells = [
        Written(holder, name, holder[name], number)
        for name, column in holders.items()
        for number, holder in enumerate(column, 1)
    ]
    outcome = settle(cells, preferred)
    return {name: [one[name] for one in column] for name, column in holders.items()}, outcome


@pytest.mark.parametrize("culture", DATES)
def test_each_culture_of_dotnet_is_read_right_or_not_at_all(culture: str) -> None:
    told = _column(DATES[culture]["may"], DATES[culture]["december"])
    if culture in TWELVE_HOURS_WITHOUT_A_WORD:
        assert told == [Gap.AMBIGUOUS, Gap.AMBIGUOUS]
    else:
        assert told == [MAY, DECEMBER]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["05/06/2025 08:00:00"], [Gap.AMBIGUOUS]),
        (["05/06/2025 08:00:00 AM"], [Gap.AMBIGUOUS]),
        (["05/05/2025 08:00:00"], [datetime(2025, 5, 5, 8, tzinfo=UTC)]),
        (["05/06/2025 08:00", "13/06/2025 08:00"], [datetime(2025, 6, 5, 8, tzinfo=UTC), datetime(2025, 6, 13, 8, tzinfo=UTC)]),
        (["05/06/2025 08:00", "06/13/2025 08:00"], [datetime(2025, 5, 6, 8, tzinfo=UTC), datetime(2025, 6, 13, 8, tzinfo=UTC)]),
        (["05.06.2025 08:00"], [datetime(2025, 6, 5, 8, tzinfo=UTC)]),
        (["05-06-2025 08:00"], [datetime(2025, 6, 5, 8, tzinfo=UTC)]),
        (["06-13-2025 08:00", "05-06-2025 08:00"], [datetime(2025, 6, 13, 8, tzinfo=UTC), datetime(2025, 5, 6, 8, tzinfo=UTC)]),
        (["2025/05/06 08:00"], [datetime(2025, 5, 6, 8, tzinfo=UTC)]),
        (["5/13/2025 8:00:00\u202fPM"], [datetime(2025, 5, 13, 20, tzinfo=UTC)]),
        (["5/13/2025 8:00:00?PM"], [datetime(2025, 5, 13, 20, tzinfo=UTC)]),
        (["5/13/2025 12:00:00 AM"], [datetime(2025, 5, 13, 0, tzinfo=UTC)]),
        (["5/13/2025 8:00:00 AM +02:00"], [datetime(2025, 5, 13, 6, tzinfo=UTC)]),
        (["13/5/2568 8:00:00"], [datetime(2025, 5, 13, 8, tzinfo=UTC)]),
        (["1/1/0001 12:00:00 AM"], [None]),
        (["5/6/2568 8:00:00"], [datetime(2025, 6, 5, 8, tzinfo=UTC)]),
        (["1/1/0544 0:00:00"], [None]),
        (["29/12/1403 08:00:00", "30/12/1403 08:00:00"], [datetime(2025, 3, 19, 8, tzinfo=UTC), datetime(2025, 3, 20, 8, tzinfo=UTC)]),
        (["1404/12/30 08:00:00"], [Gap.LOST]),
        (["02/03/1404 08:00:00"], [datetime(2025, 5, 23, 8, tzinfo=UTC)]),
        (["10/09/1446 08:00:00 ص"], [datetime(2025, 3, 10, 8, tzinfo=UTC)]),
        (["1350/01/01 08:00:00"], [Gap.LOST]),
        (["5/6/2025 8:00:00\u202fp.\u00a0m."], [Gap.AMBIGUOUS]),
        (["13/6/2025 8:00:00\u00a0p.\u00a0m."], [datetime(2025, 6, 13, 20, tzinfo=UTC)]),
        (["11.05.2025 08:00", "12/31/2025 11:59:59 PM"], [Gap.AMBIGUOUS, datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)]),
        (["05/06/2025 08:00:00", "12/31/2025 11:59:59 PM"], [Gap.AMBIGUOUS, datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)]),
        (["05.06.2025", "06.06.2025 08:00"], [datetime(2025, 6, 5, tzinfo=UTC), datetime(2025, 6, 6, 8, tzinfo=UTC)]),
        (["13/05/25 08:00"], [Gap.LOST]),
        (["5/13/2025 18:00:00 PM"], [Gap.LOST]),
        (["31/31/2025 08:00"], [Gap.LOST]),
        (["45788.3333333333", "45800,5"], [MAY, datetime(2025, 5, 23, 12, tzinfo=UTC)]),
        (["45788"], [Gap.AMBIGUOUS]),
        (["45788.5", "13/05/2025 08:00"], [Gap.LOST, datetime(2025, 5, 13, 8, tzinfo=UTC)]),
        (["45800", "1747123200"], [Gap.LOST, Gap.LOST]),
        (["40178"], [Gap.LOST]),
        (["13/05/25 08:00", "02/06/25 09:00"], [datetime(2025, 5, 13, 8, tzinfo=UTC), datetime(2025, 6, 2, 9, tzinfo=UTC)]),
        (["5/13/25 8:00 PM", "12/2/25 9:00 AM"], [datetime(2025, 5, 13, 20, tzinfo=UTC), datetime(2025, 12, 2, 9, tzinfo=UTC)]),
        (["25-05-13 08:00", "25-06-02 09:00"], [datetime(2025, 5, 13, 8, tzinfo=UTC), datetime(2025, 6, 2, 9, tzinfo=UTC)]),
        (["13.05.25 08:00", "14.06.25 09:00"], [Gap.LOST, Gap.LOST]),
        (["15/11/46 08:00:00 ص", "02/10/46 08:00:00 ص"], [Gap.LOST, Gap.LOST]),
        (["13/5/68 8:00:00", "2/6/68 9:00:00"], [Gap.LOST, Gap.LOST]),
        (["04/02/21 8:00:00", "04/03/08 8:00:00"], [Gap.LOST, Gap.LOST]),
        (["13/5/2025 8:00:00 ?.?."], [Gap.AMBIGUOUS]),
        (["13/5/2025 8:00:00 ?.?.", "13/5/2025 12:30:00 ?.?."], [Gap.AMBIGUOUS, Gap.AMBIGUOUS]),
        (["13.5.2025 ?. 08:00:00", "13.5.2025 ?. 18:00:00"], [datetime(2025, 5, 13, 8, tzinfo=UTC), datetime(2025, 5, 13, 18, tzinfo=UTC)]),
        (["2025-05-13 ?? 8:00:00", "2025-05-13 18:00:00"], [Gap.AMBIGUOUS, datetime(2025, 5, 13, 18, tzinfo=UTC)]),
        (["15/11/1446 08:00:00 ?"], [Gap.AMBIGUOUS]),
        (["5/13/2025 8:00:00 PM UTC"], [datetime(2025, 5, 13, 20, tzinfo=UTC)]),
        (["0025-05-13 08:00:00"], [Gap.LOST]),
        (["yesterday"], [Gap.LOST]),
        (["5/13/2025 8:00:00 XM"], [Gap.LOST]),
    ],
)  # fmt: skip
def test_a_column(texts: list[str], expected: list[object]) -> None:
    assert _column(*texts) == expected


def test_contradicting_rows_leave_only_what_is_certain() -> None:
    told = _column("05/06/2025 08:00", "13/06/2025 08:00", "06/13/2025 08:00")
    june = datetime(2025, 6, 13, 8, tzinfo=UTC)
    assert told == [Gap.AMBIGUOUS, june, june]


def test_another_column_of_the_table_decides_where_one_cannot() -> None:
    told, outcome = _settled(
        {"startDateTime": ["05/06/2025 08:00"], "endDateTime": ["31/12/2025 08:00"]}
    )
    assert told["startDateTime"] == [datetime(2025, 6, 5, 8, tzinfo=UTC)]
    assert not outcome.ambiguous


def test_numbers_are_believed_only_where_a_column_holds_nothing_else() -> None:
    holder: dict[str, Any] = {}
    outcome = settle([Written(holder, "startDateTime", "45800.5", 1)], None, {"startDateTime"})
    assert holder == {"startDateTime": Gap.LOST}
    assert outcome.unreadable == {"startDateTime": 1}


def test_another_column_shows_that_a_spreadsheet_exchanged_nothing() -> None:
    told, outcome = _settled({"startDateTime": ["45788"], "endDateTime": ["45800"]})
    assert told["startDateTime"] == [datetime(2025, 5, 11, tzinfo=UTC)]
    assert outcome.serials.keys() == {"startDateTime", "endDateTime"}


SHORT = st.dates(date(2010, 1, 1), date(2039, 12, 31))
WAYS = ["%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%y-%m-%d", "%y/%m/%d"]


@given(days=st.lists(SHORT, min_size=1, max_size=20), way=st.sampled_from(WAYS))
def test_no_year_of_two_digits_is_ever_misread(days: list[date], way: str) -> None:
    for told, meant in zip(_column(*(one.strftime(way) for one in days)), days, strict=True):
        assert told in (
            datetime(meant.year, meant.month, meant.day, tzinfo=UTC),
            Gap.AMBIGUOUS,
            Gap.LOST,
        )


def _of_thailand(day: date) -> str:
    return f"{day.day}/{day.month}/{(day.year + 543) % 100:02}"


def _of_arabia(day: date) -> str:
    there = Gregorian(day.year, day.month, day.day).to_hijri()
    return f"{there.day:02}/{there.month:02}/{there.year % 100:02}"


@given(
    days=st.lists(st.dates(date(2010, 1, 1), date(2039, 12, 31)), min_size=1, max_size=20),
    way=st.sampled_from([_of_thailand, _of_arabia]),
)
def test_a_year_of_two_digits_in_another_calendar_is_not_taken_for_ours(
    days: list[date], way: Callable[[date], str]
) -> None:
    assert set(_column(*map(way, days))) <= {Gap.LOST}


def test_the_user_decides_only_what_the_evidence_leaves_open() -> None:
    assert _column("05/06/2025 08:00", preferred=Order.MONTH_FIRST)[0].month == 5
    told = _column("05/06/2025 08:00", "13/06/2025 08:00", preferred=Order.MONTH_FIRST)
    assert told[0].month == 6


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2199, 12, 31)).map(  # noqa: DTZ001 - UTC below
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)


@given(moments=st.lists(MOMENTS, min_size=1, max_size=20), month_first=st.booleans())
def test_no_date_is_ever_misread(moments: list[datetime], month_first: bool) -> None:  # noqa: FBT001
    pattern = "%m/%d/%Y %I:%M:%S %p" if month_first else "%d/%m/%Y %H:%M:%S"
    for told, meant in zip(
        _column(*(one.strftime(pattern) for one in moments)), moments, strict=True
    ):
        assert told in (meant, Gap.AMBIGUOUS)
