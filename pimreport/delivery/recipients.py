"""Who gets the mail: addresses from the command or the settings, within allowed domains."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LONGEST_LOCAL = 64
_LONGEST = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Bare addresses, each once, domains in ASCII and lower case."""

    to: tuple[str, ...]
    cc: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[str, ...]:
        """All of them in order."""
        return (*self.to, *self.cc)

    def only(self, wanted: Container[str]) -> Recipients:
        """Those of them that are wanted."""
        return Recipients(
            to=tuple(one for one in self.to if one in wanted),
            cc=tuple(one for one in self.cc if one in wanted),
        )


def recipients(
    to: Iterable[str],
    cc: Iterable[str],
    allowed_domains: Iterable[str] | None,
    *,
    needed: bool = True,
) -> Recipients:
    """The addresses, checked.

    Args:
        to: whom it is for.
        cc: who gets a copy.
        allowed_domains: the only domains that mail may go to; None where none were set.
        needed: whether there must be one; a draft may leave them to its sender.

    Raises:
        UsageError: nobody is named, an address is none, or its domain is not allowed; all of it.
    """
    problems: list[str] = []
    first = [checked for one in to if (checked := _checked(one, problems))]
    second = [checked for one in cc if (checked := _checked(one, problems))]
    if allowed_domains is not None:
        problems += _outside([*first, *second], allowed_domains)
    if needed and not first and not problems:
        problems.append("Nobody to send it to: give --to, or a profile that has recipients.")
    if problems:
        raise UsageError(*problems)
    seen: dict[str, None] = {}
    unique = [one for one in first if key(one) not in seen and not seen.update({key(one): None})]
    copies = [one for one in second if key(one) not in seen and not seen.update({key(one): None})]
    return Recipients(to=tuple(unique), cc=tuple(copies))


def address(text: str) -> str:
    """A bare address, its domain in ASCII (IDNA) and lower case.

    Raises:
        ValueError: it is none; nothing else hides in it either (line breaks, names, comments).
    """
    local, at, domain = text.strip(" ").rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        ascii_domain = ""
    labels = ascii_domain.split(".")
    good = (
        bool(at)
        and _LOCAL.fullmatch(local) is not None
        and len(local) <= _LONGEST_LOCAL
        and len(local) + len(ascii_domain) < _LONGEST
        and all(_LABEL.fullmatch(label) for label in labels)
    )
    if not good:
        message = f"{text!r} is no mail address: write name@example.org and nothing else."
        raise ValueError(message)
    return f"{local}@{ascii_domain}"


def key(one: str) -> str:
    """What makes two spellings the same mailbox in practice."""
    return one.lower()


def _checked(text: str, problems: list[str]) -> str:
    try:
        return address(text)
    except ValueError as error:
        problems.append(str(error))
        return ""


def _outside(addresses: Iterable[str], allowed_domains: Iterable[str]) -> list[str]:
    try:
        domains = [
            one.lower().lstrip("@").encode("idna").decode("ascii") for one in allowed_domains
        ]
    except UnicodeError:
        return [f"allowed_domains has something that is no domain: {', '.join(allowed_domains)}."]
    return [
        f"{one} is outside the allowed domains ({', '.join(domains) or 'none'})."
        for one in addresses
        if one.rpartition("@")[2] not in domains
    ]
