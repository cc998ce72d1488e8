"""Stable pseudonyms from a secret: for ids, names, addresses and whole texts."""

from __future__ import annotations

import hmac
import re
import uuid
from hashlib import sha256
from typing import TYPE_CHECKING

from pimreport.data import facts
from pimreport.visible import visible, without_rightful_joiners

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEX = "[0-9A-Fa-f]"
GUID = re.compile(rf"(?<!{_HEX}){_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}(?!{_HEX})")
DOMAIN = "redacted.invalid"
"""Of pseudonymous addresses; nobody can own a name under ``.invalid`` (RFC 2606)."""
_INVITED = "#EXT#"
_BUILT_IN = re.compile(r"00000000-0000-0000-0000-[0-9a-f]{12}")
_CODE = 8
_LONGER_CODE = 12


def public_ids() -> dict[str, str]:
    """Ids that are the same in every tenant, and their names: Microsoft's built-in roles."""
    return {one["template_id"]: one["name"] for one in facts("role_definitions")["role"]}


class Pseudonyms:
    """Gives every thing its pseudonym, and remembers what stands behind each.

    ``recorded``: pseudonym -> what it stands for, oldest first; of the key file, and added to.
    """

    def __init__(self, secret: bytes, recorded: Mapping[str, Iterable[str]] | None = None) -> None:
        """Start from the secret and what earlier runs recorded."""
        self.secret = secret
        self.recorded = {one: list(real) for one, real in (recorded or {}).items()}
        self._public = public_ids()
        self._ids: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._addresses: dict[str, str] = {}

    def is_public(self, real: str) -> bool:
        """The id is the same in every tenant."""
        return real.lower() in self._public or _BUILT_IN.fullmatch(real.lower()) is not None

    def public_name(self, real: str) -> str | None:
        """Microsoft's name of a built-in role."""
        return self._public.get(real.lower())

    def id(self, real: str) -> str:
        """The pseudonymous id: again a GUID, of version 8, so that it cannot be a directory's own.

        What is no GUID becomes a word of its own, since nobody knows what it holds.
        """
        if not real or self.is_public(real):
            return real
        if not GUID.fullmatch(real):
            return self.word("Id", real)
        made = self._ids.get(real.lower())
        if made is None:
            digest = bytearray(self._digest("id", real.lower())[:16])
            digest[6] = digest[6] & 0x0F | 0x80
            digest[8] = digest[8] & 0x3F | 0x80
            made = self._ids[real.lower()] = str(uuid.UUID(bytes=bytes(digest)))
            self.record(made, real.lower())
        return made

    def ids(self, text: str) -> str:
        """The text with every GUID in it replaced."""
        return GUID.sub(lambda found: self.id(found[0]), text)

    def real(self, text: str) -> str:
        """The text with every pseudonymous GUID turned back."""
        return GUID.sub(lambda found: self.recorded.get(found[0], [found[0]])[0], text)

    def name(self, noun: str, real_id: str, name: str | None) -> str | None:
        """What to call the thing with this id, such as ``Person 7F3A-91C2``; None stays unknown.

        Blank names stay blank. Characters that deceive the eye stay as well, behind the pseudonym:
        they are a finding, and hold no name.
        """
        if name is None or not name.strip():
            return name
        made = f"{noun} {self._code(self._of(real_id))}"
        self.record(made, name)
        return made + _deceiving(name)

    def address(self, text: str, owner: str | None = None) -> str:
        """A pseudonymous UPN or mail address; that of an invited guest still says so.

        ``owner``: id of the principal that bears it; without one, the text itself decides.
        """
        if not text.strip():
            return text
        known = self._addresses.get(text.lower())
        if known is not None:
            return known
        code = self._code(self._of(owner) if owner else self._pseudo("address", text.lower()))
        marked = _INVITED if _INVITED.lower() in text.lower() else ""
        made = f"account-{code.lower()}{marked}@{DOMAIN}"
        self.record(made, text)
        self._addresses[text.lower()] = made + _deceiving(text)
        return self._addresses[text.lower()]

    def word(self, noun: str, text: str) -> str:
        """A pseudonym for a text that has no id, or that may hold anything."""
        if not text.strip():
            return text
        made = f"{noun} {self._code(self._pseudo(noun, text))}"
        self.record(made, text)
        return made

    def _of(self, real_id: str) -> str:
        """What the code of a thing is cut from: its pseudonymous id, so that both begin alike."""
        return self.id(real_id) if GUID.fullmatch(real_id) else self._pseudo("name", real_id)

    def _pseudo(self, kind: str, text: str) -> str:
        return self._digest(kind, text).hex()

    def _digest(self, kind: str, text: str) -> bytes:
        content = f"{kind}\0{text}".encode("utf-8", "surrogatepass")
        return hmac.digest(self.secret, content, sha256)

    def _code(self, pseudo: str) -> str:
        """The first eight digits, or twelve where two things share them."""
        digits = pseudo.replace("-", "").upper()
        short = digits[:_CODE]
        chosen = short if self._codes.setdefault(short, digits) == digits else digits[:_LONGER_CODE]
        return "-".join(chosen[at : at + 4] for at in range(0, len(chosen), 4))

    def record(self, pseudonym: str, real: str) -> None:
        """Remember what a pseudonym stands for."""
        known = self.recorded.setdefault(pseudonym, [])
        if real not in known:
            known.append(real)


def _deceiving(name: str) -> str:
    """The characters of a name that are not seen, each once."""
    hidden = (one for one in without_rightful_joiners(name) if visible(one) != one)
    return "".join(dict.fromkeys(hidden))
