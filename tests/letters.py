"""Letters and their parts for the tests of delivery."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from typing import Any

import pikepdf

from pimreport.delivery.message import Attachment, Letter
from pimreport.delivery.recipients import Recipients
from pimreport.delivery.summary import Movement, Summary

ADA, BOB, EVE = "ada@contoso.example", "bob@contoso.example", "eve@auditor.example"


def summary(**changes: Any) -> Summary:  # noqa: ANN401  # whatever a field holds
    given: dict[str, Any] = {
        "organisation": "Contoso",
        "as_of": "2026-09-30",
        "campaign": "tenant 2026-09-30",
        "severities": {"critical": 7, "high": 13, "medium": 21, "low": 44, "info": 10},
        "accepted": 3,
        "groups": 15,
        "people": 32,
        "seizable": 18,
        "certain": 2,
        "not_assessed": 1,
        "missing": 2,
        "movement": Movement(since="2026-06-30", worse=4, changed=5, better=6),
    }
    return Summary(**given | changes)


def attachment(content: bytes = b"%PDF-1.7 made up", name: str = "c.pdf") -> Attachment:
    original = hashlib.sha256(content).hexdigest()
    return Attachment(name=name, content=content, original=original, encrypted=True)


def letter(*to: str, cc: tuple[str, ...] = (), **changes: Any) -> Letter:  # noqa: ANN401  # whatever a field holds
    given: dict[str, Any] = {
        "sender": "pim@contoso.example",
        "recipients": Recipients(to=to or (ADA,), cc=cc),
        "summary": summary(),
        "attachments": (attachment(),),
        "language": "en",
        "message_id": "<1@contoso.example>",
        "date": datetime(2026, 10, 1, 8, tzinfo=UTC),
    }
    return Letter(**given | changes)


def a_pdf(title: str = "PIM for Groups: Contoso, 2026-09-30") -> bytes:
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = title
        document.save(made, deterministic_id=True)
    return made.getvalue()
