"""The words that tables and sentences print for states, scopes, durations and evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from pimreport.model.entra import (
    TENANT_SCOPE,
    UNIT_SCOPE,
    Access,
    GroupId,
    PrincipalId,
    PrincipalType,
    State,
    UnitId,
)
from pimreport.model.findings import Confidence, Outcome, Status
from pimreport.model.paths import Kind, Strategy
from pimreport.model.people import Grade, Method, Verdict
from pimreport.visible import called
from pimreport.wording import Text, joined, later
from pimreport.wording.language import day_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pimreport.model.entra import Principal
    from pimreport.model.evidence import Origin
    from pimreport.model.paths import RoleRef
    from pimreport.model.report import Report
    from pimreport.model.resetter_lists import ResetterList
    from pimreport.wording import Wording

NONE = Text("none")
"""The exports say that there is none."""
STRATEGIES = {
    Strategy.OPTION_A: Text("Option A"),
    Strategy.OPTION_B: Text("Option B"),
    Strategy.STANDING_ACCESS: Text("Standing access"),
    Strategy.DOUBLE_ACTIVATION: Text("Double activation"),
    Strategy.MIXED: Text("Mixed"),
    Strategy.NO_MEMBERS: Text("No members"),
    Strategy.NO_ROLE: Text("No role"),
    Strategy.UNKNOWN: Text("Unknown"),
}
MEANINGS = {
    Strategy.OPTION_A: Text("Active members; each role of the group is activated one by one."),
    Strategy.OPTION_B: Text(
        "Eligible members; one activated membership brings every role of the group."
    ),
    Strategy.STANDING_ACCESS: Text("Active members and active roles: nothing is ever activated."),
    Strategy.DOUBLE_ACTIVATION: Text("Eligible members and eligible roles: two activations."),
    Strategy.MIXED: Text("Access paths of more than one of these kinds."),
    Strategy.NO_MEMBERS: Text("The evidence shows that the group has no members."),
    Strategy.NO_ROLE: Text("The evidence shows that the group leads to no directory role."),
    Strategy.UNKNOWN: Text("An export that decides it is missing."),
}
GRADES = {
    Grade.EXPOSED: Text("Exposed"),
    Grade.CONTESTED: Text("Contested"),
    Grade.PROTECTED_MEASURED: Text("Protected (measured only)"),
    Grade.PROTECTED: Text("Protected"),
    Grade.PROTECTED_RMAU: Text("Protected (restricted unit)"),
    Grade.UNKNOWN: Text("Unknown"),
}
GRADE_MEANINGS = {
    Grade.EXPOSED: Text("Both protection models say that the password can be reset."),
    Grade.CONTESTED: Text("Documented: exposed. Measured: protected. Test it in your own tenant."),
    Grade.PROTECTED_MEASURED: Text("The documentation is silent; the measurement says protected."),
    Grade.PROTECTED: Text("The documentation says protected."),
    Grade.PROTECTED_RMAU: Text("Protected by a restricted management administrative unit."),
    Grade.UNKNOWN: Text("An export that decides it is missing."),
}
VERDICTS = {
    Verdict.EXPOSED: Text("exposed"),
    Verdict.PROTECTED: Text("protected"),
    Verdict.SILENT: Text("no statement"),
    Verdict.UNKNOWN: Text("unknown"),
}
MODEL_NAMES = {"documented": Text("documented"), "measured": Text("measured")}
"""The protection models, by their names in the JSON output."""
METHODS = {
    Method.PASSWORD: Text("password"),
    Method.AUTHENTICATION_METHOD: Text("password and sign-in methods (defeats MFA)"),
}
OUTCOMES = {
    Outcome.PASS: Text("Pass"),
    Outcome.FINDINGS: Text("Findings"),
    Outcome.NOT_ASSESSED: Text("NOT ASSESSED"),
}
OUTCOME_MEANINGS = {
    Outcome.PASS: Text("Checks that looked at everything and found nothing."),
    Outcome.FINDINGS: Text("Checks with at least one finding."),
    Outcome.NOT_ASSESSED: Text("Checks for which an export is missing. Not the same as a pass."),
}
STATES = {
    State.ACTIVE: Text("active"),
    State.ELIGIBLE: Text("eligible"),
    State.ACTIVATED: Text("activated"),
    State.LISTED: Text("in force, assigned or activated"),
}
ACCESSES = {Access.MEMBER: Text("member"), Access.OWNER: Text("owner")}
CONFIDENCES = {Confidence.CERTAIN: Text("certain"), Confidence.CONTESTED: Text("contested")}
STATUSES = {Status.OPEN: Text("open"), Status.ACCEPTED: Text("accepted")}
SEVERITIES = {
    "critical": Text("critical"),
    "high": Text("high"),
    "medium": Text("medium"),
    "low": Text("low"),
    "info": Text("info"),
}
"""By their names in the JSON output."""
TYPES = {
    PrincipalType.USER: Text("user"),
    PrincipalType.GROUP: Text("group"),
    PrincipalType.SERVICE_PRINCIPAL: Text("servicePrincipal"),
    PrincipalType.UNKNOWN: Text("unknown"),
}
_UNITS = (Text("d"), Text("h"), Text("min"))
_ROW, _ROWS = Text("row"), Text("rows")
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def name_of(principal: Principal) -> str:
    """Display name, else sign-in name, else id: never blank."""
    return called(principal.name, principal.upn, principal.id)


def subject(report: Report, one: str) -> str:
    """The name of the principal, group or role; the id itself where it is none of them."""
    tenant = report.tenant
    if PrincipalId(one) in tenant.principals or GroupId(one) in tenant.groups:
        return name_of(tenant.principal(one))
    return called(tenant.role(one).name, one)


def kind(value: Kind | None) -> Text | None:
    """The kind of one access path, in the words of its group's strategy."""
    return None if value is None else STRATEGIES[Strategy(value.value)]


def roles(references: Sequence[RoleRef]) -> Wording:
    """Names of roles in a row."""
    return joined(", ", [role.name for role in references]) if references else NONE


def resetter_list(one: ResetterList) -> Text:
    """``R7: 2,315 people``, who share their resetters."""
    if not one.key:
        return NONE
    return Text.plural(
        "{list}: {number:,} person", "{list}: {number:,} people", len(one.people), list=one.key
    )


def scope(report: Report, text: str) -> Wording:
    """Tenant, or the administrative unit by name."""
    if text == TENANT_SCOPE:
        return Text("whole tenant")
    known = report.tenant.units.get(UnitId(text.removeprefix(UNIT_SCOPE)))
    name = "" if known is None else called(known.name)
    return Text("unit {name}", name=name) if name else text


def duration(text: str | None) -> str | None:
    """``PT8H`` as ``8 h``; what is not understood stays as it was exported."""
    matched = _DURATION.fullmatch(text) if text else None
    if text is None or matched is None:
        return text
    parts = zip(matched.groups(), _UNITS, strict=True)
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or text


def evidence(origins: Iterable[Origin]) -> Text:
    """Where it is written: ``users.json rows 3, 7; roles.json row 1``. Put together when printed."""
    return later(_evidence, origins)


def _evidence(origins: Iterable[Origin]) -> Wording:
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for origin in sorted(set(origins)):
        rows[origin.file].append(origin.row)
    named = [
        f"{file} {_ROWS if len(found) > 1 else _ROW} {', '.join(map(str, found))}"
        for file, found in rows.items()
    ]
    return "; ".join(named) or NONE


def listed(names: Sequence[Wording], limit: int) -> Wording:
    """The first names in a row; the others are counted."""
    if len(names) <= limit:
        return joined(", ", names)
    return Text.plural(
        "{names} and {number} more",
        "{names} and {number} more",
        len(names) - limit,
        names=joined(", ", names[:limit]),
    )


def counted(number: int, noun: str) -> Text:
    """``1 person``, ``2 people``.

    Raises:
        KeyError: it is none of the nouns that the documents count.
    """
    return _COUNTED[noun](number)


_COUNTED: Mapping[str, Callable[[int], Text]] = {
    "accepted": lambda number: Text.plural("{number:,} accepted", "{number:,} accepted", number),
    "accepted risk": lambda number: Text.plural(
        "{number:,} accepted risk", "{number:,} accepted risks", number
    ),
    "change": lambda number: Text.plural("{number:,} change", "{number:,} changes", number),
    "check": lambda number: Text.plural("{number:,} check", "{number:,} checks", number),
    "duplicate": lambda number: Text.plural(
        "{number:,} duplicate", "{number:,} duplicates", number
    ),
    "export": lambda number: Text.plural("{number:,} export", "{number:,} exports", number),
    "file": lambda number: Text.plural("{number:,} file", "{number:,} files", number),
    "finding": lambda number: Text.plural("{number:,} finding", "{number:,} findings", number),
    "group": lambda number: Text.plural("{number:,} group", "{number:,} groups", number),
    "missing export": lambda number: Text.plural(
        "{number:,} missing export", "{number:,} missing exports", number
    ),
    "more resetter": lambda number: Text.plural(
        "{number:,} more resetter", "{number:,} more resetters", number
    ),
    "other": lambda number: Text.plural("{number:,} other", "{number:,} others", number),
    "person": lambda number: Text.plural("{number:,} person", "{number:,} people", number),
    "person or application": lambda number: Text.plural(
        "{number:,} person or application", "{number:,} people or applications", number
    ),
    "rejected row": lambda number: Text.plural(
        "{number:,} rejected row", "{number:,} rejected rows", number
    ),
    "report": lambda number: Text.plural("{number:,} report", "{number:,} reports", number),
    "row": lambda number: Text.plural("{number:,} row", "{number:,} rows", number),
    "source": lambda number: Text.plural("{number:,} source", "{number:,} sources", number),
}
"""What is counted in the documents."""


def day(text: str) -> str:
    """A day or an instant as the language in force writes its day; other texts as they are."""
    try:
        return day_text(date.fromisoformat(text[:10])) + text[10:]
    except ValueError:
        return text
