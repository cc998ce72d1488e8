"""What a returned workbook may be: checked before anything unpacks it, because nothing else does."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 128 * 1024**2
MOST_MEMBERS = 2_000
MOST_UNPACKED = 768 * 1024**2
MOST_RATIO = 400
"""Deflate reaches 1,000 on a bomb; the sheets of a large review stay below 100."""
_SMALL = 4 * 1024**2


def opened(path: Path) -> zipfile.ZipFile:
    """The workbook as an archive that is safe to read.

    Raises:
        UsageError: it cannot be read, is no zip, or would unpack to an unreasonable size.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"{path} is larger than any review ({MOST_BYTES >> 20} MB)."
            raise UsageError(message)
        archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise UsageError(message) from error
    except zipfile.BadZipFile as error:
        message = f"{path} is no workbook, or was cut off: save it as .xlsx or .ods."
        raise UsageError(message) from error
    if reason := _unreasonable(archive.infolist()):
        message = f"{path} is refused: {reason}."
        raise UsageError(message)
    return archive


def _unreasonable(members: list[zipfile.ZipInfo]) -> str | None:
    if len(members) > MOST_MEMBERS:
        return f"it holds {len(members):,} files"
    if sum(one.file_size for one in members) > MOST_UNPACKED:
        return f"it unpacks to more than {MOST_UNPACKED >> 20} MB"
    for one in members:
        if one.file_size > _SMALL and one.file_size > MOST_RATIO * max(1, one.compress_size):
            return f"{one.filename!r} unpacks to {one.file_size // max(1, one.compress_size)} times its size"
        if one.flag_bits & 1:
            return "it is encrypted: save it without a password"
    return None
