"""Objects laid out flat: ``principal.displayName``, ``groupTypes.0``, and ``value.`` before everything.

Power Query, pandas (``json_normalize``) and converters of JSON to CSV name columns by the path to a
value. Put back where it was, an object reads as if it had never been flat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pimreport.parsers.dialect import Dialect, Translation
from pimreport.parsers.document import Page
from pimreport.parsers.names import LISTS, OBJECTS, graph_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.parsers.document import Raw

_HOLDERS = (OBJECTS | LISTS) - {"signInActivity"}
"""Users' signInActivity is read flat as well."""
_FEW = 20
_STEP = re.compile(r"(?<!@odata)[./]|\[(?=\d+\])")


def _steps(column: str) -> list[str]:
    """The path to a value; an annotation (``@odata.type``) is one step."""
    return [one.rstrip("]") for one in _STEP.split(column)]


def _common(columns: Iterable[str]) -> str:
    """What stands before every column, as Power Query has it: ``value``, or ``Column1``."""
    firsts = {_steps(one)[0] if len(_steps(one)) > 1 else "" for one in _own(columns)}
    first = firsts.pop() if len(firsts) == 1 else ""
    return "" if graph_name(first) in _HOLDERS else first


def _own(columns: Iterable[str]) -> list[str]:
    """Without what Graph says of the whole page."""
    return [one for one in columns if not one.startswith("@odata.")]


def _columns(page: Page, rows: int | None = None) -> list[str]:
    """The page's columns, or those of so many of its first rows."""
    keys = (key for _, row in page.rows[:rows] for key in row)
    return list(page.columns) or list(dict.fromkeys(keys))


def _is_flat(page: Page) -> bool:
    columns = _columns(page, _FEW)
    flat = [one for one in columns if _STEP.search(one)]
    return bool(flat) and (
        any(graph_name(_steps(one)[0]) in _HOLDERS for one in flat) or bool(_common(columns))
    )


def _translate(page: Page, _label: str) -> Translation:
    columns = _columns(page)
    before = _common(columns)
    paths = {one: _path(_steps(one)[bool(before) :]) for one in _own(columns)}
    context = next(
        (row["@odata.context"] for _, row in page.rows if row.get("@odata.context")), None
    )
    made = Page(
        rows=[(number, _nested(row, paths)) for number, row in page.rows],
        columns=tuple(dict.fromkeys(path[0] for path in paths.values())) if page.columns else (),
        context=page.context or (context if before and isinstance(context, str) else None),
        next_link=page.next_link,
        type=page.type,
        tabular=page.tabular,
        path=page.path,
        notes=page.notes,
        cut=page.cut,
        partial=page.partial,
    )
    return Translation(pages=[made], again=True)


def _path(steps: list[str]) -> list[str]:
    """Where a value belongs; what is in no object of Graph's stays flat."""
    return steps if graph_name(steps[0]) in _HOLDERS else [".".join(steps)]


def _nested(row: Raw, paths: dict[str, list[str]]) -> Raw:
    made: Raw = {}
    for column, value in row.items():
        *holders, last = paths.get(column, [column])
        place = made
        for one in holders:
            inner = place.setdefault(one, {})
            if not isinstance(inner, dict):  # the object itself stood beside its values
                inner = place[one] = {}
            place = inner
        if not isinstance(place.get(last), dict):
            place[last] = value
    return {name: _listed(value) for name, value in made.items()}


def _listed(value: Any) -> Any:  # noqa: ANN401 - foreign JSON
    """Numbered values as the list they were; a table has empty cells where the list is shorter."""
    if not isinstance(value, dict):
        return value
    if value and all(one.isdecimal() for one in value):
        inside = (_listed(value[one]) for one in sorted(value, key=int))
        return [one for one in inside if one not in (None, "")]
    return {name: _listed(one) for name, one in value.items()}


FLATTENED = Dialect(
    name="flattened",
    keys=frozenset(),
    also=_is_flat,
    translate=_translate,
)
