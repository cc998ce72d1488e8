"""Groups with their members or owners inside: ``$expand=members``, AzureADAssessment's groupData.xml.

Graph expands at most 20 of them and does not say that there are more (Microsoft Graph, *Use query
parameters*, limits of ``$expand`` on directory objects, read 2026-11-23).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, folded, folded_name
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_MOST = 20
_TYPES = {"members": "groupMember", "owners": "groupOwner"}
_CUT = (
    "Graph expands at most 20 {what} of a group and does not say that there are more; group {group}"
    " has {count}, so its list proves nobody's absence. Export it with Get-MgGroupMember -All."
)


def _of(row: Raw, what: str) -> list[Raw]:
    value: Any = row.get(what, row.get(what.capitalize()))
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _has_lists(page: Page) -> bool:
    return any(_of(row, what) for _, row in page.rows for what in _TYPES)


def _translate(page: Page, _label: str) -> Translation:
    groups = [
        (number, {name: one for name, one in row.items() if folded_name(name) not in _TYPES})
        for number, row in page.rows
    ]
    pages = [Page(rows=groups, context=page.context, next_link=page.next_link, type="group")]
    warnings = []
    for what, kind in _TYPES.items():
        rows: list[tuple[int, Raw]] = []
        cut = ""
        for number, row in page.rows:
            inside, group = _of(row, what), folded(row).get("id")
            rows += [(number, one | {"groupId": group}) for one in inside if group]
            if len(inside) == _MOST:
                cut = f"at most {_MOST} {what} of each group"
                message = _CUT.format(what=what, group=group, count=_MOST)
                warnings.append(
                    SourceWarning(code="expanded_lists_end", message=message, row=number)
                )
        if rows:
            pages.append(Page(rows=rows, type=kind, partial=cut))
    return Translation(pages=pages, warnings=warnings)


MEMBERS_EXPANDED = Dialect(
    name="groups_with_members",
    keys=frozenset({"id", "displayname"}),
    never=frozenset(
        {
            "roletemplateid",
            "appid",
            "principalid",
            "userprincipalname",
            "ismembermanagementrestricted",
        }
    ),
    also=_has_lists,
    translate=_translate,
)
