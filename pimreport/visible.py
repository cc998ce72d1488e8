"""Names are chosen by strangers: what the eye cannot see in them is spelt out.

A guest, or anybody who may rename an object, can hide characters in a display name that reorder a
line (U+202E), make two names look alike (U+200B) or break a file (a lone surrogate). Every output
prints such a character as ``⟦U+202E⟧``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pimreport.wording import Wording

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK_LETTERS = re.compile(
    "[\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5\U000e0100-\U000e01ef]"
)
"""Letters, marks and symbols by category that nevertheless draw nothing."""


def visible(text: Wording) -> str:
    """The text with control, bidi, zero-width and unassigned characters spelt out."""
    text = str(text)
    if clear(text):
        return text
    return "".join(_spelt(char) if _hidden(char) else char for char in text)


def called(*names: str | None) -> str:
    """The first of these names that is more than blanks; empty if none is.

    For a display name and what stands in its place: whoever is named by blanks is no less there.
    """
    return next((one for one in names if one and not one.isspace()), "")


def clear(text: str) -> bool:
    """Whether one sees at a glance that there is nothing to spell out; of a long text, too."""
    return text.isprintable() and not _BLANK_LETTERS.search(text)


def spelt_out(text: str) -> str:
    """As ``visible``, and a text of nothing but blanks is spelt out, too."""
    return "".join(map(_spelt, text)) if text.isspace() else visible(text)


def without_surrogates(text: str) -> str:
    """The text itself, except that lone surrogates, which no file can hold, are spelt out."""
    if text.isascii():
        return text
    return "".join(_spelt(char) if "\ud800" <= char <= "\udfff" else char for char in text)


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE or bool(_BLANK_LETTERS.match(char))


def _spelt(char: str) -> str:
    return f"⟦U+{ord(char):04X}⟧"
