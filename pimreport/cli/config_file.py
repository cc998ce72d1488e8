"""``pimreport.toml``: what the organisation expects of itself."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from pimreport.analysis.expectations import Expectations
from pimreport.cli import brand_file, limits_file
from pimreport.cli.toml_file import read_toml, unknown_names
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_SECTIONS = ("expectations", "emergency_access", "mail", *brand_file.SECTIONS, limits_file.SECTION)
_DAYS = [
    one.name
    for one in fields(Expectations)
    if one.name not in {"emergency_access", "global_admins"}
]


def read_config(path: Path) -> Expectations:
    """The expectations that the file sets; the defaults where it is silent.

    Raises:
        UsageError: names every setting that is not known or cannot be meant.
    """
    content = read_toml(path)
    problems = unknown_names(path, "section ", content, _SECTIONS)
    problems += [
        f"{path}: {name} is a section: [{name}]."
        for name in _SECTIONS
        if not isinstance(content.get(name, {}), dict)
    ]
    if problems:
        raise UsageError(*problems)
    expectations, wrong = _expectations(path, content.get("expectations", {}))
    accounts = content.get("emergency_access", {})
    wrong += unknown_names(path, "emergency_access.", accounts, ["accounts"])
    named = accounts.get("accounts", [])
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        wrong.append(
            f"{path}: emergency_access.accounts is a list of object ids or UPNs in quotes."
        )
        named = []
    if wrong:
        raise UsageError(*wrong)
    return replace(expectations, emergency_access=frozenset(one.lower() for one in named))


def expectations_json(expectations: Expectations) -> dict[str, Any]:
    """The expectations as JSON holds them, so that two snapshots show whether they differ."""
    accounts, limits = sorted(expectations.emergency_access), list(expectations.global_admins)
    return asdict(expectations) | {"emergency_access": accounts, "global_admins": limits}


def _expectations(path: Path, given: dict[str, Any]) -> tuple[Expectations, list[str]]:
    problems = unknown_names(path, "expectations.", given, [*_DAYS, "global_admins"])
    changes: dict[str, Any] = {}
    for name in _DAYS:
        value = given.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            changes[name] = value
        elif value is not None:
            problems.append(f"{path}: expectations.{name} is a whole number above 0.")
    limits = given.get("global_admins")
    if limits is not None:
        if (
            isinstance(limits, list)
            and [type(one) for one in limits] == [int, int]
            and 0 < limits[0] <= limits[1]
        ):
            changes["global_admins"] = tuple(limits)
        else:
            problems.append(
                f"{path}: expectations.global_admins is [fewest, most], such as [2, 8]."
            )
    return replace(Expectations(), **changes), problems
