"""A value made quickly is the value its class makes."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime

import pytest

from pimreport.analysis.reach import Reach
from pimreport.model.entra import (
    Access,
    Grant,
    GroupId,
    Membership,
    PrincipalId,
    RoleAssignment,
    State,
)
from pimreport.model.evidence import Origin, SourceWarning
from pimreport.model.findings import Finding
from pimreport.model.making import changer, maker, maker_of_many
from pimreport.model.paths import AccessPath
from pimreport.model.people import Person, Protection

ORIGIN = Origin(file="a.json", row=1)
WHEN = datetime(2026, 9, 30, tzinfo=UTC)


def _membership(make: type[Membership]) -> Membership:
    return make(
        group=GroupId("g"),
        principal=PrincipalId("p"),
        access=Access.OWNER,
        state=State.ELIGIBLE,
        ends=WHEN,
        origins=(ORIGIN,),
    )


QUICK = _membership(maker(Membership))  # type: ignore[arg-type]  # called like the class


def test_it_is_equal_and_of_its_class() -> None:
    slow = _membership(Membership)
    assert slow == QUICK
    assert hash(QUICK) == hash(slow)
    assert type(QUICK) is Membership
    assert isinstance(QUICK, Grant)
    assert repr(QUICK) == repr(slow)


def test_defaults_are_those_of_the_class() -> None:
    for one in fields(Membership):
        assert getattr(QUICK, one.name) == getattr(_membership(Membership), one.name)


def test_nothing_can_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        QUICK.state = State.ACTIVE  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del QUICK.state
    with pytest.raises((AttributeError, TypeError)):
        QUICK.more = 1  # type: ignore[attr-defined]


def test_copies_are_what_copies_are() -> None:
    assert pickle.loads(pickle.dumps(QUICK)) == QUICK  # noqa: S301  # our own bytes
    assert copy.deepcopy(QUICK) == QUICK
    assert replace(QUICK, state=State.LISTED).state is State.LISTED


def test_arguments_are_checked() -> None:
    with pytest.raises(TypeError):
        maker(SourceWarning)(code="a")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        maker(SourceWarning)(code="a", message="", column=2)  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", [Reach, RoleAssignment, AccessPath, Finding, Person, Protection])
def test_every_field_is_filled(kind: type) -> None:
    values = {one.name: one.name for one in fields(kind)}
    made = maker(kind)(**values)
    assert {one.name: getattr(made, one.name) for one in fields(kind)} == values
    assert made == kind(**values)


def test_many_are_made_as_one_by_one() -> None:
    told = {one.name: (getattr(QUICK, one.name),) * 3 for one in fields(Membership)}
    made = maker_of_many(Membership, "scheduled")(**told | {"scheduled": QUICK.scheduled})
    assert made == [QUICK] * 3
    assert {type(one) for one in made} == {Membership}


def test_a_changed_value_is_as_replaced() -> None:
    change = changer(Membership, "origins", "state")
    changed = change(QUICK, (), State.LISTED)
    assert changed == replace(QUICK, origins=(), state=State.LISTED)
    assert type(changed) is Membership
    assert QUICK.origins == (ORIGIN,)


def test_columns_are_of_one_length() -> None:
    with pytest.raises(ValueError, match="shorter"):
        maker_of_many(SourceWarning)(code=("a", "b"), message=("c",), row=(1, 2))
