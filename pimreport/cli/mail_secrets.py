"""Where the secrets of a delivery come from: the profile's reference, the environment, a prompt."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pimreport.delivery.secret import Secret, fetch
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pimreport.delivery.profile import Profile

_PDF_PASSWORD = ("env:PIMREPORT_PDF_PASSWORD", "keyring:pimreport/pdf-password")
_SIGNING_PASSWORD = ("env:PIMREPORT_SIGN_PASSWORD", "keyring:pimreport/sign-password")
_MAIL_SECRET = ("env:PIMREPORT_MAIL_SECRET",)
"""Where each is looked for if no reference says; a prompt comes last."""


def mail_secret(profile: Profile, what: str) -> Secret:
    """The password, token or client secret; ``what`` it is, for prompt and error."""
    return _fetched(profile.secret, _MAIL_SECRET, what, confirm=False)


def pdf_password(profile: Profile) -> Secret:
    """The password that will open the PDF."""
    return pdf_password_from(profile.pdf_password)


def pdf_password_from(reference: str, *, confirm: bool = True) -> Secret:
    """The same, from a reference; empty: environment, keyring, prompt. ``confirm``: ask twice."""
    return _fetched(reference, _PDF_PASSWORD, "password for the PDF", confirm=confirm)


def signing_password() -> Secret:
    """The password of the PKCS#12 file: environment, keyring, prompt."""
    return _fetched("", _SIGNING_PASSWORD, "password of the signing key", confirm=False)


def _fetched(reference: str, usual: tuple[str, ...], what: str, *, confirm: bool) -> Secret:
    if reference and reference != "prompt":
        return fetch(reference, what)
    refusals: list[str] = []
    for place in usual:
        try:
            return fetch(place, what)
        except UsageError as error:
            refusals += error.problems
    if not sys.stdin.isatty():
        raise UsageError(*refusals)
    try:
        told = click.prompt(f"The {what}", hide_input=True, confirmation_prompt=confirm, err=True)
    except click.Abort:
        message = f"No {what} was given."
        raise UsageError(message) from None
    return Secret(told)
