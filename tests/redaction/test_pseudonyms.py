"""Pseudonyms are stable, keep what deceives, and say no more."""

from __future__ import annotations

from pimreport.redaction.pseudonyms import Pseudonyms

ADA = "8b1f8a54-6d2e-4b2f-9a0e-6a5f3f7e1d21"


def test_pseudonyms_are_stable_and_their_parts_alike() -> None:
    names = Pseudonyms(b"x" * 32)
    again = Pseudonyms(b"x" * 32)
    assert names.id(ADA.upper()) == again.id(ADA)
    person = names.name("Person", ADA, "Ada")
    assert person == again.name("Person", ADA, "Ada King, after her wedding")
    assert person is not None
    code = person.removeprefix("Person ").replace("-", "").lower()
    assert names.id(ADA).startswith(code)
    assert names.address("ada@x.example", ADA).replace("-", "").startswith(f"account{code}")


def test_what_deceives_in_a_name_stays_and_what_it_says_does_not() -> None:
    names = Pseudonyms(b"x" * 32)
    hidden = names.name("Person", ADA, "Eve\u202eAdlam\u200b")
    assert hidden is not None
    assert hidden.endswith("\u202e\u200b")
    assert "Eve" not in hidden
    persian = names.name("Person", ADA, "می\u200cخواهم")
    assert persian is not None
    assert persian.isascii(), "a joiner that Persian needs is no finding, so it is not kept"


def test_unknown_and_blank_names_stay_so() -> None:
    names = Pseudonyms(b"x" * 32)
    assert names.name("Person", ADA, None) is None
    assert names.name("Person", ADA, " ") == " "


def test_an_invited_guest_is_still_one() -> None:
    made = Pseudonyms(b"x" * 32).address("eve_partner.example#EXT#@contoso.example")
    assert "#EXT#" in made
    assert "eve" not in made
    assert "contoso" not in made


def test_two_things_with_the_same_eight_digits_get_more() -> None:
    names = Pseudonyms(b"x" * 32)
    names._codes[names.id(ADA)[:8].upper()] = "another thing has these digits"
    told = names.name("Person", ADA, "Ada")
    assert told is not None
    assert len(told.split()[-1]) == len("7F3A-91C2-0A0A")
