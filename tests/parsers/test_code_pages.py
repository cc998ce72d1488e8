"""Names in the code pages of the world: read right, or as Windows-1252 with a doubt, never otherwise."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from powershell import export_csv
from written import GROUP

from pimreport.parsers.characters.code_pages import settled
from pimreport.parsers.characters.decode import decode

NAMES = {
    "cp1250": "Paweł Wójcik|Michał|Łukasz Żak|Jiří Dvořák|Tomáš Černý|Erdős Pál|Szűcs Győző|Štefan Ľubomír|Timişoara|Đorđe Đurić|Kraków|Główni administratorzy",
    "cp1251": "Иван Петров|Администраторы домена|Юлія Шевченко|Ђорђе Николић|Българска група|Ольга",
    "cp1253": "Γιώργος Παπαδόπουλος|Διαχειριστές|Ελένη|ΔΙΑΧΕΙΡΙΣΤΕΣ",
    "cp1254": "Şükrü Yılmaz|Gül Şahin|İbrahim Çağrı|Ayşe|Özgür",
    "cp1255": "דוד כהן|מנהלים ראשיים|משה",
    "cp1256": "محمد علي|مسؤولو النظام|أحمد",
    "cp1257": "Jānis Bērziņš|Kęstutis Šimkus|Mõis Jõgi|Žydrūnas",
    "cp874": "สมชาย|ผู้ดูแลระบบ|กลุ่มผู้ดูแล|ไทย",
    "cp932": "山田太郎|管理者グループ|特権|システム",
    "gbk": "张伟|特权管理员组|王芳|全局管理员",
    "cp949": "김철수|전역 관리자|특권 관리자 그룹",
    "cp950": "張偉|全域管理員|特權管理員群組",
    "cp850": "Müller|José Núñez|Größe|Søren|François",
    "cp852": "Paweł Wójcik|Jiří Dvořák|Erdős Pál",
    "cp866": "Иван Петров|Администраторы домена|Ольга",
    "cp737": "Γιώργος Παπαδόπουλος|Ελένη",
}
WESTERN = [
    "Müller",
    "José Núñez",
    "Größe",
    "Søren Kjærgård",
    "Þórður Guðmundsson",
    "François Lefèvre",
    "João Conceição",
    "Ærø",
    "L’Hôpital",
    "“Quoted” – dash",
    "Straße²",
    "18 °C",
    "1º Mª",
    "Ñuñoa",
    "Zoë",
    "Åsa Öberg",
    "Größe³",
    "naïve",
    "ÄÖÜ",
    "Café®",
    "£5 m",
    "25 €",
    "€uro",
    "Ÿvonne",
    "Œuvre",
    "Šimon",
    "Peña–Nieto",
    "Crème brûlée",
    "¿Qué?",
    "«Équipe»",
    "§ 5",
    "Lluís Òdena",
    "Núria Muñoz",
    "Hjördís",
    "Väinö Mäkelä",
    "Bjørn",
    "Tórshavn",
    "Citroën",
    "Curaçao",
    "Agência de Segurança",
]


@pytest.mark.parametrize("codec", NAMES)
def test_a_list_of_names_is_read_in_its_own_code_page(codec: str) -> None:
    text = export_csv([{"Id": GROUP, "DisplayName": one} for one in NAMES[codec].split("|")])
    told = decode(text.encode(codec))
    assert told.text == text
    (warning,) = told.warnings
    assert warning.code == "ansi_code_page"
    assert "the only code page" in warning.message


@given(data=st.data(), codec=st.sampled_from(sorted(NAMES)))
def test_some_of_the_names_are_read_right_or_doubted(data: st.DataObject, codec: str) -> None:
    names = data.draw(st.lists(st.sampled_from(NAMES[codec].split("|")), min_size=1))
    told = settled("\n".join(names).encode(codec))
    if told.name != "Windows-1252":
        assert told.text == "\n".join(names)


@given(names=st.lists(st.sampled_from(WESTERN), min_size=1))
def test_western_names_are_western(names: list[str]) -> None:
    told = settled("\n".join(names).encode("cp1252"))
    assert told.text == "\n".join(names)


def test_what_cannot_be_told_names_the_characters_that_may_be_wrong() -> None:
    told = settled("Jiří Dvořák".encode("cp1250"))
    assert told.name == "Windows-1252"
    assert "á í ø" in told.sentence
    assert "likely wrong" in told.sentence
    assert "likely wrong" not in settled("Müller".encode("cp1252")).sentence


def test_the_lines_that_are_no_unicode_are_judged_alone() -> None:
    lines = [f'"{one}"\r\n' for one in ("Größe", "Иван Петров", "Ольга")]
    told = decode(lines[0].encode() + "".join(lines[1:]).encode("cp1251"))
    assert told.text == "".join(lines)
    assert "Cyrillic" in told.warnings[0].message


def test_bytes_that_are_in_no_code_page_are_kept() -> None:
    assert len(settled(b"\x81\x8d\x8f\x90\x9d").text) == len(b"\x81\x8d\x8f\x90\x9d")


def test_what_comes_after_the_words_that_are_looked_at_breaks_nothing() -> None:
    endings = ("".join(three) for three in product("abcdefghijklmno", repeat=3))
    names = "".join(f'"Główni{one}"\r\n' for one in endings).encode("cp1250")
    assert settled(names + b'"\x81\x83"\r\n').name == "Windows-1250 (Central Europe)"


def test_pairs_that_no_character_has_are_in_no_such_code_page() -> None:
    assert settled("特权管理员组".encode("gbk") + b"\xb0\xff\xd7\xff").name == "Windows-1252"


def test_two_foreign_bytes_in_many_words_are_no_korean() -> None:
    names = "\r\n".join(["Główni administratorzy"] * 20)
    assert settled(names.encode("cp1250")).text == names
