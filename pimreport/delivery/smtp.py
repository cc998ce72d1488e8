"""SMTP: over TLS with a verified certificate or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pimreport.delivery import smtp_session
from pimreport.delivery.outcome import Fate, Result
from pimreport.delivery.smtp_session import Lost
from pimreport.delivery.smtp_transaction import transact
from pimreport.delivery.trouble import TooLarge, Trouble

if TYPE_CHECKING:
    import ssl

    from pimreport.delivery.message import Letter
    from pimreport.delivery.retry import Patience
    from pimreport.delivery.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where and how.

    Attributes:
        host: its name, as in its certificate.
        port: 465 for TLS from the start, 587 for STARTTLS.
        security: ``tls`` (from the start) or ``starttls``; there is no third.
        auth: how to log in.
        user: as whom.
        secret: the password, or the bearer token.
        trust: whom to trust, from :func:`smtp_session.trust`.
        timeout: seconds without any answer.
    """

    host: str
    port: int
    security: Literal["tls", "starttls"]
    trust: ssl.SSLContext
    auth: Literal["password", "xoauth2", "none"] = "none"
    user: str = ""
    secret: Secret | None = None
    timeout: float = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """The way out over SMTP."""

    at: SmtpServer
    patience: Patience
    name: str = "smtp"

    @property
    def server(self) -> str:
        """Host and port."""
        return f"{self.at.host}:{self.at.port}"

    def send(self, letter: Letter) -> tuple[Result, ...]:
        """Deliver to all; whoever is refused for now is tried again, the others are not."""
        done: dict[str, Result] = {}
        failures = 0
        while True:
            pending = tuple(one for one in letter.recipients.every if not _settled(done, one))
            if not pending:
                break
            try:
                done |= self._once(letter, pending)
            except TooLarge:
                letter = letter.without_files()
                continue
            except Trouble as trouble:
                fate = Fate.REFUSED if trouble.refused else Fate.NOT_SENT
                done |= {
                    one: Result(recipient=one, fate=fate, reply=str(trouble)) for one in pending
                }
                if trouble.final:
                    break
            failures += 1
            if all(_settled(done, one) for one in pending) or not self.patience.wait(failures):
                break
        return tuple(done[one] for one in letter.recipients.every)

    def _once(self, letter: Letter, pending: tuple[str, ...]) -> dict[str, Result]:
        """One connection, one transaction."""
        content = letter.bytes()
        with smtp_session.opened(self.at) as client:
            limit = smtp_session.size_limit(client)
            if limit and len(content) > limit and letter.attachments:
                raise TooLarge
            try:
                fates = transact(client, letter.sender or "", pending, content)
            except TooLarge:
                if letter.attachments:
                    raise
                message = f"{self.server} takes no message of {len(content)} bytes"
                raise Trouble(message, final=True, refused=True) from None
            except Lost as lost:
                fates = dict.fromkeys(pending, (Fate.UNKNOWN, str(lost))) | lost.known
        return {
            one: Result(recipient=one, fate=fate, reply=reply, summary_only=letter.left_out)
            for one, (fate, reply) in fates.items()
        }


def _settled(done: dict[str, Result], recipient: str) -> bool:
    return recipient in done and done[recipient].fate is not Fate.NOT_SENT
