"""What a console printed around an export: transcripts, banners, warnings, colours.

``Start-Transcript`` frames everything with lines of asterisks; ``pwsh -File x.ps1 > x.csv`` also
catches what was meant for the screen. JSON needs none of this: it shows itself where it begins.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pimreport.model.evidence import SourceWarning

if TYPE_CHECKING:
    from pimreport.parsers.characters.decode import Text

_RULER = re.compile(r"^\*{10,}\s*$", re.MULTILINE)
_SPOKEN = re.compile(
    r"^(?:PS [^\n]*?> ?.*|>> .*|Transcript (?:started|stopped),.*|Command start time: .*)\r?$\n?",
    re.MULTILINE,
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def without_transcript(text: Text) -> Text:
    """The output alone, if the text is what Start-Transcript wrote."""
    if not _RULER.match(text.text.lstrip("\ufeff\r\n")):
        return text
    blocks = _RULER.split(text.text)
    # Every second block is a header or footer; between them stands what was printed.
    said = "".join(blocks[2::2])
    said = said if said.strip() else "".join(blocks)
    warning = SourceWarning(
        code="transcript",
        message="The file is a transcript of a console session: its frame, prompts and commands "
        "were left out, and what the commands printed was read.",
    )
    return replace(text, text=_SPOKEN.sub("", said), warnings=(*text.warnings, warning))


def without_colours(text: str) -> str:
    """Console text without the escape sequences of PowerShell 7.2 and later."""
    return _COLOUR.sub("", text) if "\x1b[" in text else text
