"""Whoever adds a text to the model has to say what becomes of it in a redacted report."""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass

import pytest

from pimreport.model import coverage, entra, evidence, provenance, tenant
from pimreport.redaction.fields import Context, judged
from pimreport.redaction.pseudonyms import Pseudonyms
from pimreport.redaction.walk import Walk

CLASSES = [*typing.get_args(entra.Fact), entra.Approver, entra.Notification, evidence.Origin]
ELSEWHERE = {
    evidence.Source: {"error", "warnings", "records"},
    provenance.Provenance: {"reasons", "collected", "not_in_pim"},
    provenance.Refusal: {"query", "resource", "items", "reason", "loses", "scopes"},
    evidence.SourceWarning: {"code", "message"},
    coverage.Coverage: {"by_resource", "_in_full"},
}
"""Texts that ``redaction.tenant`` judges itself."""


def texts(one: type) -> list[str]:
    """Fields whose annotation mentions text or ids."""
    if dataclasses.is_dataclass(one):
        hints = {field.name: str(field.type) for field in dataclasses.fields(one)}
    else:
        hints = {name: str(hint) for name, hint in one.__annotations__.items()}
    words = ("str", "Id", "Mapping", "dict")
    return [name for name, hint in hints.items() if any(word in hint for word in words)]


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: one.__name__)
def test_every_text_of_the_model_is_judged(one: type) -> None:
    assert [name for name in texts(one) if not judged(one, name)] == []


@pytest.mark.parametrize("one", ELSEWHERE, ids=lambda one: one.__name__)
def test_every_text_about_the_evidence_is_judged(one: type) -> None:
    open_ = [name for name in texts(one) if not judged(one, name)]
    assert set(open_) <= ELSEWHERE[one]


def test_every_part_of_a_tenant_is_judged() -> None:
    apart = {"as_of", "sources", "provenance", "coverage", "name"}
    for name in {one.name for one in dataclasses.fields(tenant.Tenant)} - apart:
        hint = str(next(one.type for one in dataclasses.fields(tenant.Tenant) if one.name == name))
        if hint.startswith("Mapping"):
            assert judged(tenant.Tenant, f"{name}[]"), name
        if "frozenset" in hint or "Sequence[UnitId]" in hint or "Sequence[PrincipalId]" in hint:
            assert judged(tenant.Tenant, name), name


def test_a_text_that_nobody_judged_is_withheld() -> None:
    @dataclass(frozen=True, slots=True)
    class Added:
        nickname: str
        number: int

    walk = Walk(Context(Pseudonyms(b"x" * 32), {}, {}))
    made = walk.whole(Added("Ada the Great", 7))
    assert made.number == 7
    assert made.nickname.startswith("Text ")
    assert "Ada" not in made.nickname


def test_what_no_text_can_be_is_a_bug() -> None:
    @dataclass(frozen=True, slots=True)
    class Odd:
        content: bytes

    with pytest.raises(TypeError, match="nobody judged it"):
        Walk(Context(Pseudonyms(b"x" * 32), {}, {})).whole(Odd(b"Ada"))
