from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pimreport.parsers.characters.decode import decode

MARKED = {
    "UTF-8 with byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16 big-endian": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-32": lambda text: b"\xff\xfe\0\0" + text.encode("utf-32-le"),
    "UTF-32 big-endian": lambda text: b"\0\0\xfe\xff" + text.encode("utf-32-be"),
}
PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"))


@pytest.mark.parametrize("encoding", MARKED)
@given(text=PLAIN)
def test_a_mark_decides(encoding: str, text: str) -> None:
    decoded = decode(MARKED[encoding]('"' + text + '"\r\n'))
    assert decoded.text == '"' + text + '"\r\n'
    assert decoded.encoding == encoding
    assert not decoded.warnings


@given(text=PLAIN)
def test_utf8_without_a_mark_is_the_first_guess(text: str) -> None:
    assert decode(('{"name":"' + text + '"}').encode()).text == '{"name":"' + text + '"}'


@given(data=st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    decode(data)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ('"Größe"'.encode("cp1252"), '"Größe"', "ANSI (Windows-1252)"),
        (b'"Gr??e"', '"Gr??e"', "ASCII"),
        (b"+ACI-Gr+APY-+AN8-e+ACI-", '"Größe"', "UTF-7"),
        ('[{"a": 1}]'.encode("utf-16-le"), '[{"a": 1}]', "UTF-16 without byte order mark"),
        (b'{"a":1}\r\n' + '{"b":"ö"}'.encode("utf-16-le"), '{"a":1}\r\n{"b":"ö"}', "ASCII, then UTF-16"),
        ('{"a":1}\r\n'.encode("utf-16") + '{"b":"ö"}'.encode(), '{"a":1}\r\n{"b":"ö"}', "UTF-16, then UTF-8"),
        (b"", "", "ASCII"),
        (b"\xff\xfe", "", "UTF-16"),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_every_way_powershell_writes(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_a_file_cut_in_half_says_so() -> None:
    decoded = decode('[{"displayName":"ö"}]'.encode("utf-16")[:-1])
    assert [warning.code for warning in decoded.warnings] == ["undecodable"]


def test_a_guessed_code_page_says_so() -> None:
    assert [one.code for one in decode("Müller".encode("cp1252")).warnings] == ["ansi_code_page"]


LINES = st.lists(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters='\0\ufeff\r\n"'), max_size=20
    ).map(lambda text: f'"{text}"\r\n'),
    min_size=1,
    max_size=3,
).map("".join)


@given(parts=st.lists(LINES, min_size=1, max_size=5), wide=st.booleans(), marked=st.booleans())
def test_every_stretch_is_read_in_its_own_width(
    parts: list[str],
    wide: bool,  # noqa: FBT001
    marked: bool,  # noqa: FBT001
) -> None:
    data = (b"\xff\xfe" if wide else b"\xef\xbb\xbf") if marked else b""
    for number, part in enumerate(parts):
        data += part.encode("utf-16-le" if wide is (number % 2 == 0) else "utf-8")
    assert decode(data).text == "".join(parts)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ('"ö"\r\n'.encode("utf-32-le"), '"ö"\r\n', "UTF-32 without byte order mark"),
        ('"ö"\r\n'.encode("utf-32-be"), '"ö"\r\n', "UTF-32 big-endian without byte order mark"),
        (b'"\xf6"\r\n' + '"ü"\r\n'.encode(), '"ö"\r\n"ü"\r\n', "UTF-8, then ANSI (Windows-1252)"),
        ('"ö","Ü'.encode()[:-1], '"ö","\ufffd', "UTF-8"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_marks_do_not_tell(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)
