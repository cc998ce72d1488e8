"""Objects of a script with PIM's lists inside: ``@{Id; DisplayName; Eligible = Get-Mg...}`` per group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.parsers.dialect import Dialect, Translation, folded, folded_name
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_GRANT = frozenset({"principalid"})
_IN_WHAT = frozenset({"groupid", "roledefinitionid", "accessid"})
_REST = "(the objects around the lists)"


def _grants(value: Any) -> list[Raw]:  # noqa: ANN401 - foreign JSON
    """The rows in a list, if they are PIM's; Windows PowerShell wraps lists and unrolls one of one."""
    if isinstance(value, dict):
        inner = value.get("value")
        value = inner if isinstance(inner, list) else [value]
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return []
    names = {folded_name(name) for one in value for name in one}
    return value if names >= _GRANT and names & _IN_WHAT else []


def _lists(row: Raw) -> dict[str, list[Raw]]:
    return {name: found for name, value in row.items() if (found := _grants(value))}


def _has_lists(page: Page) -> bool:
    return any(_lists(row) for _, row in page.rows)


def _translate(page: Page, _label: str) -> Translation:
    lists: dict[str, list[tuple[int, Raw]]] = {}
    rest: list[tuple[int, Raw]] = []
    for number, row in page.rows:
        inside, told = _lists(row), folded(row)
        group = told.get("groupid") or told.get("id")
        for name, found in inside.items():
            lists.setdefault(name, []).extend((number, _of(group, one)) for one in found)
        rest.append((number, {name: one for name, one in row.items() if name not in inside}))
    place = f"{page.path}/" if page.path else ""
    pages = [Page(rows=rows, path=place + name) for name, rows in lists.items()]
    around = Page(rows=rest, context=page.context, next_link=page.next_link, path=place + _REST)
    return Translation(pages=[*pages, around], again=True)


def _of(group: object, row: Raw) -> Raw:
    """A group's row under the group around it, where it names none itself."""
    told = folded(row)
    if told.get("groupid") or "accessid" not in told or not isinstance(group, str):
        return row
    return row | {"groupId": group}


EMBEDDED_LISTS = Dialect(
    name="embedded_lists",
    keys=frozenset(),
    never=frozenset({"principalid", "roletemplateid", "kind", "policyid"}),
    also=_has_lists,
    translate=_translate,
)
