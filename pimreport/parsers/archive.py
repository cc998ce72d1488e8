"""Members of a .zip, unpacked as they are read, under caps: never extracted, so no path can escape."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MOST_MEMBERS = 20_000
_MOST_BYTES = 2 * 1024**3
_HIGHEST_RATIO = 200
_ENCRYPTED = 0x1
_BUFFER = 1 << 16
_SMALL = 1024**2
"""Below this size a ratio means nothing: an empty list of spaces packs well."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside an archive."""

    name: str
    size: int
    opened: Callable[[], io.BufferedReader]


def members(path: Path) -> Iterator[Member]:
    """The files of the archive, by name.

    Raises:
        UnreadableError: it is no archive, or larger than any folder of exports.
    """
    try:
        archive = zipfile.ZipFile(path)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        message = f"It is no readable .zip archive ({error})."
        raise UnreadableError(message) from None
    if not infos:
        message = "The archive holds no files."
        raise UnreadableError(message)
    _check(infos)
    for info in sorted(infos, key=lambda info: info.filename):
        yield Member(
            info.filename.replace("\\", "/"),
            info.file_size,
            partial(_opened, archive, info),
        )


def _check(infos: list[zipfile.ZipInfo]) -> None:
    total = sum(info.file_size for info in infos)
    if len(infos) > _MOST_MEMBERS or total > _MOST_BYTES:
        message = (
            f"Unpacked, the archive has {total:,} bytes (files in it: {len(infos):,}), more than exports need; "
            "unpack it yourself and give the folder."
        )
        raise UnreadableError(message)
    for info in infos:
        if info.file_size > _SMALL and info.file_size > _HIGHEST_RATIO * max(info.compress_size, 1):
            message = (
                f"{info.filename} in it is packed more than {_HIGHEST_RATIO} times smaller than it "
                "is, as attacks are; unpack it yourself and give the folder."
            )
            raise UnreadableError(message)


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> io.BufferedReader:
    """The member as a stream, which ends after as many bytes as the archive declares.

    Raises:
        UnreadableError: it is encrypted or damaged; so does the stream.
    """
    if info.flag_bits & _ENCRYPTED:
        message = "It is encrypted: unpack the archive with its password and give the folder."
        raise UnreadableError(message)
    with _unpacking():
        return io.BufferedReader(_Unpacked(archive.open(info)), _BUFFER)


@contextmanager
def _unpacking() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        lzma.LZMAError,
        RuntimeError,
        NotImplementedError,
        OSError,
        EOFError,
        zlib.error,
    ) as error:
        message = f"It cannot be unpacked ({error})."
        raise UnreadableError(message) from None


class _Unpacked(io.RawIOBase):
    """A member of an archive; zipfile ends it where the archive declares its end."""

    def __init__(self, packed: IO[bytes]) -> None:
        self._packed = packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 - whatever takes bytes
        with _unpacking():
            data = self._packed.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._packed.close()
        super().close()
