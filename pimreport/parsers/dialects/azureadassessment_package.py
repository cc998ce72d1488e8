"""AzureADAssessment.json in a package: which tenant was assessed, and when."""

from __future__ import annotations

from pimreport.parsers.dialect import Dialect, Translation, folded
from pimreport.parsers.document import Page


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
    return Translation(pages=[Page(rows=rows, type="organization")])


AZUREADASSESSMENT_PACKAGE = Dialect(
    name="azureadassessment_package",
    title="AzureADAssessment, the package's own description",
    keys=frozenset({"assessmentid", "assessmenttenantid"}),
    translate=_translate,
)
