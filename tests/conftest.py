"""What all tests share: how they say that something on this machine is missing."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Generator

_NO_SKIP = bool(os.environ.get("PIMREPORT_NO_SKIP"))
_PROGRAMS = {"libreoffice": "soffice", "chromium": "chromium", "qpdf": "qpdf", "smtp": "exim4"}
AXE = Path(__file__).parent / "axe/node_modules/axe-core/axe.min.js"
_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"

# How long an example takes is the machine's affair: a busy one fails no test.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``make golden`` accepts what the samples give today."""
    parser.addoption("--golden", action="store_true", help="write tests/golden anew")


def _has_pango() -> bool:
    # WeasyPrint prints a banner when Pango is missing.
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            importlib.import_module("weasyprint")
        except OSError:
            return False
    return True


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose marker names a program that is not installed."""
    for marker, program in _PROGRAMS.items():
        if item.get_closest_marker(marker) and shutil.which(program, path=_PATH) is None:
            pytest.skip(f"{program} is not installed")
    if item.get_closest_marker("axe") and not AXE.is_file():
        pytest.skip("axe-core is not installed (npm ci --prefix tests/axe)")
    if item.get_closest_marker("pango") and not _has_pango():
        pytest.skip("Pango is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With PIMREPORT_NO_SKIP set a skipped test is a failed one: nothing goes untested unseen."""
    report = yield
    if _NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", _refusal(item.nodeid, report.longrepr)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for whole modules."""
    report = yield
    if _NO_SKIP and report.skipped:
        report.outcome, report.longrepr = "failed", _refusal(report.nodeid, report.longrepr)
    return report


def _refusal(what: str, why: object) -> str:
    return f"{what} was skipped, but PIMREPORT_NO_SKIP is set: {why}"
