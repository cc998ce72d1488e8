"""Which scripts the PDF can draw here, for those who want to know before a name is spelt out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from pimreport.report.document.glyphs import undrawable
from pimreport.report.document.layout import FONTS, PackagedOnly
from pimreport.report.document.sources import Sources
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTO = "fonts-noto-core"
_CJK = "fonts-noto-cjk"
_SAMPLES = {
    "Latin": ("Aßøł", ""),
    "Greek": ("Ωλ", ""),
    "Cyrillic": ("Жя", ""),
    "Arabic": ("عربي", ""),
    "Hebrew": ("עב", ""),
    "Armenian": ("Հա", _NOTO),
    "Georgian": ("ქა", _NOTO),
    "Devanagari": ("हिन", _NOTO),
    "Bengali": ("বাং", _NOTO),
    "Tamil": ("தமி", _NOTO),
    "Thai": ("ไทย", _NOTO),
    "Chinese": ("中文简體", _CJK),
    "Japanese": ("日本語かな", _CJK),
    "Korean": ("한국어", _CJK),
    "emoji": ("😀🔥", "fonts-noto-color-emoji"),
}
"""A few characters of each, and the Debian package that has it; Noto exists for every system."""


def scripts() -> Mapping[str, str | None]:
    """By name: None if it is drawn, else the package of fonts that is wanted. Needs Pango."""
    sources = Sources((shipped("templates"),))
    fonts = FontConfiguration()
    weasyprint.CSS(
        filename=sources.find(FONTS), url_fetcher=PackagedOnly(sources), font_config=fonts
    )
    return {
        name: package if undrawable(characters, fonts) else None
        for name, (characters, package) in _SAMPLES.items()
    }
