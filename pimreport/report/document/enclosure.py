"""The data inside a PDF, packed while they are written: a large tenant's are never held as they are."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from io import BytesIO

_LEVEL = 6
"""Of compression: 9 takes three times as long for two per cent."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What a PDF carries inside.

    Attributes:
        packed: the data as the filter FlateDecode wants them.
        size: how many bytes they are unpacked.
        checksum: their MD5 in hexadecimal digits, as PDF prescribes it.
    """

    packed: bytes
    size: int
    checksum: str


class Packing:
    """Packs what is written to it."""

    def __init__(self) -> None:
        """Begin."""
        self._packed = BytesIO()
        self._packer = zlib.compressobj(_LEVEL)
        self._checksum = hashlib.md5(usedforsecurity=False)
        self._size = 0

    def write(self, data: bytes) -> object:
        """Some more of the data."""
        self._size += len(data)
        self._checksum.update(data)
        return self._packed.write(self._packer.compress(data))

    def done(self) -> Enclosure:
        """All of them."""
        self._packed.write(self._packer.flush())
        return Enclosure(self._packed.getvalue(), self._size, self._checksum.hexdigest())


def enclosed(data: bytes) -> Enclosure:
    """Data that are at hand."""
    packing = Packing()
    packing.write(data)
    return packing.done()
