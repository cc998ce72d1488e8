"""A throw-away authority and the keys it vouches for, as PKCS#12 files."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "correct horse battery"  # noqa: S105  # opens nothing but throw-away keys
EXPIRED = datetime(2020, 1, 1, tzinfo=UTC)


@cache
def authority() -> trustme.CA:
    """The same one for all tests of a run."""
    return trustme.CA()


def pem(folder: Path, of: trustme.CA | None = None) -> Path:
    """The certificate of the authority, in a file."""
    path = folder / "authority.pem"
    path.write_bytes((of or authority()).cert_pem.bytes())
    return path


def key_file(folder: Path, name: str = "Ada Lovelace", *, until: datetime | None = None) -> Path:
    """A PKCS#12 file with a key, its certificate and the authority's."""
    issued = authority().issue_cert(
        "ada@contoso.example", common_name=name, not_after=until, key_type=trustme.KeyType.RSA
    )
    key = load_pem_private_key(issued.private_key_pem.bytes(), None)
    leaf = x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes())
    root = x509.load_pem_x509_certificate(authority().cert_pem.bytes())
    path = folder / "key.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"key",
            key,  # type: ignore[arg-type]  # any private key; this one is RSA
            leaf,
            [root],
            BestAvailableEncryption(PASSWORD.encode()),
        )
    )
    return path


def certificate_only(folder: Path) -> Path:
    """A PKCS#12 file without a key."""
    root = x509.load_pem_x509_certificate(authority().cert_pem.bytes())
    path = folder / "no-key.p12"
    lock = BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, None, root, None, lock))
    return path
