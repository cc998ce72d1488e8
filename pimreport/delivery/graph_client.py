"""Calls to Microsoft Graph: throttling obeyed, lost answers told from refused requests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.delivery.graph_http import Answer, Unanswered, request
from pimreport.delivery.outcome import told
from pimreport.delivery.trouble import TooLarge, Trouble

if TYPE_CHECKING:
    from pimreport.delivery.retry import Patience
    from pimreport.delivery.secret import Secret

GRAPH = "https://graph.microsoft.com/v1.0"
_THROTTLED = frozenset({429, 503})
_AMBIGUOUS = frozenset({500, 502, 504})
_UNAUTHORISED, _FORBIDDEN, _NOT_FOUND, _PAYLOAD = 401, 403, 404, 413
_SIZES = ("ErrorMessageSizeExceeded", "RequestEntityTooLarge", "MaximumAttachmentSize")
_HINTS = {
    _UNAUTHORISED: "The token was not accepted: check tenant, client and secret.",
    _FORBIDDEN: "The application needs the permission Mail.Send (above 3 MB Mail.ReadWrite, too), "
    "with consent, and access to this mailbox.",
    _NOT_FOUND: "There is no such mailbox in the tenant.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphClient:
    """One mailbox. ``base`` is another one only in tests, on the loopback."""

    mailbox: str
    token: Secret
    patience: Patience
    base: str = GRAPH
    timeout: float = 60

    def post(self, path: str, content: object, *, once: bool) -> Answer:
        """POST JSON below the mailbox. See :meth:`call`."""
        body = json.dumps(content).encode()
        return self.call("POST", path, body, "application/json", once=once)

    def call(
        self, method: str, path: str, body: bytes = b"", kind: str = "", *, once: bool
    ) -> Answer:
        """A successful answer.

        Args:
            method: of HTTP.
            path: below the mailbox.
            body: of the request.
            kind: its content type.
            once: whether doing it twice does harm; then it is not repeated when it is unknown
                whether it was done.

        Raises:
            Trouble: it was not done.
            TooLarge: it was not done because of its size.
            Unanswered: only with ``once``: it may have been done.
        """
        headers = {"Authorization": f"Bearer {self.token.reveal()}"}
        headers |= {"Content-Type": kind} if kind else {}
        failures = 0
        while True:
            asked = None
            try:
                answer = request(method, f"{self.base}{path}", headers, body, self.timeout)
            except Unanswered:
                if once:
                    raise
                why = "no answer came"
            except OSError as error:
                why = f"no connection to Microsoft Graph: {told(str(error))}"
            else:
                if answer.ok:
                    return answer
                if answer.status in _AMBIGUOUS and once:
                    raise Unanswered(answer.error)
                if answer.status not in _THROTTLED | _AMBIGUOUS:
                    raise _refusal(answer)
                why, asked = answer.error, answer.asked_to_wait
            failures += 1
            if not self.patience.wait(failures, asked):
                raise Trouble(why, final=True)


def _refusal(answer: Answer) -> Exception:
    if answer.status == _PAYLOAD or any(one in answer.error for one in _SIZES):
        return TooLarge()
    hint = _HINTS.get(answer.status, "")
    return Trouble(f"{answer.error} {hint}".strip(), final=True, refused=not hint)
