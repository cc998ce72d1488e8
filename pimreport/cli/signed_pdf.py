"""``verify FILE.pdf``: do its signatures hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.cli.terminal import say
from pimreport.delivery import signatures, signing
from pimreport.errors import UsageError, VerificationError

if TYPE_CHECKING:
    from pathlib import Path


def verify(path: Path, trust: Path | None) -> None:
    """Say of each signature whose it is and whether it holds.

    Args:
        path: the PDF.
        trust: certificates of the authorities to which a signature has to lead; None: whoever
            signed is told, and that nobody vouched for them.

    Raises:
        VerificationError: there is no signature, or one does not hold.
    """
    signing.installed()
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise UsageError(message) from None
    trusted = None if trust is None else signatures.authorities(trust)
    password = None
    if signatures.is_encrypted(content):
        from pimreport.cli.mail_secrets import pdf_password_from  # noqa: PLC0415  # when used

        password = pdf_password_from("", confirm=False)
    verdicts = signatures.check(content, trusted, password)
    if not verdicts:
        message = f"{path} bears no signature."
        raise VerificationError(message)
    problems = [
        f"The signature of {one.signer} on {path} does not hold: {'; '.join(one.problems)}."
        for one in verdicts
        if one.problems
    ]
    if problems:
        raise VerificationError(*problems)
    for one in verdicts:
        _tell(path, one)


def _tell(path: Path, one: signatures.Verdict) -> None:
    when = f", {one.signed} by the signer's clock" if one.signed else ""
    say(f"{path} is as {one.signer} signed it{when}.")
    if one.trusted is None:
        say(
            "Whether that is their name, nobody vouched for: name the authority's certificate"
            " with --trust."
        )
    say("Whether the certificate was revoked since was not asked: that takes a network.")
