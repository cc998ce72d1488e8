"""A signature holds until a byte changes, names its signer, and leaves the document as it was."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pikepdf
import pytest
import signers
import trustme

from pimreport.delivery import signatures, signing
from pimreport.delivery.encrypt import encrypted
from pimreport.delivery.secret import Secret
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)
SECRET = Secret(signers.PASSWORD)


def a_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = "PIM for Groups: Contoso, 2026-09-30"
        document.docinfo["/Producer"] = "Somebody else"
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["pdf:Producer"] = "Somebody else"
        document.save(made, deterministic_id=True)
    return made.getvalue()


@pytest.fixture
def signed(tmp_path: Path) -> bytes:
    signer = signing.signer_of(signers.key_file(tmp_path), SECRET, NOW)
    return signing.signed(a_pdf(), signer)


def test_it_holds_and_leads_to_its_authority(signed: bytes, tmp_path: Path) -> None:
    (verdict,) = signatures.check(signed, signatures.authorities(signers.pem(tmp_path)))
    assert verdict.problems == ()
    assert verdict.trusted is True
    assert verdict.signer == "Ada Lovelace"
    assert verdict.signed[:4] == str(NOW.year)


def test_without_an_authority_it_says_that_nobody_vouched(signed: bytes) -> None:
    (verdict,) = signatures.check(signed)
    assert verdict.problems == ()
    assert verdict.trusted is None


def test_another_authority_does_not_vouch(signed: bytes, tmp_path: Path) -> None:
    trusted = signatures.authorities(signers.pem(tmp_path, of=trustme.CA()))
    (verdict,) = signatures.check(signed, trusted)
    assert "does not lead to an authority" in verdict.problems[0]


def test_the_document_before_it_is_untouched(signed: bytes) -> None:
    before = a_pdf()
    assert signed.startswith(before)
    with pikepdf.open(io.BytesIO(before)) as one, pikepdf.open(io.BytesIO(signed)) as other:
        assert dict(one.docinfo) == dict(other.docinfo)
        assert one.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()
        assert other.Root.AcroForm.Fields[0].V.SubFilter == "/ETSI.CAdES.detached"


def test_a_changed_byte_breaks_it(signed: bytes) -> None:
    at = signed.index(b"Somebody else")
    changed = signed[:at] + b"Nobody" + signed[at + 6 :]
    (verdict,) = signatures.check(changed)
    assert verdict.problems == ("the document was changed after it was signed",)


def test_what_is_appended_is_told(signed: bytes) -> None:
    (verdict,) = signatures.check(signed + _update(signed))
    assert verdict.problems == ("something was appended to the file after it was signed",)


def _update(signed: bytes) -> bytes:
    from pyhanko.pdf_utils.generic import TextStringObject  # noqa: PLC0415  # only here
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415

    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    writer.root["/Lang"] = TextStringObject("tlh")
    writer.update_root()  # type: ignore[no-untyped-call]  # pyHanko's
    made = io.BytesIO()
    writer.write(made)  # type: ignore[no-untyped-call]  # pyHanko's
    return made.getvalue()[len(signed) :]


def test_an_encrypted_pdf_can_be_signed_too(tmp_path: Path) -> None:
    signer = signing.signer_of(signers.key_file(tmp_path), SECRET, NOW)
    made = signing.signed(encrypted(a_pdf(), SECRET), signer, SECRET)
    assert signatures.is_encrypted(made)
    (verdict,) = signatures.check(made, signatures.authorities(signers.pem(tmp_path)), SECRET)
    assert verdict.problems == ()
    with pytest.raises(UsageError, match="does not open"):
        signatures.check(made, None, Secret("another password"))


def test_encrypting_a_signed_pdf_leaves_no_broken_signature_behind(signed: bytes) -> None:
    made = encrypted(signed, SECRET)
    assert signatures.check(made, None, SECRET) == ()
    with pikepdf.open(io.BytesIO(made), password=signers.PASSWORD) as document:
        assert "/AcroForm" not in document.Root
        assert "/Annots" not in document.pages[0]


def test_a_key_that_cannot_sign_is_told_with_its_reason(tmp_path: Path) -> None:
    good = signers.key_file(tmp_path)
    (tmp_path / "text.p12").write_text("no key", "utf-8")
    old = tmp_path / "old"
    old.mkdir()
    for path, secret, reason in (
        (good, Secret("another password"), "the password is another one"),
        (tmp_path / "text.p12", SECRET, "no PKCS#12 file"),
        (tmp_path / "none.p12", SECRET, "cannot be read"),
        (signers.certificate_only(tmp_path), SECRET, "no private key"),
        (signers.key_file(old, until=signers.EXPIRED), SECRET, "not now"),
    ):
        with pytest.raises(UsageError, match=reason):
            signing.signer_of(path, secret, NOW)


def test_what_is_no_pdf_and_what_is_no_certificate(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no PDF"):
        signatures.check(b"%PDF-1.7 and no more")
    path = tmp_path / "authority.pem"
    path.write_text("no certificate", "utf-8")
    with pytest.raises(UsageError, match="no certificates"):
        signatures.authorities(path)
    with pytest.raises(UsageError, match="cannot be read"):
        signatures.authorities(tmp_path / "none.pem")
