"""A signature of the manifest with ``ssh-keygen -Y``: works offline, with keys people have."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

from pimreport.errors import UsageError
from pimreport.review import campaign as campaigns
from pimreport.review import manifest

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACE = "pimreport"


def sign(folder: Path, key: Path) -> None:
    """Sign the manifest; ``manifest.json.sig`` appears beside it.

    Raises:
        UsageError: ssh-keygen is missing or refuses.
    """
    signature = folder / manifest.SIGNATURE
    signature.unlink(missing_ok=True)
    done = _run("sign", "-f", str(key), "-n", NAMESPACE, str(folder / campaigns.MANIFEST))
    if done.returncode or not signature.is_file():
        message = (
            f"ssh-keygen did not sign with {key}: {_said(done)} The review is closed all the same;"
            f" sign it by hand: ssh-keygen -Y sign -n {NAMESPACE} -f KEY manifest.json"
        )
        raise UsageError(message)
    signature.chmod(0o600)


def check(folder: Path, signers: Path | None, identity: str | None) -> tuple[bool, str]:
    """Whether the signature holds, and what ssh-keygen says of it.

    Args:
        folder: of the campaign.
        signers: an allowed-signers file; without one only the signature itself is checked, and
            whose key it is remains to be compared by a person.
        identity: who must have signed, as the file names them.
    """
    how = ("check-novalidate",)
    if signers is not None:
        how = ("verify", "-f", str(signers), "-I", identity or "")  # type: ignore[assignment]
    signature = folder / manifest.SIGNATURE
    content = (folder / campaigns.MANIFEST).read_bytes()
    done = _run(*how, "-n", NAMESPACE, "-s", str(signature), given=content)
    return done.returncode == 0, _said(done)


def _run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    program = shutil.which("ssh-keygen")
    if program is None:
        message = "ssh-keygen is not installed; it comes with OpenSSH."
        raise UsageError(message)
    return subprocess.run(  # noqa: S603  # fixed program, arguments are no shell text
        [program, "-Y", *arguments], input=given, capture_output=True, check=False
    )


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    text = (done.stdout + b" " + done.stderr).decode("utf-8", "replace")
    return " ".join(text.split()) or f"status {done.returncode}"
