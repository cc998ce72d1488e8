"""Values that were there and are not any more: they must never read as empty or as no."""

from __future__ import annotations

import re
from enum import Enum

_TYPE_NAME = (
    r"(?:System\.[\w.]+(?:`\d+)?(?:\+\w+)?(?:\[[^\]\s]*\])*"
    r"|Microsoft\.(?:Graph|Open)\.[\w.]*\w(?:`\d+)?(?:\[[^\]\s]*\])*)"
)
# Below its depth ConvertTo-Json joins the names of a list's elements by blanks.
_TYPE_NAMES = re.compile(rf"^{_TYPE_NAME}(?: +{_TYPE_NAME})*$")
_POWERSHELL_OBJECT = re.compile(r"^@\{.*\}$", re.DOTALL)

SUSPECT = frozenset("SM@")
"""First letters of what PowerShell prints for an object; most texts are done with here."""


class Gap(Enum):
    """Why a value is not known although its place exists; the value is what records print."""

    LOST = "unknown"
    """The export printed a .NET type name, or cut the object off, in place of the value."""
    AMBIGUOUS = "ambiguous"
    """A date whose day and month cannot be told apart."""


def stands_for_an_object(text: str) -> bool:
    """PowerShell printed the name or the gist of an object where the object itself should be."""
    first = text[:1]
    if first in {"S", "M"}:
        return _TYPE_NAMES.match(text) is not None
    return first == "@" and _POWERSHELL_OBJECT.match(text) is not None
