"""The files behind the given paths: folders walked, archives opened, everything labelled."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.parsers import archive
from pimreport.parsers.problems import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader

_JUNK_NAMES = frozenset({"desktop.ini", ".ds_store", "thumbs.db", "license", "makefile"})
_NO_EXPORTS = """
    .xlsx .xlsm .xls .ods .pdf .docx .doc .odt .pptx .png .jpg .jpeg .gif .svg .ico .md .rst .html
    .htm .ps1 .psm1 .psd1 .py .sh .bat .cmd .log .ini .toml .yaml .yml .lnk .url .exe .dll .eml
    .msg .sarif .sqlite .db .bak .tmp .sig .asc .css .js .evtx .pfx .cer .rtf
    """
_ARCHIVES = frozenset({".zip", ".aad"})  # .aad: a package of AzureADAssessment
_JUNK_SUFFIXES = frozenset(_NO_EXPORTS.split())
_JUNK_PREFIXES = ("readme", "~$", "._", ".")
_LINKED_FOLDER = "It is a link to a folder; nothing in it was read. Give that folder itself."
MOST_BYTES = 4 * 1024**3
"""No export of a directory is larger; it would not fit into memory either."""


@dataclass(frozen=True, slots=True)
class Given:
    """One file to be read.

    Attributes:
        label: how reports print it: relative to the given folder, with ``/``.
        size: in bytes.
        opened: the file as a stream; what is wrong with a member of an archive, it raises.
        junk: it is no export at all.
    """

    label: str
    size: int
    opened: Callable[[], BufferedReader]
    junk: bool = False

    def read(self) -> bytes:
        """All of its bytes.

        Raises:
            UnreadableError: it is a member of an archive that cannot be unpacked.
            OSError: it cannot be read.
        """
        with self.opened() as stream:
            return stream.read()


@dataclass(frozen=True, slots=True)
class Refused:
    """A path that gives no file, and why."""

    label: str
    sentence: str


def found(paths: Sequence[Path]) -> Iterator[Given | Refused]:
    """Every file behind ``paths``, in order; what a folder holds is sorted by name."""
    for path, prefix in zip(paths, _prefixes(paths), strict=True):
        if not path.exists():
            label = prefix or path.name or str(path)
            yield Refused(label, f"There is no such file or folder{_elsewhere(path, label)}.")
        elif path.is_dir():
            yield from _folder(path, prefix)
        elif not path.is_file():
            yield Refused(prefix or path.name, "It is no regular file; not read.")
        elif path.suffix.lower() in _ARCHIVES:
            yield from _archive(path, prefix or path.name)
        else:
            yield _file(path, prefix or path.name)


def _elsewhere(path: Path, label: str) -> str:
    """The path, where the label under which the sentence stands does not say it."""
    return "" if str(path) == label else f": {path}"


def _prefixes(paths: Sequence[Path]) -> list[str]:
    """What makes labels unique: nothing for one argument, else the argument's own name."""
    if len(paths) == 1:
        return [""]
    taken: dict[str, int] = {}
    prefixes: list[str] = []
    for path in paths:
        name = path.name or path.resolve().name or str(path)
        taken[name] = taken.get(name, 0) + 1
        prefixes.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return prefixes


def _folder(folder: Path, prefix: str) -> Iterator[Given | Refused]:
    closed: list[OSError] = []
    for root, folders, names in os.walk(folder, followlinks=False, onerror=closed.append):
        folders.sort()
        folders[:] = [name for name in folders if not name.startswith((".git", "__MACOSX"))]
        for name in folders:
            if (Path(root) / name).is_symlink():
                yield Refused(_label(Path(root) / name, folder, prefix), _LINKED_FOLDER)
        for name in sorted(names):
            path = Path(root) / name
            label = _label(path, folder, prefix)
            if path.is_symlink() and not _inside(path, folder):
                yield Refused(label, "It is a link to a place outside the folder; not read.")
            elif not path.is_file():
                yield Refused(label, "It is no regular file; not read.")
            elif path.suffix.lower() in _ARCHIVES:
                yield from _archive(path, label)
            else:
                yield _file(path, label)
    for error in closed:
        label = "/".join(filter(None, (prefix, Path(error.filename or folder).name)))
        yield Refused(label, f"The folder cannot be read: {error.strerror}.")


def _label(path: Path, folder: Path, prefix: str) -> str:
    """How reports print a file somewhere in the given folder."""
    return "/".join(filter(None, (prefix, *path.relative_to(folder).parts)))


def _inside(path: Path, folder: Path) -> bool:
    # realpath, because Path.resolve raises on a loop of links.
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _file(path: Path, label: str) -> Given | Refused:
    size = path.stat().st_size
    if size > MOST_BYTES and not is_junk(path.name):
        return Refused(label, f"It has {size} bytes, more than any export of a directory.")
    return Given(label, size, lambda: path.open("rb"), junk=is_junk(path.name))


def _archive(path: Path, label: str) -> Iterator[Given | Refused]:
    try:
        for member in archive.members(path):
            if member.name.lower().endswith(tuple(_ARCHIVES)):
                inner = f"{label}/{member.name}"
                yield Refused(inner, "It is an archive inside an archive: unpack it first.")
                continue
            yield Given(
                f"{label}/{member.name}",
                member.size,
                member.opened,
                junk=is_junk(member.name.rpartition("/")[2]) or "__MACOSX/" in member.name,
            )
    except UnreadableError as problem:
        yield Refused(label, problem.sentence)


def is_junk(name: str) -> bool:
    """A file that lies in such folders and is no export."""
    name = name.lower()
    return (
        name in _JUNK_NAMES
        or name.startswith(_JUNK_PREFIXES)
        or os.path.splitext(name)[1] in _JUNK_SUFFIXES  # noqa: PTH122 - a name, not a path
    )
