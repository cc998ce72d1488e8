"""Putting the exports of a draft into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.synthetic.exports import exports
from pimreport.synthetic.ways import GRAPH_PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pimreport.synthetic.draft import DraftTenant
    from pimreport.synthetic.ways import Way


def write(
    tenant: DraftTenant,
    folder: Path,
    *,
    way: Way = GRAPH_PAGE,
    ways: Mapping[str, Way] | None = None,
    per_group: bool | None = None,
) -> list[Path]:
    """Write every export of the draft, one file each.

    Args:
        tenant: the draft.
        folder: where to; made if it is missing.
        way: how files are written.
        ways: another way for some resources, by resource name.
        per_group: see :func:`~pimreport.synthetic.exports.exports`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for export in exports(tenant, per_group=per_group):
        how = (ways or {}).get(export.resource, way)
        path = folder / f"{export.name}{how.suffix}"
        path.write_bytes(how.write(export))
        written.append(path)
    return written
