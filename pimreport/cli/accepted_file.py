"""The file of accepted risks: ``[[risk]]`` with key, reason, owner, until."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pimreport.cli.toml_file import read_toml, unknown_names
from pimreport.errors import UsageError
from pimreport.model.findings import AcceptedRisk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_FIELDS = ("key", "reason", "owner", "until")


def read_accepted(path: Path) -> tuple[AcceptedRisk, ...]:
    """The risks in order of the file.

    Raises:
        UsageError: names every risk that lacks something or has a name nothing reads.
    """
    content = read_toml(path)
    problems = unknown_names(path, "", content, ["risk"])
    risks: list[AcceptedRisk] = []
    given = content.get("risk", [])
    if not isinstance(given, list):
        problems.append(f"{path}: write each risk under [[risk]], with two brackets.")
        given = []
    for number, risk in enumerate(given, 1):
        wrong = _problems(path, number, risk)
        problems += wrong
        if not wrong:
            risks.append(AcceptedRisk(**{name: risk[name] for name in _FIELDS}))
    if problems:
        raise UsageError(*problems)
    return tuple(risks)


def without_effect(risks: Iterable[AcceptedRisk]) -> Iterator[str]:
    """A sentence for every risk that covers nothing: it has expired, or its key matches none."""
    for risk in risks:
        if risk.expired:
            yield f"Accepted risk {risk.key} ({risk.owner}) expired on {risk.until}: open again."
        elif not risk.matched:
            yield f"Accepted risk {risk.key} ({risk.owner}) matches no finding."


def _problems(path: Path, number: int, risk: object) -> list[str]:
    where = f"risk {number}"
    if not isinstance(risk, dict):
        return [f"{path}: {where} is no table: write it under [[risk]]."]
    problems = unknown_names(path, f"{where}: ", risk, _FIELDS)
    problems += [
        f"{path}: {where} has no {name}."
        for name in _FIELDS[:3]
        if not isinstance(risk.get(name), str) or not str(risk[name]).strip()
    ]
    until = risk.get("until")
    if not isinstance(until, date) or isinstance(until, datetime):
        problems.append(f"{path}: {where} needs until = 2026-12-31, a date without quotes.")
    return problems
