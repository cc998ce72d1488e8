"""The files of a delivery: the right ones, of one report, encrypted."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdf
import pytest
from letters import a_pdf

from pimreport.delivery.parcel import pack
from pimreport.delivery.secret import Secret
from pimreport.delivery.summary import read_summary
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PASSWORD = "correct horse battery"  # noqa: S105  # of the PDF in this test


def report(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  # whatever a field holds
    return {
        "schema": "pimreport/report/1",
        "as_of": "2026-09-30",
        "tenant": {"id": "t", "name": "Contoso"},
        "summary": {
            "severities": {"critical": 1, "high": 2, "medium": 3, "low": 4, "info": 5},
            "accepted": 6,
            "groups": 7,
            "people": 8,
            "seizable": 9,
            "seizable_either_way": 2,
            "assessments": {"pass": 1, "findings": 2, "not-assessed": 3},
            "missing": 4,
        },
    } | changes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "c.pdf").write_bytes(a_pdf())
    (tmp_path / "c.json").write_text(json.dumps(report()))
    return tmp_path


def password() -> Secret:
    return Secret(PASSWORD)


def test_the_pdf_opens_with_the_password_and_not_without(folder: Path) -> None:
    parcel = pack([folder / "c.pdf"], [], password)
    [one] = parcel.attachments
    for wrong in ("", "correct horse"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(one.content), password=wrong)
    with pikepdf.open(io.BytesIO(one.content), password=PASSWORD) as document:
        assert document.encryption.bits == 256
        assert document.encryption.R == 6
        assert len(document.pages) == 1
        assert not document.owner_password_matched
    other = pypdf.PdfReader(io.BytesIO(one.content))
    assert other.is_encrypted
    assert not other.decrypt("")
    assert other.decrypt(PASSWORD)
    assert b"Contoso" not in one.content


def test_other_outputs_travel_inside(folder: Path) -> None:
    (folder / "c.xlsx").write_bytes(b"workbook of names")
    [one] = pack([folder / "c.pdf"], [folder / "c.xlsx"], password).attachments
    assert b"workbook of names" not in one.content
    with pikepdf.open(io.BytesIO(one.content), password=PASSWORD) as document:
        assert document.attachments["c.xlsx"].get_file().read_bytes() == b"workbook of names"


def test_not_encrypted_when_told(folder: Path) -> None:
    (folder / "c.xlsx").write_bytes(b"workbook")
    parcel = pack([folder / "c.pdf", folder / "c.json"], [folder / "c.xlsx"], None)
    assert [(one.name, one.encrypted) for one in parcel.attachments] == [
        ("c.pdf", False),
        ("c.xlsx", False),
    ]


def test_what_is_encrypted_already_goes_as_it_is(folder: Path) -> None:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as document:
        document.save(made, encryption=pikepdf.Encryption(user="u" * 12, owner="o", R=6))
    (folder / "c.pdf").write_bytes(made.getvalue())
    parcel = pack([folder / "c.pdf"], [], lambda: pytest.fail("nothing to encrypt"))
    assert parcel.attachments[0].encrypted
    assert parcel.attachments[0].content == made.getvalue()


@pytest.mark.parametrize(
    "weak", ["short", "elevenchars", "pässwörd that is long", "x" * 128, "a\nb" * 9]
)
def test_a_password_that_protects_nothing(folder: Path, weak: str) -> None:
    with pytest.raises(UsageError) as caught:
        pack([folder / "c.pdf"], [], lambda: Secret(weak))
    assert weak not in str(caught.value)


def _other_day(folder: Path) -> list[Path]:
    (folder / "c.json").write_text(json.dumps(report(as_of="2026-06-30")))
    return [folder / "c.pdf"]


def _no_pdf(folder: Path) -> list[Path]:
    (folder / "c.pdf").write_text("no PDF")
    return [folder / "c.pdf"]


def _no_json(folder: Path) -> list[Path]:
    (folder / "c.json").unlink()
    return [folder / "c.pdf"]


def _two(folder: Path) -> list[Path]:
    return [folder / "c.pdf", folder / "d.pdf"]


def _workbook(folder: Path) -> list[Path]:
    return [folder / "c.xlsx"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (_other_day, "not one report"),
        (_no_pdf, "is no PDF"),
        (_no_json, "counts come from"),
        (_two, "one PDF"),
        (_workbook, "--also"),
    ],
)
def test_wrong_files(folder: Path, files: Callable[[Path], list[Path]], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        pack(files(folder), [], password)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"schema": "other"}',
        '{"schema": "pimreport/report/1"}',
        json.dumps(report(summary={"severities": {"critical": "<b>"}})),
        json.dumps(report(tenant=[])),
        json.dumps(report(changes={"changes": 5})),
        "[" * 100_000,
    ],
)
def test_a_json_that_is_no_report(tmp_path: Path, content: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(content)
    with pytest.raises(UsageError):
        read_summary(path)


def test_changes_are_counted_and_not_told(tmp_path: Path) -> None:
    rows = [{"direction": one, "sentence": "Ada got it"} for one in ("worse", "worse", "better")]
    changes = {"before": {"as_of": "2026-06-30"}, "changes": rows}
    path = tmp_path / "c.json"
    path.write_text(json.dumps(report(changes=changes)))
    movement = read_summary(path).movement
    assert movement is not None
    assert (movement.since, movement.worse, movement.better) == ("2026-06-30", 2, 1)
    assert "Ada" not in repr(read_summary(path))


def test_counts_that_are_unknown_are_read_as_such(folder: Path) -> None:
    numbers = report()["summary"] | {"seizable": None, "seizable_either_way": None}
    (folder / "c.json").write_text(json.dumps(report(summary=numbers)))
    told = read_summary(folder / "c.json")
    assert (told.seizable, told.certain) == (None, None)
