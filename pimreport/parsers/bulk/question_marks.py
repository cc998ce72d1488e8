"""Names in pieces of a large list that lost their letters, as ``lost_letters`` finds them in rows.

Question marks stand in links and policies as well, so an object becomes a row only where one stands
in a text that people write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pimreport.parsers import lost_letters
from pimreport.parsers.names import FREE_TEXT, graph_name
from pimreport.parsers.row import Row
from pimreport.parsers.shape import Shaper

if TYPE_CHECKING:
    from pimreport.parsers.document import Page

_objects = msgspec.json.Decoder(list[msgspec.Raw])


def first_in(piece: bytes, page: Page) -> int | None:
    """The place, counted from 1, of the first object of a JSON list whose name lost letters."""
    for place, one in enumerate(_objects.decode(piece), 1):
        if b"?" not in bytes(one):
            continue
        written = msgspec.json.decode(one)
        if not _is_doubtful(written):
            continue
        row = Row(place, Shaper(page).row(place, written), page)
        if lost_letters.first_row([row]) is not None:
            return place
    return None


def _is_doubtful(written: Any) -> bool:  # noqa: ANN401 - foreign JSON
    return isinstance(written, dict) and any(
        _is_doubtful(value)
        if isinstance(value, dict)
        else isinstance(value, str) and "?" in value and graph_name(key) in FREE_TEXT
        for key, value in written.items()
    )
