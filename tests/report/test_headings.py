"""Headings stay usable in every language: Excel wants them unique, and sheets' names short."""

from __future__ import annotations

import pytest

from pimreport.registry import registered
from pimreport.report import tables
from pimreport.report.table import Table
from pimreport.wording import LANGUAGES, speaking


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_unique_and_fit(language: str) -> None:
    every = registered(tables, Table)
    with speaking(language):
        titles = [str(one.title) for one in every]
        assert len({one.casefold() for one in titles}) == len(titles)
        assert [one for one in titles if len(one) > 31 or set(one) & set("[]:*?/\\")] == []
        for table in every:
            columns = [str(one.title).casefold() for one in table.columns]
            assert sorted(columns) == sorted(set(columns)), table.name
