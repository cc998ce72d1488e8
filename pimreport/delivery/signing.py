"""An electronic signature on the PDF (PAdES, invisible), made offline from a PKCS#12 file.

It is an incremental update: not a byte of the document before it changes, so PDF/A-3 holds on. A
signature names its moment, so two signed copies differ where two unsigned ones are the same bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pyhanko.sign.signers import SimpleSigner

    from pimreport.delivery.secret import Secret

_FIELD = "Signature"
_INSTALL = "Signatures need one more package: pip install 'pimreport[sign]'"


def installed() -> None:
    """Nothing, if the package for signatures is there.

    Raises:
        UsageError: it is not, with the command that installs it.
    """
    try:
        import pyhanko.sign  # noqa: F401, PLC0415  # an optional extra
    except ImportError:
        raise UsageError(_INSTALL) from None


def signer_of(path: Path, password: Secret, now: datetime) -> SimpleSigner:
    """What signs: the key and certificates in a PKCS#12 file (``.p12``, ``.pfx``).

    Raises:
        UsageError: it cannot be read or opened, holds no key, or its certificate is not valid now.
    """
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415  # as below
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415  # loaded when used

    secret = password.reveal().encode()
    try:
        content = path.read_bytes()
        key, certificate, _ = pkcs12.load_key_and_certificates(content, secret)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise UsageError(message) from None
    except ValueError:
        message = f"{path} cannot be opened: it is no PKCS#12 file, or the password is another one."
        raise UsageError(message) from None
    if key is None or certificate is None:
        message = f"{path} holds no private key with its certificate: export both into it."
        raise UsageError(message)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= now <= last:
        message = (
            f"The certificate in {path} is valid from {first:%Y-%m-%d} to {last:%Y-%m-%d}, not now."
        )
        raise UsageError(message)
    signer: SimpleSigner = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=secret)
    return signer


def signed(pdf: bytes, signer: SimpleSigner, password: Secret | None = None) -> bytes:
    """The PDF with a signature over all of it.

    Args:
        pdf: the document as it is to stay.
        signer: from :func:`signer_of`.
        password: what opens the PDF, if it is encrypted.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415  # loaded when used
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415  # as above
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner  # noqa: PLC0415  # as above

    class Appended(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave the metadata as it is: PDF/A demands that XMP and Info say the same."""

    writer = Appended(io.BytesIO(pdf))
    if password is not None:
        writer.encrypt(password.reveal())  # type: ignore[no-untyped-call]  # pyHanko's
    settings = PdfSignatureMetadata(
        field_name=_FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    made = PdfSigner(settings, signer=signer, new_field_spec=SigFieldSpec(_FIELD)).sign_pdf(writer)
    content: bytes = made.getvalue()
    return content
