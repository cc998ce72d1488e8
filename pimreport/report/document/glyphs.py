"""What no font can draw is spelt out: a PDF for the archive must have no missing glyph.

The report brings fonts for Latin, Greek, Cyrillic, Arabic and Hebrew. Other scripts are drawn with
what is installed, and where nothing is, their characters are printed as ``⟦U+4E2D 6587⟧``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

if TYPE_CHECKING:
    from collections.abc import Collection

    from weasyprint.text.fonts import FontConfiguration

FAMILIES = "Report Text, Report Wide"
"""The families of fonts.css; Pango goes on to the installed ones by itself."""
_BODY = "<body"
_SPELT = '<body class="spelt"'


def drawable(html: str, fonts: FontConfiguration) -> str:
    """The document with every character spelt out that would be a missing glyph.

    The body then has the class ``spelt``, by which a template may say so.
    """
    head, body, text = html.partition(_BODY)
    missing = undrawable({one for one in set(text) if not one.isascii()}, fonts)
    if not missing:
        return html
    runs = re.compile(f"[{re.escape(''.join(sorted(missing)))}]+")
    return head + (_SPELT if body else "") + runs.sub(_codes, text)


def undrawable(characters: Collection[str], fonts: FontConfiguration) -> frozenset[str]:
    """Those of the characters that neither the report's own fonts nor the installed ones have."""
    if not characters:
        return frozenset()
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    family, _ = unicode_to_char_p(FAMILIES)
    font = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(font, family)
    pango.pango_layout_set_font_description(layout, font)
    # Spaces, since an accent may be drawn on what is before it.
    text, _ = unicode_to_char_p(" ".join(sorted(characters)))
    pango.pango_layout_set_text(layout, text, -1)
    line = pango.pango_layout_get_line_readonly(layout, 0)
    found: set[str] = set()
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        glyphs = run.data.glyphs
        for one in glyphs.glyphs[0 : glyphs.num_glyphs]:
            if one.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG and one.glyph != pango.PANGO_GLYPH_EMPTY:
                found.add(chr(one.glyph - pango.PANGO_GLYPH_UNKNOWN_FLAG))
        run = run.next
    return frozenset(found)


def _codes(run: re.Match[str]) -> str:
    return f"⟦U+{' '.join(f'{ord(one):04X}' for one in run[0])}⟧"
