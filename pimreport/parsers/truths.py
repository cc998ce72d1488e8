"""Yes and no as exports write them: PowerShell always in English, Excel in its user's language."""

from __future__ import annotations

_YES = """
    true wahr vrai verdadero vero verdadeiro waar sant sand sann tosi prawda pravda igaz doğru
    adevărat истина істина yes 1
    """
_NO = """
    false falsch faux falso onwaar falskt falsk usann epätosi fałsz nepravda hamis yanliş
    fals ложь хибність no 0
    """
_MEANING = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)


def truth(text: str) -> bool | None:
    """What the word says; None if it is none of these words."""
    return _MEANING.get(text.strip().lower())
