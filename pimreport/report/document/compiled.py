"""Templates are compiled once, and kept as Python keeps its compiled modules: in ``__pycache__``."""

from __future__ import annotations

import hashlib
import marshal
import sys
import tempfile
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

from pimreport import __version__

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

_BROKEN = (EOFError, OSError, TypeError, ValueError)


class Compiled(jinja2.BytecodeCache):
    """The templates of one folder, compiled: to do so takes a sixth of a second.

    They lie where Python would keep a module of that place, if it would (``PYTHONPYCACHEPREFIX`` and
    ``PYTHONDONTWRITEBYTECODE`` hold). Whoever can change a file there can as well change pimreport. Of a
    user's own folder of templates nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        """``folder``: of the templates that ship with pimreport."""
        self._folder = folder

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The file of the template, which tells where the compiled one lies."""
        return filename or name

    def get_source_checksum(self, source: str) -> str:
        """Of all that may change the code."""
        makers = f"{__version__} {jinja2.__version__} {MAGIC_NUMBER.hex()}\n"
        return hashlib.sha256(f"{makers}{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """The code, if it was compiled from this very source."""
        place = self._place(bucket.key)
        if place is None:
            return
        with suppress(*_BROKEN):
            checksum, _, code = place.read_bytes().partition(b"\n")
            if checksum.decode() == bucket.checksum:
                bucket.code = marshal.loads(code)  # noqa: S302  # as Python does with its own, see above

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code, where that is allowed."""
        place = self._place(bucket.key)
        if place is None or sys.dont_write_bytecode:
            return
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            _put(place, bucket.checksum.encode() + b"\n" + marshal.dumps(bucket.code))

    def _place(self, template: str) -> Path | None:
        """Where the compiled template lies; None if it is not kept."""
        path = Path(template)
        if not path.is_relative_to(self._folder):
            return None
        try:
            module = cache_from_source(str(path.with_suffix(".py")))
        except NotImplementedError:
            return None
        return Path(module).with_suffix(".jinja")


def _put(place: Path, content: bytes) -> None:
    """The file is whole or not there. Should it be lost with the power, nobody misses it."""
    handle, name = tempfile.mkstemp(dir=place.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123  # a handle has no path
            file.write(content)
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
