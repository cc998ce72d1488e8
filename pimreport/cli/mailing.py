"""Mailing a report, as ``send`` and ``report --send`` do it: settings, secrets, clock, words."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pimreport.cli import kept, mail_secrets
from pimreport.cli.terminal import say
from pimreport.delivery import ledger
from pimreport.delivery.deliver import deliver
from pimreport.delivery.message import Letter, draft
from pimreport.delivery.outcome import Fate
from pimreport.delivery.parcel import pack
from pimreport.delivery.recipients import address
from pimreport.delivery.retry import Patience
from pimreport.errors import PartialDeliveryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pimreport.delivery.deliver import Delivery
    from pimreport.delivery.outcome import Way
    from pimreport.delivery.parcel import Parcel
    from pimreport.delivery.profile import Profile
    from pimreport.delivery.recipients import Recipients

_WORDS = {
    Fate.ACCEPTED: "Accepted for",
    Fate.REFUSED: "Refused for",
    Fate.NOT_SENT: "Not sent to",
    Fate.UNKNOWN: "Perhaps sent to",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the command asks for. ``also``: files to send beside the PDF."""

    files: Sequence[Path]
    profile: Profile
    recipients: Recipients
    also: Sequence[Path] = ()
    encrypt: bool = True
    again: bool = False
    output: Path | None = None

    @property
    def draft(self) -> Path:
        """Where a draft is written."""
        return self.output or self.files[0].with_suffix(".eml")


def carry_out(order: Order) -> None:
    """Write the draft, or send the mail and tell who got it.

    Raises:
        PartialDeliveryError: somebody did not get it, or it is not known.
    """
    if order.profile.via == "eml":
        _demand_draft(order)
    sender = _sender(order.profile)
    profile = replace(order.profile, sender=sender or "")
    password = (lambda: mail_secrets.pdf_password(profile)) if order.encrypt else None
    parcel = pack(order.files, order.also, password)
    letter = Letter(
        sender=sender,
        recipients=order.recipients,
        summary=parcel.summary,
        attachments=parcel.attachments,
        language=profile.language,
        message_id=f"<{uuid.uuid4().hex}@{(sender or '').rpartition('@')[2] or 'localhost'}>",
        date=datetime.now(UTC).replace(microsecond=0),
    )
    if any(not one.encrypted for one in letter.attachments):
        say("NOT encrypted: whoever reads the mail reads the report.")
    if profile.via == "eml":
        _write_draft(letter, order.draft)
    else:
        _send(letter, parcel, _way(profile), again=order.again)


def _demand_draft(order: Order) -> None:
    """Told before a password is asked for.

    Raises:
        UsageError: the draft would replace something else, or no mail program would open it.
    """
    if order.draft.suffix.lower() != ".eml":
        message = f"{order.draft}: mail programs open a draft that ends in .eml."
        raise UsageError(message)
    kept.demand_free([order.draft], (*order.files, *order.also))


def _sender(profile: Profile) -> str | None:
    given = profile.sender or (profile.user if "@" in profile.user else "")
    if not given and profile.via == "eml":
        return None
    if not given:
        message = "Nobody to send it from: give --from, or from = in the profile."
        raise UsageError(message)
    try:
        return address(given)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _write_draft(letter: Letter, path: Path) -> None:
    from pimreport.report.files import replace_file  # noqa: PLC0415  # loaded when used

    replace_file(path, draft(letter))
    say(f"Wrote {path}: open it in your mail program, check it and send it. Nothing was sent.")


def _send(letter: Letter, parcel: Parcel, way: Way, *, again: bool) -> None:
    with ledger.opened(parcel.folder) as record:
        delivery = deliver(letter, way, record, _now, again=again)
    _tell(delivery)
    if not delivery.complete:
        failed = sum(one.fate is not Fate.ACCEPTED for one in delivery.results)
        message = (
            f"Not delivered to everybody: {failed + len(delivery.uncertain)} of "
            f"{len(letter.recipients.every)} recipients. {parcel.folder / ledger.NAME} has the replies."
        )
        raise PartialDeliveryError(message)


def _tell(delivery: Delivery) -> None:
    for one in delivery.results:
        say(f"{_WORDS[one.fate]} {one.recipient}: {one.reply}")
        if one.summary_only and one.fate is Fate.ACCEPTED:
            say("  Without the report: the server takes no message of that size.")
    for recipient in delivery.had_it:
        say(f"{recipient} has it already. --again sends it once more.")
    for recipient in delivery.uncertain:
        say(
            f"{recipient} may have it: an earlier delivery was cut off. Ask, then --again if needed."
        )


def _way(profile: Profile) -> Way:
    from pimreport.cli import mail_ways  # noqa: PLC0415  # loaded when something is sent

    patience = Patience(sleep=time.sleep)
    return mail_ways.way(profile, patience, lambda what: mail_secrets.mail_secret(profile, what))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
