"""A ``Report`` becomes files: each target's suffix chooses the writer."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.errors import MissingLibraryError, UsageError
from pimreport.model.memory import collector_paused
from pimreport.registry import registered
from pimreport.report import writers
from pimreport.report.files import refusal, replace_file
from pimreport.report.writer import Ahead, Settings, Writer
from pimreport.visible import called
from pimreport.wording import speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pimreport.model.report import Report

__all__ = ["Settings", "Writer", "ahead", "default_names", "suffixes", "write", "writer_for"]

_NAME_LIMIT = 60


def write(
    report: Report,
    targets: Sequence[Path],
    *,
    progress: Callable[[str], None] | None = None,
    force: bool = False,
    settings: Settings | None = None,
) -> tuple[Path, ...]:
    """Write every target and return them. All targets are checked before the first is written.

    Args:
        report: what to write.
        targets: files; the suffix chooses the output.
        progress: is told each file before it is made.
        force: replace a file even if a person has saved it since, or it is none of ours.
        settings: what the user chose about outputs.

    Raises:
        UsageError: a target cannot be written.
        MissingLibraryError: a native library is not installed; the other targets were written.
    """
    settings = settings or Settings()
    tell = progress or (lambda _what: None)
    missing: list[str] = []
    written: list[Path] = []
    chosen = _chosen(targets, force=force)
    with speaking(settings.language), collector_paused():
        for target, content in _in_parallel(report, chosen, settings):
            tell(f"Writing {target}")
            try:
                replace_file(target, content())
            except MissingLibraryError as error:
                missing += error.problems
                continue
            written.append(target)
    if missing:
        raise MissingLibraryError(*dict.fromkeys(missing))
    return tuple(written)


def _in_parallel(
    report: Report, chosen: Sequence[tuple[Path, Writer]], settings: Settings
) -> Iterator[tuple[Path, Callable[[], bytes]]]:
    """What to write to each target; slow outputs are begun first and fetched last."""
    begun: list[tuple[Path, Callable[[], bytes]]] = []
    rest: list[tuple[Path, Writer]] = []
    waiting = dict(settings.begun)
    for target, writer in chosen:
        one = waiting.pop(writer.name, None)
        if one is None and writer.ahead is not None and len(chosen) > 1:
            one = writer.ahead(settings)
        if one is None:
            rest.append((target, writer))
        else:
            begun.append((target, one.start(report, settings)))
    for target, writer in rest:
        yield target, partial(writer.write, report, settings)
    yield from begun


@contextmanager
def ahead(
    targets: Sequence[Path], settings: Settings | None = None
) -> Iterator[Mapping[str, Ahead]]:
    """Begin what takes long to load before there is a report; for ``Settings.begun``."""
    settings = settings or Settings()
    writers = {writer.name: writer for writer in map(writer_for, targets)}
    begun = {name: one.ahead(settings) for name, one in writers.items() if one.ahead is not None}
    try:
        yield begun
    finally:
        for one in begun.values():
            one.close()


def writer_for(target: Path) -> Writer:
    """The writer that the file's suffix chooses.

    Raises:
        UsageError: no writer has this suffix.
    """
    writer: Writer
    for writer in registered(writers, Writer):
        if writer.suffix == target.suffix.lower():
            return writer
    known = ", ".join(suffixes())
    message = f"{target}: the ending of the name chooses the output and must be one of {known}."
    raise UsageError(message)


def suffixes() -> tuple[str, ...]:
    """Endings of file names for which there is a writer."""
    return tuple(sorted(writer.suffix for writer in registered(writers, Writer)))


def default_names(report: Report) -> tuple[Path, Path]:
    """Names for a workbook and a PDF from tenant and date, safe on every file system."""
    tenant = called(report.tenant.name, report.tenant.id) or "tenant"
    plain = unicodedata.normalize("NFKC", tenant).casefold()
    slug = re.sub(r"[^\w]+", "-", plain)[:_NAME_LIMIT].strip("-_") or "tenant"
    stem = f"pim-report-{slug}-{report.as_of.replace(':', '')}"
    return Path(f"{stem}.xlsx"), Path(f"{stem}.pdf")


def _chosen(targets: Sequence[Path], *, force: bool) -> list[tuple[Path, Writer]]:
    chosen: dict[Path, Writer] = {}
    problems: list[str] = []
    for target in targets:
        try:
            chosen[target] = writer_for(target)
        except UsageError as error:
            problems += error.problems
            continue
        try:
            problems += _problems(target, chosen[target], force=force)
        except OSError as error:
            problems.append(refusal(target, error))
    if problems:
        raise UsageError(*problems)
    return list(chosen.items())


def _problems(target: Path, writer: Writer, *, force: bool) -> list[str]:
    if target.is_dir():
        return [f"{target} is a folder; name a file in it."]
    if not target.parent.is_dir():
        return [f"{target}: the folder {target.parent} does not exist."]
    if force or writer.edited is None or target.is_symlink() or not target.is_file():
        return []  # of a link, only the link is replaced
    if not writer.edited(target):
        return []
    sentence = (
        f"{target} was not written by pimreport, or somebody has saved it since;"
        " choose another name, or use --force to replace it."
    )
    return [sentence]
