"""Whether the signatures on a PDF hold: offline, against the authorities that one names."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pimreport.delivery.secret import Secret

_USAGE = frozenset({"digital_signature", "non_repudiation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one signature shows.

    Attributes:
        signer: name in the certificate; whoever made the certificate chose it.
        signed: the moment that the signer's clock told, as text; empty if none is told.
        trusted: the certificate leads to a named authority; None: none was named.
        problems: why it does not hold, as sentences; none: it holds.
    """

    signer: str
    signed: str
    trusted: bool | None
    problems: tuple[str, ...]


def is_encrypted(pdf: bytes) -> bool:
    """A password opens it."""
    return bool(_reader(pdf).encrypted)


def check(
    pdf: bytes, trusted: Sequence[Any] | None = None, password: Secret | None = None
) -> tuple[Verdict, ...]:
    """One verdict per signature.

    Args:
        pdf: the document.
        trusted: certificates of the authorities, from :func:`authorities`; None: not asked.
        password: what opens the PDF, if it is encrypted.

    Raises:
        UsageError: it is no PDF, or the password is another one.
    """
    reader = _reader(pdf)
    if password is not None and reader.encrypted:
        from pyhanko.pdf_utils.crypt import AuthStatus  # noqa: PLC0415  # loaded when used

        if reader.decrypt(password.reveal()).status is AuthStatus.FAILED:
            message = "The password does not open the PDF."
            raise UsageError(message)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it prints what is told below
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    return tuple(_verdict(one, trusted) for one in reader.embedded_signatures)


def authorities(path: Path) -> list[Any]:
    """The certificates in a PEM or DER file.

    Raises:
        UsageError: there are none.
    """
    from asn1crypto import pem, x509  # noqa: PLC0415  # loaded when used

    try:
        content = path.read_bytes()
        parts = (
            [one[2] for one in pem.unarmor(content, multiple=True)]
            if pem.detect(content)
            else [content]
        )
        found = [x509.Certificate.load(one, strict=True) for one in parts]
        for one in found:
            one.native  # noqa: B018  # parsed only when it is asked
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise UsageError(message) from None
    except ValueError:
        message = f"{path} holds no certificates (PEM or DER)."
        raise UsageError(message) from None
    return found


def _reader(pdf: bytes) -> Any:  # noqa: ANN401  # pyHanko's own, an optional extra
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415  # loaded when used
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415  # as above

    try:
        return PdfFileReader(io.BytesIO(pdf))
    except PdfError:
        message = "The file is no PDF, or it is damaged."
        raise UsageError(message) from None


def _verdict(signature: Any, trusted: Sequence[Any] | None) -> Verdict:  # noqa: ANN401  # as above
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415  # loaded when used
    from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: PLC0415  # as above
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415  # as above

    status = validate_pdf_signature(
        signature,
        ValidationContext(trust_roots=list(trusted or ()), allow_fetching=False),
        key_usage_settings=KeyUsageConstraints(key_usage=_USAGE, match_all_key_usages=False),
    )
    certificate = status.signing_cert
    moment = status.signer_reported_dt
    return Verdict(
        signer=str(
            certificate.subject.native.get("common_name") or certificate.subject.human_friendly
        ),
        signed="" if moment is None else moment.isoformat(timespec="seconds"),
        trusted=None if trusted is None else bool(status.trusted),
        problems=tuple(_problems(status, trusted)),
    )


def _problems(status: Any, trusted: Sequence[Any] | None) -> Iterator[str]:  # noqa: ANN401  # as above
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415  # loaded when used

    if not status.intact:
        yield "the document was changed after it was signed"
    elif not status.valid:
        yield "the signature was not made by the key of its certificate"
    elif status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        yield "something was appended to the file after it was signed"
    if status.revoked:
        yield "the certificate was revoked"
    if trusted is not None and not status.trusted:
        yield "its certificate does not lead to an authority that was named as trusted"
