"""Laying pages out in a process of its own, while this one writes the other outputs.

Only the finished HTML and the names of folders go over; the report stays here.
"""

from __future__ import annotations

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


def begin(manuscript: Manuscript) -> Callable[[], bytes | None]:
    """Start laying out; the answer waits for the pages and returns them.

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
    # Files, not pipes: nobody waits for the other side to read.
    given, made = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115  # closed below
    given.write(json.dumps(order).encode() + b"\n")  # one line; the data as they are behind it
    given.write(manuscript.data)
    given.seek(0)
    # -P: a file in the working directory must not pass for a module of ours.
    process = subprocess.Popen(  # noqa: S603  # this very interpreter and module
        [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
        stdin=given,
        stdout=made,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )

    def finish() -> bytes | None:
        with given, made:
            status = process.wait()
            if status == _NO_LIBRARY:
                return None
            if status:
                raise subprocess.CalledProcessError(status, process.args)
            made.seek(0)
            return made.read()

    return finish


def main() -> None:
    """Read an order from stdin, write the PDF to stdout."""
    from pimreport.report.writers.pdf import load  # noqa: PLC0415  # that module starts this one

    order, data = json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read()
    try:
        load()
    except MissingLibraryError:
        sys.exit(_NO_LIBRARY)
    from pimreport.report.document.layout import paginated  # noqa: PLC0415  # only with Pango

    sources = Sources(
        [Path(one) for one in order["folders"]],
        order["styles"],
        [Path(one) for one in order["files"]],
    )
    manuscript = Manuscript(order["html"], sources, data, order["created"])
    sys.stdout.buffer.write(paginated(manuscript))
