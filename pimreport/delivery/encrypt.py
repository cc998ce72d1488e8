"""The PDF that leaves the house: AES-256, opened by the password and by nothing else."""

from __future__ import annotations

import io
import re
import secrets
from typing import TYPE_CHECKING, Any

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pimreport.delivery.secret import Secret

SHORTEST = 12
"""Characters of a password: whoever gets the file can try passwords as fast as they like."""
_LONGEST = 127
"""Bytes that revision 6 of PDF encryption looks at."""


def encrypted(pdf: bytes, password: Secret, inside: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF under the password (AES-256, revision 6).

    Encrypting writes every byte anew, so no signature could hold: one on the PDF is left out, lest
    a reader take the copy for a forgery.

    Args:
        pdf: the document.
        password: what opens it.
        inside: other outputs by file name, embedded and thereby encrypted with it.

    Raises:
        UsageError: the password is too weak to protect it.
    """
    import pikepdf  # noqa: PLC0415  # loaded when used

    value = accepted(password)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for name, content in (inside or {}).items():
            document.attachments[name] = pikepdf.AttachedFileSpec(
                document,
                content,
                description=name,
                filename=name,
                mime_type="application/octet-stream",
                creation_date="",
                mod_date="",
            )
        _unsign(document)
        made = io.BytesIO()
        # A random owner password: whoever may read must not be able to lift the encryption off.
        lock = pikepdf.Encryption(user=value, owner=secrets.token_urlsafe(32), R=6)
        document.save(made, encryption=lock)
    return made.getvalue()


def _unsign(document: Any) -> None:  # noqa: ANN401  # pikepdf has no types here
    form = document.Root.get("/AcroForm")
    fields = list(form.get("/Fields", [])) if form is not None else []
    signatures = {one.objgen for one in fields if one.get("/FT") == "/Sig"}
    if not signatures:
        return
    others = [one for one in fields if one.objgen not in signatures]
    if others:
        form["/Fields"] = others
        form["/SigFlags"] = 0
    else:
        del document.Root["/AcroForm"]
    for page in document.pages:
        kept = [one for one in page.get("/Annots", []) if one.objgen not in signatures]
        if "/Annots" in page:
            page["/Annots"] = kept
            if not kept:
                del page["/Annots"]


def accepted(password: Secret) -> str:
    """The password, if it can protect a file and every PDF reader takes it."""
    value = password.reveal()
    if not value.isascii() or not value.isprintable():
        message = "The PDF's password may hold letters, digits and signs of ASCII only: not every PDF reader takes others."
    elif not SHORTEST <= len(value) <= _LONGEST:
        message = f"The PDF's password needs {SHORTEST} to {_LONGEST} characters."
    else:
        return value
    raise UsageError(message)


def is_encrypted(pdf: bytes, name: str) -> bool:
    """Whether it asks for a password already.

    Raises:
        UsageError: it is no PDF.
    """
    import pikepdf  # noqa: PLC0415  # loaded when used

    try:
        with pikepdf.open(io.BytesIO(pdf)):
            return False
    except pikepdf.PasswordError:
        return True
    except pikepdf.PdfError:
        message = f"{name} is no PDF, or it is damaged."
        raise UsageError(message) from None


def day_of(pdf: bytes) -> str | None:
    """The date that a report's title ends in, if it does."""
    import pikepdf  # noqa: PLC0415  # loaded when used

    with pikepdf.open(io.BytesIO(pdf)) as document:
        title = str(document.docinfo.get("/Title", ""))
    found = re.search(r", (\d{4}-\d\d-\d\d\S*)$", title)
    return found[1] if found else None
