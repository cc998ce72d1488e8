"""Debian's exim4, a mail server that others wrote, takes what pimreport sends."""

from __future__ import annotations

import mailbox
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import mailparser
import pytest
from letters import ADA, BOB, attachment, letter
from mail_server import PASSWORD, USER, Certificates, free_port

from pimreport.delivery.outcome import Fate
from pimreport.delivery.retry import Patience
from pimreport.delivery.secret import Secret
from pimreport.delivery.smtp import Smtp, SmtpServer
from pimreport.delivery.smtp_session import trust

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIGURATION = """
keep_environment =
exim_user = {user}
exim_group = {group}
deliver_drop_privilege = true
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
primary_hostname = localhost
daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
pid_file_path = {folder}/pid
tls_certificate = {folder}/server.pem
tls_advertise_hosts = *
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
message_size_limit = 200K
acl_smtp_rcpt = recipients
acl_smtp_data = anything
begin acl
recipients:
  deny local_parts = bob
       message = no such user
  accept authenticated = *
  deny message = log in first
anything:
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = {folder}/box
  user = {user}
  group = {group}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{name}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""


def program() -> str:
    return shutil.which("exim4", path=f"{os.environ['PATH']}:/usr/sbin") or "exim4"


@contextmanager
def exim(folder: Path, certificates: Certificates) -> Iterator[int]:
    """The server as a child process; its port."""
    as_root = os.geteuid() == 0
    account = pwd.getpwnam("Debian-exim") if as_root else pwd.getpwuid(os.geteuid())
    leaf = certificates.ca.issue_cert("localhost")
    leaf.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    port = free_port()
    configuration = folder / "exim.conf"
    configuration.write_text(
        CONFIGURATION.format(
            folder=folder,
            port=port,
            user=account.pw_uid,
            group=account.pw_gid,
            name=USER,
            password=PASSWORD,
        )
    )
    if as_root:
        for one in (folder, folder / "server.pem"):
            shutil.chown(one, account.pw_uid, account.pw_gid)
    command = [program(), "-C", str(configuration), "-bdf"]
    with subprocess.Popen(command, start_new_session=True) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    """The server and the processes it delivers by, which use its folder as long as they last."""
    until = time.monotonic() + 1  # where nobody reaps orphans, the dead stay in the group
    with suppress(ProcessLookupError):
        while time.monotonic() < until:
            os.killpg(server.pid, signal.SIGKILL)
            server.poll()
            time.sleep(0.02)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("exim4 did not start")


@pytest.mark.smtp
def test_exim_takes_it(tmp_path: Path) -> None:
    certificates = Certificates(tmp_path)
    # As root exim works under its own account, which may not enter pytest's folders.
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place,
        exim(Path(place), certificates) as port,
    ):
        folder = Path(place)
        server = SmtpServer(
            host="localhost",
            port=port,
            security="starttls",
            auth="password",
            user=USER,
            secret=Secret(PASSWORD),
            trust=trust(certificates.ca_file),
        )
        way = Smtp(at=server, patience=Patience(sleep=lambda _: None, pauses=()))
        results = {one.recipient: one for one in way.send(letter(ADA, BOB))}
        large = letter(ADA, attachments=(attachment(b"x" * 300_000),), message_id="<2@x.example>")
        [cut] = way.send(large)
        until = time.monotonic() + 60
        while time.monotonic() < until and _messages(folder) != 2:
            time.sleep(0.05)
        box = mailbox.mbox(folder / "box", create=False)
        received = [mailparser.parse_from_bytes(bytes(one)) for one in box]
        box.close()
    assert results[ADA].fate is Fate.ACCEPTED
    assert results[BOB].fate is Fate.REFUSED
    assert "no such user" in results[BOB].reply
    assert cut.fate is Fate.ACCEPTED
    assert cut.summary_only
    assert [len(one.attachments) for one in sorted(received, key=lambda one: one.message_id)] == [
        1,
        0,
    ]


def _messages(folder: Path) -> int:
    path = folder / "box"
    return path.read_bytes().count(b"\nMessage-ID: ") if path.exists() else 0
