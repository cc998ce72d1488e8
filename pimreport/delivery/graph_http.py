"""HTTPS to Microsoft Graph: no redirects, and it is known whether a lost request had left."""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pimreport.delivery.outcome import told
from pimreport.delivery.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 2**20


class Unanswered(Exception):  # noqa: N818  # what it means depends on the request
    """The whole request left, and no answer came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers (names in lower case) and body of a response."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """A 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004  # HTTP's own classes

    def json(self) -> dict[str, Any]:
        """The body as an object; empty where it is none."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}

    @property
    def asked_to_wait(self) -> float | None:
        """Seconds of Retry-After, as Graph writes it."""
        given = self.headers.get("retry-after", "")
        return float(given) if given.isdecimal() else None

    @property
    def error(self) -> str:
        """Graph's error code and message on one line."""
        found = self.json().get("error")
        if not isinstance(found, dict):
            return str(self.status)
        return told(f"{self.status} {found.get('code', '')}: {found.get('message', '')}")


def request(
    method: str, url: str, headers: Mapping[str, str], body: bytes, timeout: float
) -> Answer:
    """One request, one answer; a redirect is an answer like any other.

    Raises:
        OSError: it did not leave in full, so that nothing came of it.
        Unanswered: it left, and no answer came.
        Trouble: the certificate is not to be trusted, or the address is not HTTPS.
    """
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, timeout)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        connection.request(method, path, body=body, headers=dict(headers))
        try:
            response = connection.getresponse()
            content = response.read(_MOST)
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered(told(str(error))) from None
        lower = {name.lower(): value for name, value in response.getheaders()}
        return Answer(status=response.status, headers=lower, body=content)
    except ssl.SSLCertVerificationError as error:
        why = f"the certificate of {parts.hostname} is not to be trusted: {error.verify_message}"
        raise Trouble(why, final=True) from None
    finally:
        connection.close()


def _connection(
    scheme: str, host: str, port: int | None, timeout: float
) -> http.client.HTTPConnection:
    if scheme == "https":
        trust = ssl.create_default_context()
        trust.minimum_version = ssl.TLSVersion.TLSv1_2
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=trust)
    if scheme == "http" and _loopback(host):  # a double on this machine, in tests
        return http.client.HTTPConnection(host, port, timeout=timeout)
    why = "Microsoft Graph is reached over HTTPS only"
    raise Trouble(why, final=True)


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
