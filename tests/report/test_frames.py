"""The tables as DataFrames say what the tables say, and keep what is unknown unknown."""

from __future__ import annotations

import pandas as pd
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.registry import registered
from pimreport.report import tables
from pimreport.report.frames import frames
from pimreport.report.table import Table


def test_every_table_is_a_frame() -> None:
    tenant = a_tenant().omitting("users", "onPremisesSyncEnabled")
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada", "NA", "null")
    report = analyse(tenant.tenant())
    found = frames(report)
    for table in (one for one in registered(tables, Table) if one.when(report)):
        rows = list(table.rows(report))
        assert found[table.name].shape == (len(rows), len(table.columns))
    people = found["People"]
    assert set(people["Person"]) == {"Ada", "NA", "null"}
    assert people["Synced"].dtype == pd.BooleanDtype()
    assert people["Synced"].isna().all()
