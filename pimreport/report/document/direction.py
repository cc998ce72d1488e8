"""Words that run from right to left, kept from reordering the sentence around them.

The order in which a line is drawn follows its characters: after an Arabic or Hebrew name a date or
a second such name changes places with its neighbours. A name in a cell of its own is isolated as a
whole (``macros/marks.html``); in a sentence every run of such words is.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
_RUN = re.compile(f"{_LETTER}+(?:[ \u00a0_.-]+{_LETTER}+)*")
"""Words between which there is no more than what joins the words of one name."""


def isolated(text: object) -> Markup:
    """The text, escaped, with each run of words from right to left in a ``bdi`` of its own."""
    whole = str(text)
    safe = escape(whole)
    return safe if whole.isascii() else Markup(_RUN.sub(r"<bdi>\g<0></bdi>", str(safe)))  # noqa: S704  # escaped


def enclosed(text: str) -> str:
    """The same where no mark-up can stand, as in a title: in Unicode's own isolating characters."""
    return f"\u2068{text}\u2069" if re.search(_LETTER, text) else text
