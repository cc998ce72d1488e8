"""The PowerShell script: a template in ``templates/collector`` with the list of queries put in.

The template is itself a script that parses; lines such as ``# <<queries>>`` are replaced. Whatever
is put in stands in single quotes, in which PowerShell expands nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.collector import plan
from pimreport.data import facts
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pimreport.collector.plan import Query

_INDENT = "    "


def script(version: str) -> str:
    """The whole script.

    Args:
        version: of pimreport, which the manifest names.
    """
    collection = facts("collection")
    template = shipped("templates") / "collector" / str(collection["script"])
    text = template.read_text("utf-8")
    parts = {
        "scopes": _table(plan.scopes()),
        "environments": _table(plan.environments()),
        "queries": [line for query in plan.queries() for line in _query(query)],
        "not in pim": [_quoted(code) for code in collection["answers"]["not_in_pim"]],
    }
    for name, lines in parts.items():
        marker = f"{_INDENT}# <<{name}>>\n"
        text = text.replace(marker, "".join(f"{_INDENT}{line}\n" for line in lines))
    return text.replace("<<version>>", version).replace("<<schema>>", str(collection["schema"]))


def _table(told: Mapping[str, str]) -> list[str]:
    widest = max(len(_quoted(name)) for name in told)
    return [f"{_quoted(name):{widest}} = {_quoted(what)}" for name, what in told.items()]


def _query(query: Query) -> list[str]:
    told = {
        "Name": _quoted(query.name),
        "Each": _quoted(query.each),
        "Version": _quoted(query.version),
        "Uri": _quoted(query.uri),
        "OrElse": _quoted(query.or_else),
        "Chunk": str(query.chunk),
        "Resource": _quoted(query.resource),
        "Scopes": _list(query.scopes),
        "Unless": _quoted(query.unless),
        "OnlyWith": _quoted(query.only_with),
        "Yields": _yields(query),
    }
    empty = {"''", "@()", "@{}"}
    entries = [f"{_INDENT}{key:8} = {value}" for key, value in told.items() if value not in empty]
    return ["@{", *entries, "}"]


def _yields(query: Query) -> str:
    pairs = (f"{_quoted(kind)} = {_list(paths)}" for kind, paths in query.yields.items())
    joined = "; ".join(pairs)
    return f"@{{ {joined} }}" if joined else "@{}"


def _list(values: Iterable[str]) -> str:
    return f"@({', '.join(_quoted(value) for value in values)})"


def _quoted(value: str) -> str:
    """A text in which PowerShell expands nothing: single quotes, those inside doubled."""
    return "'" + value.replace("'", "''") + "'"
