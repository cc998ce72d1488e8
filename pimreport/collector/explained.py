"""The list of queries as the tables of docs/collector.md."""

from __future__ import annotations

from pimreport.collector import plan
from pimreport.collector.plan import Each

_ASKED = {
    Each.TENANT: "once",
    Each.UNIT: "each administrative unit",
    Each.GROUP: "each group",
    Each.PRINCIPAL: "every {chunk} ids",
}


def scopes_table() -> str:
    """Permissions and their reasons."""
    rows = (f"| `{scope}` | {reason} |\n" for scope, reason in plan.scopes().items())
    return "".join(("| permission | read for |\n|---|---|\n", *rows))


def queries_table() -> str:
    """Every request, how often it is sent, and what its refusal costs."""
    rows = []
    for query in plan.queries():
        asked = _ASKED[query.each].format(chunk=query.chunk)
        switch = f", only with -{query.only_with}" if query.only_with else ""
        path = query.uri.partition("?")[0]
        rows.append(
            f"| `{query.name}` | `{query.version}/{path}` | {asked}{switch} | {query.loses} |\n"
        )
    head = "| query | address | asked | if it is refused |\n|---|---|---|---|\n"
    return "".join((head, *rows))
