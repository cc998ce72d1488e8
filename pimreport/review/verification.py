"""Does a campaign folder still hold what its manifest says? Every difference is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.errors import UsageError, VerificationError
from pimreport.review import campaign as campaigns
from pimreport.review import canonical, manifest, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pimreport.review.canonical import Json


def demand(folder: Path) -> None:
    """Refuse to build on evidence that does not hold.

    Raises:
        VerificationError: names every file that differs.
    """
    if problems := list(check_files(folder)):
        raise VerificationError(*(f"{folder}: {one}" for one in problems))


def check_files(folder: Path) -> Iterator[str]:
    """A sentence for every file that is changed, missing, or not in the manifest.

    The workbooks of an open review are meant to be changed, and more files may be put beside them;
    what they may not do is change the inputs or the settings. A closed review is sealed whole.
    """
    try:
        told = manifest.read(folder)
    except UsageError as error:
        yield from error.problems
        return
    closed = told["state"] == "closed"
    filled_in = set() if closed else set(told["forms"])
    listed = {one["path"]: one for one in told["files"]}
    there = {one.path: one for one in manifest.entries(folder)}
    for path, one in listed.items():
        found = there.pop(path, None)
        if found is None:
            yield f"{path} is missing."
        elif path not in filled_in and found.sha256 != one["sha256"]:
            yield f"{path} was changed: SHA-256 {found.sha256}, in the manifest {one['sha256']}."
    for path in there:
        if closed or path.startswith((f"{campaigns.INPUTS}/", f"{campaigns.SETTINGS}/")):
            yield f"{path} is not in the manifest."
    yield from _check_binding(folder, told)


def _check_binding(folder: Path, told: Json) -> Iterator[str]:
    try:
        frozen = snapshot.read(folder)
    except UsageError as error:
        yield from error.problems
        return
    if (actual := snapshot.id_of(frozen)) != told["snapshot"]:
        yield f"snapshot.json is {actual}, the manifest names {told['snapshot']}."


def snapshot_of(path: Path) -> Json:
    """A snapshot to build on; one in a campaign folder is the one that its manifest names.

    Raises:
        UsageError: it is none.
        VerificationError: it, or what was counted before it, is not as the manifest has it.
    """
    if not (path / campaigns.MANIFEST).is_file():
        return snapshot.read(path)
    listed = {one["path"]: one["sha256"] for one in manifest.read(path)["files"]}
    problems = [
        f"{path}: {name} was changed since the review was opened."
        for name in (snapshot.NAME, campaigns.FACTS)
        if not (path / name).is_file()
        or manifest.entry(path / name, name).sha256 != listed.get(name)
    ]
    if problems:
        raise VerificationError(*problems)
    return snapshot.read(path)


def check_chain(folder: Path, previous: Path) -> Iterator[str]:
    """The campaign before is the one that this campaign was opened with."""
    link = campaigns.Campaign.read(folder).previous
    if link is None:
        yield f"{folder} was opened without a previous review."
        return
    manifest = previous / campaigns.MANIFEST
    if not manifest.is_file():
        yield f"{previous} is no review: it has no {campaigns.MANIFEST}."
        return
    actual = canonical.sha256(manifest.read_bytes())
    if actual != link["manifest"]:
        yield f"{previous} is not the review that {folder} follows: its manifest is {actual}."
