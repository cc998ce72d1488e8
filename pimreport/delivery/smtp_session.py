"""A connection that is encrypted, verified and logged in, or a sentence why there is none."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pimreport.delivery.exchange_online import advice
from pimreport.delivery.outcome import Fate, told
from pimreport.delivery.trouble import Trouble
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pimreport.delivery.smtp import SmtpServer

_PERMANENT = 500


class Lost(Exception):  # noqa: N818  # becomes a result
    """The connection ended after the whole message left, before the answer came.

    ``known``: recipients whose fate was decided before.
    """

    def __init__(self, why: str, known: Mapping[str, tuple[Fate, str]]) -> None:
        """Keep what is known."""
        super().__init__(why)
        self.known = dict(known)


@contextmanager
def opened(server: SmtpServer) -> Iterator[smtplib.SMTP]:
    """A session, ready for a message; closed politely.

    Raises:
        Trouble: there is no network, no trust or no login.
    """
    try:
        client = _connected(server)
    except ssl.SSLCertVerificationError as error:
        why = f"the certificate of {server.host} is not to be trusted: {error.verify_message}"
        raise Trouble(why, final=True) from None
    except ssl.SSLError as error:
        why = f"{server.host}:{server.port} speaks no TLS 1.2 or later there ({error.reason})"
        raise Trouble(why, final=True) from None
    except smtplib.SMTPResponseException as error:
        why = f"{error.smtp_code} {told(error.smtp_error)}"
        raise Trouble(why, final=error.smtp_code >= _PERMANENT) from None
    except UnicodeError:
        why = f"{server.host!r} is no name of a server"
        raise Trouble(why, final=True) from None
    except (OSError, smtplib.SMTPException) as error:
        why = f"no connection to {server.host}:{server.port}: {told(str(error))}"
        raise Trouble(why, final=False) from None
    try:
        _log_in(client, server)
        yield client
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()
        client.close()


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates and names are verified; TLS 1.2 is the least.

    Args:
        ca_file: certificates to trust instead of the system's.

    Raises:
        UsageError: the file cannot be read or holds no certificates.
    """
    try:
        made = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        message = f"{ca_file} holds no certificates that can be read ({told(str(error))})."
        raise UsageError(message) from None
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def size_limit(client: smtplib.SMTP) -> int:
    """Bytes that the server says it takes; 0 where it does not say."""
    given = client.esmtp_features.get("size", "")
    return int(given) if given.isdecimal() else 0


def _connected(server: SmtpServer) -> smtplib.SMTP:
    if server.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout, context=server.trust
        )
        client.ehlo_or_helo_if_needed()
        return client
    client = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        client.ehlo_or_helo_if_needed()
        _encrypt(client, server)
    except BaseException:
        client.close()
        raise
    return client


def _encrypt(client: smtplib.SMTP, server: SmtpServer) -> None:
    """STARTTLS, or nothing."""
    if not client.has_extn("starttls"):
        why = f"{server.host}:{server.port} offers no encryption (STARTTLS): nothing was sent"
        raise Trouble(why, final=True)
    client.starttls(context=server.trust)
    client.ehlo()


def _log_in(client: smtplib.SMTP, server: SmtpServer) -> None:
    """Log in, which is reached over TLS only."""
    if server.auth == "none" or server.secret is None:
        return
    try:
        if server.auth == "xoauth2":
            opening = f"user={server.user}\x01auth=Bearer {server.secret.reveal()}\x01\x01"
            # A refusal comes as a challenge, to be answered with nothing.
            client.ehlo_or_helo_if_needed()
            client.auth("XOAUTH2", lambda challenge=None: "" if challenge else opening)
        else:
            client.login(server.user, server.secret.reveal())
    except smtplib.SMTPResponseException as error:
        reply = f"{error.smtp_code} {told(error.smtp_error)}"
        reply = reply.replace(server.secret.reveal(), str(server.secret))  # a server may echo it
        why = f"the login to {server.host} was refused: {reply} "
        hint = advice(server.host, reply, server.auth)
        raise Trouble((why + hint).strip(), final=error.smtp_code >= _PERMANENT) from None
    except UnicodeEncodeError:
        why = f"the login to {server.host}: user name and password may be ASCII only"
        raise Trouble(why, final=True) from None
    except smtplib.SMTPNotSupportedError:
        why = f"{server.host} offers no such login ({server.auth}). "
        raise Trouble((why + advice(server.host, "", server.auth)).strip(), final=True) from None
    except (OSError, smtplib.SMTPException) as error:
        why = f"the connection to {server.host} was lost at the login: {told(str(error))}"
        raise Trouble(why, final=False) from None
