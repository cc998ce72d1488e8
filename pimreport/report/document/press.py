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
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.errors import MissingLibraryError
from pimreport.report.document.sources import Manuscript, Sources

if TYPE_CHECKING:
    from collections.abc import Callable

_NO_LIBRARY = MissingLibraryError.exit_code


class Press:
    """A process that loads what pages need, and then waits for a manuscript."""

    def __init__(self) -> None:
        """Start it."""
        self._made = tempfile.TemporaryFile()  # noqa: SIM115  # closed below
        # -P: a file in the working directory must not pass for a module of ours.
        self._process = subprocess.Popen(  # noqa: S603  # this very interpreter and module
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=self._made,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    def begin(self, manuscript: Manuscript) -> Callable[[], bytes | None]:
        """Lay it out; the answer waits for the pages and returns them.

        It returns None where a native library is missing.
        """
        sources = manuscript.sources
        order = {
            "html": manuscript.html,
            "created": manuscript.created,
            "folders": [str(one) for one in sources.folders],
            "styles": list(sources.styles),
            "files": [str(one) for one in sources.files],
        }
        given = self._process.stdin
        assert given is not None  # noqa: S101  # it is a pipe
        # Where a library is missing, nobody reads any more; the status tells.
        with contextlib.suppress(BrokenPipeError), given:
            given.write(json.dumps(order).encode() + b"\n")  # the data as they are behind it
            given.write(manuscript.data)
        return self._finish

    def close(self) -> None:
        """Stop it, wherever it is."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None and not self._process.stdin.closed:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        self._made.close()

    def _finish(self) -> bytes | None:
        with self._made:
            status = self._process.wait()
            if status == _NO_LIBRARY:
                return None
            if status:
                raise subprocess.CalledProcessError(status, self._process.args)
            self._made.seek(0)
            return self._made.read()


def main() -> None:
    """Read an order from stdin, write the PDF to stdout."""
    from pimreport.report.writers.pdf import load  # noqa: PLC0415  # that module starts this one

    gc.disable()  # nothing is thrown away before the pages are done
    try:
        load()
    except MissingLibraryError:
        sys.exit(_NO_LIBRARY)
    from pimreport.report.document.layout import paginated  # noqa: PLC0415  # only with Pango

    line, data = sys.stdin.buffer.readline(), sys.stdin.buffer.read()
    if not line:
        return  # whoever started this had nothing to print after all
    order = json.loads(line)

    sources = Sources(
        [Path(one) for one in order["folders"]],
        order["styles"],
        [Path(one) for one in order["files"]],
    )
    manuscript = Manuscript(order["html"], sources, data, order["created"])
    sys.stdout.buffer.write(paginated(manuscript))
