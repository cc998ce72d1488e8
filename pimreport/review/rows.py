"""The rows of a review: one per person, group and relation, with everything needed to decide."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from pimreport.model.findings import Severity, Status
from pimreport.review.names import Names, scoped
from pimreport.review.reach import Reach
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pimreport.review.canonical import Json

_STATES = {"active": "active", "eligible": "eligible", "listed": "assigned or activated"}
SHOWN = 3
"""Findings of a row that are told in words; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a reviewer sees of one access, all of it text, and none of it theirs to change.

    ``key``: group id, principal id and accessId. ``findings``: open findings about the person
    here, worst first, without those that are for information only.
    """

    key: str
    group: str
    principal: str
    access: str
    person: str
    upn: str
    group_name: str
    held_as: str
    leads_to: str
    account: str
    findings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    grade: str = ""
    recommendation: str = ""
    why: str = ""
    last_decision: str = ""
    reviewer: str = ""

    @property
    def told_findings(self) -> str:
        """The findings in one cell."""
        more = [f"and {len(self.findings) - SHOWN} more"] * (len(self.findings) > SHOWN)
        return "\n".join((*self.findings[:SHOWN], *more)) or "none"

    def json(self) -> Json:
        """As ``rows.jsonl`` holds it."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def key_of(one: Json) -> str:
    """The row to which a membership or an access path belongs."""
    return "/".join(_parts(one))


def _parts(one: Json) -> tuple[str, str, str]:
    return one["group"], one["principal"], one["access"]


def keys(snapshot: Json) -> set[str]:
    """The keys of all rows that a snapshot has."""
    return {key_of(one) for name in ("memberships", "paths") for one in snapshot[name]}


def rows(snapshot: Json) -> list[Row]:
    """Every row of the population, by group and person; nobody's opinion is in it yet."""
    names = Names.of(snapshot)
    facts = {one["id"]: one for one in snapshot["principals"]}
    held, leads = _by_row(snapshot["memberships"]), _by_row(snapshot["paths"])
    about = _findings(snapshot)
    grades = {one["id"]: one["grade"] for one in snapshot["people"]}
    reach = Reach(snapshot, names)
    made = []
    for key in {**held, **leads}:
        ways = leads.get(key, [])
        group, principal, access = _parts((held.get(key) or ways)[0])
        found = (*about.get((principal, group), ()), *about.get((principal, None), ()))
        made.append(
            Row(
                key=key,
                group=group,
                principal=principal,
                access=access,
                person=names.principal(principal),
                upn=visible(facts.get(principal, {}).get("upn") or ""),
                group_name=names.group(group),
                held_as=_held(held.get(key, []), ways, access, names),
                leads_to="\n".join(dict.fromkeys(_roles(ways, names))) or reach.told(group),
                account=_account(facts.get(principal)),
                findings=tuple(text for _, text in sorted(set(found))),
                kinds=tuple(sorted({one["kind"] or "unknown" for one in ways})),
                grade=grades.get(principal, ""),
            )
        )
    return sorted(made, key=lambda one: (one.group_name.casefold(), one.group, *_by_name(one)))


def _by_name(row: Row) -> tuple[str, str, str]:
    return row.access, row.person.casefold(), row.principal


def _by_row(items: list[Json]) -> dict[str, list[Json]]:
    found: defaultdict[str, list[Json]] = defaultdict(list)
    for one in items:
        found[key_of(one)].append(one)
    return found


def _held(held: list[Json], ways: list[Json], access: str, names: Names) -> str:
    lines = [f"{_STATES[one['state']]} {access}{_when(one)}" for one in held]
    nested = {(one["membership"], tuple(one["via"])) for one in ways if one["via"]}
    for state, via in sorted(nested):
        lines.append(f"{_STATES[state]} {access} through {' > '.join(map(names.group, via))}")
    return "\n".join(lines) or f"{access} through a group that was not exported"


def _when(one: Json) -> str:
    since = f" from {one['starts'][:10]} on" if one["later"] and one["starts"] else ""
    if one["ends"]:
        return f"{since} until {one['ends'][:10]}"
    return f"{since}, without end" if one["permanent"] else since


def _roles(ways: list[Json], names: Names) -> Iterator[str]:
    for one in ways:
        how = "at once" if one["role_state"] == "active" else "after activating the role"
        if one["membership"] != "active":
            how = "after activating" if how == "at once" else "after activating both"
        yield f"{names.role(one['role'])}{scoped(one['scope'])} ({how})"


def _account(one: Json | None) -> str:
    if one is None or not one["described"]:
        return "IN NO EXPORT"
    if one["type"] != "user":
        return {"group": "group", "servicePrincipal": "application"}.get(one["type"], "unknown")
    told = ["DISABLED"] * (one["enabled"] is False) + ["guest"] * bool(one["guest"])
    told += ["synchronised"] * bool(one["synced"])
    return ", ".join(told) or ("enabled" if one["enabled"] else "unknown")


def _findings(snapshot: Json) -> dict[tuple[str, str | None], list[tuple[int, str]]]:
    found: defaultdict[tuple[str, str | None], list[tuple[int, str]]] = defaultdict(list)
    for one in snapshot["findings"]:
        severity = Severity(one["severity"])
        if severity is not Severity.INFO and one["status"] == Status.OPEN:
            text = f"{severity.value}: {visible(one['title'])}"
            found[one["subject"], one["group"]].append((severity.rank, text))
    return found
