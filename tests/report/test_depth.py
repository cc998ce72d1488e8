"""What is called inside of a roomy function costs no memory from the system each time."""

from __future__ import annotations

import sys

import pytest

from pimreport.report.document.depth import roomy

resource = pytest.importorskip("resource", reason="only POSIX tells how often pages were fetched")


def _deep(calls: int) -> int:
    return calls and _deep(calls - 1)


def _to_and_fro() -> None:
    """Past every depth at which the interpreter's stack may need another piece."""
    for calls in range(1, 300):
        for _ in range(20):
            _deep(calls)


def _fetched() -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    _to_and_fro()
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="speaks of CPython's stack")
def test_calls_to_and_fro_fetch_no_pages() -> None:
    roomy(_fetched)()  # whatever is fetched once
    assert roomy(_fetched)() < 200
