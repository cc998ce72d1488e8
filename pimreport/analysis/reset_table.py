"""Microsoft's table *Who can reset passwords*, asked by template id. Sole reader of the facts file.

A holder of several roles can be reset only by a role that may reset **every** one of them. The
table is for resetters with tenant scope; one scoped to an administrative unit reaches only members
of that unit who hold no administrator role.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pimreport.data import facts
from pimreport.model.people import Method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pimreport.model.entra import Role

_ACTION_PASSWORD = frozenset(
    {
        "microsoft.directory/users/password/update",
        "microsoft.directory/users/allproperties/alltasks",
    }
)
_ACTION_METHODS = frozenset(
    {
        "microsoft.directory/users/authenticationmethods/create",
        "microsoft.directory/users/authenticationmethods/basic/update",
        "microsoft.directory/users/authenticationmethods/standard/update",
        "microsoft.directory/users/authenticationmethods/alltasks",
    }
)


@dataclass(frozen=True, slots=True)
class _Table:
    columns: frozenset[str]
    rows: dict[str, frozenset[str]]
    no_role: frozenset[str]
    everybody: frozenset[str]
    extras_everyone: frozenset[str]
    extras_non_administrators: frozenset[str]
    methods: frozenset[str]
    by_permissions: frozenset[str]


@cache
def _table() -> _Table:
    data = facts("password_reset")
    kinds = data["row_kinds"]
    extras = data["extra"]
    return _Table(
        columns=frozenset(column["template_id"] for column in data["column"]),
        rows={row["template_id"]: frozenset(row["resettable_by"]) for row in data["row"]},
        no_role=frozenset(kinds["no_role"]),
        everybody=frozenset(kinds["any_other_role"]),
        extras_everyone=frozenset(
            one["template_id"] for one in extras if one["reach"] == "everyone"
        ),
        extras_non_administrators=frozenset(
            one["template_id"] for one in extras if one["reach"] == "non-administrators"
        ),
        methods=frozenset(
            one["template_id"] for one in (*data["column"], *extras) if one["methods"]
        ),
        by_permissions=frozenset(
            one["template_id"] for one in extras if one.get("by_permissions", False)
        ),
    )


def source() -> tuple[str, str, str]:
    """Title, address and date of the table."""
    told = facts("password_reset")["source"]
    return told["title"], told["url"], told["date"]


def capability(role: Role) -> Method | None:
    """What holders of the role can reset in anybody's account; None if nothing.

    The table and its notes come first. A role beyond them, custom ones included, counts as its
    exported permissions say (Security Administrator only with the action in its definition). So do
    the roles that got the action lately, and they count as able to where no permissions were
    exported.
    """
    table = _table()
    known = table.columns | table.extras_everyone | table.extras_non_administrators
    actions = {action.lower() for action in role.actions or ()}
    if actions:
        known -= table.by_permissions
    if role.template_id in known:
        methods = role.template_id in table.methods
        return Method.AUTHENTICATION_METHOD if methods else Method.PASSWORD
    if actions & _ACTION_METHODS or "microsoft.directory/users/allproperties/alltasks" in actions:
        return Method.AUTHENTICATION_METHOD
    return Method.PASSWORD if actions & _ACTION_PASSWORD else None


def resets_everybody(template_id: str) -> bool:
    """The role may reset every user, Global Administrators included, from tenant scope."""
    table = _table()
    return template_id in table.everybody or template_id in table.extras_everyone


def resetters_of(held: Iterable[str]) -> frozenset[str]:
    """Columns of the table that may reset a user who holds these roles (template ids).

    With no role this is the row *User (no admin role)*. The roles that reset everybody are in it.
    """
    table = _table()
    allowed = table.no_role
    for role in held:
        allowed &= table.rows.get(role, table.everybody)
    return allowed


def may_reset(resetter: str, held: frozenset[str], *, shielded: bool) -> bool:
    """Whether a role with tenant scope resets a user who holds ``held``.

    Args:
        resetter: template id of a role for which :func:`capability` is not None.
        held: template ids of all administrator roles the user holds actively.
        shielded: the user is an active member or owner of a role-assignable group, or holds a
            role scoped to a restricted management administrative unit (rows of their own).
    """
    if resets_everybody(resetter):
        return True
    if shielded:
        return False
    if resetter in _table().columns:
        return resetter in resetters_of(held)
    return not held


def protects(held: frozenset[str]) -> bool:
    """These active roles leave only the roles that reset everybody."""
    return bool(held) and resetters_of(held) <= _table().everybody


def weak(template_id: str) -> bool:
    """An ordinary resetter role may reset holders of this role: it does not protect by itself."""
    return not protects(frozenset({template_id}))
