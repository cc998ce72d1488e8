from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pimreport.parsers.culture import Order, Outcome, Written, settle
from pimreport.parsers.gaps import Gap

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
