"""Where a role is held: in the whole directory, in a unit, over one object."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pimreport.parsers.row import Row


def no_scope(row: Row) -> str:
    """Why a row does not tell where its role is held; empty if it does."""
    scope = row.text("directoryScopeId")
    if scope is None:
        return "directoryScopeId has no value" if "directoryScopeId" in row else ""
    return "" if is_scope(scope) else f"directoryScopeId {scope[:60]!r} is no scope of Graph's"


def is_scope(scope: str) -> bool:
    """``/``, ``/<object id>`` or ``/administrativeUnits/<id>``."""
    return scope.startswith("/")


def scope_of(scope: str | None) -> str:
    """Ids in a scope are compared, so they are lower-cased; its words keep Graph's spelling."""
    if scope is None:
        return "/"
    head, slash, tail = scope.rpartition("/")
    return f"{head}{slash}{tail.lower()}"
