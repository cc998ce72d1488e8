"""What became of a message, recipient by recipient."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.delivery.message import Letter


class Fate(StrEnum):
    """Of one message to one recipient."""

    ACCEPTED = "accepted"
    """The server has taken responsibility for it."""
    REFUSED = "refused"
    """The server will not have it, now or later."""
    NOT_SENT = "not-sent"
    """It did not leave: temporary refusals, no network, no trust, no login."""
    UNKNOWN = "unknown"
    """The connection was lost after the message left and before the server answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Of one recipient. ``reply``: what the server said; ``summary_only``: without the files."""

    recipient: str
    fate: Fate
    reply: str
    summary_only: bool = False


class Way(Protocol):
    """A way out."""

    @property
    def name(self) -> str:
        """Such as ``smtp``, for the record."""

    @property
    def server(self) -> str:
        """Which server it talks to, for the record."""

    def send(self, letter: Letter) -> Sequence[Result]:
        """Deliver it; one result per recipient, whatever happens on the way."""


def told(reply: bytes | str) -> str:
    """A server's words on one harmless, short line."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return visible(" ".join(text.split()))[:500]
