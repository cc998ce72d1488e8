"""The ``[mail]`` section, and the recipients of a command or a profile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.cli.toml_file import read_toml
from pimreport.delivery.profile import MailSettings, mail_settings
from pimreport.delivery.recipients import recipients
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.delivery.profile import Profile
    from pimreport.delivery.recipients import Recipients

CONFIG = Path("pimreport.toml")


def settings(path: Path | None) -> MailSettings:
    """The ``[mail]`` section of the file, or of ``pimreport.toml`` in the current folder."""
    if path is None and not CONFIG.exists():
        return MailSettings()
    path = path or CONFIG
    section = read_toml(path).get("mail", {})
    if not isinstance(section, dict):
        message = f"{path}: mail is a section: [mail]."
        raise UsageError(message)
    return mail_settings(section, str(path))


def addressed(
    profile: Profile, to: Sequence[str], cc: Sequence[str], allowed: Sequence[str] | None
) -> Recipients:
    """The recipients of the command, else those of the profile."""
    given = (to, cc) if to or cc else (profile.to, profile.cc)
    return recipients(*given, allowed, needed=profile.via != "eml")
