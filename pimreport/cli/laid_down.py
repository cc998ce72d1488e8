"""What the organisation lays down for its reports: accepted risks and settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pimreport.report.writer import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.analysis.expectations import Expectations
    from pimreport.model.findings import AcceptedRisk
    from pimreport.review.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidDown:
    """The content of both files; the defaults where one was not given."""

    risks: tuple[AcceptedRisk, ...] = ()
    expectations: Expectations | None = None
    """None: the defaults, for which the analysis need not be loaded yet."""
    settings: Settings = field(default_factory=Settings)

    def json(self) -> Json:
        """What conclusions depend on, as the snapshot keeps it; accepted risks are in the report."""
        from pimreport.analysis.expectations import Expectations  # noqa: PLC0415  # see above
        from pimreport.cli.config_file import expectations_json  # noqa: PLC0415  # as above

        return expectations_json(self.expectations or Expectations())


def read(accepted: Path | None, config: Path | None, *, brand: bool = True) -> LaidDown:
    """Understand the files.

    Args:
        accepted: accepted risks.
        config: settings.
        brand: whether outputs are to be written: their logo must be there then.

    Raises:
        UsageError: names everything in them that cannot be meant.
    """
    risks: tuple[AcceptedRisk, ...] = ()
    if accepted is not None:
        from pimreport.cli.accepted_file import read_accepted  # noqa: PLC0415  # only where it is given

        risks = read_accepted(accepted)
    if config is None:
        return LaidDown(risks=risks)
    from pimreport.cli.brand_file import read_brand, read_language  # noqa: PLC0415  # as above
    from pimreport.cli.config_file import read_config  # noqa: PLC0415  # as above
    from pimreport.cli.limits_file import read_limits  # noqa: PLC0415  # as above

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
