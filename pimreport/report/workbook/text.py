"""Strings as Excel can hold them."""

from __future__ import annotations

import re

LIMIT = 32_767
"""Characters in a cell, counted in UTF-16 units; Excel and openpyxl cut silently beyond it."""
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LARGEST_PLAIN = LIMIT // 2


def cell_text(text: str) -> str:
    """The text, cut visibly at Excel's limit and protected from being read as an escape.

    A conforming reader turns ``_x0041_`` into ``A``, so that a name could show as another one.
    Expects text that has been through ``visible``: XML forbids what that spells out.
    """
    if len(text) > _LARGEST_PLAIN:
        text = _cut(text)
    return _ESCAPE.sub("_x005F_", text) if "_x" in text else text


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LIMIT:
        return text
    mark = f" ⟦cut: {len(text):,} characters⟧"
    return units[: 2 * (LIMIT - len(mark))].decode("utf-16-le", "ignore") + mark
