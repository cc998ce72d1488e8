"""Which code page a file without Unicode is in, as far as its words show it.

Set-Content of Windows PowerShell writes the machine's code page and does not say which. Every file
can be read in most of them, but its words are words in few: a superscript three stands inside no
Western word, no language has the letters of ``Çaðrý`` together, and Greek ends words with ς. Where
one code page alone makes words of all, that is the one; else Windows-1252 is taken and doubted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_letters

from pimreport.parsers.characters import double_bytes
from pimreport.parsers.characters.alphabets import OTHERS, WESTERN, CodePage

_OUTSIDE_ASCII = re.compile(rb"[\x80-\xff][A-Za-z\x80-\xff]{0,63}")
_LETTERS = ascii_letters.encode()
_LONGEST = 64
_MOST = 2000
"""Distinct words that are looked at."""
_SHOWN = 24
_CERTAIN = 2
_FITS_OUTSIDE = frozenset("°®™©§")
_ORDINALS = frozenset("ªº²³")
_OPENING = frozenset("¡¿")
_BETWEEN_LETTERS = frozenset("’–—\u00ad·")
_SHORT, _LONG = 2, 4
_WORD = re.compile(r"[^\W\d_]+(?:[\u0e31-\u0e4e\u0591-\u05c7\u064b-\u0652]+[^\W\d_]*)*")
"""Letters, with the marks that stand on them in Thai, Hebrew and Arabic."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The text, the name of its code page, and what to tell the reader."""

    text: str
    name: str
    sentence: str


def settled(data: bytes) -> Settled:
    """Decode bytes that are no UTF-8."""
    words = _words(data)
    western = _doubts(words, WESTERN)
    if western >= _CERTAIN:
        found = _only_one(words, data)
        if found is not None:
            codec, name = found
            told = data.decode(codec, "replace")  # of many words only the first were looked at
            return Settled(told, name, _decided(words, codec, name))
    text = _western(data)
    return Settled(text, "Windows-1252", _doubtful(text, western))


def _words(data: bytes) -> list[bytes]:
    """The first runs of letters that hold a byte outside ASCII, each once."""
    words: dict[bytes, None] = {}
    for found in _OUTSIDE_ASCII.finditer(data):
        before = data[max(found.start() - _LONGEST, 0) : found.start()]
        letters = before[len(before.rstrip(_LETTERS)) :]
        words[letters + found.group()] = None
        if len(words) == _MOST:
            break
    return list(words)


def _only_one(words: list[bytes], data: bytes) -> tuple[str, str] | None:
    """Codec and name of the only reading in which all words are words.

    The console's code pages are asked only where none of Windows' will do.
    """
    for console in (False, True):
        fitting: dict[tuple[str, ...], tuple[str, str]] = {}
        for page in OTHERS:
            if page.console is console and _doubts(words, page) == 0:
                told = tuple(word.decode(page.codec) for word in words)
                fitting.setdefault(told, (page.codec, page.name))
        wide = None if console else double_bytes.fitting(data)
        if wide is not None:
            fitting[()] = wide
        if fitting:
            return next(iter(fitting.values())) if len(fitting) == 1 else None
    return None


def _doubts(words: list[bytes], page: CodePage) -> int:
    """What speaks against the page: 0 nothing, 1 one odd word, 2 and more it cannot be."""
    total, capitals = 0, False
    for word in words:
        try:
            text = word.decode(page.codec)
        except UnicodeDecodeError:
            return _CERTAIN * len(words) + 1
        total += _oddity(text, page)
        capitals = capitals or any(one.isupper() for one in text if not one.isascii())
        if total >= _CERTAIN:
            return total
    if not page.latin and page.cased and not capitals:
        return _CERTAIN  # names without a single capital: rather letters of a script that has none
    return total


def _oddity(text: str, page: CodePage) -> int:
    """0: made of words of the page's languages. 1: odd. 2: no word."""
    signs = [one for one in text if not one.isascii() and not _is_letter(one)]
    if len(signs) > 1 and len(signs) == len(text) and unicodedata.category(signs[0])[0] == "S":
        return _CERTAIN
    odd = max(
        (_odd_sign(*three) for three in zip(f" {text}", text, f"{text[1:]} ", strict=False)),
        default=0,
    )
    if odd >= _CERTAIN:
        return odd
    return odd + sum(_of_no_language(word, page) for word in _WORD.findall(text))


def _odd_sign(before: str, sign: str, after: str) -> int:
    """How odd a sign is between its neighbours; letters are judged by the word."""
    kind = unicodedata.category(sign)
    if sign.isascii() or (kind[0] == "L" and sign not in _ORDINALS):
        return 0
    left, right = _is_letter(before), _is_letter(after)
    if kind[0] in "CM":
        return _CERTAIN if kind[0] == "C" or not left else 0
    if (sign in _ORDINALS and not right) or (kind == "Sc" and not left):
        # A name that ends with ł or begins with Ł, unless it is a number, or a price.
        return int(before.islower() or right)
    wrong = left and right
    if kind[0] in "SN" and sign not in _FITS_OUTSIDE:
        wrong = left or right
    elif sign in _OPENING:
        wrong = left
    elif sign in _BETWEEN_LETTERS or kind == "Zs":
        wrong = False
    return _CERTAIN if wrong else 0


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM" and sign not in _ORDINALS


def _of_no_language(word: str, page: CodePage) -> int:
    """0: of one. 1: it could be one that nobody thought of. 2: it is no word."""
    others = [one for one in word if not one.isascii()]
    if not others:
        return 0
    mixed = len(others) == len(word) >= _LONG if page.latin else len(others) < len(word)
    capitals = any(
        low.islower() and high.isupper() and not high.isascii() for low, high in pairwise(word)
    )
    if mixed or capitals:
        return _CERTAIN
    lower = "".join(map(_lower, word))
    letters = {one for one in lower if unicodedata.category(one)[0] == "L" and not one.isascii()}
    known = any(letters <= language for language in page.languages)
    if page.latin:
        return 0 if known else 1
    return 0 if known and _is_pronounced(lower, page) else _CERTAIN


def _is_pronounced(word: str, page: CodePage) -> bool:
    """What the letters' order shows in scripts that stand alone."""
    if any(one in page.last for one in word[:-1]):
        return False
    if page.vowels and len(word) >= _LONG and not set(page.vowels) & set(word):
        return False
    if page.endings and len(word) > _SHORT and word[-1] not in page.endings:
        return False
    return page.codec != "cp874" or not _no_thai(word)


def _lower(letter: str) -> str:
    return letter.lower()[0]  # İ becomes two characters, of which the first is i


_BEFORE_CONSONANTS = frozenset("เแโใไ")
_CONSONANTS = re.compile("[ก-ฮ]")


def _no_thai(word: str) -> bool:
    """Some vowels stand before a consonant, and marks stand on one."""
    if unicodedata.combining(word[0]) or not _CONSONANTS.search(word):
        return True
    return any(
        one in _BEFORE_CONSONANTS and not _CONSONANTS.match(after)
        for one, after in zip(word, f"{word[1:]} ", strict=True)
    )


def _western(data: bytes) -> str:
    try:
        return data.decode(WESTERN.codec)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _decided(words: list[bytes], codec: str, name: str) -> str:
    odd = next((word for word in words if _doubts([word], WESTERN)), words[0])
    here, there = odd.decode(codec, "replace"), _western(odd)
    return (
        f"The file is not UTF-8: it was read as {name}, the only code page in which its words are "
        f"words (such as {here[:_SHOWN]!r}, which would be {there[:_SHOWN]!r} in Windows-1252). "
        "Export with -Encoding UTF8."
    )


def _doubtful(text: str, western: int) -> str:
    letters = "".join(sorted(one for one in set(text) if not one.isascii()))
    shown = " ".join(letters[:_SHOWN]) + (" ..." if len(letters) > _SHOWN else "")
    doubt = (
        "Some words in it are words of no Western language, so names with these characters are "
        "likely wrong"
        if western
        else "On machines elsewhere it is another one, and then these characters are wrong"
    )
    return (
        "The file is not UTF-8: it was read as Windows-1252, the code page Set-Content uses on Western "
        f"systems. {doubt}: {shown}. Ids and dates are not affected. Export with -Encoding UTF8."
    )
