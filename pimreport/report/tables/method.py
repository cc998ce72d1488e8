"""Method: dated statements on which the conclusions rest."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from pimreport.report.table import Column, ColumnKind, Table
from pimreport.shipped import shipped
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.report import Report
    from pimreport.report.table import Row


@cache
def _statements() -> tuple[Row, ...]:
    with (shipped("data") / "method.toml").open("rb") as file:
        told = tomllib.load(file)["statement"]
    return tuple(
        (
            Text.stored(one["topic"]),
            Text.stored(one["text"]),
            one.get("date", Text("not dated")),
            one.get("source", Text("own reasoning")),
        )
        for one in told
    )


def _rows(report: Report) -> Iterable[Row]:
    yield (
        Text("Provenance"),
        report.tenant.provenance.told,
        report.as_of,
        Text("the collector's manifest"),
    )
    yield from _statements()


TABLE = Table(
    name="Method",
    title=Text("Method"),
    order=10,
    about=Text("Each row is a statement on which this report relies, with its date and source."),
    empty=Text("No statement was shipped with this version."),
    columns=(
        Column("Topic", 30),
        Column("Statement", 110, ColumnKind.SENTENCE),
        Column("As of", 14),
        Column("Source", 60, ColumnKind.SENTENCE),
    ),
    rows=_rows,
)
