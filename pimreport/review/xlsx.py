"""Values of an ``.xlsx`` that came back."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml import DefusedXmlException
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml import DEFUSEDXML

from pimreport.errors import UsageError
from pimreport.review import caps

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

    from pimreport.review.sheets import Numbered, Value

_BROKEN = (
    AttributeError, DefusedXmlException, EOFError, IndexError, InvalidFileException, KeyError,
    ParseError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What openpyxl raises for files that no program wrote."""
PREFIX = "pimreport_"


def read(path: Path, wanted: Container[str]) -> tuple[dict[str, Numbered], dict[str, str]]:
    """Rows with values of the wanted sheets, and our document properties.

    Raises:
        UsageError: the file is broken, or not safe to read.
    """
    caps.opened(path).close()
    if not DEFUSEDXML:  # it is a dependency: without it, entity attacks would work
        message = "defusedxml is switched off for openpyxl; workbooks cannot be read safely."
        raise UsageError(message)
    try:
        return _read(path, wanted)
    except _BROKEN as error:
        message = f"{path} is no readable workbook ({type(error).__name__}): save it again."
        raise UsageError(message) from error


def _read(path: Path, wanted: Container[str]) -> tuple[dict[str, Numbered], dict[str, str]]:
    book = openpyxl.load_workbook(
        io.BytesIO(path.read_bytes()), read_only=True, data_only=True, keep_links=False
    )
    found: dict[str, Numbered] = {}
    for page in book.worksheets:
        if page.title in wanted:
            # What a file says of its own size is not to be trusted, and Excel omits it at times.
            page.reset_dimensions()
            found[page.title] = [
                (number, cast("Sequence[Value]", row))
                for number, row in enumerate(page.iter_rows(values_only=True), 1)
                if any(value is not None for value in row)
            ]
    properties = {
        prop.name.removeprefix(PREFIX): str(prop.value)
        for prop in book.custom_doc_props.props  # type: ignore[attr-defined]  # not in the stubs
        if prop.name.startswith(PREFIX)
    }
    book.close()
    return found, properties
