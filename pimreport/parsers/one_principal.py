"""Lists of what one principal holds, which must not pass for the whole lists of its groups.

Graph answers PIM's lists of groups for a group or for a principal (``$filter=groupId eq`` or
``principalId eq``), and neither answer says which of the two was asked. Rows of one principal in
several groups can be no answer about a group; the file's name may say the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)
from pimreport.parsers.filenames import guids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.parsers.contents import Part
    from pimreport.parsers.document import Page
    from pimreport.parsers.row import Row

LISTS = frozenset(
    RESOURCES_OF_ACTIVE_MEMBERS
    + RESOURCES_OF_ELIGIBLE_MEMBERS
    + RESOURCES_OF_ACTIVE_ROLES
    + RESOURCES_OF_ELIGIBLE_ROLES
)
"""What can be asked for a principal."""
OF_ONE_APPLICATION = "the permissions of one application"
_OF_ONE_APPLICATION = re.compile(r"\('[^']+'\)/appRoleAssignments\b", re.IGNORECASE)
PARTIAL = "what concerns single principals"
_SAYS = (
    "All rows are about one principal, {}, as where Graph is asked for a principal and not for a group: "
    "who else is in these groups, or holds these roles, is not in the file. Export whole lists, as "
    "`pimreport collector` does."
)


def note(page: Page, rows: Sequence[Row], label: str) -> None:
    """Put down the only principal of a page, and that the page is no whole list if it shows so.

    Args:
        page: of which ``about`` is known.
        rows: of it.
        label: the file's name.
    """
    whom = rows[0].id("principalId") if rows else None
    if whom is None or any(row.id("principalId") != whom for row in rows):
        return
    page.whom = whom
    if not page.partial and (len(page.about) > 1 or whom in guids(label)):
        page.partial = PARTIAL


def note_application(page: Page, rows: Sequence[Row], label: str) -> None:
    """The permissions of one application are no list of whom Microsoft Graph has permitted what.

    ``/servicePrincipals/{id}/appRoleAssignments`` gives what one application holds,
    ``/appRoleAssignedTo`` what all hold of one resource; their rows look alike.
    """
    whom = {row.id("principalId") for row in rows}
    resources = {row.id("resourceId") for row in rows}
    asked = _OF_ONE_APPLICATION.search(page.context or "") is not None
    if page.partial or len(whom) > 1:
        return
    if asked or len(resources) > 1 or whom & set(guids(label)):
        page.partial = OF_ONE_APPLICATION


def tell(parts: Iterable[Part]) -> None:
    """Say it of parts known to be no whole lists, and of those that were asked for like them."""
    by_resource: defaultdict[str, list[Part]] = defaultdict(list)
    for part in parts:
        if any(page.whom for page in part.pages):
            by_resource[part.resource.name].append(part)
    for alike in by_resource.values():
        if not any(one.partial == PARTIAL for one in alike) and not _share_a_group(alike):
            continue
        for part in alike:
            if not part.partial and _is_of_single_ones(part):
                part.partial = PARTIAL
            if part.partial == PARTIAL:
                whom = ", ".join(dict.fromkeys(page.whom for page in part.pages if page.whom))
                part.reading.warn("asked_for_a_principal", _SAYS.format(whom))


def _is_of_single_ones(part: Part) -> bool:
    """Every page is about one principal, and the file is not called after its group."""
    named = set(guids(part.reading.file))
    return all(page.whom and not page.about & named for page in part.pages)


def _share_a_group(parts: Sequence[Part]) -> bool:
    """A group stands in several files, each with another principal: none has all who are in it."""
    seen: dict[str, str] = {}
    for part in parts:
        if not _is_of_single_ones(part):
            continue
        for page in part.pages:
            for group in page.about:
                if seen.setdefault(group, page.whom) != page.whom:
                    return True
    return False
