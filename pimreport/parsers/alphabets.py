"""Letters outside ASCII that the languages of a code page use, and the code pages themselves.

After CLDR's exemplar characters, main and auxiliary where names of the country have them (Unicode
CLDR 45, read 2026-11-26), in lower case. A code page is Windows' (Set-Content of Windows PowerShell) or the
console's (a program's output redirected by cmd).
"""

from __future__ import annotations

from dataclasses import dataclass

_WESTERN = (
    "äöüßéèáà",
    "àâæçéèêëîïôœùûüÿ",
    "áéíñóúüçàèòïªº",
    "áâãàçéêíóôõúü",
    "àèéìíîòóùç",
    "æøåéèêàóòôäöüá",
    "åäöéèàüšžáæø",
    "áðéíóúýþæö",
    "éëïóöüáèêíúäçñ",
)
_CENTRAL = (
    "ąćęłńóśźż",
    "áčďéěíňóřšťúůýžöü",
    "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüűä",
    "čćđšž",
    "ăâîşţșț",
    "äöüß",
    "ëç",
)
_TURKISH = ("çğıöşüâîû", *_WESTERN[:-2])
_BALTIC = ("ąčęėįšųūž", "āčēģīķļņšūžōŗ", "äöõüšž", "ąćęłńóśźż", "äöüß", "åäöæøé")
_CYRILLIC = (
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "абвгдђежзијклљмнњопрстћуфхцчџш",
    "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
)
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐ",)
_HEBREW = ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",)
_ARABIC = ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگک",)
_THAI = ("กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะาำเแโใไๅๆ",)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """One byte per character.

    Attributes:
        codec: Python's name.
        name: as people know it.
        languages: the letters outside ASCII of each language, lower case.
        latin: ASCII's letters stand in the same words.
        cased: names begin with a capital.
        last: letters that only end a word.
        vowels: of which a word of some length has one.
        endings: with which words end, if only these do.
        console: it is what a program's output is redirected in, not what PowerShell writes.
    """

    codec: str
    name: str
    languages: tuple[frozenset[str], ...]
    latin: bool = True
    cased: bool = True
    last: str = ""
    vowels: str = ""
    endings: str = ""
    console: bool = False


def _page(codec: str, name: str, languages: tuple[str, ...], *, console: bool = False) -> CodePage:
    return CodePage(
        codec=codec, name=name, languages=tuple(map(frozenset, languages)), console=console
    )


def _cyrillic(codec: str, name: str, *, console: bool = False) -> CodePage:
    return CodePage(
        codec=codec,
        name=name,
        languages=tuple(map(frozenset, _CYRILLIC)),
        latin=False,
        vowels="аеёиоуыэюяіїєў",
        console=console,
    )


def _greek(codec: str, name: str, *, console: bool = False) -> CodePage:
    return CodePage(
        codec=codec,
        name=name,
        languages=tuple(map(frozenset, _GREEK)),
        latin=False,
        last="ς",
        vowels="αεηιουωάέήίόύώϊϋΐ",
        endings="αεηιουωάέήίόύώϊϋΐςσνρξψ",
        console=console,
    )


def _hebrew(codec: str, name: str, *, console: bool = False) -> CodePage:
    return CodePage(
        codec=codec,
        name=name,
        languages=tuple(map(frozenset, _HEBREW)),
        latin=False,
        cased=False,
        last="ךםןףץ",
        console=console,
    )


def _caseless(codec: str, name: str, letters: tuple[str, ...], last: str = "") -> CodePage:
    languages = tuple(map(frozenset, letters))
    return CodePage(
        codec=codec, name=name, languages=languages, latin=False, cased=False, last=last
    )


WESTERN = _page("cp1252", "Windows-1252", _WESTERN)
OTHERS = (
    _page("cp1250", "Windows-1250 (Central Europe)", _CENTRAL),
    _page("cp1254", "Windows-1254 (Turkish)", _TURKISH),
    _page("cp1257", "Windows-1257 (Baltic)", _BALTIC),
    _cyrillic("cp1251", "Windows-1251 (Cyrillic)"),
    _greek("cp1253", "Windows-1253 (Greek)"),
    _hebrew("cp1255", "Windows-1255 (Hebrew)"),
    _caseless("cp1256", "Windows-1256 (Arabic)", _ARABIC, last="ة"),
    _caseless("cp874", "Windows-874 (Thai)", _THAI),
    _page("cp850", "code page 850 (Western console)", _WESTERN, console=True),
    _page("cp437", "code page 437 (Western console)", _WESTERN, console=True),
    _page("cp852", "code page 852 (Central European console)", _CENTRAL, console=True),
    _page("cp857", "code page 857 (Turkish console)", _TURKISH, console=True),
    _cyrillic("cp866", "code page 866 (Cyrillic console)", console=True),
    _greek("cp737", "code page 737 (Greek console)", console=True),
    _hebrew("cp862", "code page 862 (Hebrew console)", console=True),
)
