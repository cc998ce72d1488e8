"""Small files that would keep a careless reader busy for hours, or out of memory."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from typing import TYPE_CHECKING

import pytest
from written import ADA, AS_OF, GROUP

from pimreport import parsers
from pimreport.parsers import paging
from pimreport.parsers.reader import read

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 3.0
"""Of processor time; each of these took at least five times as long, and grew with the square."""
_OBJS = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'


def _written_date(text: str) -> str:
    return (
        f'"PrincipalId","GroupId","AccessId","StartDateTime"\n"{ADA}","{GROUP}","member","{text}"\n'
    )


def _each_twice_the_one_before() -> str:
    objects = '<Obj RefId="0"><MS><S N="Id">x</S></MS></Obj>' + "".join(
        f'<Obj RefId="{n}"><LST><Ref RefId="{n - 1}"/><Ref RefId="{n - 1}"/></LST></Obj>'
        for n in range(1, 40)
    )
    return f"{_OBJS}{objects}</Objs>"


@pytest.mark.parametrize(
    "content",
    [
        "+ACI" * 60_000,
        _written_date(f"1/2/2026 {' ' * 60_000}x"),
        '{"@odata.context":"$metadata#users' + "(" * 30_000 + ")" * 30_000 + '","value":[]}',
        _each_twice_the_one_before(),
    ],
    ids=["UTF-7 without end", "date of blanks", "nested parentheses", "references to references"],
)
def test_a_file_takes_no_longer_than_its_size(content: str) -> None:
    begun = time.process_time()
    read("x.json", content.encode(), None)
    assert time.process_time() - begun < _SECONDS


@pytest.mark.parametrize("value", ["<I32>many</I32>", "<Db>much</Db>", "<Db>NaN</Db>"])
def test_clixml_whose_numbers_are_none_is_refused(value: str) -> None:
    problem = read("x.xml", f"{_OBJS}{value}</Objs>".encode(), None).problem
    assert problem is not None
    assert "CLIXML is broken" in problem.sentence


def test_the_number_in_a_name_is_found_at_once() -> None:
    begun = time.process_time()
    assert paging.follower("1" * 3_000 + "a1.json") is None
    assert paging.follower("page9.json") == "page10.json"
    assert time.process_time() - begun < _SECONDS


def test_an_archive_is_opened_once_however_many_files_it_holds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for number in range(1_500):
            archive.writestr(f"{number}.json", "[]")
    begun = time.process_time()
    parsers.read([tmp_path / "x.zip"], as_of=AS_OF)
    assert time.process_time() - begun < _SECONDS


def test_a_member_packed_by_lzma_and_damaged_is_told(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("x.json", "[]" * 500)
    content = bytearray(packed.getvalue())
    start = 30 + struct.unpack_from("<H", content, 26)[0]
    content[start + 4 : start + 9] = b"\xff" * 5
    (tmp_path / "x.zip").write_bytes(content)
    (source,) = parsers.read([tmp_path / "x.zip"], as_of=AS_OF).sources
    assert "cannot be unpacked" in str(source.error)
