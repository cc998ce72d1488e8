"""Secrets: where they may come from, and a wrapper that no log or traceback prints."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from pimreport.errors import UsageError

SOURCES = "env:NAME, file:PATH, keyring:SERVICE/USER or prompt"
_LONGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that shows itself only when asked: ``secret.reveal()``."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The secret itself, for the one call that needs it."""
        return self._value

    def __str__(self) -> str:
        """A placeholder, so that a format string gives nothing away."""
        return "(secret)"


def fetch(reference: str, what: str) -> Secret:
    """The secret that a reference such as ``env:SMTP_PASSWORD`` points to.

    Args:
        reference: where the secret is; never the secret itself.
        what: what it is for, in words for the error.

    Raises:
        UsageError: it is not there, or others could read it.
    """
    kind, _, place = reference.partition(":")
    readers = {"env": _from_environment, "file": _from_file, "keyring": _from_keyring}
    if kind not in readers or not place:
        # The text is not repeated: somebody may have written the secret itself.
        message = f"The {what} is given by reference: {SOURCES}; never the secret itself."
        raise UsageError(message)
    value = readers[kind](place, what)
    if not value:
        message = f"The {what} ({reference}) is empty."
        raise UsageError(message)
    return Secret(value)


def _from_environment(name: str, what: str) -> str:
    value = os.environ.get(name)
    if value is None:
        message = f"The {what} is expected in the environment variable {name}, which is not set."
        raise UsageError(message)
    return value


def _from_file(place: str, what: str) -> str:
    """The first line. The path may name variables, such as ``${CREDENTIALS_DIRECTORY}``."""
    path = Path(os.path.expandvars(place)).expanduser()
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as file:
            _refuse_readable_by_others(path, os.fstat(handle))
            content = file.read(_LONGEST).decode()
    except OSError as error:
        message = f"The {what} cannot be read from {path}: {error.strerror}."
        raise UsageError(message) from None
    except UnicodeDecodeError:
        message = f"The {what} in {path} is not UTF-8."
        raise UsageError(message) from None
    return content.partition("\n")[0].rstrip("\r")


def _refuse_readable_by_others(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        message = f"{path} is no regular file."
        raise UsageError(message)
    # systemd grants a service its credentials by access lists, whose mask shows as group bits.
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    by_systemd = given is not None and path.parent == Path(given)
    if os.name == "posix" and status.st_mode & (0o007 if by_systemd else 0o077):
        message = f"{path} can be read by others: chmod 600 {path}"
        raise UsageError(message)


def _from_keyring(place: str, what: str) -> str:
    try:
        import keyring  # noqa: PLC0415  # an optional extra
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        message = "The keyring needs one more package: pip install 'pimreport[keyring]'"
        raise UsageError(message) from None
    service, _, user = place.rpartition("/")
    try:
        value: str | None = keyring.get_password(service, user)
    except KeyringError as error:
        message = f"The keyring does not answer ({type(error).__name__})."
        raise UsageError(message) from None
    if value is None:
        message = f"The keyring has no {what}: keyring set {service} {user}"
        raise UsageError(message)
    return value
