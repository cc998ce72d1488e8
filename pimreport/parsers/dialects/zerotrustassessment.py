"""ZeroTrustAssessment's ``<Assignments>Group`` lists: members of the groups that hold roles.

Each row is a member with ``privilegedGroupId``, repeated for every role of the group; the roles
themselves stand in the lists beside it (microsoft/zerotrustassessment,
Export-ZtGraphEntityPrivilegedGroup.ps1, read 2026-11-26).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation
from pimreport.parsers.document import Page

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_SAYS = (
    "ZeroTrustAssessment lists the members of groups that hold roles: whoever has activated an "
    "eligible membership stands among them, who is eligible does not, and nobody's ownership is "
    "in it. Groups without members are absent. The tool's lists of active roles hold assigned "
    "ones only, not activated ones."
)


def _member(row: Raw) -> Raw:
    return {
        ("groupId" if name.lower() == "privilegedgroupid" else name): value
        for name, value in row.items()
        if name.lower() != "roledefinitionid"
    }


def _translate(page: Page, _label: str) -> Translation:
    rows = [(number, _member(row)) for number, row in page.rows]
    made = Page(rows=rows, type="groupMember", next_link=page.next_link, tabular=page.tabular)
    warning = SourceWarning(code="members_only", message=_SAYS)
    return Translation(pages=[made], warnings=[warning])


ZEROTRUSTASSESSMENT_MEMBERS = Dialect(
    name="zerotrustassessment_group_members",
    title="ZeroTrustAssessment, members of groups that hold roles",
    keys=frozenset({"id", "privilegedgroupid"}),
    never=frozenset({"principalid"}),
    translate=_translate,
)
