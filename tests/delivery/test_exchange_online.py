"""What is said when Exchange Online refuses a login."""

from __future__ import annotations

import pytest

from pimreport.delivery.exchange_online import advice

DISABLED = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled"
RETIRED = "550 5.7.30 Basic authentication is not supported for Client Submission."


@pytest.mark.parametrize("reply", [DISABLED, RETIRED, "535 5.7.3 Authentication unsuccessful"])
@pytest.mark.parametrize("host", ["smtp.office365.com", "smtp-legacy.office365.com"])
def test_passwords_end(host: str, reply: str) -> None:
    told = advice(host, reply, "password")
    assert "MC786329" in told
    assert "December 2026" in told
    assert "draft" in told


def test_a_relay_in_between() -> None:
    assert "MC786329" in advice("mail.contoso.example", DISABLED, "password")


@pytest.mark.parametrize("host", ["mail.contoso.example", "notoffice365.com", "office365.com.evil"])
def test_another_server(host: str) -> None:
    assert not advice(host, "535 5.7.8 wrong password", "password")


def test_xoauth2() -> None:
    assert "SMTP.SendAsApp" in advice("smtp.office365.com", "535 5.7.3", "xoauth2")
