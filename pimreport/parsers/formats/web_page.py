"""A web page where an export should be, usually the sign-in page: recognised to refuse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from pimreport.parsers.document import Format
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from pimreport.parsers.characters.decode import Text

_PAGE = re.compile(r"[\s\ufeff]*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_TABLE = re.compile(r"<table>\s*<colgroup>", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>\s*([^<]{1,80})", re.IGNORECASE)


def _recognises(text: Text) -> bool:
    return _PAGE.match(text.text[:2000]) is not None


def _read(text: Text) -> NoReturn:
    if _TABLE.search(text.text[:20000]):
        message = (
            "The file is a table in HTML (ConvertTo-Html), made to be looked at. Export with ... | "
            "ConvertTo-Json -Depth 10 | Out-File x.json -Encoding UTF8 instead."
        )
        raise UnreadableError(message)
    title = _TITLE.search(text.text[:20000])
    named = f" ({title.group(1).strip()!r})" if title else ""
    message = (
        f"The file is a web page{named}, no export: the request was answered with a page, usually "
        "to sign in. Connect-MgGraph first, then export with ... | ConvertTo-Json -Depth 10 | "
        "Out-File x.json -Encoding UTF8."
    )
    raise UnreadableError(message)


WEB_PAGE = Format(name="web_page", rank=5, recognises=_recognises, read=_read)
