"""The manifest: SHA-256 of every file of a campaign, and of the manifest before it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pimreport import __version__
from pimreport.errors import UsageError
from pimreport.review import campaign as campaigns
from pimreport.review import canonical, shapes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pimreport.review.campaign import Campaign
    from pimreport.review.canonical import Json

SCHEMA = "pimreport/manifest/1"
SIGNATURE = f"{campaigns.MANIFEST}.sig"
_LOCKS = (".~lock.", "~$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file: path relative to the campaign's folder, with ``/``."""

    path: str
    bytes: int
    sha256: str


def manifest(campaign: Campaign, state: str, opened: Json | None = None) -> bytes:
    """The manifest of everything that lies in the folder now.

    Args:
        campaign: which one.
        state: open or closed.
        opened: the manifest under which the campaign was open, kept inside the closed one, so that
            the forms as they were handed out stay provable.
    """
    told: Json = {
        "schema": SCHEMA,
        "version": __version__,
        "state": state,
        "tenant": campaign.tenant,
        "as_of": campaign.as_of,
        "snapshot": campaign.snapshot,
        "previous": campaign.previous,
        "forms": [one.file for one in campaign.forms],
        "files": [asdict(one) for one in entries(campaign.folder)],
    }
    if opened is not None:
        told["opened"] = opened
    return canonical.canonical({**told, "digest": _digest(told)})


def _digest(told: Json) -> str:
    """Of the manifest itself: shows an accident. Against intent there is the signature."""
    return canonical.sha256(canonical.canonical(told))


_DELIVERIES = "delivery.jsonl"
"""What was mailed from here: it begins when a review is closed, so no manifest can hold it."""


def entries(folder: Path) -> Iterator[Entry]:
    """Every file in the folder, but the manifest and what programs put there while they are open."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name in {campaigns.MANIFEST, SIGNATURE, _DELIVERIES} or path.name.startswith(_LOCKS):
            continue
        if path.is_symlink() or path.is_file():
            yield entry(path, name)


def entry(path: Path, name: str) -> Entry:
    """One file as it is now; a link counts as what it is, not as what it points to."""
    content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes()
    return Entry(path=name, bytes=len(content), sha256=canonical.sha256(content))


def read(folder: Path) -> Json:
    """The manifest of a campaign folder.

    Raises:
        UsageError: there is none, or it is not as it was written.
    """
    path = folder / campaigns.MANIFEST
    told = canonical.read_json(path, SCHEMA)
    rest = {name: value for name, value in told.items() if name != "digest"}
    if told.get("digest") != _digest(rest) or path.read_bytes() != canonical.canonical(told):
        message = f"{path} was changed: it is not as it was written."
        raise UsageError(message)
    shapes.demand(path, told, "manifest", shapes.Manifest)
    return told


def issued(campaign: Campaign, file: str) -> str:
    """SHA-256 of a file as the open campaign had it; empty if it was not there."""
    told = read(campaign.folder)
    listed = told.get("opened", told)["files"]
    return next((str(one["sha256"]) for one in listed if one["path"] == file), "")
