"""The message: plain text and HTML from templates/mail, the files attached."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pimreport.delivery.summary import SEVERITIES, harmless
from pimreport.shipped import shipped

if TYPE_CHECKING:
    from datetime import datetime

    from pimreport.delivery.recipients import Recipients
    from pimreport.delivery.summary import Summary

_POLICY = SMTP.clone(cte_type="7bit")
"""Seven bits, so that every server on the way passes it on unchanged."""
_UNSAFE = re.compile(r"[^\w .()-]")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """One file. ``original``: SHA-256 of the file it was made from, before any encryption."""

    name: str
    content: bytes
    original: str
    encrypted: bool

    @property
    def sha256(self) -> str:
        """Of what is sent."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def type(self) -> tuple[str, str]:
        """Main type and subtype, by the name."""
        guessed = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        main, _, sub = guessed.partition("/")
        return main, sub


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything a message is made of.

    Attributes:
        sender: the From address; None only in drafts.
        recipients: whom it is for.
        summary: the counts.
        attachments: the files.
        language: the folder under ``templates/mail``.
        message_id: with angle brackets; its randomness comes from the caller.
        date: when it was made.
        left_out: the files were too large and are not attached; the body says so.
    """

    sender: str | None
    recipients: Recipients
    summary: Summary
    attachments: tuple[Attachment, ...]
    language: str
    message_id: str
    date: datetime
    left_out: bool = False

    def without_files(self) -> Letter:
        """The same letter for a server that takes no message as large."""
        return replace(self, attachments=(), left_out=True)

    def bytes(self, *, parts: bool = True) -> bytes:
        """As it goes over the wire, with CRLF line ends.

        Args:
            parts: whether the files are in it; without them they have to follow.
        """
        return compose(self, parts=parts).as_bytes()


def compose(letter: Letter, *, parts: bool = True) -> EmailMessage:
    """The message that is sent."""
    message = _body(letter, parts=parts)
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(letter.date)
    message["Auto-Submitted"] = "auto-generated"
    return message


def draft(letter: Letter) -> bytes:
    """An ``.eml`` file that mail programs open for editing: the sender's program dates it."""
    message = _body(letter)
    message["X-Unsent"] = "1"
    return message.as_bytes()


def _body(letter: Letter, *, parts: bool = True) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    if letter.sender:
        message["From"] = letter.sender
    if letter.recipients.to:
        message["To"] = ", ".join(letter.recipients.to)
    if letter.recipients.cc:
        message["Cc"] = ", ".join(letter.recipients.cc)
    message["Subject"] = harmless(_render(letter, "subject.txt"))
    message.set_content(_render(letter, "message.txt"))
    message.add_alternative(_render(letter, "message.html"), subtype="html")
    for one in letter.attachments if parts else ():
        main, sub = one.type
        message.add_attachment(
            one.content, maintype=main, subtype=sub, filename=safe_file_name(one.name)
        )
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        digest = hashlib.sha256(f"{letter.message_id} {number}".encode()).hexdigest()
        part.set_boundary(f"=_{digest[:40]}")
    return message


def safe_file_name(name: str) -> str:
    """Letters, digits and a few signs: nothing that breaks a header or hides an ending."""
    stem, dot, suffix = _UNSAFE.sub("_", harmless(name)).rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{suffix}"


def _render(letter: Letter, template: str) -> str:
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(shipped("templates") / "mail" / letter.language),
        autoescape=jinja2.select_autoescape(
            enabled_extensions=("html",), disabled_extensions=("txt",), default=True
        ),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(
        summary=letter.summary,
        severities=[(one, letter.summary.severities[one]) for one in SEVERITIES],
        attachments=[safe_file_name(one.name) for one in letter.attachments],
        encrypted=any(one.encrypted for one in letter.attachments),
        left_out=letter.left_out,
    )
