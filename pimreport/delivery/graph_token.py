"""Tokens from Entra through msal: as an application, or as a person with a device code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pimreport.delivery.outcome import told
from pimreport.delivery.secret import Secret
from pimreport.errors import PartialDeliveryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GRAPH_SCOPE = "https://graph.microsoft.com/.default"
GRAPH_PERMISSIONS = ("Mail.Send", "Mail.ReadWrite")
SMTP_SCOPE = "https://outlook.office365.com/.default"
SMTP_PERMISSIONS = ("https://outlook.office.com/SMTP.Send",)
_ID = re.compile(r"[A-Za-z0-9.-]+")


def application_token(tenant: str, client: str, secret: Secret, scope: str) -> Secret:
    """A token for the application itself (client credentials).

    Raises:
        UsageError: msal is not installed, or tenant and client cannot be meant.
        PartialDeliveryError: Entra gives none; nothing was sent.
    """
    made = _application("ConfidentialClientApplication", tenant, client, secret.reveal())
    return _token(lambda: made.acquire_token_for_client(scopes=[scope]))


def device_token(
    tenant: str, client: str, permissions: Sequence[str], tell: Callable[[str], None]
) -> Secret:
    """A token for a person, who is told a code to enter in a browser.

    Raises:
        UsageError: msal is not installed, or tenant and client cannot be meant.
        PartialDeliveryError: Entra gives none; nothing was sent.
    """
    made = _application("PublicClientApplication", tenant, client, None)

    def ask() -> dict[str, Any]:
        flow: dict[str, Any] = made.initiate_device_flow(scopes=list(permissions))
        if "user_code" not in flow:
            return flow
        tell(told(str(flow["message"])))
        answer: dict[str, Any] = made.acquire_token_by_device_flow(flow)
        return answer

    return _token(ask)


def _application(kind: str, tenant: str, client: str, credential: str | None) -> Any:  # noqa: ANN401  # msal has no types
    if not _ID.fullmatch(tenant) or not _ID.fullmatch(client):
        message = 'Entra needs tenant = "..." and client = "..." in the profile: the tenant\'s id or domain, and the application\'s id.'
        raise UsageError(message)
    try:
        import msal  # noqa: PLC0415  # an optional extra
    except ImportError:
        message = "Tokens from Entra need one more package: pip install 'pimreport[graph]'"
        raise UsageError(message) from None
    authority = f"https://login.microsoftonline.com/{tenant}"
    try:
        return getattr(msal, kind)(client, authority=authority, client_credential=credential)
    except (OSError, ValueError) as error:
        raise PartialDeliveryError(_no_token(str(error))) from None


def _token(ask: Callable[[], dict[str, Any]]) -> Secret:
    try:
        answer = ask()
    except OSError as error:
        raise PartialDeliveryError(_no_token(str(error))) from None
    if "access_token" in answer:
        return Secret(str(answer["access_token"]))
    # The description's first line says what is wrong; the others are trace ids.
    reason = str(answer.get("error_description") or answer.get("error") or "no reason given")
    raise PartialDeliveryError(_no_token(reason.splitlines()[0]))


def _no_token(reason: str) -> str:
    return f"Entra gives no token, so nothing was sent: {told(reason)}"
