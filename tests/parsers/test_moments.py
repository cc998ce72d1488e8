from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pimreport.parsers.dates import calendars, moments

MAY = datetime(2025, 5, 11, 8, tzinfo=UTC)
ZONES = st.timedeltas(timedelta(hours=-14), timedelta(hours=14)).map(
    lambda offset: timezone(timedelta(minutes=offset // timedelta(minutes=1)))
)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-05-11T08:00:00Z", MAY),
        ("2025-05-11T08:00:00", MAY),
        ("2025-05-11T10:00:00+02:00", MAY),
        ("2025-05-11T08:00:00.1234567Z", MAY.replace(microsecond=123456)),
        ("2025-05-11 08:00:00", MAY),
        ("2025-05-11", MAY.replace(hour=0)),
        ("20250511", None),
        ("2025-W19-7", None),
        ("2025-13-11T08:00:00Z", None),
        ("", None),
    ],
)
def test_iso(text: str, moment: datetime | None) -> None:
    assert moments.from_iso(text) == moment


@pytest.mark.parametrize("text", ["/Date(1746950400000)/", "/Date(1746950400000+0200)/"])
def test_windows_powershell_dates_count_from_1970_in_utc(text: str) -> None:
    assert moments.from_microsoft_json(text) == MAY


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        (MAY, "PT8H", MAY.replace(hour=16)),
        (MAY, "P365D", datetime(2026, 5, 11, 8, tzinfo=UTC)),
        (datetime(2025, 1, 31, tzinfo=UTC), "P1M", datetime(2025, 2, 28, tzinfo=UTC)),
        (datetime(2024, 2, 29, tzinfo=UTC), "P1Y", datetime(2025, 2, 28, tzinfo=UTC)),
        (MAY, "P1DT12H30M", datetime(2025, 5, 12, 20, 30, tzinfo=UTC)),
        (MAY, "P", None),
        (MAY, "8 hours", None),
        (MAY, "P9999Y", None),
    ],
)
def test_a_duration_ends(start: datetime, duration: str, end: datetime | None) -> None:
    assert moments.after(start, duration) == end


@given(moment=st.datetimes(min_value=datetime(1902, 1, 1), timezones=ZONES))  # noqa: DTZ001
def test_what_is_printed_reads_back(moment: datetime) -> None:
    try:
        meant = moment.astimezone(UTC)
    except OverflowError:
        return
    assume(not calendars.is_other(meant.year))
    assert moments.from_iso(moments.iso(meant)) == meant


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["2025-05-11T08:00:00Z"],
        ["2025-05-11T08:00:00Z", "2024-02-29T23:59:59Z"],
        ["2025-05-11T08:00:00Z", "2025-02-30T08:00:00Z"],
        ["2025-05-11T08:00:00Z", "0001-01-01T00:00:00Z", "1601-01-01T00:00:00Z"],
        ["2025-05-11T08:00:00Z", "2568-05-11T08:00:00Z"],
        ["2025-05-11T08:00:00Z", "2025-05-11", "2025-05-11T08:00:00.1234567+02:00"],
        ["2025-05-11T08:00:00Z", "", "n/a"],
        ["20250-5-1T08:00:00Z1"],
        ["2025-05-11T08:00:00Z\n2025-05-11T08:00:00Z"],
        ["٢٠٢٥-05-11T08:00:00Z"],
    ],
)
def test_many_are_read_as_each_alone(texts: list[str]) -> None:
    assert moments.all_from_iso(texts) == [moments.from_iso(one) for one in texts]
