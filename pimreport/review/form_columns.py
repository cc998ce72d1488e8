"""The columns of the Review sheet: what is told, and what is to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.review.rows import Row

SHEET = "Review"
BINDING = "Binding"
KEY = "Row key"
DECISION = "Decision"
JUSTIFICATION = "Justification"
REVIEWER = "Reviewer"
REVIEWED = "Reviewed on"
TICKET = "Ticket"
DUE = "Due or until"
MISSING = "Still missing"


@dataclass(frozen=True, slots=True)
class Told:
    """A column that is ours: locked, and compared when the workbook comes back."""

    title: str
    width: int
    text: Callable[[Row], str]
    meaning: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A column that is the reviewer's."""

    title: str
    width: int
    meaning: str
    date: bool = False


TOLD = (
    Told("Person", 24, lambda row: row.person, "Who has the access."),
    Told("Group", 26, lambda row: row.group_name, "The group it is about."),
    Told("Held as", 24, lambda row: row.held_as, "How, since or until when, and through whom."),
    Told("Leads to", 34, lambda row: row.leads_to, "The roles the access opens."),
    Told("Account", 14, lambda row: row.account, "What kind of account it is."),
    Told("Findings", 46, lambda row: row.told_findings, "Open findings about the person here."),
    Told("Recommendation", 19, lambda row: row.recommendation, "What pimreport would do."),
    Told("Why", 30, lambda row: row.why, "The reason for the recommendation."),
    Told("Last decision", 28, lambda row: row.last_decision, "What was decided last time."),
)
ASKED = (
    Asked(DECISION, 19, "What you decide: choose from the list."),
    Asked(
        JUSTIFICATION, 34, "Why; needed for an approval despite findings, an exception, DontKnow."
    ),
    Asked(REVIEWER, 24, "Who decides: sign-in name, or the name. Never the person of the row."),
    Asked(REVIEWED, 13, "The day of the decision.", date=True),
    Asked(TICKET, 14, "Needed for Deny, ConvertToOptionA and AddProtectingRole."),
    Asked(DUE, 13, "The day by which it is done, or until which the exception holds.", date=True),
)
LAST = (
    Told("Sign-in name", 34, lambda row: row.upn or "none", "The person's sign-in name."),
    Told(KEY, 84, lambda row: row.key, "Binds the row to the snapshot: do not change it."),
)
MISSING_WIDTH = 22
OURS = (*TOLD, *LAST)
