"""The page to be signed, as a PDF: here, because only the command line knows report and review."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from pimreport.report.document.enclosure import enclosed
from pimreport.report.document.html import environment
from pimreport.report.document.sources import Manuscript, Sources
from pimreport.report.writers import pdf
from pimreport.review import sign_off
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from pimreport.review.sign_off import Section

_TEMPLATE = "sign_off.html"


def signed_page(heading: str, told: list[Section], created: str) -> bytes:
    """The bytes of a PDF; the same review gives the same bytes.

    Raises:
        MissingLibraryError: Pango is not installed.
    """
    pdf.load()
    from pimreport.report.document.layout import paginated  # noqa: PLC0415  # only with Pango

    folders = (shipped("templates"),)
    html = (
        environment(folders)
        .get_template(_TEMPLATE)
        .render(
            heading=heading,
            state=sign_off.STATE,
            sections=told,
            open_end=sign_off.OPEN_END,
            created=created,
        )
    )
    data = json.dumps({"heading": heading, "sections": [asdict(one) for one in told]}).encode()
    sources = Sources(folders, ("report.css", "sign_off.css"))
    return paginated(Manuscript(html, sources, partial(enclosed, data), created))
