"""Files that are either whole or not there, and that only their owner can read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pimreport.errors import UsageError

_HEAD = 64


def replace_file(target: Path, content: bytes) -> None:
    """Write the file in one step, mode 0600. A symbolic link is replaced, never followed.

    Raises:
        UsageError: the operating system refuses; the sentence says why.
    """
    try:
        _replace(target, content)
    except OSError as error:
        raise UsageError(refusal(target, error)) from error


def bears(path: Path, schema: str) -> bool:
    """Whether the file is JSON of ours: its schema stands at the very beginning.

    Args:
        path: an existing file.
        schema: without its version, such as ``pimreport/report/``.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return f'"schema": "{schema}'.encode() in head


def refusal(target: Path, error: OSError) -> str:
    """The operating system's refusal as a sentence."""
    return f"{target} cannot be written: {error.strerror or error}."


def _replace(target: Path, content: bytes) -> None:
    # mkstemp creates with 0600 and O_EXCL; the same folder makes the replacement atomic.
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, too, where folders can be synchronised (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
