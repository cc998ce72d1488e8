"""The words that tables and sentences print for states, scopes, durations and evidence."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pimreport.model.entra import TENANT_SCOPE, UNIT_SCOPE, GroupId, PrincipalId, State, UnitId
from pimreport.model.findings import Grade, Kind, Method, Outcome, Strategy, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.model.entra import Principal
    from pimreport.model.evidence import Origin
    from pimreport.model.findings import Report, RoleRef

STRATEGIES = {
    Strategy.OPTION_A: "Option A",
    Strategy.OPTION_B: "Option B",
    Strategy.STANDING_ACCESS: "Standing access",
    Strategy.DOUBLE_ACTIVATION: "Double activation",
    Strategy.MIXED: "Mixed",
    Strategy.NO_MEMBERS: "No members",
    Strategy.NO_ROLE: "No role",
    Strategy.UNKNOWN: "Unknown",
}
MEANINGS = {
    Strategy.OPTION_A: "Active members; each role of the group is activated one by one.",
    Strategy.OPTION_B: "Eligible members; one activated membership brings every role of the group.",
    Strategy.STANDING_ACCESS: "Active members and active roles: nothing is ever activated.",
    Strategy.DOUBLE_ACTIVATION: "Eligible members and eligible roles: two activations.",
    Strategy.MIXED: "Access paths of more than one of these kinds.",
    Strategy.NO_MEMBERS: "The evidence shows that the group has no members.",
    Strategy.NO_ROLE: "The evidence shows that the group leads to no directory role.",
    Strategy.UNKNOWN: "An export that decides it is missing.",
}
GRADES = {
    Grade.EXPOSED: "Exposed",
    Grade.CONTESTED: "Contested",
    Grade.PROTECTED_MEASURED: "Protected (measured only)",
    Grade.PROTECTED: "Protected",
    Grade.PROTECTED_RMAU: "Protected (restricted unit)",
    Grade.UNKNOWN: "Unknown",
}
GRADE_MEANINGS = {
    Grade.EXPOSED: "Both protection models say that the password can be reset.",
    Grade.CONTESTED: "Documented: exposed. Measured: protected. Test it in your own tenant.",
    Grade.PROTECTED_MEASURED: "The documentation is silent; the measurement says protected.",
    Grade.PROTECTED: "The documentation says protected.",
    Grade.PROTECTED_RMAU: "Protected by a restricted management administrative unit.",
    Grade.UNKNOWN: "An export that decides it is missing.",
}
VERDICTS = {
    Verdict.EXPOSED: "exposed",
    Verdict.PROTECTED: "protected",
    Verdict.SILENT: "no statement",
    Verdict.UNKNOWN: "unknown",
}
METHODS = {
    Method.PASSWORD: "password",
    Method.AUTHENTICATION_METHOD: "password and sign-in methods (defeats MFA)",
}
OUTCOMES = {
    Outcome.PASS: "Pass",
    Outcome.FINDINGS: "Findings",
    Outcome.NOT_ASSESSED: "NOT ASSESSED",
}
OUTCOME_MEANINGS = {
    Outcome.PASS: "Checks that looked at everything and found nothing.",
    Outcome.FINDINGS: "Checks with at least one finding.",
    Outcome.NOT_ASSESSED: "Checks for which an export is missing. Not the same as a pass.",
}
STATES = {
    State.ACTIVE: "active",
    State.ELIGIBLE: "eligible",
    State.ACTIVATED: "activated",
    State.LISTED: "in force, assigned or activated",
}
_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def name_of(principal: Principal) -> str:
    """Display name, else sign-in name, else id: never blank."""
    return principal.name or principal.upn or principal.id


def subject(report: Report, one: str) -> str:
    """The name of the principal, group or role; the id itself where it is none of them."""
    tenant = report.tenant
    if PrincipalId(one) in tenant.principals or GroupId(one) in tenant.groups:
        return name_of(tenant.principal(one))
    return tenant.role(one).name or one


def kind(value: Kind | None) -> str | None:
    """The kind of one access path, in the words of its group's strategy."""
    return None if value is None else STRATEGIES[Strategy(value.value)]


def roles(references: Sequence[RoleRef]) -> str:
    """Names of roles in a row."""
    return ", ".join(role.name for role in references) or "none"


def scope(report: Report, text: str) -> str:
    """Tenant, or the administrative unit by name."""
    if text == TENANT_SCOPE:
        return "whole tenant"
    known = report.tenant.units.get(UnitId(text.removeprefix(UNIT_SCOPE)))
    return f"unit {known.name}" if known is not None and known.name else text


def duration(text: str | None) -> str | None:
    """``PT8H`` as ``8 h``; what is not understood stays as it was exported."""
    matched = _DURATION.fullmatch(text) if text else None
    if text is None or matched is None:
        return text
    parts = zip(matched.groups(), ("d", "h", "min"), strict=True)
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or text


def evidence(origins: Iterable[Origin], files: int | None = None) -> str:
    """Where it is written: ``users.json rows 3, 7; roles.json row 1``.

    Args:
        origins: records of the exports.
        files: how many files to name; the others are counted.
    """
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for origin in sorted(set(origins)):
        rows[origin.file].append(origin.row)
    named = [
        f"{file} row{'s' if len(found) > 1 else ''} {', '.join(map(str, found))}"
        for file, found in list(rows.items())[:files]
    ]
    if files is not None and len(rows) > files:
        named.append(f"and {len(rows) - files} more files")
    return "; ".join(named) or "none"


def listed(names: Sequence[str], limit: int) -> str:
    """The first names in a row; the others are counted."""
    if len(names) <= limit:
        return ", ".join(names)
    return f"{', '.join(names[:limit])} and {len(names) - limit} more"


def counted(number: int, one: str, many: str | None = None) -> str:
    """``1 person``, ``2 people``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
