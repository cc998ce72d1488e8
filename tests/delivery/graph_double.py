"""Microsoft Graph's mail endpoints on the loopback, as documented, told how to misbehave."""

from __future__ import annotations

import base64
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "ey.graph"  # noqa: S105  # of this double
MAILBOX = "/v1.0/users/pim@contoso.example"


@dataclass
class Draft:
    """A draft: its MIME content, its files, and uploads under way (name, size, bytes so far)."""

    content: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    uploads: dict[str, tuple[str, int, bytes]] = field(default_factory=dict)


@dataclass
class State:
    """What it got. ``trouble``: by method and end of the path, what to answer, used up in order.

    An answer is a status with a Retry-After, or ``cut`` (no answer), or ``half`` (half of the
    bytes of an upload are kept, then no answer), or ``late`` (done, but no answer).
    """

    trouble: dict[tuple[str, str], list[tuple[int, str] | str]] = field(default_factory=dict)
    sent: list[tuple[bytes, dict[str, bytes]]] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    limit: int = 4 * 2**20


class Handler(BaseHTTPRequestHandler):
    """One request."""

    state: State
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self._handle()

    def do_PUT(self) -> None:
        self._handle()

    def do_GET(self) -> None:
        self._handle()

    def do_DELETE(self) -> None:
        self._handle()

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        self.state.requests.append(f"{self.command} {path.removeprefix(MAILBOX)}")
        told = self._trouble(path)
        if told == "cut":
            self.close_connection = True
            return
        if isinstance(told, tuple):
            after = {"Retry-After": told[1]} if told[1] else {}
            code = {429: "TooManyRequests", 403: "ErrorAccessDenied"}.get(told[0], "Code")
            self._answer(told[0], {"error": {"code": code, "message": "words"}}, **after)
            return
        if path.startswith("/upload/"):
            self._upload(path, body, told or "")
            return
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._answer(401, {"error": {"code": "InvalidAuthenticationToken", "message": "no"}})
            return
        if len(body) > self.state.limit:
            self._answer(413, {"error": {"code": "RequestEntityTooLarge", "message": "no"}})
            return
        self._mail(path.removeprefix(MAILBOX), body, told or "")

    def _trouble(self, path: str) -> tuple[int, str] | str | None:
        for (method, end), answers in self.state.trouble.items():
            if method == self.command and path.endswith(end) and answers:
                return answers.pop(0)
        return None

    def _mail(self, path: str, body: bytes, told: str) -> None:
        state = self.state
        number = (re.findall(r"^/messages/([^/]+)", path) or [""])[0]
        if path == "/sendMail":
            state.sent.append((self._mime(body), {}))
            self._done(told, 202)
        elif path == "/messages":
            name = f"AAMk{len(state.drafts)}="
            state.drafts[name] = Draft(self._mime(body))
            self._done(told, 201, {"id": name, "isDraft": True})
        elif (draft := state.drafts.get(number.replace("%3D", "="))) is None:
            self._answer(404, {"error": {"code": "ErrorItemNotFound", "message": "none"}})
        elif self.command == "DELETE":
            del state.drafts[number.replace("%3D", "=")]
            self._answer(204)
        elif path.endswith("/createUploadSession"):
            item = json.loads(body)["AttachmentItem"]
            draft.uploads[number] = (item["name"], item["size"], b"")
            if not 3_000_000 <= item["size"] <= 150_000_000:
                state.faults.append("a session for a file of the wrong size")
            url = f"http://{self.headers['Host']}/upload/{number}?authtoken=x"
            self._done(told, 201, {"uploadUrl": url, "nextExpectedRanges": ["0-"]})
        elif path.endswith("/attachments") and self.command == "GET":
            self._answer(200, {"value": [{"name": name} for name in draft.files]})
        elif path.endswith("/attachments"):
            item = json.loads(body)
            draft.files[item["name"]] = base64.b64decode(item["contentBytes"])
            self._done(told, 201, {"id": "1"})
        elif path.endswith("/send"):
            state.sent.append((draft.content, draft.files))
            self._done(told, 202)

    def _upload(self, path: str, body: bytes, told: str) -> None:
        if self.headers.get("Authorization"):
            self.state.faults.append("a token was sent to the upload address")
        number = path.rpartition("/")[2]
        draft = self.state.drafts[number.replace("%3D", "=")]
        if number not in draft.uploads:
            self._answer(404)
            return
        name, size, so_far = draft.uploads[number]
        if self.command == "PUT":
            expected = f"bytes {len(so_far)}-{len(so_far) + len(body) - 1}/{size}"
            if self.headers["Content-Range"] != expected or len(body) > 4 * 2**20:
                self._answer(416, {"error": {"code": "InvalidRange", "message": expected}})
                return
            so_far += body[: len(body) // 2] if told == "half" else body
            draft.uploads[number] = (name, size, so_far)
        if told == "half":
            self.close_connection = True
        elif len(so_far) == size:
            draft.files[name] = so_far
            del draft.uploads[number]
            self._done(told, 201)
        else:
            self._done(told, 200, {"nextExpectedRanges": [str(len(so_far))]})

    def _mime(self, body: bytes) -> bytes:
        if self.headers["Content-Type"] != "text/plain":
            self.state.faults.append("MIME is sent as text/plain")
        return base64.b64decode(body, validate=True)

    def _done(self, told: str, status: int, content: dict[str, Any] | None = None) -> None:
        if told == "late":
            self.close_connection = True
        else:
            self._answer(status, content)

    def _answer(self, status: int, content: dict[str, Any] | None = None, **more: str) -> None:
        body = json.dumps(content).encode() if content is not None else b""
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        if "Retry-After" not in more:
            self.send_header("request-id", "0000-1111")
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def graph(state: State) -> Iterator[str]:
    """The double in a thread; its base address."""
    handler = type("OneHandler", (Handler,), {"state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1.0"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
