"""Microsoft Graph: sendMail with the whole message, or a draft that is filled and sent.

Protocol: https://learn.microsoft.com/graph/outlook-send-mime-message and
https://learn.microsoft.com/graph/outlook-large-attachments. Graph accepts or refuses a message
for all its recipients at once.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from pimreport.delivery.graph_http import Unanswered
from pimreport.delivery.graph_upload import upload
from pimreport.delivery.message import safe_file_name
from pimreport.delivery.outcome import Fate, Result
from pimreport.delivery.trouble import TooLarge, Trouble

if TYPE_CHECKING:
    from pimreport.delivery.graph_client import GraphClient
    from pimreport.delivery.graph_http import Answer
    from pimreport.delivery.message import Attachment, Letter

_LARGEST_REQUEST = 4_000_000
"""Characters of a message in one request; Graph takes 4 MB."""
_LARGEST_INLINE = 3_000_000
"""Bytes of a file in one request; from here on an upload session is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """The way out over Microsoft Graph."""

    client: GraphClient
    name: str = "graph"

    @property
    def server(self) -> str:
        """Its host."""
        return urlsplit(self.client.base).netloc

    def send(self, letter: Letter) -> tuple[Result, ...]:
        """Deliver to all."""
        try:
            fate, reply = self._attempt(letter)
        except TooLarge:
            if not letter.attachments:
                return _results(letter, Fate.REFUSED, "the message is too large")
            return self.send(letter.without_files())
        return _results(letter, fate, reply)

    def _attempt(self, letter: Letter) -> tuple[Fate, str]:
        try:
            content = base64.b64encode(letter.bytes())
            if len(content) <= _LARGEST_REQUEST:
                path = f"{self._mailbox}/sendMail"
                answer = self.client.call("POST", path, content, "text/plain", once=True)
            else:
                answer = self._by_draft(letter)
        except Trouble as trouble:
            return (Fate.REFUSED if trouble.refused else Fate.NOT_SENT), str(trouble)
        except Unanswered as unanswered:
            return Fate.UNKNOWN, f"no answer came after the message left: {unanswered}"
        return Fate.ACCEPTED, _receipt(answer)

    def _by_draft(self, letter: Letter) -> Answer:
        """A draft without the files, then the files, then send. A failure removes the draft."""
        content = base64.b64encode(letter.bytes(parts=False))
        path = f"{self._mailbox}/messages"
        made = self.client.call("POST", path, content, "text/plain", once=False)
        draft = f"{path}/{quote(str(made.json().get('id', '')), safe='')}"
        try:
            for file in letter.attachments:
                self._attach(draft, file)
        except (Trouble, TooLarge, Unanswered) as error:
            with suppress(Trouble, TooLarge, Unanswered):
                self.client.call("DELETE", draft, once=False)
            if isinstance(error, Unanswered):  # of an attachment: nothing was sent
                raise Trouble(str(error), final=True) from None
            raise
        return self.client.call("POST", f"{draft}/send", once=True)

    def _attach(self, draft: str, file: Attachment) -> None:
        if len(file.content) >= _LARGEST_INLINE:
            upload(self.client, draft, file)
            return
        item = {
            "@odata.type": "#microsoft.graph.fileAttachment",
            "name": safe_file_name(file.name),
            "contentType": "/".join(file.type),
            "contentBytes": base64.b64encode(file.content).decode(),
        }
        self.client.post(f"{draft}/attachments", item, once=True)

    @property
    def _mailbox(self) -> str:
        return f"/users/{quote(self.client.mailbox, safe='@')}"


def _results(letter: Letter, fate: Fate, reply: str) -> tuple[Result, ...]:
    return tuple(
        Result(recipient=one, fate=fate, reply=reply, summary_only=letter.left_out)
        for one in letter.recipients.every
    )


def _receipt(answer: Answer) -> str:
    return f"{answer.status} request-id {answer.headers.get('request-id', 'unknown')}"
