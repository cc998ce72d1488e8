"""``report --sign``: the PDF, and its locked copy, get an electronic signature last of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pimreport.delivery import signing
from pimreport.report.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pyhanko.sign.signers import SimpleSigner

    from pimreport.delivery.secret import Secret


@dataclass(frozen=True, slots=True)
class Signing:
    """What will sign, opened before the report is made."""

    signer: SimpleSigner

    @classmethod
    def by(cls, path: Path) -> Signing:
        """The key in the PKCS#12 file; its password from environment, keyring or a prompt.

        Raises:
            UsageError: the package is not installed, or the file cannot be used.
        """
        from pimreport.cli.mail_secrets import signing_password  # noqa: PLC0415  # when used

        signing.installed()
        return cls(signing.signer_of(path, signing_password(), datetime.now(UTC)))

    def sign(self, written: Iterable[Path], locked: Iterable[Path], secret: Secret | None) -> None:
        """Sign each PDF in its place.

        Args:
            written: the outputs.
            locked: encrypted copies of them.
            secret: what opens the copies.
        """
        for path in written:
            if path.suffix.lower() == ".pdf":
                replace_file(path, signing.signed(path.read_bytes(), self.signer))
        for path in locked:
            replace_file(path, signing.signed(path.read_bytes(), self.signer, secret))
