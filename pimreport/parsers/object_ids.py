"""Object ids however somebody wrote them: in braces, in quotes, without dashes, between blanks.

.NET writes a GUID in four ways (``Guid.ToString("D")``, ``N``, ``B``, ``P``) and Excel keeps one from
becoming a number by ``="..."``. Graph writes ``D``, and only what is written alike can be joined.
"""

from __future__ import annotations

import re

LENGTH, _WITHOUT_DASHES = 36, 32
"""Characters of a GUID as Graph writes it, and as .NET's ``N`` does."""
DASHES = 4
_WRITTEN = re.compile(
    r"(?:[^\w/]|_)*([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})"
    r"(?:[^\w/]|_)*",
    re.IGNORECASE | re.ASCII,
)
"""A slash is part of what is written: ``/<id>`` is the scope of a role held over one application."""
_CUT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{0,12}){1,4}", re.IGNORECASE | re.ASCII)
_PSEUDONYM = re.compile(r"[\w.-]+", re.ASCII)
"""In the place of an id, where somebody replaced them before they handed the export on."""
_NO_ID = "is no object id ({})"
_OF_AZURE = "/microsoft.authorization/"
_COMPUTED = re.compile(r"\dE\+\d", re.IGNORECASE | re.ASCII)


def settled(text: str) -> str:
    """The id as Graph writes it, its letters as they are; what is no GUID only loses outer blanks."""
    text = text.strip()
    if len(text) == LENGTH or (
        len(text) != _WITHOUT_DASHES and text[:1].isalnum() and text[-1:].isalnum()
    ):
        return text
    found = _WRITTEN.fullmatch(text)
    return "-".join(found.groups()) if found else text


def damage(text: str) -> str:
    """Why this is no object's id, or no longer, as a clause; empty if nothing shows it."""
    if len(text) == LENGTH and text.count("-") == DASHES and "+" not in text:
        return ""
    if "@" in text:
        return f"is a sign-in name ({text[:60]}), no object id"
    if _COMPUTED.search(text):
        return f"was computed by a spreadsheet ({text[:60]})"
    if text.endswith(("...", "…")) or (len(text) < LENGTH and _CUT.fullmatch(text)):
        return f"is cut off ({text[:60]})"
    if _PSEUDONYM.fullmatch(text):
        return ""
    azure = _OF_AZURE in text.lower()
    why = "is of Azure's resources ({}), whose roles are no directory roles" if azure else _NO_ID
    return why.format(text[:60])
