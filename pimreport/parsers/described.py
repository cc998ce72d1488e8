"""Things that several records describe: where two descriptions cannot both be true, one is told.

Groups and people are described by every row that mentions them, and lists of them are compared
record by record (``seen``). Policies come from three lists, in whole or rule by rule.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from pimreport.model.entra import (
    AdministrativeUnit,
    Approver,
    AuthenticationContext,
    AuthenticationStrength,
    ConditionalAccessPolicy,
    PolicyRules,
    Role,
)

if TYPE_CHECKING:
    from pimreport.model.entra import Fact

_KINDS = {
    PolicyRules: "policy",
    ConditionalAccessPolicy: "Conditional Access policy",
    AuthenticationStrength: "authentication strength",
    AuthenticationContext: "authentication context",
    AdministrativeUnit: "administrative unit",
    Role: "role",
}
_NOT_COMPARED = frozenset({"id", "origins", "modified", "name", "template_id", "notifications"})
"""A description rule by rule knows some of the notifications only; names may be translated."""
_NAMES = {
    kind: [one.name for one in fields(kind) if one.name not in _NOT_COMPARED] for kind in _KINDS
}


class Described:
    """The first description of each such thing."""

    def __init__(self) -> None:
        """Nothing was described yet."""
        self._first: dict[tuple[type, str], Fact] = {}

    def contradiction(self, fact: Fact) -> tuple[str, str, int | None] | None:
        """Code, sentence and row of a warning; None if the first description may be true as well."""
        kind = type(fact)
        if kind not in _KINDS:
            return None
        identity = str(getattr(fact, "id", ""))
        first = self._first.setdefault((kind, identity), fact)
        if first is fact or first == fact:
            return None
        different = [
            name.replace("_", " ")
            for name in _NAMES[kind]
            if _differ(getattr(first, name), getattr(fact, name))
        ]
        if not different:
            return None
        row = fact.origins[0].row if fact.origins else None
        where = f"{first.origins[0].file} row {first.origins[0].row}" if first.origins else "before"
        message = (
            f"{_KINDS[kind]} {identity} is described otherwise in {where}: they differ in "
            f"{', '.join(different)}. Only one of them can hold now (the exports were made at different "
            "times, or one of them under a wrong name); the one read first was kept."
        )
        return "differing_duplicate", message[:1].upper() + message[1:], row


def _differ(one: object, other: object) -> bool:
    """Both are known, and not the same, in whatever order."""
    return one is not None and other is not None and _meant(one) != _meant(other)


def _meant(value: object) -> object:
    if isinstance(value, tuple):
        return frozenset(map(_meant, value))
    return value.id if isinstance(value, AuthenticationStrength | Approver) else value
