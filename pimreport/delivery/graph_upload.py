"""A file of 3 MB or more, in ranges, into a draft; carried on where it broke off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pimreport.delivery.graph_http import Answer, Unanswered, request
from pimreport.delivery.message import safe_file_name
from pimreport.delivery.trouble import Trouble

if TYPE_CHECKING:
    from pimreport.delivery.graph_client import GraphClient
    from pimreport.delivery.message import Attachment

RANGE = 10 * 320 * 1024
"""Bytes of one request: below the 4 MB that Graph asks for."""
_CREATED = 201
_GONE = frozenset({404, 410})
_LATER = frozenset({429, 500, 502, 503, 504})


def upload(client: GraphClient, draft: str, file: Attachment) -> None:
    """Attach the file to the draft whose path this is.

    Raises:
        Trouble: it could not be attached. Nothing was sent.
    """
    name = safe_file_name(file.name)
    item = {
        "attachmentType": "file",
        "name": name,
        "size": len(file.content),
        "contentType": "/".join(file.type),
    }
    answer = client.post(
        f"{draft}/attachments/createUploadSession", {"AttachmentItem": item}, once=False
    )
    url = str(answer.json().get("uploadUrl", ""))
    if urlsplit(url).scheme != urlsplit(client.base).scheme:
        why = "Microsoft Graph gave no address for the upload"
        raise Trouble(why, final=True)
    session = _Session(client=client, url=url, content=file.content)
    if not session.run() and not _attached(client, draft, name):
        why = "the upload to Microsoft Graph was lost"
        raise Trouble(why, final=True)


@dataclass(slots=True, kw_only=True)
class _Session:
    """One upload. The address carries its own authorisation: it gets no token, and no log."""

    client: GraphClient
    url: str
    content: bytes
    start: int = 0
    failures: int = 0

    def run(self) -> bool:
        """Send range after range; False if the session is gone, which it also is at the end."""
        while True:
            answer = self._put()
            if answer is None or answer.status in _LATER:
                if not self._carry_on(answer):
                    return False
            elif answer.status == _CREATED:
                return True
            elif answer.ok:
                self._advance(answer)
            else:
                why = f"the upload to Microsoft Graph was refused: {answer.error}"
                raise Trouble(why, final=True)

    def _put(self) -> Answer | None:
        """One range; None where no answer came."""
        part = self.content[self.start : self.start + RANGE]
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes {self.start}-{self.start + len(part) - 1}/{len(self.content)}",
        }
        try:
            return request("PUT", self.url, headers, part, self.client.timeout)
        except (OSError, Unanswered):
            return None

    def _carry_on(self, answer: Answer | None) -> bool:
        """After a failure: wait, and ask what is there; False if the session is gone."""
        while True:
            self.failures += 1
            asked = answer.asked_to_wait if answer else None
            if not self.client.patience.wait(self.failures, asked):
                why = "the upload to Microsoft Graph broke off"
                raise Trouble(why, final=True)
            try:
                answer = request("GET", self.url, {}, b"", self.client.timeout)
            except (OSError, Unanswered):
                answer = None
                continue
            if answer.status in _GONE:
                return False
            if answer.ok:
                self._advance(answer)
                return True

    def _advance(self, answer: Answer) -> None:
        """The start of what is missing, such as ``2097152`` or ``2097152-``."""
        body = answer.json()
        ranges = body.get("nextExpectedRanges") or body.get("NextExpectedRanges") or [""]
        first = str(ranges[0]).partition("-")[0]
        if not first.isdecimal() or int(first) >= len(self.content):
            why = "Microsoft Graph does not say which part of the upload is missing"
            raise Trouble(why, final=True)
        self.start = int(first)


def _attached(client: GraphClient, draft: str, name: str) -> bool:
    """Whether the last answer was lost, and not the upload."""
    answer = client.call("GET", f"{draft}/attachments?$select=name", once=False)
    found = answer.json().get("value", [])
    return any(isinstance(one, dict) and one.get("name") == name for one in found)
