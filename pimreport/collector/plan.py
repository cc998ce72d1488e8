"""The list of queries in ``data/collection.toml``, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from pimreport.data import facts

if TYPE_CHECKING:
    from collections.abc import Mapping


class Each(StrEnum):
    """What a query is asked about."""

    TENANT = "tenant"
    UNIT = "unit"
    GROUP = "group"
    PRINCIPAL = "principal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One list of Microsoft Graph.

    Attributes:
        name: also the beginning of its files' names.
        each: asked once, or about every unit, group or principal.
        uri: below the version; ``{id}`` or ``{ids}`` is what it is asked about.
        version: of Graph.
        resource: what the parsers read it as; empty where only the collector needs it.
        scopes: permissions, all of them read-only.
        yields: kind of thing -> paths of ids in its rows.
        chunk: how many ids one request asks about.
        or_else: asked instead where ``uri`` is refused.
        unless: a switch of the script that leaves this query out.
        only_with: a switch of the script without which it is left out.
        loses: what cannot be concluded if it is refused.
    """

    name: str
    each: Each
    uri: str
    scopes: tuple[str, ...]
    loses: str
    version: str = "v1.0"
    resource: str = ""
    yields: Mapping[Each, tuple[str, ...]] = field(default_factory=dict)
    chunk: int = 1
    or_else: str = ""
    unless: str = ""
    only_with: str = ""


@cache
def queries() -> tuple[Query, ...]:
    """All queries, in the order in which the script asks them."""
    return tuple(_query(**told) for told in facts("collection")["query"])


def _query(
    *,
    each: str,
    scopes: list[str],
    yields: Mapping[str, list[str]] | None = None,
    chunk: int = 1,
    **texts: str,
) -> Query:
    found = {Each(kind): tuple(paths) for kind, paths in (yields or {}).items()}
    return Query(each=Each(each), scopes=tuple(scopes), yields=found, chunk=chunk, **texts)


def scopes() -> dict[str, str]:
    """Permission -> the reason for it."""
    told: dict[str, str] = facts("collection")["scopes"]
    return told


def environments() -> dict[str, str]:
    """Cloud, as ``Connect-MgGraph -Environment`` names it -> address of Graph there."""
    told: dict[str, str] = facts("collection")["environments"]
    return told


def requests(*, groups: int, units: int, principals: int) -> int:
    """Fewest requests of a run: one page per list, one round."""
    asked = {Each.TENANT: 1, Each.UNIT: units, Each.GROUP: groups, Each.PRINCIPAL: principals}
    return sum(-(-asked[query.each] // query.chunk) for query in queries() if not query.only_with)
