"""One message over one connection: MAIL, RCPT for each, DATA; every reply kept."""

from __future__ import annotations

import select
import smtplib
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from pimreport.delivery.outcome import Fate, told
from pimreport.delivery.smtp_session import Lost
from pimreport.delivery.trouble import TooLarge, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Fates: TypeAlias = dict[str, tuple[Fate, str]]
_GO_ON = 354
_TOO_LARGE = frozenset({552, 523})
_NO_ROOM = "5.3.4"
_PERMANENT = 500
_SUCCESS = range(200, 300)
_GRACE = 0.2
"""Seconds in which a server that broke off is heard before the final dot is sent."""


def transact(client: smtplib.SMTP, sender: str, recipients: Sequence[str], content: bytes) -> Fates:
    """Hand the message over; what became of it for each recipient.

    Raises:
        Trouble: nothing left.
        TooLarge: nothing left; a smaller message may.
        Lost: it left, and the answer did not come.
    """
    with _breaking_off():
        sized = [f"SIZE={len(content)}"] if client.has_extn("size") else []
        code, reply = client.mail(sender, sized)
        if code not in _SUCCESS:
            _raise(code, reply)
        fates: Fates = {}
        for one in recipients:
            code, reply = client.rcpt(one)
            fates[one] = (_fate(code), f"{code} {told(reply)}")
        accepted = [one for one in recipients if fates[one][0] is Fate.ACCEPTED]
        if accepted:
            _hand_over_beginning(client, content)
    if not accepted:
        return fates
    code, reply = _hand_over_end(client, {k: v for k, v in fates.items() if k not in accepted})
    if _is_too_large(code, reply):
        raise TooLarge
    fate = _fate(code)
    return fates | dict.fromkeys(accepted, (fate, f"{code} {told(reply)}"))


def _hand_over_beginning(client: smtplib.SMTP, content: bytes) -> None:
    """Everything but the final dot: without it no server may deliver."""
    code, reply = client.docmd("DATA")
    if code != _GO_ON:
        _raise(code, reply)
    lines = content if content.endswith(b"\r\n") else content + b"\r\n"
    stuffed = lines.replace(b"\r\n.", b"\r\n..")
    client.send(b"." + stuffed if stuffed.startswith(b".") else stuffed)
    # A server has nothing to say before the dot, except that it is going.
    if client.sock and select.select([client.sock], [], [], _GRACE)[0]:
        why = "the server broke off"
        raise smtplib.SMTPServerDisconnected(why)


def _hand_over_end(client: smtplib.SMTP, known: Fates) -> tuple[int, bytes]:
    """The final dot, and the answer that decides."""
    try:
        client.send(b".\r\n")
        return client.getreply()
    except (OSError, smtplib.SMTPException) as error:
        why = f"the connection was lost before the server answered: {told(str(error))}"
        raise Lost(why, known) from None


@contextmanager
def _breaking_off() -> Iterator[None]:
    """Before the final dot a broken connection means that nothing left."""
    try:
        yield
    except (OSError, smtplib.SMTPException) as error:
        why = f"the connection was lost: {told(str(error))}"
        raise Trouble(why, final=False) from None


def _raise(code: int, reply: bytes) -> None:
    if _is_too_large(code, reply):
        raise TooLarge
    refused = code >= _PERMANENT
    why = f"{code} {told(reply)}"
    raise Trouble(why, final=refused, refused=refused)


def _is_too_large(code: int, reply: bytes) -> bool:
    return code in _TOO_LARGE or (code >= _PERMANENT and _NO_ROOM.encode() in reply[:12])


def _fate(code: int) -> Fate:
    if code in _SUCCESS:
        return Fate.ACCEPTED
    return Fate.REFUSED if code >= _PERMANENT else Fate.NOT_SENT
