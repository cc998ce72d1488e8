"""Who may get the mail, and where secrets may come from."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from pimreport.delivery.recipients import address, recipients
from pimreport.delivery.secret import Secret, fetch
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example..org",
        "ada@-example.org",
        "ada@example.org\nBcc: eve@evil.example",
        "ada@example.org\r\n",
        "ada@example.org,eve@evil.example",
        "Ada <ada@example.org>",
        '"a b"@example.org',
        "ada@[127.0.0.1]",
        "a\u202eda@example.org",
        "ádá@example.org",
        "ada..b@example.org",
        "a" * 65 + "@example.org",
        "ada@" + "a." * 130 + "org",
    ],
)
def test_no_address(text: str) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        address(text)


def test_addresses() -> None:
    assert address(" Ada.B+x@EXAMPLE.org ") == "Ada.B+x@example.org"
    assert address("ada@bücher.example") == "ada@xn--bcher-kva.example"


def test_everybody_once() -> None:
    found = recipients(["a@x.org", "A@X.org", "b@x.org"], ["b@x.org", "c@x.org"], None)
    assert found.to == ("a@x.org", "b@x.org")
    assert found.cc == ("c@x.org",)


def test_only_allowed_domains() -> None:
    allowed = ["contoso.example", "@Auditor.example"]
    recipients(["a@contoso.example"], ["b@AUDITOR.example"], allowed)
    with pytest.raises(UsageError) as caught:
        recipients(["a@contoso.example.evil.example", "b@sub.contoso.example"], ["c"], allowed)
    assert len(caught.value.problems) == 3
    with pytest.raises(UsageError, match="outside"):
        recipients(["a@contoso.example"], [], [])


def test_nobody() -> None:
    with pytest.raises(UsageError, match="Nobody"):
        recipients([], ["c@x.org"], None)
    assert recipients([], [], None, needed=False).every == ()


def test_a_secret_does_not_show() -> None:
    secret = Secret("hunter2hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]} {vars if secret else ''}"
    assert secret.reveal() == "hunter2hunter2"


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "x y")
    assert fetch("env:A_SECRET", "password").reveal() == "x y"
    with pytest.raises(UsageError, match="not set"):
        fetch("env:NO_SECRET", "password")


def test_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret"
    path.write_text("x y\nsecond line\n")
    path.chmod(0o600)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert fetch("file:${CREDENTIALS_DIRECTORY}/secret", "password").reveal() == "x y"
    path.chmod(0o440)
    assert fetch("file:${CREDENTIALS_DIRECTORY}/secret", "password").reveal() == "x y"
    path.chmod(0o604)
    with pytest.raises(UsageError, match="chmod 600"):
        fetch("file:${CREDENTIALS_DIRECTORY}/secret", "password")
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    path.chmod(0o640)
    with pytest.raises(UsageError, match="chmod 600"):
        fetch(f"file:{path}", "password")
    (tmp_path / "link").symlink_to(path)
    for wrong in ("link", "none"):
        with pytest.raises(UsageError, match="cannot be read"):
            fetch(f"file:{tmp_path / wrong}", "password")


def test_from_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    known = {("pimreport", "smtp"): "x y"}
    vars(keyring)["get_password"] = lambda service, user: known.get((service, user))
    vars(errors)["KeyringError"] = RuntimeError
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    assert fetch("keyring:pimreport/smtp", "password").reveal() == "x y"
    with pytest.raises(UsageError, match="keyring set pimreport other"):
        fetch("keyring:pimreport/other", "password")
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(UsageError, match=r"pimreport\[keyring\]"):
        fetch("keyring:pimreport/smtp", "password")


@pytest.mark.parametrize("reference", ["hunter2", "password:hunter2", "env:", ""])
def test_a_secret_in_the_settings_is_refused_and_not_repeated(reference: str) -> None:
    with pytest.raises(UsageError) as caught:
        fetch(reference, "password")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("domain", ["a..example", "x" * 70 + ".example"])
def test_an_allowed_domain_that_is_none_is_told(domain: str) -> None:
    with pytest.raises(UsageError, match="no domain"):
        recipients(["ida@x.example"], [], [domain])
