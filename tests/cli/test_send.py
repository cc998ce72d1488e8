"""``pimreport send`` as a person or a timer uses it, from the JSON to a server that takes it."""

from __future__ import annotations

import email
import email.policy
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from builder import a_tenant
from letters import ADA, BOB, a_pdf
from mail_server import PASSWORD, USER, Behaviour, Certificates, serving

if TYPE_CHECKING:
    from email.message import EmailMessage

GOLDEN = Path(__file__).parent.parent / "golden" / "contoso.json"
PDF_PASSWORD = "correct horse battery"  # noqa: S105  # of the PDF in this test


def call(folder: Path, *arguments: str | Path, **secrets: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pimreport", *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, **{name: value for name, value in secrets.items() if value}},
    )


def send(folder: Path, *arguments: str | Path, **secrets: str) -> subprocess.CompletedProcess[str]:
    given = {"PIMREPORT_PDF_PASSWORD": PDF_PASSWORD, "PIMREPORT_MAIL_SECRET": PASSWORD} | secrets
    return call(folder, "send", *arguments, **given)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "c.pdf").write_bytes(a_pdf())
    (tmp_path / "c.json").write_bytes(GOLDEN.read_bytes())
    return tmp_path


def profile(folder: Path, port: int, certificates: Certificates, **more: str) -> None:
    lines = {
        "from": USER,
        "via": "smtp",
        "host": "localhost",
        "security": "starttls",
        "user": USER,
        "ca_file": str(certificates.ca_file),
    } | more
    text = "[mail]\nallowed_domains = ['contoso.example']\n[mail.profiles.quarter]\n"
    text += f"to = ['{ADA}', '{BOB}']\nport = {port}\n"
    text += "".join(f"{name} = {json.dumps(value)}\n" for name, value in lines.items())
    (folder / "pimreport.toml").write_text(text)


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def names() -> set[str]:
    """Every name of a person or group in the report."""
    report = json.loads(GOLDEN.read_bytes())
    found = {one["name"] for one in report["people"]} | {one["name"] for one in report["groups"]}
    found |= {one["upn"] for one in report["people"]} | {one["id"] for one in report["people"]}
    return {one for one in found if one}


def test_a_draft_is_the_default_and_nothing_is_sent(folder: Path) -> None:
    done = send(folder, "c.pdf", "--to", ADA)
    assert done.returncode == 0, done.stderr
    assert "Nothing was sent" in done.stderr
    assert (folder / "c.eml").stat().st_mode & 0o777 == 0o600
    assert not (folder / "delivery.jsonl").exists()
    draft = parsed((folder / "c.eml").read_bytes())
    assert draft["X-Unsent"] == "1"
    assert draft["To"] == ADA
    [file] = draft.iter_attachments()
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(file.get_content()))
    pikepdf.open(io.BytesIO(file.get_content()), password=PDF_PASSWORD).close()


def test_the_body_names_nobody(folder: Path) -> None:
    send(folder, "c.pdf", "--to", ADA)
    draft = parsed((folder / "c.eml").read_bytes())
    for kind in ("plain", "html"):
        body = draft.get_body((kind,))
        assert body is not None
        text = body.get_content()
        assert "critical" in text
        assert not [one for one in names() if one in text]
    assert not [one for one in names() if one in draft["Subject"]]


def test_smtp_by_a_profile(folder: Path) -> None:
    certificates, behaviour = Certificates(folder), Behaviour()
    with serving(behaviour, starttls=certificates.good(), auth=True) as port:
        profile(folder, port, certificates)
        done = send(folder, "c.pdf", "--profile", "quarter")
        assert done.returncode == 0, done.stderr
        again = send(folder, "c.pdf", "--profile", "quarter")
        assert again.returncode == 0
        assert f"{ADA} has it already" in again.stderr
        assert len(behaviour.got) == 1
        assert send(folder, "c.pdf", "--profile", "quarter", "--again").returncode == 0
    assert [recipients for recipients, _ in behaviour.got] == [[ADA, BOB]] * 2
    record = (folder / "delivery.jsonl").read_text()
    for text in (record, done.stderr, again.stderr):
        assert PASSWORD not in text
        assert PDF_PASSWORD not in text


def test_some_refused_is_exit_status_5(folder: Path) -> None:
    certificates, behaviour = Certificates(folder), Behaviour(refuse={BOB: "550 5.1.1 unknown"})
    with serving(behaviour, starttls=certificates.good(), auth=True) as port:
        profile(folder, port, certificates)
        done = send(folder, "c.pdf", "--profile", "quarter")
    assert done.returncode == 5
    assert f"Refused for {BOB}: 550 5.1.1 unknown" in done.stderr
    assert f"Accepted for {ADA}" in done.stderr
    assert "1 of 2 recipients" in done.stderr


def test_a_kill_in_the_middle_is_told_and_not_repeated(folder: Path) -> None:
    certificates, behaviour = Certificates(folder), Behaviour(hangs=threading.Event())
    assert behaviour.hangs is not None
    with serving(behaviour, starttls=certificates.good(), auth=True) as port:
        profile(folder, port, certificates)
        secrets = {"PIMREPORT_PDF_PASSWORD": PDF_PASSWORD, "PIMREPORT_MAIL_SECRET": PASSWORD}
        command = [sys.executable, "-m", "pimreport", "send", "c.pdf", "--profile", "quarter"]
        with subprocess.Popen(command, cwd=folder, env=os.environ | secrets) as sender:
            assert behaviour.hangs.wait(20)
            sender.kill()
        behaviour.hangs = None
        after = send(folder, "c.pdf", "--profile", "quarter")
        assert len(behaviour.got) == 1
    assert after.returncode == 5
    assert f"{ADA} may have it" in after.stderr
    assert f"{BOB} may have it" in after.stderr


def test_a_wrong_password_keeps_its_secret(folder: Path) -> None:
    certificates, behaviour = Certificates(folder), Behaviour()
    with serving(behaviour, starttls=certificates.good(), auth=True) as port:
        profile(folder, port, certificates)
        secret = "not the password"  # noqa: S105
        done = send(folder, "c.pdf", "--profile", "quarter", PIMREPORT_MAIL_SECRET=secret)
    assert done.returncode == 5
    assert secret not in done.stderr + (folder / "delivery.jsonl").read_text()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "secrets", "told"),
    [
        (["c.pdf", "--to", "ada"], {}, "no mail address"),
        (["c.pdf", "--to", "ada@x.org\nBcc: e@x.org"], {}, "no mail address"),
        (["c.pdf", "--to", ADA], {"PIMREPORT_PDF_PASSWORD": "short"}, "needs 12 to 127"),
        (["c.pdf", "--to", ADA], {"PIMREPORT_PDF_PASSWORD": ""}, "PIMREPORT_PDF_PASSWORD"),
        (["c.pdf", "--to", ADA, "--via", "smtp"], {}, "--from"),
        (["c.pdf", "--to", ADA, "--via", "smtp", "--from", ADA], {}, "needs a server"),
        (["c.pdf", "--to", ADA, "--profile", "none"], {}, "no mail profile"),
        (["nowhere.pdf", "--to", ADA], {}, "nowhere"),
    ],
)
def test_wrong_use(folder: Path, arguments: list[str], secrets: dict[str, str], told: str) -> None:
    done = send(folder, *arguments, **secrets)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "c.eml").exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("allowed_domains = 'x'", "a list of domains"),
        ("allow = []", "mail.allow is not known"),
        ("[mail.profiles.q]\nvia = 'pigeon'", "eml, smtp, graph"),
        ("[mail.profiles.q]\nport = '25'", "port number"),
        ("[mail.profiles.q]\nto = 'a@x.org'", "list of addresses"),
        ("[mail.profiles.q]\npassword = 'hunter2'", "password is not known"),
        ("[mail.profiles.q]\npdf_password = 'hunter2'", "by reference"),
        ("allowed_domains = ['auditor.example']", "outside the allowed domains"),
    ],
)
def test_wrong_settings(folder: Path, settings: str, told: str) -> None:
    (folder / "pimreport.toml").write_text(f"[mail]\n{settings}\n")
    more = ["--profile", "q"] if "profiles.q" in settings else []
    done = send(folder, "c.pdf", "--to", ADA, *more)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert "hunter2" not in done.stderr


def test_a_json_alone_sends_the_counts(folder: Path) -> None:
    done = send(folder, "c.json", "--to", ADA)
    assert done.returncode == 0, done.stderr
    assert not list(parsed((folder / "c.eml").read_bytes()).iter_attachments())


def test_not_encrypted_is_said(folder: Path) -> None:
    done = send(folder, "c.pdf", "--to", ADA, "--no-encrypt")
    assert "NOT encrypted" in done.stderr


@pytest.mark.pango
def test_report_and_send_in_one(tmp_path: Path) -> None:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible("Ada")
    exports = tenant.write(tmp_path / "exports")
    (tmp_path / "pimreport.toml").write_text(f"[mail.profiles.draft]\nto = ['{ADA}']\n")
    given = {"PIMREPORT_PDF_PASSWORD": PDF_PASSWORD}
    done = call(tmp_path, "report", exports, "-o", "q.pdf", "--send", "draft", **given)
    assert done.returncode == 0, done.stderr
    draft = parsed((tmp_path / "q.eml").read_bytes())
    assert [one.get_filename() for one in draft.iter_attachments()] == ["q.pdf"]
    assert (tmp_path / "q.json").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["-o", "q.pdf", "--send", "none"], "no mail profile"),
        (["-o", "q.json", "--send", "draft"], "add -o FILE.pdf"),
    ],
)
def test_report_does_not_start_what_it_cannot_send(
    tmp_path: Path, arguments: list[str], told: str
) -> None:
    exports = a_tenant().write(tmp_path / "exports")
    (tmp_path / "pimreport.toml").write_text(f"[mail.profiles.draft]\nto = ['{ADA}']\n")
    done = call(tmp_path, "report", exports, *arguments)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    assert not list(tmp_path.glob("q.*"))
