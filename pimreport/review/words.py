"""The vocabulary of a review: decisions in Microsoft's words, and ours beside them."""

from __future__ import annotations

from enum import StrEnum


class Decision(StrEnum):
    """What a reviewer says of one row.

    The first four are those of ``accessReviewInstanceDecisionItem`` (Microsoft Graph).
    """

    APPROVE = "Approve"
    DENY = "Deny"
    NOT_REVIEWED = "NotReviewed"
    DONT_KNOW = "DontKnow"
    CONVERT = "ConvertToOptionA"
    PROTECT = "AddProtectingRole"
    EXCEPTION = "Exception"


MEANINGS = {
    Decision.APPROVE: "The access is needed and stays as it is. Say why if the row has findings.",
    Decision.DENY: "The access goes. Name the ticket and the day by which it is removed.",
    Decision.NOT_REVIEWED: "Not decided yet. The review cannot close with such a row.",
    Decision.DONT_KNOW: "You cannot judge it. Say in the justification who can.",
    Decision.CONVERT: "The access stays, but as an active membership with the role eligible"
    " (Option A). Name the ticket and the day.",
    Decision.PROTECT: "The access stays; the account gets a protecting role or group. Name the"
    " ticket and the day.",
    Decision.EXCEPTION: "The risk is accepted until a day: give the reason and the day.",
}
ACTIONS = frozenset({Decision.DENY, Decision.CONVERT, Decision.PROTECT})
"""Decisions that somebody has to carry out."""
OPEN = frozenset({Decision.NOT_REVIEWED})

NO_INFO = "No Info"
"""Microsoft's word where nothing is recommended."""


class Removal(StrEnum):
    """How far a decision has been carried out, as later snapshots prove."""

    OPEN = "Open"
    REMOVED = "Removed"
    DONE = "Done"
    REAPPEARED = "Reappeared"
    WITHDRAWN = "Withdrawn"
    """A later review decided otherwise."""


_SPELLINGS = {one.value.lower(): one for one in Decision}


def decision_of(text: str) -> Decision | None:
    """The decision as typed by a person: case, spaces and apostrophes do not matter."""
    return _SPELLINGS.get("".join(char for char in text.lower() if char.isalnum()))
