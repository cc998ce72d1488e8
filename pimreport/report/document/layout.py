"""HTML becomes pages. Imported only where a PDF is asked for: WeasyPrint loads Pango."""

from __future__ import annotations

import gc
import hashlib
import os
import warnings
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from pimreport.errors import UsageError
from pimreport.report.document import standards
from pimreport.report.document.depth import roomy
from pimreport.report.document.glyphs import drawable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.report.document.sources import Manuscript, Sources

_KINDS = {
    ".css": "text/css",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
FONTS = "fonts.css"


class PackagedOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Serves files of the template folders and refuses everything else, the network included."""

    def __init__(self, sources: Sources) -> None:
        """Remember what may be read."""
        super().__init__(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)
        self._folders = [folder.resolve() for folder in sources.folders]
        self._files = frozenset(sources.files)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002  # given by WeasyPrint
        """The file, if it is one of ours.

        Raises:
            FatalURLFetchingError: it is not; nothing is rendered at all.
        """
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        inside = path in self._files or any(map(path.is_relative_to, self._folders))
        if parts.scheme != "file" or parts.netloc or not inside or path.suffix not in _KINDS:
            message = f"The document may not load {url!r}, but only what lies beside the templates"
            raise FatalURLFetchingError(message)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _KINDS[path.suffix]})


class Desk:
    """Fonts and style sheets, loaded once; documents are laid out with them."""

    def __init__(self, sources: Sources) -> None:
        """Load them.

        Raises:
            UsageError: a style sheet wants what it may not load.
        """
        self._folders, self._styles = tuple(sources.folders), tuple(sources.styles)
        self._fonts = FontConfiguration()
        fetcher = PackagedOnly(sources)
        with _refusals():
            self._sheets = [
                weasyprint.CSS(
                    filename=sources.find(name), url_fetcher=fetcher, font_config=self._fonts
                )
                for name in (FONTS, *self._styles)
            ]

    def close(self) -> None:
        """Remove WeasyPrint's copies of the fonts, which it leaves to the garbage collector."""
        self._fonts.__del__()  # there is no other way to ask for it

    def suits(self, sources: Sources) -> bool:
        """Whether these are the style sheets that a document of these sources wants."""
        return (self._folders, self._styles) == (tuple(sources.folders), tuple(sources.styles))

    @roomy
    def paginated(self, manuscript: Manuscript) -> bytes:
        """The pages as PDF: PDF/A-3a and PDF/UA-1, with the data, if there are any, inside.

        Raises:
            UsageError: the document wants what it may not load.
        """
        sources = manuscript.sources
        fetcher = PackagedOnly(sources)
        with _without_collector(), _without_clock(), _refusals():
            source = weasyprint.HTML(
                string=drawable(manuscript.html, self._fonts),
                base_url=sources.find(self._styles[0]).parent.as_uri() + "/",
                url_fetcher=fetcher,
            )
            options = {"pdf_variant": standards.VARIANT, "pdf_tags": True}
            document = source.render(stylesheets=self._sheets, font_config=self._fonts, **options)
            standards.claim_both(document, sources.find("pdfua.xml").read_bytes())
            data = manuscript.data and manuscript.data()
            identity = hashlib.sha256(f"{manuscript.html}{data.checksum if data else ''}".encode())
            with warnings.catch_warnings():
                # WeasyPrint leaves the file of its colour profile to be closed by chance.
                warnings.simplefilter("ignore", ResourceWarning)
                content: bytes = document.write_pdf(
                    finisher=partial(standards.finish, data),
                    attachments=standards.attachments(manuscript, fetcher),
                    pdf_identifier=identity.digest()[:16],
                    **options,
                )
        return content


def paginated(manuscript: Manuscript) -> bytes:
    """The pages of one document."""
    with closing(Desk(manuscript.sources)) as desk:
        return desk.paginated(manuscript)


@contextmanager
def _refusals() -> Iterator[None]:
    """Ours ask for nothing else, so it is a template of the user's own that does."""
    try:
        yield
    except FatalURLFetchingError as error:
        message = f"{error}."
        raise UsageError(message) from error


@contextmanager
def _without_collector() -> Iterator[None]:
    """Layout makes many objects and no garbage: collecting costs a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _without_clock() -> Iterator[None]:
    """Without libharfbuzz-subset, fonts are cut by fontTools, which stamps the time unless told."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ[name] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
