"""One delivery: who has it already, the record before, the way out, the record after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pimreport.delivery.outcome import Fate
from pimreport.delivery.recipients import key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pimreport.delivery.ledger import Ledger
    from pimreport.delivery.message import Letter
    from pimreport.delivery.outcome import Result, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a delivery came to.

    Attributes:
        results: of the recipients it was sent to now.
        had_it: recipients who got it before, so that it was not sent again.
        uncertain: recipients for whom an earlier delivery was cut off; not sent again either.
    """

    results: Sequence[Result]
    had_it: Sequence[str]
    uncertain: Sequence[str]

    @property
    def complete(self) -> bool:
        """Everybody has it for certain."""
        return not self.uncertain and all(one.fate is Fate.ACCEPTED for one in self.results)


def deliver(
    letter: Letter, way: Way, ledger: Ledger, now: Callable[[], str], *, again: bool = False
) -> Delivery:
    """Send the letter to whoever does not have it.

    Args:
        letter: what to send.
        way: how.
        ledger: of the folder in which the report is.
        now: the time as the record prints it.
        again: send to those who have it, or may have it, too.
    """
    originals = [one.original for one in letter.attachments]
    past = {} if again else ledger.past(letter.summary.campaign, originals)
    had_it = _with(letter, past, Fate.ACCEPTED)
    uncertain = _with(letter, past, Fate.UNKNOWN)
    pending = [one for one in letter.recipients.every if one not in {*had_it, *uncertain}]
    if not pending:
        return Delivery(results=(), had_it=had_it, uncertain=uncertain)
    sent = replace(letter, recipients=letter.recipients.only(pending))
    ledger.attempt(sent, way, now())
    results = way.send(sent)
    ledger.result(sent, results, now())
    return Delivery(results=results, had_it=had_it, uncertain=uncertain)


def _with(letter: Letter, past: dict[str, Fate], fate: Fate) -> list[str]:
    return [one for one in letter.recipients.every if past.get(key(one)) is fate]
