"""Tokens: what msal is asked, and what becomes of its answers."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

from pimreport.cli.mail_ways import way
from pimreport.delivery.graph import Graph
from pimreport.delivery.graph_token import application_token, device_token
from pimreport.delivery.profile import Profile
from pimreport.delivery.retry import Patience
from pimreport.delivery.secret import Secret
from pimreport.delivery.smtp import Smtp
from pimreport.errors import PartialDeliveryError, UsageError

ANSWER = {"access_token": "ey.token"}
PATIENCE = Patience(sleep=lambda _: None)


class Msal:
    """Both kinds of application; keeps what it was asked."""

    def __init__(self, answer: dict[str, Any] | Exception, flow: dict[str, Any] | None) -> None:
        self.answer = answer
        self.flow = flow or {"user_code": "ABC", "message": "Enter ABC at example.org"}
        self.asked: list[Any] = []

    def __call__(self, client: str, authority: str, client_credential: str | None) -> Msal:
        self.asked.append((client, authority, client_credential))
        return self

    def acquire_token_for_client(self, scopes: list[str]) -> dict[str, Any]:
        self.asked.append(scopes)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def initiate_device_flow(self, scopes: list[str]) -> dict[str, Any]:
        self.asked.append(scopes)
        return self.flow

    def acquire_token_by_device_flow(self, _flow: dict[str, Any]) -> dict[str, Any]:
        return self.acquire_token_for_client([])


def install(
    monkeypatch: pytest.MonkeyPatch,
    answer: dict[str, Any] | Exception,
    flow: dict[str, Any] | None = None,
) -> Msal:
    made, module = Msal(answer, flow), ModuleType("msal")
    vars(module).update(ConfidentialClientApplication=made, PublicClientApplication=made)
    monkeypatch.setitem(sys.modules, "msal", module)
    return made


def test_as_an_application(monkeypatch: pytest.MonkeyPatch) -> None:
    msal = install(monkeypatch, ANSWER)
    token = application_token("contoso.example", "app-id", Secret("s3cret"), "scope")
    assert token.reveal() == "ey.token"
    authority = "https://login.microsoftonline.com/contoso.example"
    assert msal.asked == [("app-id", authority, "s3cret"), ["scope"]]


def test_as_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, ANSWER)
    said: list[str] = []
    token = device_token("contoso.example", "app-id", ["Mail.Send"], said.append)
    assert token.reveal() == "ey.token"
    assert said == ["Enter ABC at example.org"]


def test_no_token_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"error": "invalid_client", "error_description": "AADSTS7000215: no.\r\nTrace ID: 1"}
    install(monkeypatch, answer)
    with pytest.raises(PartialDeliveryError, match=r"AADSTS7000215: no\.$") as caught:
        application_token("contoso.example", "app-id", Secret("s3cret"), "scope")
    assert "s3cret" not in str(caught.value)
    install(monkeypatch, OSError("no network"))
    with pytest.raises(PartialDeliveryError, match="no network"):
        application_token("contoso.example", "app-id", Secret("s3cret"), "scope")
    install(monkeypatch, ANSWER, {"error": "unauthorized_client"})
    with pytest.raises(PartialDeliveryError, match="unauthorized_client"):
        device_token("contoso.example", "app-id", ["Mail.Send"], pytest.fail)


@pytest.mark.parametrize("tenant", ["", "evil.example/../x", "a b", "x?y"])
def test_a_tenant_that_is_none(monkeypatch: pytest.MonkeyPatch, tenant: str) -> None:
    install(monkeypatch, ANSWER)
    with pytest.raises(UsageError, match="tenant ="):
        application_token(tenant, "app-id", Secret("s3cret"), "scope")


def test_without_msal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)
    with pytest.raises(UsageError, match=r"pimreport\[graph\]"):
        application_token("contoso.example", "app-id", Secret("s3cret"), "scope")


@pytest.mark.parametrize("login", ["client-credentials", "device-code"])
def test_the_profile_chooses(monkeypatch: pytest.MonkeyPatch, login: str) -> None:
    install(monkeypatch, ANSWER)
    profile = Profile(
        via="graph", sender="a@contoso.example", tenant="t", client="app-id", login=login
    )
    made = way(profile, PATIENCE, lambda _: Secret("s3cret"))
    assert isinstance(made, Graph)
    assert made.client.token.reveal() == "ey.token"
    assert made.server == "graph.microsoft.com"


@pytest.mark.parametrize(("client", "token"), [("app-id", "ey.token"), ("", "s3cret")])
def test_xoauth2_takes_a_token_from_entra_or_a_given_one(
    monkeypatch: pytest.MonkeyPatch, client: str, token: str
) -> None:
    msal = install(monkeypatch, ANSWER)
    profile = Profile(
        via="smtp",
        host="smtp.office365.com",
        auth="xoauth2",
        user="a@contoso.example",
        tenant="t",
        client=client,
    )
    made = way(profile, PATIENCE, lambda _: Secret("s3cret"))
    assert isinstance(made, Smtp)
    assert made.at.secret is not None
    assert made.at.secret.reveal() == token
    assert made.at.port == 587
    assert bool(msal.asked) is bool(client)
