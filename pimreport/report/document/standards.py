"""What makes the PDF an archive copy (PDF/A-3a) that everybody can read (PDF/UA-1)."""

from __future__ import annotations

import zlib
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import weasyprint
from weasyprint.pdf import pydyf

from pimreport.report.document.artifacts import mark_artifacts

if TYPE_CHECKING:
    from collections.abc import Callable

    from weasyprint.urls import URLFetcher

    from pimreport.report.document.enclosure import Enclosure
    from pimreport.report.document.sources import Manuscript

VARIANT = "pdf/a-3a"
DATA = "report.json"
_LEVEL = 6
"""Of compression: 9, the default, takes three times as long for two per cent."""
_ENCLOSED = ("Type", "/EmbeddedFile")
_END = b"</rdf:RDF>"
_BEGIN, _END_OF_STREAM = b"\nstream\n", b"\nendstream"


def claim_both(document: weasyprint.Document, accessibility: bytes) -> None:
    """Let one block of metadata claim both standards; WeasyPrint writes one of them only.

    Args:
        document: laid out.
        accessibility: the claim of PDF/UA-1, with the schema that PDF/A wants described.
    """
    metadata = document.metadata
    metadata.generate_rdf_metadata = partial(_joined, metadata.generate_rdf_metadata, accessibility)


def attachments(manuscript: Manuscript, fetcher: URLFetcher) -> list[weasyprint.Attachment]:
    """The report as JSON, to be carried inside the PDF; none where there are no data."""
    if manuscript.data is None:
        return []
    moment = datetime.fromisoformat(manuscript.created)
    data = weasyprint.Attachment(
        file_obj=BytesIO(),  # see finish
        name=DATA,
        description="The same report for other programs",
        created=moment,
        modified=moment,
        relationship="Data",
        url_fetcher=fetcher,
    )
    return [data]


def finish(data: Enclosure | None, _: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """What is left to do before the file is written.

    Artifacts, the data, which come packed, and compression at a level that pays.
    """
    mark_artifacts(pdf)
    for one in pdf.objects:
        if data is not None and isinstance(one, pydyf.Stream) and _ENCLOSED in one.extra.items():
            one.stream, one.compress = [data.packed], False
            one.extra["Filter"] = "/FlateDecode"
            one.extra["Params"].update(CheckSum=f"<{data.checksum}>", Size=data.size)
        elif isinstance(one, pydyf.Stream) and one.compress:
            raw = pydyf.Stream(one.stream).data.partition(_BEGIN)[2].removesuffix(_END_OF_STREAM)
            one.stream = [zlib.compress(raw, _LEVEL)]
            one.compress = False
            one.extra["Filter"] = "/FlateDecode"


def _joined(written: Callable[..., bytes], accessibility: bytes, *about: object) -> bytes:
    before, end, after = written(*about).rpartition(_END)
    return before + accessibility + end + after
