"""Files that are either whole or not there, and that only their owner can read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD = 64


def replace_file(target: Path, content: bytes) -> None:
    """Write the file in one step, mode 0600. A symbolic link is replaced, never followed.

    Raises:
        UsageError: the operating system refuses; the sentence says why.
    """
    replace_files({target: content})


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Write the files, each in one step; where there is no room for all of them, none.

    Raises:
        UsageError: the operating system refuses; the sentence says why.
    """
    staged: dict[Path, Path] = {}
    target = Path()
    try:
        for target, content in contents.items():
            staged[target] = _staged(target, content)
        for target in contents:
            _settled(staged[target], target)
            del staged[target]
        for folder in {one.parent for one in contents}:
            _sync_folder(folder)
    except OSError as error:
        raise UsageError(refusal(target, error)) from error
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


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


def _staged(target: Path, content: bytes) -> Path:
    """The content on the disk under a hidden name beside the target."""
    # mkstemp creates with 0600 and O_EXCL; the same folder makes the replacement atomic.
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _settled(temporary: Path, target: Path) -> None:
    temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, too, where folders can be synchronised (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
