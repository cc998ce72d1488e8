"""The PowerShell that supplies what is missing: the collector's own request, for one list.

It follows every page and keeps ``@odata.context``, so that even an empty list says what it is and
of which group. Written for both PowerShells; whoever runs it has run Connect-MgGraph before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pimreport.data import facts

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALL_OF_THEM = "$filter=id in ({ids})&"
_ROLE_ASSIGNABLE = "groups?$filter=isAssignableToRole eq true&$select=id&$top=999"
"""All of them in one page: a tenant has 500 at most (Microsoft, groups-concept)."""
_UNIT_MEMBERS = "administrative_unit_members"
_MOST_GROUPS = 50
"""Named in one line; beyond it the line asks Graph for the role-assignable groups."""
_MOST_IDS = 15
"""In one ``id in (...)``, as the collector asks."""


_WHOLE = re.compile(
    r"""\$u = ('(?:[^']|'')*'|"[^"]*"); \$v = @\(do .*? while \(\$u\)\); """
    r"""\$p\.value = \$v; ConvertTo-Json \$p -Depth 20 \| Out-File (\S+) -Encoding utf8"""
)


def command(resource: str, *, groups: Sequence[str] = (), ids: Sequence[str] = ()) -> str:
    """A line of PowerShell that exports the resource.

    Args:
        resource: as pimreport names it.
        groups: ids, where the list is exported group by group; none: every role-assignable group.
        ids: of the few users, groups or applications that are meant; none: all of them.

    Returns:
        The line; empty where the collector does not ask for such a list.
    """
    asked = _query(resource)
    if asked is None:
        return ""
    if asked["each"] == "unit":
        return command("administrative_units")  # which asks for each unit's members, too
    if asked["each"] == "group":
        return _per_group(asked, groups)
    if asked["each"] == "principal":
        few = ", ".join(f"'{one}'" for one in ids) if len(ids) <= _MOST_IDS else ""
        chosen = f"$filter=id in ({few})&" if few else ""
        file = f"{asked['name']}_{ids[0]}.json" if few else f"{asked['name']}.json"
        return _saved(_single(_uri(asked).replace(_ALL_OF_THEM, chosen)), file)
    line = _saved(_single(_uri(asked)), f"{asked['name']}.json")
    members = _query(_UNIT_MEMBERS)
    if resource == "administrative_units" and members is not None:
        each = _double(_uri(members)).replace("{id}", "$($a.id)")
        body = _saved(each, f'"{_UNIT_MEMBERS}_$($a.id).json"')
        line += f"; foreach ($a in $v) {{ {body} }}"
    return line


def policies(group: str | None = None, groups: Sequence[str] = ()) -> str:
    """The same for activation policies: of one group, or of all roles and of these groups."""
    of_roles, of_groups = _queries("role_management_policy_assignments")
    if group is not None:
        return _per_group(of_groups, (group,))
    line = _saved(_single(_uri(of_roles)), f"{of_roles['name']}.json")
    return f"{line}; {_per_group(of_groups, groups)}" if groups else line


def collector(scopes: Sequence[str]) -> str:
    """Run the collector again, with these permissions."""
    told = ", ".join(f"'{one}'" for one in scopes)
    script = f".\\{facts('collection')['script']}"
    return f"Connect-MgGraph -Scopes {told}; {script}" if told else script


HELPER = (
    "function Save-Graph($u, $file) { $v = @(do { $p = Invoke-MgGraphRequest -Uri $u "
    "-OutputType PSObject; $p.value; $u = $p.'@odata.nextLink' } while ($u)); $p.value = $v; "
    "ConvertTo-Json $p -Depth 20 | Out-File $file -Encoding utf8; $script:v = $v }"
)
"""What all lines have in common, for those who paste several of them; see :func:`short`."""


def short(line: str) -> str:
    """The same line for somebody who has run ``HELPER`` in the same window."""
    return _WHOLE.sub(r"Save-Graph \1 \2", line)


def _per_group(asked: dict[str, Any], groups: Sequence[str]) -> str:
    uri, name = _uri(asked), str(asked["name"])
    if len(groups) == 1:
        return _saved(_single(uri.replace("{id}", groups[0])), f"{name}_{groups[0]}.json")
    named = ", ".join(f"'{one}'" for one in groups) if len(groups) <= _MOST_GROUPS else ""
    which = named or (
        f"(Invoke-MgGraphRequest -Uri 'v1.0/{_ROLE_ASSIGNABLE}' -OutputType PSObject).value.id"
    )
    body = _saved(_double(uri).replace("{id}", "$g"), f'"{name}_$g.json"')
    return f"foreach ($g in {which}) {{ {body} }}"


def _saved(uri: str, file: str) -> str:
    return (
        f"$u = {uri}; $v = @(do {{ $p = Invoke-MgGraphRequest -Uri $u -OutputType PSObject; "
        "$p.value; $u = $p.'@odata.nextLink' } while ($u)); $p.value = $v; "
        f"ConvertTo-Json $p -Depth 20 | Out-File {file} -Encoding utf8"
    )


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return '"' + text.replace("$", "`$") + '"'


def _uri(asked: dict[str, Any]) -> str:
    return f"{asked.get('version', 'v1.0')}/{asked['uri']}"


def _query(resource: str) -> dict[str, Any] | None:
    found = _queries(resource)
    general = [one for one in found if one["each"] == "principal"]
    return next(iter(general or found), None)


def _queries(resource: str) -> list[dict[str, Any]]:
    return [one for one in facts("collection")["query"] if one.get("resource") == resource]
