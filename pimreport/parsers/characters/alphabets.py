"""Letters outside ASCII that the languages of a code page use, and the code pages themselves.

After CLDR's exemplar characters, main and auxiliary where names of the country have them (Unicode
CLDR 45, read 2026-11-26), in lower case. A code page is Windows' (Set-Content of Windows PowerShell) or the
console's (a program's output redirected by cmd).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

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


def _alphabets(*languages: str) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, languages))


WESTERN = CodePage(codec="cp1252", name="Windows-1252", languages=_alphabets(*_WESTERN))
_CENTRAL_EUROPEAN = CodePage(
    codec="cp1250", name="Windows-1250 (Central Europe)", languages=_alphabets(*_CENTRAL)
)
_OF_TURKEY = CodePage(
    codec="cp1254", name="Windows-1254 (Turkish)", languages=_alphabets(*_TURKISH)
)
_OF_CYRILLIC = CodePage(
    codec="cp1251",
    name="Windows-1251 (Cyrillic)",
    languages=_alphabets(*_CYRILLIC),
    latin=False,
    vowels="аеёиоуыэюяіїєў",
)
_OF_GREECE = CodePage(
    codec="cp1253",
    name="Windows-1253 (Greek)",
    languages=_alphabets(*_GREEK),
    latin=False,
    last="ς",
    vowels="αεηιουωάέήίόύώϊϋΐ",
    endings="αεηιουωάέήίόύώϊϋΐςσνρξψ",
)
_OF_ISRAEL = CodePage(
    codec="cp1255",
    name="Windows-1255 (Hebrew)",
    languages=_alphabets(*_HEBREW),
    latin=False,
    cased=False,
    last="ךםןףץ",
)


def _of_console(page: CodePage, codec: str, name: str) -> CodePage:
    return replace(page, codec=codec, name=name, console=True)


OTHERS = (
    _CENTRAL_EUROPEAN,
    _OF_TURKEY,
    CodePage(codec="cp1257", name="Windows-1257 (Baltic)", languages=_alphabets(*_BALTIC)),
    _OF_CYRILLIC,
    _OF_GREECE,
    _OF_ISRAEL,
    CodePage(
        codec="cp1256",
        name="Windows-1256 (Arabic)",
        languages=_alphabets(*_ARABIC),
        latin=False,
        cased=False,
        last="ة",
    ),
    CodePage(
        codec="cp874",
        name="Windows-874 (Thai)",
        languages=_alphabets(*_THAI),
        latin=False,
        cased=False,
    ),
    _of_console(WESTERN, "cp850", "code page 850 (Western console)"),
    _of_console(WESTERN, "cp437", "code page 437 (Western console)"),
    _of_console(_CENTRAL_EUROPEAN, "cp852", "code page 852 (Central European console)"),
    _of_console(_OF_TURKEY, "cp857", "code page 857 (Turkish console)"),
    _of_console(_OF_CYRILLIC, "cp866", "code page 866 (Cyrillic console)"),
    _of_console(_OF_GREECE, "cp737", "code page 737 (Greek console)"),
    _of_console(_OF_ISRAEL, "cp862", "code page 862 (Hebrew console)"),
)
