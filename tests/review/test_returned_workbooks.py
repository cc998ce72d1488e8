"""Workbooks come back from outside: whatever they are, the answer is a sentence."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import campaigns
import ooxml
import openpyxl
import pytest

from pimreport.errors import UsageError
from pimreport.review import caps, opening, sheets, xlsx
from pimreport.review.form import Occasion, form
from pimreport.review.reviewers import Rule, is_subject
from pimreport.review.rows import Row
from pimreport.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def row(number: int = 1, **told: str) -> Row:
    facts: dict[str, Any] = {
        "key": f"g/{number}/member",
        "group": "g",
        "principal": str(number),
        "access": "member",
        "person": f"Person {number}",
        "upn": f"p{number}@x.example",
        "group_name": "Tier 0",
        "held_as": "eligible member",
        "leads_to": "Global Administrator (after activating)\nTeams Administrator (after activating)",
        "account": "enabled",
    }
    return Row(**(facts | told))


def book(*rows: Row) -> bytes:
    occasion = Occasion(
        tenant="Contoso",
        tenant_id="t",
        as_of="2026-09-30",
        moment=datetime(2026, 9, 30, tzinfo=UTC),
        opened="2026-10-01",
        due="2026-10-15",
        snapshot="abc",
    )
    return form(occasion, rows, "", "review.xlsx")


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one part replaced, and nothing compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(buffer, "w") as made:
        for info in given.infolist():
            made.writestr(info.filename, part if info.filename == name else given.read(info))
    return buffer.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review.xlsx"


@pytest.mark.parametrize(
    "name", ["_x0041_ & <b>", "=1+1", "a\nb  c", "Ω é 中文 𝔘", "_x005F_x0041_", "'quoted\""]
)
def test_every_name_comes_back_as_it_went_out(path: Path, name: str) -> None:
    path.write_bytes(book(row(person=visible(name))))
    ((_, cells),) = sheets.read(path).lines
    assert cells["Person"] == visible(name)
    saved = openpyxl.load_workbook(path)
    saved.save(path)
    ((_, again),) = sheets.read(path).lines
    assert again["Row key"] == "g/1/member"


def test_nothing_to_review_is_a_workbook_too(path: Path) -> None:
    path.write_bytes(book())
    assert sheets.read(path).lines == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no workbook"),
        (b"PK\x03\x04 cut off", "no workbook"),
        (b"Person;Group\n", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "without a password"),
    ],
)
def test_no_workbook_at_all(path: Path, content: bytes, told: str) -> None:
    path.write_bytes(content)
    with pytest.raises(UsageError, match=told):
        sheets.read(path)


def test_another_kind_of_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.xlsx or \.ods"):
        sheets.read(tmp_path / "review.docx")


def test_a_workbook_that_is_no_review(path: Path) -> None:
    openpyxl.Workbook().save(path)
    with pytest.raises(UsageError, match="no sheet 'Review'"):
        sheets.read(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml"])
@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE x [<!ENTITY e "boom">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">',
    ],
)
def test_entities_and_document_types_are_refused(path: Path, part: str, attack: str) -> None:
    if "sheet2" in part:
        cell = f'<c r="A1" t="inlineStr"><is><t>{"&e;" if "ENTITY" in attack else "x"}</t></is></c>'
        text = f'{attack}<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    else:
        text = f'{attack}<workbook xmlns="{MAIN}"><sheets/></workbook>'
    path.write_bytes(with_part(book(row()), part, text.encode()))
    with pytest.raises(UsageError, match="no readable workbook"):
        sheets.read(path)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels"])
def test_a_broken_part(path: Path, part: str) -> None:
    path.write_bytes(with_part(book(row()), part, b"<worksheet><row"))
    with pytest.raises(UsageError, match="no readable workbook"):
        sheets.read(path)


def test_a_bomb_is_not_unpacked(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (caps.MOST_RATIO << 16))
    with pytest.raises(UsageError, match="times its size"):
        sheets.read(path)


_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
)
_BETWEEN = caps.MOST_BETWEEN // len("<c><v>1</v></c>") + 1


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet2.xml", _SHEET % f"<row>{'<c><v>1</v></c>' * _BETWEEN}</row>"),
        ("xl/worksheets/sheet2.xml", _SHEET % ("<cols><col/></cols>" * _BETWEEN)),
        ("xl/worksheets/sheet2.xml", _SHEET % f"<row/>{'<cols><col/></cols>' * _BETWEEN}"),
        ("xl/workbook.xml", _SHEET % ("<sheets/>" * (caps.MOST_AT_ONCE // 9))),
        ("docProps/custom.xml", _SHEET % ("<p/>" * (caps.MOST_AT_ONCE // 4))),
    ],
    ids=["one row", "no row", "after a row", "sheets", "properties"],
)
def test_what_no_review_holds_is_not_held_in_memory(path: Path, part: str, content: str) -> None:
    path.write_bytes(with_part(book(row()), part, content.encode()))
    with pytest.raises(UsageError, match="no readable workbook"):
        sheets.read(path)


def test_elements_between_rows_are_forgotten(path: Path) -> None:
    many = _SHEET % ("<!-- x -->" + "<sheetData><x/><row/></sheetData>" * 9)
    path.write_bytes(with_part(book(row()), "xl/worksheets/sheet2.xml", many.encode()))
    with caps.opened(path) as archive:
        content = caps.metered(archive, "xl/worksheets/sheet2.xml")
        left = [
            len(one.getroottree().getroot())
            for one in xlsx._elements(content, f"{xlsx._MAIN}row")  # what it holds
        ]
    assert left[-1] <= 3


def test_more_cells_than_any_review_has(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.write_bytes(book(row(), row(1)))
    assert sheets.read(path).lines
    monkeypatch.setattr(caps, "MOST_CELLS", 40)
    with pytest.raises(UsageError, match="no readable workbook"):
        sheets.read(path)


def test_too_many_members(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(caps.MOST_MEMBERS + 1):
            archive.writestr(str(number), b"")
    with pytest.raises(UsageError, match="files"):
        sheets.read(path)


@pytest.mark.parametrize("content", [b"<x/>", b'<!DOCTYPE x [<!ENTITY e "y">]><x>&e;</x>', b"<x"])
def test_a_strange_ods(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "review.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
        archive.writestr("meta.xml", b"<x/>")
    with pytest.raises(UsageError):
        sheets.read(path)


def test_a_workbook_for_twenty_thousand_rows_takes_seconds(path: Path) -> None:
    many = [row(number) for number in range(20_000)]
    start = time.perf_counter()
    path.write_bytes(book(*many))
    assert len(sheets.read(path).lines) == len(many)
    assert time.perf_counter() - start < 30, "far from the five seconds it takes"


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        ("Ida=*", True),
        ("Ida=tier*", True),
        ("Ida=group:TIER 0", True),
        ("Ida=group:Tier", False),
        ("Ida=role:Teams Administrator", True),
        ("Ida=role:Exchange*", False),
        ("Ida=person:p1@x.example", True),
        ("Ida=access:owner", False),
    ],
)
def test_rules(rule: str, *, fits: bool) -> None:
    assert Rule.parse(rule).fits(row()) is fits


@pytest.mark.parametrize("rule", ["Ida", "=group:*", "Ida=", "Ida=group:"])
def test_rules_that_say_nothing(rule: str) -> None:
    with pytest.raises(UsageError, match="NAME=RULE"):
        Rule.parse(rule)


@pytest.mark.parametrize(
    ("reviewer", "own"),
    [
        ("p1@x.example", True),
        ("Person One <P1@X.example>", True),
        ("Person 1 <other@x.example>", False),
        ("person  1", True),
        ("Person 2", False),
        ("1", True),
        ("1, Person", True),
        ("Per⟦U+200B⟧son 1", True),
        ("p1", True),
        ("mailto:p1@x.example", True),
        ("Person", False),
        ("Person 1 Two", False),
    ],
)
def test_who_reviews_themselves(reviewer: str, *, own: bool) -> None:
    assert is_subject(reviewer, row()) is own


def test_a_form_saved_twice_is_not_guessed_about(tmp_path: Path) -> None:
    campaign = campaigns.opened(tmp_path / "q3", campaigns.small())
    (campaign.folder / "review.ods").write_bytes(b"")
    with pytest.raises(UsageError, match="no workbook"):
        campaigns.judged(campaign)
    campaigns.edit(
        campaign.folder / "review.xlsx",
        lambda page: campaigns.put(page, "Ada", Reviewed_on=date(2026, 10, 2)),
    )
    with pytest.raises(UsageError, match="both edited"):
        campaigns.judged(campaign)


def test_a_workbook_that_could_not_be_read_back_is_not_handed_out() -> None:
    hers = [row(reviewer="Ida")] * opening.MOST_ROWS
    rows = [*hers, row(reviewer="Liam")]
    with pytest.raises(UsageError, match=r"review.xlsx would have 150,001 rows.*--apart"):
        opening.parted(rows, apart=False)
    told = opening.parted(rows, apart=True)
    assert [len(theirs) for _, theirs in told.values()] == [opening.MOST_ROWS, 1]


@pytest.mark.parametrize("apart", [False, True])
def test_excel_has_nothing_to_repair_in_what_is_handed_out(tmp_path: Path, *, apart: bool) -> None:
    first = campaigns.opened(tmp_path / "q3", campaigns.small())
    campaigns.edit(first.folder / "review.xlsx", campaigns.approve_all)
    later = campaigns.opened(
        tmp_path / "q4",
        campaigns.small("2026-12-31T12:00:00Z"),
        as_of="2026-12-31",
        on=date(2027, 1, 4),
        previous=campaigns.closed(first).folder,
        apart=apart,
    )
    assert later.forms
    for one in later.forms:
        assert ooxml.problems(later.folder / one.file) == []


def test_rows_that_repeat_without_end_are_refused(tmp_path: Path) -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    row = (
        '<t:table-row t:number-rows-repeated="100000"><t:table-cell o:value-type="string">'
        "<x:p>a</x:p></t:table-cell></t:table-row>"
    )
    path = tmp_path / "review.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "content.xml",
            f'<o:body xmlns:o="{names}office:1.0" xmlns:t="{names}table:1.0" xmlns:x="{names}text:1.0">'
            f'<t:table t:name="Review">{row * 20}</t:table></o:body>',
        )
        archive.writestr("meta.xml", b"<x/>")
    with pytest.raises(UsageError, match="no readable workbook"):
        sheets.read(path)
