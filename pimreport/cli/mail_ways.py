"""The way out that a mail profile describes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from pimreport.cli.terminal import say
from pimreport.delivery import graph_token
from pimreport.delivery.graph import Graph
from pimreport.delivery.graph_client import GraphClient
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
    if profile.via == "graph":
        return _graph(profile, patience, secret)
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
    if profile.client:
        return _token(profile, secret, graph_token.SMTP_SCOPE, graph_token.SMTP_PERMISSIONS)
    return secret("token for SMTP")


def _graph(profile: Profile, patience: Patience, secret: Callable[[str], Secret]) -> Graph:
    token = _token(profile, secret, graph_token.GRAPH_SCOPE, graph_token.GRAPH_PERMISSIONS)
    return Graph(client=GraphClient(mailbox=profile.sender, token=token, patience=patience))


def _token(
    profile: Profile, secret: Callable[[str], Secret], scope: str, permissions: tuple[str, ...]
) -> Secret:
    if profile.login == "device-code":
        return graph_token.device_token(profile.tenant, profile.client, permissions, say)
    credential = secret("client secret of the application")
    return graph_token.application_token(profile.tenant, profile.client, credential, scope)
