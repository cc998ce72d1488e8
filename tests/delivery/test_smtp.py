"""SMTP against a real server: trust, login, refusals, broken connections, size."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING, Any

import pytest
from letters import ADA, BOB, EVE, attachment, letter
from mail_server import PASSWORD, TOKEN, USER, Behaviour, Certificates, free_port, serving

from pimreport.delivery import smtp_session
from pimreport.delivery.outcome import Fate
from pimreport.delivery.retry import Patience
from pimreport.delivery.secret import Secret
from pimreport.delivery.smtp import Smtp, SmtpServer
from pimreport.delivery.smtp_session import trust
from pimreport.delivery.smtp_transaction import transact
from pimreport.errors import UsageError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path

    from pimreport.delivery.outcome import Result


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


class Client:
    """A way out to the server, with waits that only count."""

    def __init__(self, port: int, ca_file: Path, **changes: Any) -> None:  # noqa: ANN401  # whatever a field holds
        self.waits: list[float] = []
        given: dict[str, Any] = {
            "host": "localhost",
            "port": port,
            "security": "tls",
            "trust": trust(ca_file),
            "timeout": 10,
        }
        patience = Patience(sleep=self.waits.append, pauses=(5, 30))
        self.way = Smtp(at=SmtpServer(**given | changes), patience=patience)

    def send(self, *to: str, **changes: Any) -> dict[str, Result]:  # noqa: ANN401  # whatever a field holds
        return {one.recipient: one for one in self.way.send(letter(*to, **changes))}


def login(secret: str = PASSWORD, **changes: str) -> dict[str, object]:
    """What a client that logs in is told."""
    usual = {"security": "starttls", "auth": "password", "user": USER, "secret": Secret(secret)}
    return usual | changes


def test_tls_from_the_start(certificates: Certificates) -> None:
    behaviour = Behaviour()
    with serving(behaviour, tls=certificates.good()) as port:
        results = Client(port, certificates.ca_file).send(ADA, cc=(EVE,))
    assert {one.fate for one in results.values()} == {Fate.ACCEPTED}
    assert results[ADA].reply == "250 2.0.0 queued as 1"
    [(recipients, content)] = behaviour.got
    assert recipients == [ADA, EVE]
    received = email.message_from_bytes(content, policy=email.policy.default)
    assert received["To"] == ADA
    [file] = received.iter_attachments()
    assert file.get_content() == attachment().content


def test_starttls_with_login(certificates: Certificates) -> None:
    behaviour = Behaviour()
    with serving(behaviour, starttls=certificates.good(), auth=True) as port:
        client = Client(port, certificates.ca_file, **login())
        results = client.send(ADA)
    assert results[ADA].fate is Fate.ACCEPTED
    assert behaviour.logins == [USER]


@pytest.mark.parametrize(("token", "fate"), [(TOKEN, Fate.ACCEPTED), ("old", Fate.NOT_SENT)])
def test_xoauth2(certificates: Certificates, token: str, fate: Fate) -> None:
    behaviour = Behaviour()
    with serving(behaviour, starttls=certificates.good(), auth=True) as port:
        client = Client(port, certificates.ca_file, **login(token, auth="xoauth2"))
        results = client.send(ADA)
    assert results[ADA].fate is fate
    assert token not in results[ADA].reply
    assert len(behaviour.got) == (fate is Fate.ACCEPTED)


def test_a_wrong_password_is_told_without_it_and_not_tried_again(
    certificates: Certificates,
) -> None:
    behaviour = Behaviour()
    with serving(behaviour, starttls=certificates.good(), auth=True) as port:
        client = Client(port, certificates.ca_file, **login("wrong one"))
        results = client.send(ADA)
    assert results[ADA].fate is Fate.NOT_SENT
    assert "535" in results[ADA].reply
    assert "wrong one" not in results[ADA].reply
    assert client.waits == []


def test_a_password_that_smtp_cannot_carry(certificates: Certificates) -> None:
    behaviour = Behaviour()
    with serving(behaviour, starttls=certificates.good(), auth=True) as port:
        client = Client(port, certificates.ca_file, **login("pässword"))
        results = client.send(ADA)
    assert "ASCII only" in results[ADA].reply
    assert client.waits == []


def test_a_host_that_is_none(certificates: Certificates) -> None:
    results = Client(25, certificates.ca_file, host="a" * 300 + ".example").send(ADA)
    assert results[ADA].fate is Fate.NOT_SENT


@pytest.mark.parametrize(
    ("certificate", "told"),
    [
        (Certificates.self_signed, "self-signed"),
        (Certificates.unknown_authority, "unable to get local issuer"),
        (Certificates.expired, "expired"),
        (Certificates.wrong_host, "localhost"),
    ],
)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_no_trust_no_mail(
    certificates: Certificates,
    certificate: Callable[[Certificates], ssl.SSLContext],
    told: str,
    security: str,
) -> None:
    behaviour = Behaviour()
    context = certificate(certificates)
    way = {"tls": context} if security == "tls" else {"starttls": context}
    with serving(behaviour, tls=way.get("tls"), starttls=way.get("starttls")) as port:
        client = Client(port, certificates.ca_file, **login(security=security))
        results = client.send(ADA)
    assert results[ADA].fate is Fate.NOT_SENT
    assert told in results[ADA].reply
    assert not behaviour.got
    assert not behaviour.logins
    assert client.waits == [], "another try would end the same way"


def test_tls_below_1_2_is_no_encryption(certificates: Certificates) -> None:
    behaviour = Behaviour()
    with serving(behaviour, starttls=certificates.old_tls()) as port:
        results = Client(port, certificates.ca_file, security="starttls").send(ADA)
    assert "TLS 1.2" in results[ADA].reply
    assert not behaviour.got


def test_a_server_without_encryption_gets_neither_login_nor_mail(
    certificates: Certificates,
) -> None:
    behaviour = Behaviour()
    with serving(behaviour) as port:
        client = Client(port, certificates.ca_file, **login())
        results = client.send(ADA)
    assert "offers no encryption" in results[ADA].reply
    assert not behaviour.got
    assert not behaviour.logins


def test_some_are_refused(certificates: Certificates) -> None:
    behaviour = Behaviour(refuse={BOB: "550 5.1.1 no such user"})
    with serving(behaviour, tls=certificates.good()) as port:
        client = Client(port, certificates.ca_file)
        results = client.send(ADA, BOB, EVE)
    assert [one.fate for one in results.values()] == [Fate.ACCEPTED, Fate.REFUSED, Fate.ACCEPTED]
    assert results[BOB].reply == "550 5.1.1 no such user"
    assert behaviour.got[0][0] == [ADA, EVE]
    assert client.waits == []


def test_all_are_refused(certificates: Certificates) -> None:
    behaviour = Behaviour(refuse={ADA: "550 5.7.1 no", BOB: "553 5.7.1 no"})
    with serving(behaviour, tls=certificates.good()) as port:
        results = Client(port, certificates.ca_file).send(ADA, BOB)
    assert {one.fate for one in results.values()} == {Fate.REFUSED}
    assert not behaviour.got


def test_who_is_put_off_gets_it_later_and_nobody_twice(certificates: Certificates) -> None:
    behaviour = Behaviour(at_first={BOB: ["451 4.7.1 greylisted", "451 4.7.1 greylisted"]})
    with serving(behaviour, tls=certificates.good()) as port:
        client = Client(port, certificates.ca_file)
        results = client.send(ADA, BOB)
    assert {one.fate for one in results.values()} == {Fate.ACCEPTED}
    assert [recipients for recipients, _ in behaviour.got] == [[ADA], [BOB]]
    assert client.waits == [5, 30]


def test_patience_ends(certificates: Certificates) -> None:
    behaviour = Behaviour(at_first={ADA: ["451 4.7.1 busy"] * 9})
    with serving(behaviour, tls=certificates.good()) as port:
        client = Client(port, certificates.ca_file)
        results = client.send(ADA)
    assert results[ADA].fate is Fate.NOT_SENT
    assert client.waits == [5, 30]


def test_put_off_after_the_message(certificates: Certificates) -> None:
    behaviour = Behaviour(data=["452 4.3.1 disk full"])
    with serving(behaviour, tls=certificates.good()) as port:
        results = Client(port, certificates.ca_file).send(ADA)
    assert results[ADA].fate is Fate.ACCEPTED
    assert len(behaviour.got) == 1


@pytest.mark.parametrize("size", [10, 3_000_000])
def test_a_connection_cut_in_the_message_is_tried_again(
    certificates: Certificates, size: int
) -> None:
    behaviour = Behaviour(drops=1)
    with serving(behaviour, tls=certificates.good()) as port:
        client = Client(port, certificates.ca_file)
        results = client.send(ADA, attachments=(attachment(b"x" * size),))
    assert results[ADA].fate is Fate.ACCEPTED
    assert len(behaviour.got) == 1
    assert client.waits == [5]


def test_a_connection_cut_after_the_message_is_not_tried_again(
    certificates: Certificates,
) -> None:
    behaviour = Behaviour(silent=True, refuse={BOB: "550 no such user"})
    with serving(behaviour, tls=certificates.good()) as port:
        client = Client(port, certificates.ca_file)
        results = client.send(ADA, BOB)
    assert results[ADA].fate is Fate.UNKNOWN
    assert results[BOB].fate is Fate.REFUSED
    assert len(behaviour.got) == 1
    assert client.waits == []


def test_a_lost_network(certificates: Certificates) -> None:
    client = Client(free_port(), certificates.ca_file)
    results = client.send(ADA)
    assert results[ADA].fate is Fate.NOT_SENT
    assert "no connection" in results[ADA].reply
    assert client.waits == [5, 30]


def test_a_message_above_the_servers_size_goes_without_the_files(
    certificates: Certificates,
) -> None:
    behaviour = Behaviour()
    with serving(behaviour, tls=certificates.good(), size=50_000) as port:
        results = Client(port, certificates.ca_file).send(
            ADA, attachments=(attachment(b"x" * 60_000),)
        )
    assert results[ADA].fate is Fate.ACCEPTED
    assert results[ADA].summary_only
    received = email.message_from_bytes(behaviour.got[0][1], policy=email.policy.default)
    assert not list(received.iter_attachments())
    body = received.get_body(("plain",))
    assert body is not None
    assert "not attached" in body.get_content()


def test_a_size_refused_after_the_message_goes_without_the_files(
    certificates: Certificates,
) -> None:
    behaviour = Behaviour(data=["552 5.3.4 too big"])
    with serving(behaviour, tls=certificates.good()) as port:
        results = Client(port, certificates.ca_file).send(ADA)
    assert results[ADA].summary_only
    assert len(behaviour.got) == 1


def test_even_the_summary_is_too_large(certificates: Certificates) -> None:
    behaviour = Behaviour()
    with serving(behaviour, tls=certificates.good(), size=500) as port:
        results = Client(port, certificates.ca_file).send(ADA)
    assert results[ADA].fate is Fate.REFUSED
    assert "takes no message of" in results[ADA].reply


def test_lines_that_begin_with_a_dot_arrive(certificates: Certificates) -> None:
    behaviour = Behaviour()
    with (
        serving(behaviour, tls=certificates.good()) as port,
        smtp_session.opened(Client(port, certificates.ca_file).way.at) as client,
    ):
        transact(client, USER, [ADA], b".a: b\r\n\r\n.\r\n..c\r\nd")
    assert behaviour.got[0][1] == b".a: b\r\n\r\n.\r\n..c\r\nd\r\n"


def test_certificates_that_are_none_are_told(tmp_path: Path) -> None:
    path = tmp_path / "ca.pem"
    path.write_text("no certificate")
    with pytest.raises(UsageError, match="holds no certificates"):
        trust(path)
