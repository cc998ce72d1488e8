"""AzureADAssessment.json in a package: which tenant was assessed, and when."""

from __future__ import annotations

from pimreport.model.evidence import SourceWarning
from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page

_SAYS = (
    "AzureADAssessment collects no PIM for Groups and no policies of PIM: who is eligible for a "
    "group, and what an activation demands, is not in the package. Its role lists hold assigned "
    "and eligible roles, not activated ones; its groups and users are those that hold roles, and "
    "whether a group is role-assignable was not asked."
)


def _translate(page: Page, _label: str) -> Translation:
    rows = [
        (
            number,
            {
                "id": folded(row).get("assessmenttenantid"),
                "displayName": folded(row).get("assessmenttenantdomain"),
            },
        )
        for number, row in page.rows
    ]
    warning = SourceWarning(code="no_pim_groups", message=_SAYS)
    return Translation(pages=[Page(rows=rows, type="organization")], warnings=[warning])


AZUREADASSESSMENT_PACKAGE = Dialect(
    name="azureadassessment_package",
    title="AzureADAssessment, the package's own description",
    keys=frozenset({"assessmentid", "assessmenttenantid"}),
    translate=_translate,
)
