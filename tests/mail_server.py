"""A real SMTP server on the loopback, told how to misbehave, with certificates made on the spot."""

from __future__ import annotations

import asyncio
import socket
import ssl
import warnings
from asyncio import WriteTransport
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

USER = "pim@contoso.example"
PASSWORD = "smtp s3cret"  # noqa: S105  # of the server in this test
TOKEN = "ey.token"  # noqa: S105


@dataclass
class Behaviour:
    """What the server does, and what it got.

    ``refuse``: reply by recipient, always; ``at_first``: replies by recipient, used up one at a
    time; ``data``: replies to the message, used up; ``drops``: how many times the connection is
    cut in the middle of DATA; ``silent``: cut after the message, before the reply; ``hangs``: is
    set when a message is there, which is then never answered.
    """

    refuse: dict[str, str] = field(default_factory=dict)
    at_first: dict[str, list[str]] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    drops: int = 0
    silent: bool = False
    hangs: threading.Event | None = None
    got: list[tuple[list[str], bytes]] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        if self.at_first.get(address):
            return self.at_first[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.data:
            return self.data.pop(0)
        assert isinstance(envelope.content, bytes)
        self.got.append((list(envelope.rcpt_tos), envelope.content))
        if self.hangs:
            self.hangs.set()
            await asyncio.sleep(30)
        if self.silent:
            cut(server)
        return "250 2.0.0 queued as 1"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        import base64  # noqa: PLC0415

        said = base64.b64decode(args[1]).decode()
        self.logins.append(said)
        if said == f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01":
            return AuthResult(success=True)
        await server.push("334 eyJzdGF0dXMiOiI0MDEifQ==")
        assert server._reader is not None
        assert await server._reader.readline() == b"\r\n"
        await server.push("535 5.7.3 Authentication unsuccessful")
        return AuthResult(success=False, handled=True)

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


def cut(server: SMTP) -> None:
    """End the connection without a word."""
    assert isinstance(server.transport, WriteTransport)
    server.transport.abort()


class Dropping(SMTP):
    """Cuts the connection in the middle of a message, as often as it is told to."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        behaviour = self.event_handler
        assert isinstance(behaviour, Behaviour)
        if not behaviour.drops:
            await super().smtp_DATA(arg)
            return
        behaviour.drops -= 1
        await self.push("354 go on")
        assert self._reader is not None
        await self._reader.readline()
        cut(self)


class Server(Controller):
    """aiosmtpd's controller with a server class of our own."""

    def factory(self) -> SMTP:
        """The protocol of one connection."""
        return Dropping(self.handler, **self.SMTP_kwargs)


@dataclass
class Certificates:
    """An authority, and what it issued."""

    folder: Path
    ca: trustme.CA = field(default_factory=trustme.CA)

    @property
    def ca_file(self) -> Path:
        path = self.folder / "ca.pem"
        self.ca.cert_pem.write_to_path(str(path))
        return path

    def good(self) -> ssl.SSLContext:
        return self._context(self.ca.issue_cert("localhost"))

    def wrong_host(self) -> ssl.SSLContext:
        return self._context(self.ca.issue_cert("mail.elsewhere.example"))

    def expired(self) -> ssl.SSLContext:
        yesterday = datetime(2020, 1, 1, tzinfo=UTC)
        return self._context(self.ca.issue_cert("localhost", not_after=yesterday))

    def unknown_authority(self) -> ssl.SSLContext:
        return self._context(trustme.CA().issue_cert("localhost"))

    def self_signed(self) -> ssl.SSLContext:
        alone = trustme.CA()
        path = self.folder / "alone.pem"
        alone.private_key_pem.write_to_path(str(path))
        alone.cert_pem.write_to_path(str(path), append=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def old_tls(self) -> ssl.SSLContext:
        context = self.good()
        context.set_ciphers("DEFAULT@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # deprecated is what is meant
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1_1
        return context

    def _context(self, certificate: trustme.LeafCert) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context


@contextmanager
def serving(
    behaviour: Behaviour,
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    auth: bool = False,
    size: int = 33_554_432,
) -> Iterator[int]:
    """The server in a thread; its port."""
    options: dict[str, Any] = {"data_size_limit": size, "tls_context": starttls}
    if auth:
        options |= {"authenticator": behaviour.authenticate, "auth_required": True}
        options |= {"auth_require_tls": starttls is not None}
    server = Server(
        behaviour,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=tls,
        require_starttls=starttls is not None,
        ready_timeout=60,
        **options,
    )
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
