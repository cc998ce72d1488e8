from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from pimreport.model.evidence import Origin
from pimreport.wording import Text, english, joined, later, listed, speaking

DAY = date(2026, 9, 30)
MOMENT = datetime(2026, 9, 30, 14, 5, tzinfo=UTC)


def test_a_text_is_rendered_in_the_language_in_force() -> None:
    text = Text("policy of {role}", role="Global Administrator")
    assert str(text) == "policy of Global Administrator"
    with speaking("de"):
        assert str(text) == "Richtlinie der Rolle Global Administrator"
        assert english(text) == "policy of Global Administrator"
        with speaking("en"):
            assert str(text) == "policy of Global Administrator"
    assert f"{text}" == "policy of Global Administrator"


def test_texts_in_texts_follow_the_language() -> None:
    policy = Text("member policy of {group}", group="Tier 0")
    text = Text("{policy} (approval setting not exported)", policy=policy)
    with speaking("de"):
        assert str(text).startswith("Mitgliederrichtlinie von Tier 0 (")


@pytest.mark.parametrize(
    ("number", "told", "auf_deutsch"),
    [
        (0, "no people", "keine Personen"),
        (1, "one person", "eine Person"),
        (3, "three people", "drei Personen"),
        (1234, "1234 people", "1.234 Personen"),
    ],
)
def test_numbers_choose_the_form(number: int, told: str, auf_deutsch: str) -> None:
    text = Text.plural("{told} person", "{told} people", number)
    assert str(text) == told
    with speaking("de"):
        assert str(text) == auf_deutsch


def test_one_english_word_may_have_two_translations() -> None:
    assert str(Text("no")) == str(Text.distinct("number of things", "no")) == "no"
    assert Text("no") != Text.distinct("number of things", "no")
    with speaking("de"):
        assert str(Text("no")) == "nein"
        assert str(Text.distinct("number of things", "no")) == "keine"


def test_days_moments_and_numbers_follow_the_language() -> None:
    text = Text("{day} {moment} {number:,}", day=DAY, moment=MOMENT, number=12345)
    assert str(text) == "2026-09-30 2026-09-30 14:05 12,345"
    with speaking("de"):
        assert str(text) == "30.09.2026 30.09.2026, 14:05 12.345"


def test_lists_name_each_once_and_count_the_rest() -> None:
    assert listed([]) == ""
    assert listed(["Ada"]) == "Ada"
    assert str(listed(["Ada", "Grace", "Ada"])) == "Ada and Grace"
    assert str(listed("abcdef", most=4)) == "a, b, c, d and 2 more"
    with speaking("de"):
        assert str(listed("abc")) == "a, b und c"
        assert str(listed("abcdef", most=4)) == "a, b, c, d u. a. (+2)"


def test_a_template_for_each_of_many() -> None:
    rows = Text.each("{one.file} row {one.row}", [Origin(file="{x}.json", row=n) for n in (1, 20)])
    assert str(rows) == "{x}.json row 1, {x}.json row 20"
    with speaking("de"):
        assert str(rows) == "{x}.json Zeile 1, {x}.json Zeile 20"


def test_parts_are_joined_without_the_empty_ones() -> None:
    assert str(joined(" ", ("One.", "", Text("one"), ""))) == "One. one"


def test_values_are_printed_and_never_read_as_templates() -> None:
    text = Text("policy of {role}", role="{0} {role} {role.__class__}")
    assert str(text) == "policy of {0} {role} {role.__class__}"
    with speaking("de"):
        assert str(text) == "Richtlinie der Rolle {0} {role} {role.__class__}"


def test_texts_are_values() -> None:
    def made() -> list[Text]:
        return [
            Text("policy of {role}", role="X"),
            Text.plural("{told} person", "{told} people", 2),
            joined(", ", ["a", Text("one")]),
            Text.each("{one.file} row {one.row}", [Origin(file="a.json", row=1)]),
        ]

    assert made() == made()
    assert len({*made(), *made()}) == 4
    assert pickle.loads(pickle.dumps(made())) == made()  # noqa: S301  # our own bytes
    assert Text("one") != Text("two")
    assert Text("one") != "one"


def test_there_are_no_other_languages() -> None:
    with pytest.raises(ValueError, match="no language 'fr'"), speaking("fr"):
        pass


def test_english_does_without_babel() -> None:
    program = "import sys; from pimreport.wording import Text; str(Text('one')); sys.exit('babel' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_later_composes_when_it_is_printed() -> None:
    asked: list[str] = []

    def compose(name: str) -> Text:
        asked.append(name)
        return Text("{name} reaches it", name=name)

    text = later(compose, "Ada")
    assert not asked
    assert str(text) == "Ada reaches it"
    assert asked == ["Ada"]
    assert text == later(compose, "Ada")
    assert text != later(compose, "Ben")
    assert str(Text("{what}.", what=text)) == "Ada reaches it."
