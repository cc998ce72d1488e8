"""What a large file is, as far as its beginning shows it."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pimreport.parsers.document import Raw

_DECODER = json.JSONDecoder()
_CONTEXT = re.compile(r'"@odata\.context"\s*:\s*"([^"]*)"')


def head_of(data: bytes) -> str:
    """The beginning of a file as text, if it is UTF-8 or UTF-16 with a mark."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return data[: len(data) // 2 * 2].decode("utf-16", "ignore")
    return data.decode("utf-8-sig", "ignore")


def context_in(head: str) -> str | None:
    """The page's context, where it stands before the rows."""
    found = _CONTEXT.search(head, 0, max(head.find("["), 0))
    return found.group(1) if found else None


def first_object(head: str) -> Raw | None:
    """The first object of a JSON list or Graph page; None if the file begins otherwise."""
    start = head.lstrip()[:1]
    begin = head.find("{", head.find("[")) if "[" in head else -1
    if start not in {"[", "{"} or begin < 0:
        return None
    if start == "{" and '"value"' not in head[: head.find("[")]:
        return None
    try:
        found, _ = _DECODER.raw_decode(head, begin)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
