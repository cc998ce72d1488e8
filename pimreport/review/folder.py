"""A campaign folder appears whole or not at all, readable by its owner only."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.errors import UsageError
from pimreport.report.files import refusal, replace_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """A folder to fill; it takes its name only when everything in it is written.

    Raises:
        UsageError: there is something of that name, or the operating system refuses.
    """
    if target.is_symlink() or (target.exists() and not _is_empty(target)):
        message = f"{target} exists. A review is never opened over something: name a new folder."
        raise UsageError(message)
    if not target.absolute().parent.is_dir():
        message = f"{target}: the folder {target.absolute().parent} does not exist."
        raise UsageError(message)
    try:
        # mkdtemp makes it 0700; beside the target, so that renaming is one step.
        staging = Path(
            tempfile.mkdtemp(prefix=f".{target.name[:60]}.", dir=target.absolute().parent)
        )
    except OSError as error:
        raise UsageError(refusal(target, error)) from error
    try:
        yield staging
        _publish(staging, target)
    except OSError as error:
        raise UsageError(refusal(target, error)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def left_over(target: Path) -> list[Path]:
    """Folders that were being filled for this target when the program was killed."""
    beside = target.absolute().parent.glob(f".{glob.escape(target.name[:60])}.*")
    return sorted(path for path in beside if path.is_dir() and (path / "inputs").is_dir())


def _publish(staging: Path, target: Path) -> None:
    if target.is_dir():
        target.rmdir()
    staging.rename(target)


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, each in one step; where there is no room for all of them, none."""
    replace_files({folder / name: content for name, content in files.items()})


def demand_apart(target: Path, exports: Sequence[Path]) -> None:
    """A campaign lies beside its exports: in them, it would be copied into itself.

    Raises:
        UsageError: it would not.
    """
    for export in exports:
        if export.resolve() in target.resolve().parents:
            message = f"{target} would lie among the exports in {export}: name a folder elsewhere."
            raise UsageError(message)


def copy_inputs(exports: Sequence[Path], into: Path) -> None:
    """Copy what was given, byte by byte; several arguments become folders of their own.

    Raises:
        UsageError: something cannot be read, or is a link out of the given folder.
    """
    into.mkdir(mode=0o700)
    taken: set[str] = set()
    for export in exports:
        place = into
        if len(exports) > 1 and export.is_dir():
            place = into / _free(export.resolve().name or "exports", taken)
            place.mkdir(mode=0o700)
        try:
            _copy(export, place, taken)
        except OSError as error:
            # Writing has no name to tell, and is not the fault of what was read.
            what = f"{error.filename} cannot be copied" if error.filename else "No copy is made"
            message = f"{what}: {error.strerror}."
            raise UsageError(message) from error


def _copy(export: Path, place: Path, taken: set[str]) -> None:
    if not export.is_dir():
        _copy_file(export, place / _free(export.name, taken))
        return
    for root, folders, names in os.walk(export, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith((".git", "__MACOSX")))
        here = place / Path(root).relative_to(export)
        here.mkdir(mode=0o700, exist_ok=True)
        for name in sorted(names):
            path = Path(root) / name
            if path.is_symlink() and not path.resolve().is_relative_to(export.resolve()):
                message = f"{path} is a link to a place outside the folder; copy the file itself."
                raise UsageError(message)
            if path.is_file():
                _copy_file(path, here / name)


def _copy_file(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("xb") as writer:
        target.chmod(0o600)
        shutil.copyfileobj(reader, writer, 1 << 20)
        writer.flush()
        os.fsync(writer.fileno())


def _free(name: str, taken: set[str]) -> str:
    """The name, or one beside it: two exports may be called alike."""
    stem, suffix = Path(name).stem, Path(name).suffix
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number}){suffix}"
    taken.add(free.casefold())
    return free
