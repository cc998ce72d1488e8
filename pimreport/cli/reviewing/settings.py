"""Where a campaign keeps what was laid down for it: accepted risks and settings."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePath

from pimreport.cli.toml_file import read_toml
from pimreport.review.campaign import SETTINGS

ACCEPTED = "accepted.toml"
CONFIG = "pimreport.toml"


def of_campaign(folder: Path) -> tuple[Path | None, Path | None]:
    """Where a campaign keeps accepted risks and settings, if it was opened with any."""
    accepted, config = folder / SETTINGS / ACCEPTED, folder / SETTINGS / CONFIG
    return accepted if accepted.is_file() else None, config if config.is_file() else None


def keep(folder: Path, accepted: Path | None, config: Path | None) -> None:
    """Copy the files into the campaign, byte by byte, the logo of the settings beside them."""
    place = folder / SETTINGS
    for given, name in ((accepted, ACCEPTED), (config, CONFIG)):
        if given is not None:
            place.mkdir(mode=0o700, exist_ok=True)
            _copy(given, place / name)
    logo = None if config is None else _logo(config)
    if config is not None and logo is not None:
        (place / logo.parent).mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy(config.parent / logo, place / logo)


def _logo(config: Path) -> PurePath | None:
    """The logo's path beside the settings; one that lies elsewhere is not found from the copy."""
    given = read_toml(config).get("organisation", {}).get("logo")
    logo = None if given is None else PurePath(str(given))
    return None if logo is None or logo.is_absolute() or ".." in logo.parts else logo


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
