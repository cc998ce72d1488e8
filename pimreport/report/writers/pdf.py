"""``.pdf``: the document that is mailed and signed."""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib
import io
import sys
import warnings
from types import ModuleType
from typing import TYPE_CHECKING

from pimreport.errors import MissingLibraryError
from pimreport.report.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pimreport.model.report import Report
    from pimreport.report.writer import Settings

_HOW_TO_INSTALL = (
    "The PDF needs Pango, which is not installed. The other outputs do not.",
    "Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "Fedora: dnf install pango",
    "macOS: brew install pango",
    r"Windows: install MSYS2, pacman -S mingw-w64-x86_64-pango, then set WEASYPRINT_DLL_DIRECTORIES=C:\msys64\mingw64\bin",
)

_RARELY_CALLED = ("fontTools.subset", "fontTools.varLib.instancer")
"""Slow to load; called where libharfbuzz-subset is missing, and for variable fonts."""


class _WhenCalled(ModuleType):
    """A module that is loaded when a function or class of it is called."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: object, **options: object) -> object:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            called: Callable[..., object] = getattr(importlib.import_module(self.__name__), name)
            return called(*args, **options)

        return call


def load() -> None:
    """Load WeasyPrint and its native libraries.

    Raises:
        MissingLibraryError: they are not installed; the sentences say how to install them.
    """
    # Without Pango, WeasyPrint prints a banner to stdout, where our own data may go.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        # The report brings its own fonts.
        warnings.filterwarnings("ignore", message="No fonts configured")
        for name in _RARELY_CALLED:
            sys.modules.setdefault(name, _WhenCalled(name))
        try:
            with _by_the_loader_alone():
                importlib.import_module("weasyprint")
        except OSError:
            try:
                importlib.import_module("weasyprint")
            except OSError as error:
                raise MissingLibraryError(*_HOW_TO_INSTALL) from error


@contextlib.contextmanager
def _by_the_loader_alone() -> Iterator[None]:
    """On Linux, find libraries without ldconfig and gcc, a fifth of a second of processor time.

    WeasyPrint tries the names of other systems first; ld.so knows the right one by itself.
    """
    if sys.platform != "linux":
        yield
        return
    find = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005  # its name is part of the call
    try:
        yield
    finally:
        ctypes.util.find_library = find


def _write(report: Report, settings: Settings) -> bytes:
    load()
    from pimreport.report.document import document  # noqa: PLC0415  # only once Pango is there

    return document(report, settings)


class _Ahead:
    """A process that lays out, started before there is a report."""

    def __init__(self, settings: Settings) -> None:
        from pimreport.report.document import sources  # noqa: PLC0415  # imported when used
        from pimreport.report.document.press import Press  # noqa: PLC0415  # as above

        self._press = Press(sources(settings))

    def start(self, report: Report, settings: Settings) -> Callable[[], bytes]:
        """Begin the pages; the answer waits for them."""
        from pimreport.report.document import manuscript  # noqa: PLC0415  # imported when used

        waiting = self._press.begin(manuscript(report, settings))

        def finish() -> bytes:
            content = waiting()
            if content is None:
                raise MissingLibraryError(*_HOW_TO_INSTALL)
            return content

        return finish

    def close(self) -> None:
        """Stop it."""
        self._press.close()


WRITER = Writer(name="PDF", suffix=".pdf", write=_write, ahead=_Ahead)
