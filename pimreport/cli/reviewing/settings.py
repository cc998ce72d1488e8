"""What the organisation lays down for a review: accepted risks and settings, kept in the campaign."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pimreport.analysis.expectations import Expectations
from pimreport.cli.config_file import told
from pimreport.cli.toml_file import read_toml
from pimreport.report.writer import Settings
from pimreport.review.campaign import SETTINGS

if TYPE_CHECKING:
    from pimreport.model.findings import AcceptedRisk
    from pimreport.review.canonical import Json

ACCEPTED = "accepted.toml"
CONFIG = "pimreport.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidDown:
    """The content of both files; the defaults where one was not given."""

    risks: tuple[AcceptedRisk, ...] = ()
    expectations: Expectations = field(default_factory=Expectations)
    settings: Settings = field(default_factory=Settings)

    def json(self) -> Json:
        """What conclusions depend on, as the snapshot keeps it; accepted risks are in the report."""
        return told(self.expectations)


def read(accepted: Path | None, config: Path | None, *, brand: bool = True) -> LaidDown:
    """Understand the files.

    Args:
        accepted: accepted risks.
        config: settings.
        brand: whether outputs are to be written: their logo must be there then.

    Raises:
        UsageError: names everything in them that cannot be meant.
    """
    from pimreport.cli.accepted_file import read_accepted  # noqa: PLC0415  # only where it is given
    from pimreport.cli.brand_file import read_brand, read_language  # noqa: PLC0415  # as above
    from pimreport.cli.config_file import read_config  # noqa: PLC0415  # as above
    from pimreport.cli.limits_file import read_limits  # noqa: PLC0415  # as above

    risks = () if accepted is None else read_accepted(accepted)
    if config is None:
        return LaidDown(risks=risks)
    return LaidDown(
        risks=risks,
        expectations=read_config(config),
        settings=Settings(
            brand=read_brand(config),
            language=read_language(config),
            limits=read_limits(config),
        )
        if brand
        else Settings(),
    )


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
