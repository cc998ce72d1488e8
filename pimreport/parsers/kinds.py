"""Which resource the rows of a page are; a script may have joined several in one list."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pimreport.parsers import dialects, folders, identify, resources
from pimreport.parsers.dialect import Dialect, columns_of
from pimreport.parsers.document import Page
from pimreport.parsers.filenames import guids
from pimreport.parsers.names import graph_name
from pimreport.parsers.problems import UnreadableError
from pimreport.parsers.resource import Resource
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper
from pimreport.registry import registered

if TYPE_CHECKING:
    from pimreport.parsers.contents import Contents
    from pimreport.parsers.document import Raw


_PIM = ("privilegedAccessGroup", "unifiedRole")
_OWN = "what concerns whoever was signed in (filterByCurrentUser)"
_UNITS = "Only the file name says that these ids and names are of administrative units."


def resource_of(raw: Raw) -> Resource | None:
    """The resource one object alone shows; None where it takes more than that."""
    if not raw:
        return None
    page = Page(rows=[(1, raw)])
    columns = columns_of(page)
    if any(dialect.fits(page, columns) for dialect in registered(dialects, Dialect)):
        return None
    row = Row(1, Shaper(page).row(1, raw), page)
    if identify.is_object_list(page, frozenset(row.values), {row.type} if row.type else set()):
        return None
    try:
        return identify.by_properties(frozenset(row.values), registered(resources, Resource))
    except UnreadableError:
        return None


def declared_otherwise(page: Page, resource: Resource) -> bool:
    """The page's context names something else than its rows look like."""
    if page.context is None:
        return False
    try:
        declared = _declared(page.context, page.type)
    except UnreadableError:
        return True
    return declared is not resource


@lru_cache(maxsize=256)
def _declared(context: str | None, kind: str | None) -> Resource | None:
    """As ``by_declaration``: a folder holds thousands of pages of a few lists."""
    page = Page(rows=[], context=context, type=kind)
    return identify.by_declaration(page, registered(resources, Resource))


def resources_of(
    page: Page, rows: list[Row], contents: Contents
) -> list[tuple[Resource, list[Row]]]:
    """What the page holds; a list in which several things were put together is divided."""
    declared = _declared(page.context, page.type)
    if declared is not None:
        if identify.of_current_user(page):
            page.partial = _OWN
        return [(declared, rows)]
    if why := folders.other_roles(contents.file):
        raise identify.NotUsedError(why)
    told, rest = _told_by_type(rows)
    if not told:
        return _by_what_they_hold(page, rows, contents)
    try:
        return [*told, *(_by_what_they_hold(page, rest, contents) if rest else [])]
    except UnreadableError as problem:
        _reject(rest, problem, contents)
        return told


def _told_by_type(rows: list[Row]) -> tuple[list[tuple[Resource, list[Row]]], list[Row]]:
    """Rows that name their own type, one of PIM's, each with the others of its resource; and the rest.

    What is a user or a group stands in lists of users, of members and of owners alike.
    """
    if not any("@odata.type" in row for row in rows):
        return [], rows
    by_type = {
        word.lower(): one
        for one in registered(resources, Resource)
        for word in one.types
        if word.startswith(_PIM)
    }
    found: dict[str, tuple[Resource, list[Row]]] = {}
    rest: list[Row] = []
    for row in rows:
        resource = by_type.get(row.type or "")
        if resource is None:
            rest.append(row)
        else:
            found.setdefault(resource.name, (resource, []))[1].append(row)
    return list(found.values()), rest


def _by_what_they_hold(
    page: Page, rows: list[Row], contents: Contents
) -> list[tuple[Resource, list[Row]]]:
    known = registered(resources, Resource)
    keys = frozenset(name for row in rows for name in row.values)
    if not rows:
        keys = frozenset(graph_name(column) for column in page.columns)
    types = {row.type for row in rows[:50] if row.type}
    if identify.is_object_list(page, keys, types):
        named = {resource.name: resource for resource in known}
        name = f"{contents.file}/{page.path}"
        return [(identify.object_list(name, named, guids(name), contents.units), rows)]
    if page.tabular or not rows:
        resource = identify.by_properties(keys, known)
        identify.refuse_other_grants(resource, page)
        if identify.named_unit(resource, keys, contents.file):
            resource = next(one for one in known if one.name == "administrative_units")
            contents.warn("units_only_in_file_name", _UNITS)
        identify.refuse_contradiction(resource, keys, contents.file)
        return [(resource, rows)]
    divided = _divided(rows, contents)
    for resource, _ in divided:
        identify.refuse_other_grants(resource, page)
    return divided


def _divided(rows: list[Row], contents: Contents) -> list[tuple[Resource, list[Row]]]:
    """The rows of one list by what they are: usually one thing, but a script may join several.

    What all rows together look like is what each of them is, unless a row alone cannot be that.

    Raises:
        UnreadableError: no row is of a known kind.
    """
    known = registered(resources, Resource)
    keys = frozenset(name for row in rows for name in row.values)
    together = [resource for resource in known if resource.fits(keys)]
    if len(together) == 1:
        identify.refuse_contradiction(together[0], keys, contents.file)
    by_keys: dict[frozenset[str], list[Row]] = {}
    for row in rows:
        by_keys.setdefault(frozenset(row.values), []).append(row)
    found: dict[str, tuple[Resource, list[Row]]] = {}
    unknown: list[tuple[list[Row], UnreadableError]] = []
    for own, alike in by_keys.items():
        try:
            fits = len(together) == 1 and together[0].fits(own)
            resource = together[0] if fits else identify.by_properties(own, known)
        except UnreadableError as why:
            unknown.append((alike, why))
        else:
            found.setdefault(resource.name, (resource, []))[1].extend(alike)
    if not found and unknown:
        raise unknown[0][1]
    for alike, problem in unknown:
        _reject(alike, problem, contents)
    return list(found.values())


def _reject(rows: list[Row], problem: UnreadableError, contents: Contents) -> None:
    contents.rejected += len(rows)
    first = rows[0].number
    more = f" and {len(rows) - 1} more like it were" if len(rows) > 1 else " was"
    contents.warn("rejected_row", f"Row {first}{more} not used. {problem.sentence}", first)
