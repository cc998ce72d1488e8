"""``report --send PROFILE``: the mail that follows the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.cli import mail_settings, mailing
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pimreport.delivery.profile import Profile
    from pimreport.delivery.recipients import Recipients


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterReport:
    """A profile and its recipients, checked before the report is made."""

    profile: Profile
    recipients: Recipients

    @classmethod
    def of(cls, name: str, config: Path | None) -> AfterReport:
        """As the settings say.

        Raises:
            UsageError: there is no such profile, or its recipients are not allowed.
        """
        settings = mail_settings.settings(config)
        profile = settings.profile(name)
        found = mail_settings.addressed(profile, (), (), settings.allowed_domains)
        return cls(profile=profile, recipients=found)

    def needs(self, targets: Sequence[Path]) -> list[Path]:
        """Outputs to write beside the wanted ones: the JSON that the counts come from.

        Raises:
            UsageError: no PDF is to be written.
        """
        document = _document(targets)
        return [] if _with_suffix(targets, ".json") else [document.with_suffix(".json")]

    def send(self, targets: Sequence[Path]) -> None:
        """Mail what was written."""
        files = [_document(targets), _with_suffix(targets, ".json")[0]]
        order = mailing.Order(files=files, profile=self.profile, recipients=self.recipients)
        mailing.carry_out(order)


def _document(targets: Sequence[Path]) -> Path:
    found = _with_suffix(targets, ".pdf")
    if not found:
        message = "--send mails the PDF: add -o FILE.pdf."
        raise UsageError(message)
    return found[0]


def _with_suffix(targets: Sequence[Path], suffix: str) -> list[Path]:
    return [one for one in targets if one.suffix.lower() == suffix]
