"""Laying pages out in a process of its own, while this one writes the other outputs.

Only the finished HTML and the names of folders go over; the report stays here.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.errors import MissingLibraryError, UsageError
from pimreport.report.document.enclosure import Enclosure
from pimreport.report.document.sources import Manuscript, Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import BinaryIO

_NO_LIBRARY = MissingLibraryError.exit_code
_REFUSED = UsageError.exit_code


class Press:
    """A process that loads what pages need, and then waits for a manuscript."""

    def __init__(self, sources: Sources) -> None:
        """Start it with the fonts and style sheets of these sources."""
        # Copies of fonts are kept in here, so that none is left behind however it ends.
        self._room = tempfile.TemporaryDirectory(prefix="pimreport-", ignore_cleanup_errors=True)
        self._made = tempfile.TemporaryFile()  # noqa: SIM115  # closed below
        # -P: a file in the working directory must not pass for a module of ours.
        self._process = subprocess.Popen(  # noqa: S603  # this very interpreter and module
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=self._made,
            process_group=0,  # Ctrl-C is for whoever started it, who ends it
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                "TMPDIR": self._room.name,
            },
        )
        assert self._process.stdin is not None  # noqa: S101  # it is a pipe
        self._given = self._process.stdin
        self._give(_told(sources))

    def begin(self, manuscript: Manuscript) -> Callable[[], bytes | None]:
        """Lay it out; the answer waits for the pages and returns them.

        It returns None where a native library is missing.
        """
        order = {
            "html": manuscript.html,
            "created": manuscript.created,
            "has_data": manuscript.data is not None,
        }
        self._give({**order, **_told(manuscript.sources)})
        # Where a library is missing, nobody reads any more; the status tells.
        with contextlib.suppress(BrokenPipeError), self._given:
            if manuscript.data is not None:
                data = manuscript.data()  # while pages are being laid out
                self._give({"size": data.size, "checksum": data.checksum})
                self._given.write(data.packed)  # as they are
        return self._finish

    def close(self) -> None:
        """Stop it, wherever it is."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        with contextlib.suppress(BrokenPipeError):
            self._given.close()
        self._made.close()
        self._room.cleanup()

    def _give(self, order: Mapping[str, object]) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._given.write(json.dumps(order).encode() + b"\n")
            self._given.flush()

    def _finish(self) -> bytes | None:
        try:
            status = self._process.wait()
            if status == _NO_LIBRARY:
                return None
            if status == _REFUSED:
                self._made.seek(0)
                raise UsageError(self._made.read().decode())
            if status:
                raise subprocess.CalledProcessError(status, self._process.args)
            self._made.seek(0)
            return self._made.read()
        finally:
            self.close()


def main() -> None:
    """Read sources and an order from stdin, write the PDF to stdout."""
    from pimreport.report.writers.pdf import load  # noqa: PLC0415  # that module starts this one

    gc.disable()  # nothing is thrown away before the pages are done
    try:
        load()
    except MissingLibraryError:
        sys.exit(_NO_LIBRARY)
    try:
        _lay_out(sys.stdin.buffer)
    except UsageError as error:
        sys.stdout.buffer.write(str(error).encode())
        sys.stdout.buffer.flush()
        os._exit(_REFUSED)  # at once: somebody may still be writing to this process
    # Taking the pages apart one by one would take as long as a tenth of making them.
    os._exit(0)


def _lay_out(given: BinaryIO) -> None:
    from pimreport.report.document.layout import Desk  # noqa: PLC0415  # only with Pango

    sources, line = given.readline(), b""
    if sources.endswith(b"\n"):
        desk = Desk(_sources(json.loads(sources)))
        line = given.readline()
    if line.endswith(b"\n"):  # else whoever started this had nothing to print after all
        order = json.loads(line)
        data = _Data(given) if order["has_data"] else None
        manuscript = Manuscript(order["html"], _sources(order), data, order["created"])
        if not desk.suits(manuscript.sources):
            desk = Desk(manuscript.sources)
        sys.stdout.buffer.write(desk.paginated(manuscript))
        sys.stdout.buffer.flush()


class _Data:
    """Read while pages are being laid out, so that whoever writes them need not wait."""

    def __init__(self, given: BinaryIO) -> None:
        self._given = given
        self._read: list[bytes] = []
        self._reading = threading.Thread(target=self._take)
        self._reading.start()

    def _take(self) -> None:
        self._read += self._given.readline(), self._given.read()

    def __call__(self) -> Enclosure:
        self._reading.join()
        line, packed = self._read
        return Enclosure(packed, **json.loads(line))


def _told(sources: Sources) -> Mapping[str, Sequence[str]]:
    return {
        "folders": [str(one) for one in sources.folders],
        "styles": list(sources.styles),
        "files": [str(one) for one in sources.files],
    }


def _sources(told: Mapping[str, Sequence[str]]) -> Sources:
    return Sources(
        [Path(one) for one in told["folders"]],
        told["styles"],
        [Path(one) for one in told["files"]],
    )
