"""Zero-width joiners that a script or an emoji needs, told from those that hide something."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d"
_EMOJI_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"
_FIRST_SYMBOL = "\u2190"
_BLANK_SYMBOL = "\u2800"
_SCRIPTS = frozenset(
    {
        "ARABIC",
        "BENGALI",
        "DEVANAGARI",
        "GUJARATI",
        "GURMUKHI",
        "KANNADA",
        "KHMER",
        "MALAYALAM",
        "MONGOLIAN",
        "MYANMAR",
        "ORIYA",
        "SINHALA",
        "SYRIAC",
        "TAMIL",
        "TELUGU",
    }
)
"""First words of the names of characters in scripts whose spelling uses joiners (Persian is
written in Arabic letters)."""


def without_rightful_joiners(text: str) -> str:
    """The text without joiners between letters of one such script, or inside an emoji."""
    if not any(joiner in text for joiner in _JOINERS):
        return text
    return "".join(char for place, char in enumerate(text) if not _rightful(text, place))


def _rightful(text: str, place: int) -> bool:
    if text[place] not in _JOINERS or not 0 < place < len(text) - 1:
        return False
    before, after = text[place - 1], text[place + 1]
    script = _script(before)
    if script in _SCRIPTS and _script(after) == script:
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
