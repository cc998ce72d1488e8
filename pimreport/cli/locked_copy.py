"""``report --encrypt``: a second PDF that asks for a password; the archive copy stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.delivery.encrypt import accepted, encrypted
from pimreport.report.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pimreport.delivery.secret import Secret


def password(reference: str) -> Secret:
    """The password that the reference points to, held against the rules before anything is made.

    Raises:
        UsageError: it is not there, or too weak.
    """
    from pimreport.cli.mail_secrets import pdf_password_from  # noqa: PLC0415  # imported when used

    found = pdf_password_from(reference)
    accepted(found)
    return found


def write_locked(written: Iterable[Path], secret: Secret) -> list[Path]:
    """Beside each PDF that was written, ``name.locked.pdf`` (AES-256).

    PDF/A forbids encryption, so it is never the archive copy itself.
    """
    made: list[Path] = []
    for path in written:
        if path.suffix.lower() == ".pdf":
            target = path.with_name(f"{path.stem}.locked{path.suffix}")
            replace_file(target, encrypted(path.read_bytes(), secret))
            made.append(target)
    return made
