"""The message as another mail library reads it."""

from __future__ import annotations

import mailparser
import pytest
from letters import ADA, BOB, attachment, letter, summary

from pimreport.delivery.message import compose, draft, safe_file_name
from pimreport.delivery.summary import harmless

HOSTILE = "Evil\r\nBcc: all@evil.example\u202e<script>alert(1)</script>{{ 7*7 }}\x1b[2J" + "x" * 300


def test_another_library_reads_it() -> None:
    received = mailparser.parse_from_bytes(letter(ADA, cc=(BOB,)).bytes())
    assert received.to == [("", ADA)]
    assert received.cc == [("", BOB)]
    assert received.subject == "PIM for Groups, 2026-09-30: 7 critical, 13 high (Contoso)"
    assert received.message_id == "<1@contoso.example>"
    assert "critical       7" in received.text_plain[0]
    assert "Since 2026-06-30: 4 changes for the worse" in received.text_plain[0]
    assert "take over: 18, of which 2 under both protection models\r\n" in received.text_plain[0]
    assert ">7</td>" in received.text_html[0]
    assert [one["filename"] for one in received.attachments] == ["c.pdf"]
    assert received.attachments[0]["mail_content_type"] == "application/pdf"


def test_german() -> None:
    received = mailparser.parse_from_bytes(letter(ADA, language="de").bytes())
    assert received.subject.startswith("PIM für Gruppen, 2026-09-30: 7 kritisch")
    assert "kritisch       7" in received.text_plain[0]
    assert "Änderungen zum Schlechteren" in received.text_html[0]


def test_a_hostile_name_is_harmless() -> None:
    message = compose(letter(ADA, summary=summary(organisation=harmless(HOSTILE))))
    received = mailparser.parse_from_bytes(message.as_bytes())
    assert set(message.keys()) == {
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    }
    assert "\n" not in received.subject
    assert "\u202e" not in received.subject
    assert len(received.subject) < 100
    assert "<script>" not in received.text_html[0]
    assert "&lt;script&gt;" in received.text_html[0]
    assert "{{ 7*7 }}" in received.text_plain[0]
    assert "\x1b" not in received.text_plain[0]


def test_without_a_name() -> None:
    received = mailparser.parse_from_bytes(letter(summary=summary(organisation="")).bytes())
    assert received.subject == "PIM for Groups, 2026-09-30: 7 critical, 13 high"


def test_without_an_earlier_report_nothing_is_said_of_it() -> None:
    received = mailparser.parse_from_bytes(letter(summary=summary(movement=None)).bytes())
    assert "Since" not in received.text_plain[0]


def test_the_same_letter_is_the_same_bytes() -> None:
    assert letter().bytes() == letter().bytes()


def test_seven_bits_and_crlf() -> None:
    content = letter(language="de").bytes()
    assert content.isascii()
    assert content.count(b"\n") == content.count(b"\r\n")


def test_a_draft_is_unsent_and_undated() -> None:
    received = mailparser.parse_from_bytes(draft(letter(sender=None)))
    assert received.headers["X-Unsent"] == "1"
    assert not {"Date", "From", "Message-ID", "Auto-Submitted"} & set(received.headers)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("c.pdf", "c.pdf"),
        ('a"b\r\n.pdf', "a_b .pdf"),
        ("invoice\u202efdp.exe", "invoice_U_202E_fdp.exe"),
        ("../x.pdf", ".._x.pdf"),
    ],
)
def test_file_names(name: str, safe: str) -> None:
    assert safe_file_name(name).replace("__", "_") == safe
    received = mailparser.parse_from_bytes(letter(attachments=(attachment(name=name),)).bytes())
    assert len(received.attachments) == 1


@pytest.mark.parametrize(("language", "word"), [("en", "unknown"), ("de", "unbekannt")])
def test_what_is_unknown_is_no_zero(language: str, word: str) -> None:
    unknown = summary(seizable=None, certain=None)
    message = compose(letter(summary=unknown, language=language), parts=True)
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body is not None
        line = next(
            one
            for one in body.get_content().splitlines()
            if "take over" in one or "übernehmen" in one
        )
        assert word in line
        assert "None" not in line
