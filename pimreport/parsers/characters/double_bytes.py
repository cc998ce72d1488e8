"""Code pages of East Asia, in which two bytes are a character: told apart by where the pairs lie.

Shift-JIS text has kana, whose first byte is one of control characters elsewhere. GB2312 orders its
common characters by sound in rows B0 to D7, of which Korean fills B0 to C8 with its syllables alone,
and Big5 alone has second bytes below A1.
"""

from __future__ import annotations

import re

_PAIR = re.compile(rb"([\x81-\xfe])([\x40-\x7e\x80-\xfe])")
_RUN = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_SAMPLE = 1 << 20
_ENOUGH = 4
_SURELY_KOREAN = 8
_KANA = re.compile("[\u3041-\u30ff]")
_STRANGE_IN_JAPANESE = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")
_SYMBOLS = range(0xA1, 0xA4)
_COMMON, _RARER, _HANGUL = range(0xB0, 0xD8), range(0xD8, 0xF8), range(0xB0, 0xC9)
_BIG5 = range(0xA4, 0xC7)
_HIGH = 0xA1
_MOSTLY = 0.7


def fitting(data: bytes) -> tuple[str, str] | None:
    """Codec and name of the only one of these code pages that the text can be in; else None."""
    sample = data[: data.rfind(b"\n", 0, _SAMPLE) + 1] if len(data) > _SAMPLE else data
    fits = [one for one in (_japanese(sample), _of_pairs(sample)) if one is not None]
    return fits[0] if len(fits) == 1 and _is_in(data, fits[0][0]) else None


def _is_in(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _japanese(data: bytes) -> tuple[str, str] | None:
    text = data.decode("cp932", "replace")
    if not _KANA.search(text) or _STRANGE_IN_JAPANESE.search(text):
        return None
    return "cp932", "code page 932 (Japanese)"


def _is_run_together(data: bytes) -> bool:
    """Characters stand beside each other; two foreign bytes inside Latin words are none."""
    runs = set(_RUN.findall(data))
    return 2 * sum(len(run) > len(b"\xb0\xa1") for run in runs) > len(runs)


def _of_pairs(data: bytes) -> tuple[str, str] | None:
    rest = _PAIR.sub(b"", data)
    pairs = [(one[0][0], one[1][0]) for one in _PAIR.findall(data)]
    told = [(first, second) for first, second in pairs if first not in _SYMBOLS]
    if not rest.isascii() or len(told) < _ENOUGH or not _is_run_together(data):
        return None
    firsts = [first for first, _ in told]
    if all(second >= _HIGH for _, second in pairs):
        if all(first in _HANGUL for first in firsts):
            korean = len(told) >= _SURELY_KOREAN
            return ("cp949", "code page 949 (Korean)") if korean else None
        common = sum(first in _COMMON for first in firsts)
        if all(first in _COMMON or first in _RARER for first in firsts):
            chinese = common >= _MOSTLY * len(firsts)
            return ("gbk", "code page 936 (Simplified Chinese)") if chinese else None
        return None
    if all(first in _BIG5 for first in firsts):
        return "cp950", "code page 950 (Traditional Chinese)"
    return None
