"""Through values of the model: every text is judged by the field that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from pimreport.redaction.fields import judge

if TYPE_CHECKING:
    from pimreport.redaction.fields import Context

_HARMLESS = (bool, int, float, date, Enum, type(None))
"""A ``StrEnum`` is a text, but one of ours; a ``datetime`` is a ``date``."""


class Walk:
    """Rebuilds values without their names. What was shared stays shared."""

    def __init__(self, context: Context) -> None:
        """Remember whom to ask."""
        self._context = context
        self._done: dict[int, tuple[object, object]] = {}

    def whole(self, one: Any) -> Any:  # noqa: ANN401  # any class of the model, and the same back
        """A dataclass or named tuple of the model, each of its fields judged."""
        known = self._done.get(id(one))
        if known is not None:
            return known[1]
        names = one._fields if _is_named_tuple(one) else [field.name for field in fields(one)]
        told = {name: getattr(one, name) for name in names}
        made = type(one)(**{name: self.value(one, name, value) for name, value in told.items()})
        # The original is kept beside it: a freed object's address would be given away again.
        self._done[id(one)] = (one, made)
        return made

    def value(self, owner: object, field: str, value: object) -> object:
        """A value in a field of ``owner``."""
        if isinstance(value, _HARMLESS):
            return value
        if isinstance(value, str):
            return judge(owner, field)(self._context, owner, value)
        if is_dataclass(value) or _is_named_tuple(value):
            return self.whole(value)
        if isinstance(value, tuple | list):
            return tuple(self.value(owner, field, one) for one in value)
        if isinstance(value, frozenset | set):
            return frozenset(self.value(owner, field, one) for one in value)
        if isinstance(value, Mapping):
            return {
                self.value(owner, f"{field}[]", key): self.value(owner, field, one)
                for key, one in value.items()
            }
        message = f"{type(owner).__name__}.{field} holds a {type(value).__name__}: nobody judged it"
        raise TypeError(message)


def _is_named_tuple(value: object) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")
