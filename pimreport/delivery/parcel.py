"""The files of a delivery: the JSON report for the counts, the PDF to attach, others with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.delivery import encrypt
from pimreport.delivery.message import Attachment
from pimreport.delivery.summary import read_summary
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from pimreport.delivery.secret import Secret
    from pimreport.delivery.summary import Summary

_LARGEST = 100 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What goes into a letter. ``folder``: where the report is, and with it the record."""

    summary: Summary
    attachments: tuple[Attachment, ...]
    folder: Path


def pack(
    files: Sequence[Path], also: Sequence[Path], password: Callable[[], Secret] | None
) -> Parcel:
    """Read and, with a password, encrypt.

    Args:
        files: a PDF, a JSON report, or both. The JSON beside a PDF is found by its name.
        also: other outputs to send; with a password they travel inside the encrypted PDF.
        password: asked for only when there is something to encrypt; None sends the files as
            they are.

    Raises:
        UsageError: a file is missing, is not what its name says, or is of another report.
    """
    document, report = _sorted_out(files)
    summary = read_summary(report)
    if document is None:
        if also and password is not None:
            message = (
                "Other outputs travel inside the encrypted PDF: give the PDF, or --no-encrypt."
            )
            raise UsageError(message)
        return Parcel(summary=summary, attachments=_plain(_contents(also)), folder=report.parent)
    content = _read(document)
    sealed = encrypt.is_encrypted(content, str(document))
    if not sealed:
        _refuse_other_report(content, document, summary, report)
    others = _contents(also)
    if password is None or sealed:
        if sealed and others and password is not None:
            message = f"{document} is encrypted already: nothing can be put into it."
            raise UsageError(message)
        first = _attachment(document.name, content, content, encrypted=sealed)
        return Parcel(summary=summary, attachments=(first, *_plain(others)), folder=document.parent)
    made = encrypt.encrypted(content, password(), others)
    first = _attachment(document.name, content, made, encrypted=True)
    return Parcel(summary=summary, attachments=(first,), folder=document.parent)


def _sorted_out(files: Sequence[Path]) -> tuple[Path | None, Path]:
    documents = [one for one in files if one.suffix.lower() == ".pdf"]
    reports = [one for one in files if one.suffix.lower() == ".json"]
    odd = [one for one in files if one not in documents and one not in reports]
    if odd or len(documents) > 1 or len(reports) > 1:
        message = "Give one PDF, one JSON report, or both; other outputs with --also."
        raise UsageError(message)
    document = documents[0] if documents else None
    if reports:
        return document, reports[0]
    beside = files[0].with_suffix(".json")
    if not beside.exists():
        message = (
            f"The counts come from the JSON report, and there is no {beside}: "
            "make it with -o, and give it after the PDF."
        )
        raise UsageError(message)
    return document, beside


def _refuse_other_report(content: bytes, document: Path, summary: Summary, report: Path) -> None:
    day = encrypt.day_of(content)
    if day is not None and day != summary.as_of:
        message = f"{document} is as of {day}, {report} as of {summary.as_of}: not one report."
        raise UsageError(message)


def _contents(paths: Sequence[Path]) -> dict[str, bytes]:
    found = {one.name: _read(one) for one in paths}
    if len(found) < len(paths):
        message = "Two of the files to send have the same name."
        raise UsageError(message)
    return found


def _plain(contents: Mapping[str, bytes]) -> tuple[Attachment, ...]:
    return tuple(
        _attachment(name, content, content, encrypted=False) for name, content in contents.items()
    )


def _attachment(name: str, original: bytes, content: bytes, *, encrypted: bool) -> Attachment:
    digest = hashlib.sha256(original).hexdigest()
    return Attachment(name=name, content=content, original=digest, encrypted=encrypted)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            message = f"{path} is too large to be mailed."
            raise UsageError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise UsageError(message) from None
