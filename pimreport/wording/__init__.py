"""Sentences that are put into words last: in the language of the output that prints them.

``Text("{name} can reach {role}", name=..., role=...)`` keeps an English template and its values.
``str`` of it renders in the language in force, which ``speaking`` sets.
"""

from __future__ import annotations

from pimreport.wording.language import LANGUAGES, current, locale, speaking
from pimreport.wording.text import Text, Wording, english, joined, later, listed, noted

__all__ = [
    "LANGUAGES",
    "Text",
    "Wording",
    "current",
    "english",
    "joined",
    "later",
    "listed",
    "locale",
    "noted",
    "speaking",
]
