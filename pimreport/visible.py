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
_JOINERS = "\u200c\u200d"
_EMOJI_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"
_FIRST_SYMBOL = "\u2190"
_BLANK_SYMBOL = "\u2800"
_JOINING_SCRIPTS = frozenset(
    {
        "ARABIC", "BENGALI", "DEVANAGARI", "GUJARATI", "GURMUKHI", "KANNADA", "KHMER", "MALAYALAM",
        "MONGOLIAN", "MYANMAR", "ORIYA", "SINHALA", "SYRIAC", "TAMIL", "TELUGU",
    }
)  # fmt: skip
"""First words of the names of characters in scripts whose spelling uses joiners (Persian is
written in Arabic letters)."""


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


def without_rightful_joiners(text: str) -> str:
    """The text without zero-width joiners that its script or an emoji needs; others hide something."""
    if not any(joiner in text for joiner in _JOINERS):
        return text
    return "".join(char for place, char in enumerate(text) if not _rightful(text, place))


def _hidden(char: str) -> bool:
    return unicodedata.category(char) in _INVISIBLE or bool(_BLANK_LETTERS.match(char))


def _spelt(char: str) -> str:
    return f"⟦U+{ord(char):04X}⟧"


def _rightful(text: str, place: int) -> bool:
    if text[place] not in _JOINERS or not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    script = _script(before)
    if script in _JOINING_SCRIPTS and _script(after) == script:
        return True
    return text[place] == _EMOJI_JOINER and _ends_emoji(text[:place]) and _is_symbol(after)


def _script(char: str) -> str:
    """``ARABIC`` for letters and marks (such as a virama); nothing for other characters."""
    if unicodedata.category(char)[0] not in "LM":
        return ""
    return unicodedata.name(char, "").partition(" ")[0]


def _ends_emoji(text: str) -> bool:
    bare = text.removesuffix(_AS_EMOJI)
    return bool(bare) and (_is_symbol(bare[-1]) or unicodedata.category(bare[-1]) == "Sk")


def _is_symbol(char: str) -> bool:
    is_one = unicodedata.category(char) in {"So", "Sm"} and char >= _FIRST_SYMBOL
    return is_one and char != _BLANK_SYMBOL
