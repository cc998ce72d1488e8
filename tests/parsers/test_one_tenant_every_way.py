"""Any tenant, written in any way, gives the same records, or says which of them are not known."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from powershell import (
    Custom,
    Dictionary,
    Hashtable,
    Model,
    american,
    convert_to_json,
    export_clixml,
    export_csv,
    format_list,
    utf7,
)
from written import GRAPH, GROUP, OTHER_GROUP, PIM

from pimreport.parsers.dates.moments import iso
from pimreport.parsers.printed import printed
from pimreport.parsers.reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = list[dict[str, Any]]

CONTEXT = GRAPH + PIM + "eligibilityScheduleInstances"
KIND = "PrivilegedAccessGroupEligibilityScheduleInstance"
TYPE = f"Microsoft.Graph.PowerShell.Models.MicrosoftGraph{KIND}"
GUIDS = st.uuids().map(str)
MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2049, 12, 31)).map(  # noqa: DTZ001 - UTC below
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
# What no name in a directory has: control characters, halves of characters, and a mark.
LETTERS = st.characters(
    exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff\u2028\u2029\ufffe\uffff"
)
NAMES = st.text(LETTERS, min_size=1, max_size=12).filter(lambda name: name == name.strip())


@st.composite
def _row(draw: st.DrawFn) -> dict[str, Any]:
    group, access = (
        draw(st.sampled_from([GROUP, OTHER_GROUP])),
        draw(st.sampled_from(["member", "owner"])),
    )
    return {
        "accessId": access,
        "eligibilityScheduleId": f"{group}_{access}_{draw(GUIDS)}",
        "endDateTime": draw(st.none() | MOMENTS),
        "groupId": group,
        "id": f"{group}_{access}_{draw(GUIDS)}",
        "memberType": draw(st.sampled_from(["direct", "group"])),
        "principalId": draw(GUIDS),
        "startDateTime": draw(MOMENTS),
    }


ROWS = st.lists(_row(), min_size=1, max_size=6)
GROUPS = st.lists(
    st.fixed_dictionaries(
        {
            "id": GUIDS,
            "displayName": NAMES,
            "description": st.none()
            | st.text(LETTERS | st.sampled_from('",;\t'), min_size=1, max_size=9),
            "securityEnabled": st.booleans(),
            "isAssignableToRole": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=4,
)


def _plain(rows: Rows) -> Rows:
    """As Graph's own JSON."""
    return [
        {name: iso(one) if isinstance(one, datetime) else one for name, one in row.items()}
        for row in rows
    ]


def _pascal(row: dict[str, Any]) -> dict[str, Any]:
    return {name[:1].upper() + name[1:]: one for name, one in row.items()}


def _models(rows: Rows) -> list[Model]:
    stub = {"Id": None, "DeletedDateTime": None}
    nested = {"Group": Model("Group", stub), "Principal": Model("DirectoryObject", stub)}
    return [Model(KIND, _pascal(row) | nested) for row in rows]


def _custom(rows: Rows) -> list[Custom]:
    return [Custom(_pascal(row)) for row in rows]


def _page(rows: Rows, following: str | None = None) -> dict[str, Any]:
    page: dict[str, Any] = {"@odata.context": CONTEXT, "value": _plain(rows)}
    return page | ({"@odata.nextLink": following} if following else {})


def _pages(rows: Rows) -> list[dict[str, Any]]:
    link = "https://graph.microsoft.com/v1.0/x?$skiptoken=a"
    return [_page([row], link if row is not rows[-1] else None) for row in rows]


def _tables(value: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return Hashtable({name: _tables(one) for name, one in value.items()})
    return [_tables(one) for one in value] if isinstance(value, list) else value


def _wrapped(rows: Rows) -> str:
    text = convert_to_json(_custom(rows), depth=5, windows=True)
    parts = text.split('"\\/Date(')
    whole = parts[0]
    for part in parts[1:]:
        number, _, rest = part.partition(")")
        rest = rest.partition('"')[2]
        whole += f'{{"value":  "\\/Date({number})\\/", "DateTime":  "Sonntag, 11. Mai 2025"}}{rest}'
    return whole


def _swedish(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _german(moment: datetime) -> str:
    return f"{moment:%d.%m.%Y %H:%M:%S}"


def _korean(moment: datetime) -> str:
    half = "오전" if moment.hour < 12 else "오후"
    return f"{moment.year}. {moment.month}. {moment.day}. {half} {moment.hour % 12 or 12}:{moment:%M:%S}"


def _thai(moment: datetime) -> str:
    return f"{moment.day}/{moment.month}/{moment.year + 543} {moment:%H:%M:%S}"


JSON_LINES = "\n".join
EXACT: dict[str, Callable[[Rows], str | bytes]] = {
    "page.json": lambda rows: json.dumps(_page(rows)),
    "pages.json": lambda rows: json.dumps(_pages(rows), indent=1),
    "joined.json": lambda rows: "\r\n".join(map(json.dumps, _pages(rows))),
    "lines.json": lambda rows: JSON_LINES(map(json.dumps, _plain(rows))),
    "objects.json": lambda rows: "\n".join(convert_to_json(row) for row in _plain(rows)),
    "one_or_list.json": lambda rows: json.dumps(_plain(rows) if rows[1:] else _plain(rows)[0]),
    "wrapper.json": lambda rows: json.dumps({"value": _plain(rows), "Count": len(rows)}),
    "hashtables.json": lambda rows: convert_to_json(_tables(_page(rows))),
    "sdk7.json": lambda rows: convert_to_json(_models(rows), depth=4),
    "sdk_default_depth.json": lambda rows: convert_to_json(_models(rows)),
    "sdk51.json": lambda rows: convert_to_json(_models(rows), depth=4, windows=True).encode(
        "utf-16"
    ),
    "utf16be.json": lambda rows: b"\xfe\xff" + convert_to_json(_models(rows)).encode("utf-16-be"),
    "utf16_unmarked.json": lambda rows: convert_to_json(_models(rows)).encode("utf-16-le"),
    "utf7.json": lambda rows: utf7(convert_to_json(_models(rows), depth=4)),
    "wrapped51.json": _wrapped,
    "banner.json": lambda rows: "Welcome to Microsoft Graph!\n\n" + json.dumps(_plain(rows)),
    "twice.json": lambda rows: json.dumps(json.dumps(_plain(rows))),
    "swedish.csv": lambda rows: export_csv(_models(rows), culture=_swedish, type_name=TYPE),
    "german.csv": lambda rows: export_csv(_models(rows), culture=_german, delimiter=";"),
    "korean.csv": lambda rows: export_csv(_custom(rows), culture=_korean),
    "thai.csv": lambda rows: export_csv(_custom(rows), culture=_thai),
    "selected.csv": lambda rows: export_csv(
        _custom(rows), culture=_german, delimiter="\t", type_name=f"Selected.{TYPE}"
    ),
    "as_needed.csv": lambda rows: export_csv(_custom(rows), culture=_swedish, as_needed=True),
    "nbsp.csv": lambda rows: export_csv(_custom(rows), culture=_german, delimiter="\u202f"),
    "excel.csv": lambda rows: (
        "sep=;\r\n"
        + export_csv(_custom(rows), culture=_german, delimiter=";", as_needed=True)
        + ";;;;;;;\r\n"
    ),
    "repeated.csv": lambda rows: "".join(
        export_csv([one], culture=_german, type_name=TYPE) for one in _models(rows)
    ),
    "utf32.csv": lambda rows: export_csv(_custom(rows), culture=_german).encode("utf-32"),
    "utf7.csv": lambda rows: utf7(export_csv(_custom(rows), culture=_german)),
    "appended.csv": lambda rows: (
        export_csv(_custom(rows[:1]), culture=_german).encode()
        + (export_csv(_custom(rows[1:]), culture=_german).encode("utf-16-le") if rows[1:] else b"")
    ),
    "appended_back.csv": lambda rows: (
        export_csv(_custom(rows[:1]), culture=_german).encode("utf-16")
        + (export_csv(_custom(rows[1:]), culture=_german).encode() if rows[1:] else b"")
    ),
    "list.txt": lambda rows: format_list(_models(rows), culture=_german),
    "sdk.xml": lambda rows: export_clixml(_models(rows)),
    "hashtables.xml": lambda rows: export_clixml([_tables(_page(rows))], depth=4),
}
"""Ways that keep everything."""
SLASHES: dict[str, Callable[[datetime], str]] = {
    "american": american,
    "narrow": lambda moment: american(moment).replace(" AM", "\u202fAM").replace(" PM", "\u202fPM"),
    "british": lambda moment: f"{moment:%d/%m/%Y %H:%M:%S}",
    "indonesian": lambda moment: f"{moment:%d/%m/%Y %H.%M.%S}",
    "australian": lambda moment: (
        f"{moment.day}/{moment.month}/{american(moment).partition('/')[2].partition('/')[2].lower()}"
    ),
}
"""Cultures whose order of day and month only the dates themselves can tell."""


def _understood(name: str, content: str | bytes) -> tuple[str, list[dict[str, object]]]:
    contents = read(name, content if isinstance(content, bytes) else content.encode(), None)
    assert contents.problem is None
    assert not contents.rejected
    (part,) = contents.parts
    facts = list(part.resource.parse(part.reading.rows, part.reading))
    assert facts
    assert not part.reading.rejected
    records = part.resource.records(part.reading.rows, part.reading)
    return part.resource.name, [printed(one) for one in records]


@pytest.mark.parametrize("way", EXACT)
@settings(max_examples=15)
@given(rows=ROWS)
def test_every_way_gives_the_same_records(way: str, rows: Rows) -> None:
    name, told = _understood(way, EXACT[way](rows))
    assert name == "group_eligibility_schedule_instances"
    assert [{key: one[key] for key in rows[0]} for one in told] == _plain(rows)


@pytest.mark.parametrize("culture", SLASHES)
@settings(max_examples=15)
@given(rows=ROWS)
def test_dates_with_slashes_are_right_or_ambiguous(culture: str, rows: Rows) -> None:
    _, told = _understood("x.csv", export_csv(_custom(rows), culture=SLASHES[culture]))
    for one, meant in zip(told, _plain(rows), strict=True):
        for key, value in meant.items():
            assert one[key] == value or (key.endswith("DateTime") and one[key] == "ambiguous")


NAMED: dict[str, Callable[[Rows], str | bytes]] = {
    "raw.json": lambda rows: json.dumps({"value": rows}),
    "sdk7.json": lambda rows: convert_to_json([Model("Group", _pascal(row)) for row in rows]),
    "sdk51.json": lambda rows: convert_to_json(_custom(rows), windows=True).encode("utf-16"),
    "bom.csv": lambda rows: b"\xef\xbb\xbf" + export_csv(_custom(rows)).encode(),
    "tabs.csv": lambda rows: export_csv(_custom(rows), delimiter="\t").encode("utf-16"),
    "semicolons.csv": lambda rows: export_csv(_custom(rows), delimiter=";"),
    "as_needed.csv": lambda rows: export_csv(_custom(rows), as_needed=True),
    "utf7.csv": lambda rows: utf7(export_csv(_custom(rows))),
    "model.xml": lambda rows: export_clixml([Model("Group", _pascal(row)) for row in rows]),
    "table.xml": lambda rows: export_clixml([Hashtable(row) for row in rows]),
    "dictionary.xml": lambda rows: export_clixml([Dictionary(row) for row in rows]),
}


@pytest.mark.parametrize("way", NAMED)
@settings(max_examples=25)
@given(rows=GROUPS)
def test_names_survive_every_way(way: str, rows: Rows) -> None:
    name, told = _understood(way, NAMED[way](rows))
    assert name == "groups"
    assert [{key: one[key] for key in rows[0]} for one in told] == rows
