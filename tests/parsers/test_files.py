from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from pathlib import Path
from unittest.mock import patch

import pytest
from written import AS_OF, GROUP, eligible, export_csv

from pimreport.errors import UnusableExportsError
from pimreport.parsers import load, read

EXPORT = json.dumps([eligible()])


def _labels(*paths: Path) -> list[str]:
    return [source.file for source in load(paths, as_of=AS_OF).sources]


def test_folders_are_walked_and_sorted_and_labels_are_relative(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.json", "a.json", "b/c.json"):
        (tmp_path / name).write_text(EXPORT)
    assert _labels(tmp_path) == ["a.json", "z.json", "b/c.json"]


def test_labels_of_several_arguments_are_unique(tmp_path: Path) -> None:
    for name in ("one", "two/one"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "x.json").write_text(EXPORT)
    paths = (tmp_path / "one", tmp_path / "two" / "one", tmp_path / "one" / "x.json")
    assert _labels(*paths) == ["one/x.json", "one (2)/x.json", "x.json"]


def test_the_bytes_are_hashed(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(EXPORT)
    (source,) = load([path], as_of=AS_OF).sources
    assert source.sha256 == hashlib.sha256(EXPORT.encode()).hexdigest()
    assert source.bytes == len(EXPORT)


@pytest.mark.parametrize("name", ["desktop.ini", ".DS_Store", "Thumbs.db", "old.xlsx", "r.pdf", "README.txt", "x.ps1", "a.png", "~$x.csv"])  # fmt: skip
def test_what_is_no_export_is_passed_over(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(EXPORT)
    (tmp_path / name).write_text("whatever")
    sources = {source.file: source for source in load([tmp_path], as_of=AS_OF).sources}
    assert sources[name].passed_over
    assert sources[name].sha256 == hashlib.sha256(b"whatever").hexdigest()
    assert sources[name].error is None


def test_a_missing_path_is_a_problem_among_others(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(EXPORT)
    good, bad = load([tmp_path / "x.json", tmp_path / "y.json"], as_of=AS_OF).sources
    assert good.rows == 1
    assert bad.error is not None
    assert bad.error == f"There is no such file or folder: {tmp_path / 'y.json'}."


def test_a_missing_path_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnusableExportsError) as refusal:
        load([Path("nothere")], as_of=AS_OF)
    assert str(refusal.value) == "nothere: There is no such file or folder."


def test_a_workbook_that_was_given_is_told_how_to_be_saved(tmp_path: Path) -> None:
    (tmp_path / "groups.XLSX").write_bytes(b"PK\x03\x04")
    with pytest.raises(UnusableExportsError, match="save each of its sheets as CSV"):
        load([tmp_path / "groups.XLSX"], as_of=AS_OF)


def test_nothing_usable_lists_all_problems(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.csv").write_text('"IsReadOnly","IsFixedSize","IsSynchronized","Keys","Values","SyncRoot","Count"\n')  # fmt: skip
    with pytest.raises(UnusableExportsError) as refusal:
        load([tmp_path, tmp_path / "none"], as_of=AS_OF)
    assert len(refusal.value.problems) == 3


def test_links_to_other_places_are_not_followed(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside.json", tmp_path / "exports"
    outside.write_text(EXPORT)
    inside.mkdir()
    (inside / "x.json").write_text(EXPORT)
    (inside / "link.json").symlink_to(outside)
    link, export = load([inside], as_of=AS_OF).sources
    assert link.error is not None
    assert export.rows == 1


def _zip(path: Path, members: dict[str, str], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_archives_are_read_in_place(tmp_path: Path) -> None:
    path = _zip(
        tmp_path / "e.zip", {"in/x.json": EXPORT, "__MACOSX/._x.json": "", "../up.json": EXPORT}
    )
    sources = load([path], as_of=AS_OF).sources
    assert [(one.file, one.rows, one.duplicates, one.passed_over) for one in sources] == [
        ("e.zip/../up.json", 1, 0, False),
        ("e.zip/__MACOSX/._x.json", 0, 0, True),
        ("e.zip/in/x.json", 0, 1, False),
    ]
    assert list(tmp_path.iterdir()) == [path]


def test_an_archive_inside_a_folder_is_read(tmp_path: Path) -> None:
    _zip(tmp_path / "e.zip", {f"{GROUP}.json": EXPORT})
    assert _labels(tmp_path) == [f"e.zip/{GROUP}.json"]


def test_an_archive_that_unpacks_to_very_much_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "bomb.zip", {"x.json": " " * 20_000_000})
    with pytest.raises(UnusableExportsError, match="unpack it yourself"):
        load([path], as_of=AS_OF)


def test_no_archive_at_all_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK no")
    with pytest.raises(UnusableExportsError, match="no readable"):
        load([path], as_of=AS_OF)


def test_progress_names_each_file(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(EXPORT)
    told: list[str] = []
    load([tmp_path], as_of=AS_OF, progress=told.append)
    assert told == ["x.json"]


LIST = json.dumps(
    [
        {
            "id": f"{number:08d}-0000-4000-8000-000000000000",
            "displayName": "x",
            "userPrincipalName": f"{number}@contoso.com",
            "accountEnabled": True,
        }
        for number in range(3000)
    ]
)
"""Larger than one piece of the fast ways."""


def test_a_large_list_in_an_archive_is_not_unpacked_at_once(tmp_path: Path) -> None:
    path = _zip(tmp_path / "e.zip", {"users.json": LIST})
    sizes: list[int | None] = []
    real = zipfile.ZipExtFile.read

    def watched(self: zipfile.ZipExtFile, size: int | None = -1) -> bytes:
        sizes.append(size)
        return real(self, size)

    with patch.object(zipfile.ZipExtFile, "read", watched):
        (source,) = read([path], as_of=AS_OF).sources
    assert (source.rows, source.bytes) == (3000, len(LIST))
    assert source.sha256 == hashlib.sha256(LIST.encode()).hexdigest()
    assert max(size or 0 for size in sizes) < len(LIST)
    assert min(size or 0 for size in sizes) > 0


@pytest.mark.parametrize("at", [200, -200], ids=["in its head", "in its end"])
@pytest.mark.parametrize("content", [LIST, export_csv(json.loads(LIST))], ids=["json", "csv"])
def test_a_damaged_list_in_an_archive_is_a_sentence(content: str, at: int, tmp_path: Path) -> None:
    path = _zip(tmp_path / "e.zip", {"users": content, "x.json": EXPORT}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    start = data.index(content.encode())
    place = start + at % len(content)
    data[place : place + 4] = b"ABCD"
    path.write_bytes(data)
    damaged, whole = read([path], as_of=AS_OF).sources
    assert damaged.error == "It cannot be unpacked (Bad CRC-32 for file 'users')."
    assert (damaged.rows, whole.rows) == (0, 1)


def test_a_member_that_is_larger_than_declared_is_cut_and_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "e.zip", {"users.json": LIST, "x.json": EXPORT})
    declared, less = (struct.pack("<I", size) for size in (len(LIST), 5000))
    path.write_bytes(path.read_bytes().replace(declared, less))
    lying, whole = read([path], as_of=AS_OF).sources
    assert lying.error is not None
    assert "unpacked" in lying.error
    assert (lying.rows, whole.rows) == (0, 1)
