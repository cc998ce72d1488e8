from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from written import AS_OF, GROUP, eligible

from pimreport.errors import UnusableExportsError
from pimreport.parsers import load

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
