"""``pimreport doctor``: what is installed, what is not, and how to install it."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import TYPE_CHECKING

import click

from pimreport import __version__
from pimreport.cli.terminal import add_row, console, table
from pimreport.errors import MissingLibraryError

if TYPE_CHECKING:
    from rich.table import Table

_PACKAGES = (
    "babel", "click", "defusedxml", "hijridate", "jinja2", "lxml", "msgspec", "openpyxl", "pandas",
    "pikepdf", "rich", "weasyprint",
)  # fmt: skip
_EXTRAS = {"keyring": "keyring", "msal": "graph", "pyhanko": "sign"}
"""Packages that only some commands need, and the extra that brings each."""


@click.command("doctor", short_help="Pango, fonts, versions; what to install.")
def command() -> None:
    """Check this installation. Exit status 4 if the PDF cannot be made here."""
    from pimreport.shipped import shipped  # noqa: PLC0415  # --help answers at once

    listing = table("", "part", "state")
    add_row(listing, "pimreport", __version__)
    add_row(listing, "Python", f"{platform.python_version()} on {platform.platform()}")
    for package in _PACKAGES:
        add_row(listing, package, _version(package))
    for package, extra in _EXTRAS.items():
        add_row(listing, package, _optional(package, extra))
    for folder in ("templates", "samples"):
        add_row(listing, folder, _folder(shipped, folder))
    problems = _pdf_problems()
    add_row(listing, "PDF (Pango)", "ready" if not problems else "missing")
    if not problems:
        _scripts(listing)
    console(data=True).print(listing)
    if problems:
        raise MissingLibraryError(*problems)


def _scripts(listing: Table) -> None:
    """What the fonts of the PDF, its own and the installed ones, can draw."""
    from pimreport.report.document.scripts import scripts  # noqa: PLC0415  # needs Pango

    found = scripts()
    lacking = {name: package for name, package in found.items() if package is not None}
    add_row(listing, "Scripts in the PDF", ", ".join(one for one in found if one not in lacking))
    if lacking:
        wanted = ", ".join(dict.fromkeys(lacking.values()))
        told = f"spelt out as ⟦U+4E2D⟧: {', '.join(lacking)}. Drawn with {wanted} installed."
        add_row(listing, "Scripts without a font", told)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "NOT INSTALLED: pip install pimreport installs it"


def _optional(package: str, extra: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return f"not installed, if you want it: pip install 'pimreport[{extra}]'"


def _folder(shipped: object, name: str) -> str:
    try:
        return str(shipped(name))  # type: ignore[operator]
    except FileNotFoundError as error:
        return str(error)


def _pdf_problems() -> tuple[str, ...]:
    """Sentences if the PDF writer cannot load its native libraries."""
    from pimreport.report.writers import pdf  # noqa: PLC0415  # loads WeasyPrint only when asked

    try:
        pdf.load()
    except MissingLibraryError as error:
        return tuple(error.problems)
    return ()
