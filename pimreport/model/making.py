"""Immutable values by the hundred thousand.

A frozen dataclass sets every field through ``object.__setattr__``: a dozen calls for one value,
and more time than finding out what stands in it. A value made here is filled while it still is of
an open twin class with the same slots, and then becomes what it is. Nobody can tell it from one
that its class made.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from dataclasses import Field

P = ParamSpec("P")
Value = TypeVar("Value")
_OPEN = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}


def maker(kind: Callable[P, Value]) -> Callable[P, Value]:
    """What makes values as the class itself does, in a third of the time.

    Args:
        kind: a frozen dataclass with slots and neither ``__post_init__`` nor default factories.
    """
    told = fields(cast("Any", kind))
    parameters = [
        one.name if one.default is MISSING else f"{one.name}=_default_{one.name}" for one in told
    ]
    keyword_only = ["*"] if all(one.kw_only for one in told) else []
    made = _made(
        kind,
        f"def make({', '.join(keyword_only + parameters)}):",
        *(f"    {line}" for line in _filling(told)),
        "    return made",
    )
    return cast("Callable[P, Value]", made)


def maker_of_many(kind: Callable[..., Value], *alike: str) -> Callable[..., list[Value]]:
    """What makes many values, each field of which is given as a column, by the field's name.

    Args:
        kind: as above.
        alike: fields of which all values of one call have the same.
    """
    told = fields(cast("Any", kind))
    columns = ", ".join(one.name for one in told if one.name not in alike)
    made = _made(
        kind,
        f"def make(*, {', '.join(one.name for one in told)}):",
        "    found = []",
        f"    for {columns} in zip({columns}, strict=True):",
        *(f"        {line}" for line in _filling(told)),
        "        found.append(made)",
        "    return found",
    )
    return cast("Callable[..., list[Value]]", made)


def changer(kind: Callable[..., Value], *changed: str) -> Callable[..., Value]:
    """What repeats a value with something else in some fields, as ``dataclasses.replace`` does.

    Args:
        kind: as above.
        changed: the fields, which are given after the value, in this order.
    """
    made = _made(
        kind,
        f"def make(_value, {', '.join(changed)}):",
        *(f"    {line}" for line in _filling(fields(cast("Any", kind)), changed)),
        "    return made",
    )
    return cast("Callable[..., Value]", made)


def _filling(told: Iterable[Field[Any]], changed: Sequence[str] | None = None) -> list[str]:
    """From a value of the twin class to one of the class itself."""
    filled = [
        f"made.{one.name} = {one.name}"
        if changed is None or one.name in changed
        else f"made.{one.name} = _value.{one.name}"
        for one in told
    ]
    return ["made = _new(_twin)", *filled, "made.__class__ = _kind"]


def _made(kind: Any, *lines: str) -> Any:  # noqa: ANN401 - a class; a function
    twin = type(kind.__name__, kind.__bases__, _OPEN | {"__slots__": kind.__slots__})
    names = {"_new": object.__new__, "_twin": twin, "_kind": kind}
    names |= {f"_default_{one.name}": one.default for one in fields(kind)}
    exec("\n".join(lines), names)  # noqa: S102  # from the class's own field names, as dataclasses does
    return names["make"]
