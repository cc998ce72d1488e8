"""What the settings say about mail: ``[mail]`` and ``[mail.profiles.NAME]`` of pimreport.toml."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CHOICES = {
    "via": ("eml", "smtp", "graph"),
    "security": ("starttls", "tls"),
    "auth": ("password", "xoauth2", "none"),
    "login": ("client-credentials", "device-code"),
    "language": ("en", "de"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One way of mailing the report. Names are those of the file, without hyphens.

    Attributes:
        sender: ``from`` in the file.
        secret: where the password, token or client secret is, never it itself.
        pdf_password: where the PDF's password is.
        tenant: id or domain of the Entra tenant that issues tokens.
        client: application id there.
    """

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    sender: str = ""
    via: str = "eml"
    language: str = "en"
    pdf_password: str = ""
    host: str = ""
    port: int = 0
    security: str = "starttls"
    auth: str = "password"
    user: str = ""
    secret: str = ""
    ca_file: str = ""
    tenant: str = ""
    client: str = ""
    login: str = "client-credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """``allowed_domains``: None where the file sets none, so that any domain is allowed."""

    allowed_domains: tuple[str, ...] | None = None
    profiles: Mapping[str, Profile] = field(default_factory=dict)

    def profile(self, name: str | None) -> Profile:
        """The profile of that name; the defaults where none is asked for.

        Raises:
            UsageError: there is no such profile.
        """
        if name is None:
            return Profile()
        if name not in self.profiles:
            known = ", ".join(self.profiles) or "none"
            message = f"There is no mail profile {name!r}; there are: {known}."
            raise UsageError(message)
        return self.profiles[name]


def mail_settings(section: Mapping[str, Any], where: str) -> MailSettings:
    """What the section says.

    Args:
        section: the ``[mail]`` table.
        where: the file, for messages.

    Raises:
        UsageError: names every setting that is not known or cannot be meant.
    """
    problems = _unknown(section, ["allowed_domains", "profiles"], f"{where}: mail.")
    domains = section.get("allowed_domains")
    if domains is not None and not _texts(domains):
        problems.append(f"{where}: mail.allowed_domains is a list of domains in quotes.")
    given = section.get("profiles", {})
    profiles: dict[str, Profile] = {}
    for name, table in given.items() if isinstance(given, dict) else ():
        place = f"{where}: mail.profiles.{name}"
        wrong = _problems(table, place)
        problems += wrong
        if not wrong:
            profiles[name] = _profile(table)
    if problems:
        raise UsageError(*problems)
    return MailSettings(
        allowed_domains=None if domains is None else tuple(domains), profiles=profiles
    )


def _names() -> dict[str, Any]:
    """The names in the file, with their defaults."""
    found = {}
    for one in fields(Profile):
        default = one.default if one.default is not MISSING else ""
        found["from" if one.name == "sender" else one.name] = default
    return found


def _problems(table: object, place: str) -> list[str]:
    if not isinstance(table, dict):
        return [f"{place} is a table: [mail.profiles.NAME]."]
    names = _names()
    problems = _unknown(table, names, f"{place}.")
    for name, value in table.items():
        default = names.get(name)
        if isinstance(default, tuple) and not _texts(value):
            problems.append(f"{place}.{name} is a list of addresses in quotes.")
        elif isinstance(default, str) and not isinstance(value, str):
            problems.append(f"{place}.{name} is a text in quotes.")
        elif isinstance(default, int) and (type(value) is not int or not 0 < value < 2**16):
            problems.append(f"{place}.{name} is a port number.")
        elif name in CHOICES and value not in CHOICES[name]:
            problems.append(f"{place}.{name} is one of {', '.join(CHOICES[name])}.")
    return problems


def _profile(table: Mapping[str, Any]) -> Profile:
    values: dict[str, Any] = {
        "sender" if name == "from" else name: tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
    }
    return Profile(**values)


def _unknown(given: Mapping[str, object], known: Iterable[str], place: str) -> list[str]:
    names = list(known)
    return [
        f"{place}{name} is not known; there are {', '.join(names)}."
        for name in given
        if name not in names
    ]


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
