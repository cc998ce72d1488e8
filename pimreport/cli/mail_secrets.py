"""Where the secrets of a delivery come from: the profile's reference, the environment, a prompt."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pimreport.delivery.secret import Secret, fetch
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pimreport.delivery.profile import Profile

_PDF_PASSWORD = "env:PIMREPORT_PDF_PASSWORD"  # noqa: S105  # a name, no password
_MAIL_SECRET = "env:PIMREPORT_MAIL_SECRET"  # noqa: S105  # a name, no secret


def mail_secret(profile: Profile, what: str) -> Secret:
    """The password, token or client secret; ``what`` it is, for prompt and error."""
    return _fetched(profile.secret, _MAIL_SECRET, what, confirm=False)


def pdf_password(profile: Profile) -> Secret:
    """The password that will open the PDF."""
    return pdf_password_from(profile.pdf_password)


def pdf_password_from(reference: str) -> Secret:
    """The same, from a reference; empty: the environment, else a prompt."""
    return _fetched(reference, _PDF_PASSWORD, "password for the PDF", confirm=True)


def _fetched(reference: str, usual: str, what: str, *, confirm: bool) -> Secret:
    if reference and reference != "prompt":
        return fetch(reference, what)
    try:
        return fetch(usual, what)
    except UsageError:
        if not sys.stdin.isatty():
            raise
    return Secret(
        click.prompt(f"The {what}", hide_input=True, confirmation_prompt=confirm, err=True)
    )
