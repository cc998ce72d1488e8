"""What a failed command printed, saved as if it were an export: recognised to refuse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from pimreport.parsers.document import Format
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from pimreport.parsers.characters.decode import Text

_ERROR = re.compile(
    r"^.*(?:Authorization_RequestDenied|Insufficient privileges|FullyQualifiedErrorId|ErrorCode: ?\w"
    r"|does not indicate success|Authentication needed|is not recognized as).*$",
    re.MULTILINE,
)


def _recognises(text: Text) -> bool:
    return _ERROR.search(text.text[:20000]) is not None


def _read(text: Text) -> NoReturn:
    found = _ERROR.search(text.text[:20000])
    line = found.group().strip()[:160] if found else ""
    message = (
        f"The file holds the error message of a command that failed, not data: {line!r}. Nothing "
        "was exported. Export again with the permissions that `pimreport collector` lists."
    )
    raise UnreadableError(message)


ERROR_TEXT = Format(name="error_text", rank=33, recognises=_recognises, read=_read)
