"""Lists of what one principal holds, which must not pass for the whole lists of its groups.

Graph answers PIM's lists for a group or for a principal (``$filter=groupId eq`` or ``principalId
eq``), and neither answer says which of the two was asked. Nor do its rows: in a small tenant the
whole list may be about one person. The file's name may.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.model.evidence import (
    RESOURCES_OF_ACTIVE_MEMBERS,
    RESOURCES_OF_ACTIVE_ROLES,
    RESOURCES_OF_ELIGIBLE_MEMBERS,
    RESOURCES_OF_ELIGIBLE_ROLES,
)
from pimreport.parsers.filenames import guids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers.document import Page
    from pimreport.parsers.row import Row

LISTS = frozenset(
    RESOURCES_OF_ACTIVE_MEMBERS
    + RESOURCES_OF_ELIGIBLE_MEMBERS
    + RESOURCES_OF_ACTIVE_ROLES
    + RESOURCES_OF_ELIGIBLE_ROLES
)
"""What can be asked for a principal."""
PARTIAL = "what concerns the principal in the file's name"
OF_ONE_APPLICATION = "the permissions of one application"
_OF_ONE_APPLICATION = re.compile(r"\('[^']+'\)/appRoleAssignments\b", re.IGNORECASE)


def note(page: Page, rows: Sequence[Row], label: str) -> None:
    """Put down that a page is no whole list, where its file is named after its only principal.

    Args:
        page: of which ``about`` is known.
        rows: of it.
        label: the file's name.
    """
    named = set(guids(label)) - page.about
    principals = {row.id("principalId") for row in rows}
    if principals and principals <= named and not page.partial:
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
