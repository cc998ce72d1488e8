"""A snapshot from whatever names one: snapshot.json, a campaign folder, or exports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.model.as_of import AsOf
    from pimreport.review.canonical import Json


def snapshot_from(path: Path, as_of: AsOf) -> Json:
    """The snapshot in the file or campaign folder, else that of the exports.

    Args:
        path: what the user gave.
        as_of: the day that exports speak about; a snapshot knows its own.
    """
    from pimreport.review import snapshot, verification  # noqa: PLC0415  # imported when used

    if (path / snapshot.NAME).is_file() or _is_snapshot(path):
        return verification.snapshot_of(path)
    from pimreport import analysis, parsers  # noqa: PLC0415  # imported when used
    from pimreport.analysis.expectations import Expectations  # noqa: PLC0415  # as above
    from pimreport.cli.config_file import expectations_json  # noqa: PLC0415  # as above

    report = analysis.analyse(parsers.load([path], as_of=as_of))
    return snapshot.of(report, expectations_json(Expectations()))


def _is_snapshot(path: Path) -> bool:
    """The file claims to be one; whether it is a whole one is told when it is read."""
    from pimreport.review.snapshot import SCHEMA  # noqa: PLC0415  # imported when used

    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and content.get("schema") == SCHEMA
