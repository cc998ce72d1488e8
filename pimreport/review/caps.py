"""What a returned workbook may be: checked before anything unpacks it, because nothing else does."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

MOST_BYTES = 128 * 1024**2
MOST_MEMBERS = 2_000
MOST_UNPACKED = 768 * 1024**2
MOST_RATIO = 400
"""Deflate reaches 1,000 on a bomb; the sheets of a large review stay below 100."""
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
"""How Excel wraps what has a password; ``.xls`` looks alike."""
_SMALL = 4 * 1024**2
MOST_AT_ONCE = 1024**2
"""Bytes of a part that is held whole; those of a review stay below a hundredth of it."""
MOST_SHEET = 256 * 1024**2
"""Bytes of a part that is read row by row; 20,000 rows with short texts take 30 MB."""
MOST_BETWEEN = 4 * 1024**2
"""Bytes from the end of one row to the end of the next: every parser holds that much as a tree."""
MOST_CELLS = 5_000_000
"""With values, of all rows of a sheet: ten times those of 20,000 rows."""


def opened(path: Path) -> zipfile.ZipFile:
    """The workbook as an archive that is safe to read.

    Raises:
        UsageError: it cannot be read, is no zip, or would unpack to an unreasonable size.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            message = f"{path.name} is larger than any review ({MOST_BYTES >> 20} MB)."
            raise UsageError(message)
        content = path.read_bytes()
        if content.startswith(_COMPOUND):
            message = (
                f"{path.name} is protected by a password, or of Excel before 2007: save it as .xlsx"
                " without a password."
            )
            raise UsageError(message)
        archive = zipfile.ZipFile(io.BytesIO(content))
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror}."
        raise UsageError(message) from error
    except zipfile.BadZipFile as error:
        message = f"{path.name} is no workbook, or was cut off: save it as .xlsx or .ods."
        raise UsageError(message) from error
    if reason := _unreasonable(archive.infolist()):
        message = f"{path.name} is refused: {reason}."
        raise UsageError(message)
    return archive


def whole(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small part, unpacked.

    Raises:
        ValueError: it is larger than any of a review.
    """
    _fits(archive, name, MOST_AT_ONCE)
    return archive.read(name)


def metered(archive: zipfile.ZipFile, name: str) -> Metered:
    """A large part, to be read row by row.

    Raises:
        ValueError: it is larger than any of a review.
    """
    _fits(archive, name, MOST_SHEET)
    return Metered(archive.open(name))


def _fits(archive: zipfile.ZipFile, name: str, most: int) -> None:
    if archive.getinfo(name).file_size > most:  # zipfile unpacks no more than is declared
        message = f"{name} is larger than {most >> 20} MB"
        raise ValueError(message)


class Metered(io.RawIOBase):
    """Content that refuses to be read on when no row has ended for too long."""

    def __init__(self, content: IO[bytes]) -> None:
        """Read from the content, which is closed with this."""
        self._content = content
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises:
            ValueError: more was read since the last row than a row can be.
        """
        told = self._content.read(size)
        self._since += len(told)
        if self._since > MOST_BETWEEN:
            message = "one row, or something that is none, is larger than any of a review"
            raise ValueError(message)
        return told

    def row_ended(self) -> None:
        """What was read so far counts no longer."""
        self._since = 0

    def close(self) -> None:
        """Close the content, too."""
        self._content.close()
        super().close()


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
