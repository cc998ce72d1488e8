"""``load(paths)``: files as an administrator exported them, in; one ``Tenant``, out.

Nothing stops at the first problem: every file becomes a ``Source`` that says what was understood,
what was not, and how to export it right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pimreport.errors import UnusableExportsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pimreport.model.as_of import AsOf
    from pimreport.model.evidence import Source
    from pimreport.model.tenant import Tenant

__all__ = ["load", "read", "usable"]


def load(
    paths: Sequence[Path],
    *,
    as_of: AsOf,
    dates: Literal["dmy", "mdy"] | None = None,
    keep_records: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Tenant:
    """Like :func:`read`, for those who can do nothing with a tenant nothing is known of.

    Raises:
        UnusableExportsError: nothing in the given paths can be used; all problems are listed.
    """
    tenant = read(paths, as_of=as_of, dates=dates, keep_records=keep_records, progress=progress)
    if not usable(tenant.sources):
        problems = [
            f"{one.file}: {one.error or ' '.join(warning.message for warning in one.warnings)}"
            for one in tenant.sources
            if one.error or one.warnings
        ]
        raise UnusableExportsError(*(problems or ["No export was found in what was given."]))
    return tenant


def usable(sources: Iterable[Source]) -> bool:
    """At least one file holds something known; an empty file tells nothing."""
    return any(
        one.error is None and not one.passed_over and one.resource != "unknown" for one in sources
    )


def read(
    paths: Sequence[Path],
    *,
    as_of: AsOf,
    dates: Literal["dmy", "mdy"] | None = None,
    keep_records: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Tenant:
    """Read exports: files, folders (recursively) and .zip archives.

    Args:
        paths: what the user gave; a missing one is a problem among others.
        as_of: the moment the report speaks about.
        dates: day or month first, for columns whose dates leave it open.
        keep_records: keep the rows as understood in ``Source.records``.
        progress: is told the label of each file before it is read.
    """
    # Imported here so that `pimreport --help` does not pay for the parsers.
    from pimreport.parsers.dates.parts import Order  # noqa: PLC0415
    from pimreport.parsers.loading import Loading  # noqa: PLC0415

    loading = Loading(
        preferred=Order(dates) if dates else None, keep_records=keep_records, progress=progress
    )
    loading.run(paths)
    return loading.tenant(as_of)
