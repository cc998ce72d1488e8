"""The way out that a mail profile describes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from pimreport.delivery.smtp import Smtp, SmtpServer
from pimreport.delivery.smtp_session import trust
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.delivery.outcome import Way
    from pimreport.delivery.profile import Profile
    from pimreport.delivery.retry import Patience
    from pimreport.delivery.secret import Secret

_PORTS = {"tls": 465, "starttls": 587}


def way(profile: Profile, patience: Patience, secret: Callable[[str], Secret]) -> Way:
    """The way out.

    Args:
        profile: what the settings say.
        patience: how long to try.
        secret: fetches the profile's secret; told what it is for.

    Raises:
        UsageError: the profile lacks something, or the secret cannot be had.
    """
    return _smtp(profile, patience, secret)


def _smtp(profile: Profile, patience: Patience, secret: Callable[[str], Secret]) -> Smtp:
    if not profile.host:
        message = 'SMTP needs a server: host = "smtp.example.org" in the profile.'
        raise UsageError(message)
    if profile.auth != "none" and not profile.user:
        message = 'The SMTP login needs user = "..." in the profile (or auth = "none").'
        raise UsageError(message)
    server = SmtpServer(
        host=profile.host,
        port=profile.port or _PORTS[profile.security],
        security=cast("Literal['tls', 'starttls']", profile.security),
        auth=cast("Literal['password', 'xoauth2', 'none']", profile.auth),
        user=profile.user,
        secret=None if profile.auth == "none" else _login(profile, secret),
        trust=trust(Path(profile.ca_file) if profile.ca_file else None),
    )
    return Smtp(at=server, patience=patience)


def _login(profile: Profile, secret: Callable[[str], Secret]) -> Secret:
    if profile.auth == "password":
        return secret("password for SMTP")
    return secret("token for SMTP")
