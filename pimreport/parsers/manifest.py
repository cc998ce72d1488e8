"""The manifest that the collector writes beside the evidence: what it says, unchecked."""

from __future__ import annotations

import re
from datetime import datetime  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING

import msgspec

from pimreport.data import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = 4096


class PageFile(msgspec.Struct, frozen=True, rename="camel"):
    """One page of an answer, as it was written."""

    file: str
    sha256: str
    count: int


class Asked(msgspec.Struct, frozen=True, rename="camel"):
    """One list that was asked for."""

    query: str
    outcome: str
    started_utc: datetime
    finished_utc: datetime
    resource: str = ""
    item: str = ""
    status: int = 0
    reason: str = ""
    count: int = 0
    pages: tuple[PageFile, ...] = ()


class Manifest(msgspec.Struct, frozen=True, rename="camel"):
    """One run of the collector."""

    tenant_id: str
    queries: tuple[Asked, ...]
    account: str = ""
    application: str = ""
    collector: str = ""
    environment: str = ""


class Found(msgspec.Struct, frozen=True):
    """A manifest among the files.

    Attributes:
        file: its label.
        manifest: None if it cannot be understood; ``problem`` says why.
    """

    file: str
    manifest: Manifest | None
    problem: str = ""

    @property
    def folder(self) -> str:
        """What the labels of the files it lists begin with."""
        return self.file[: self.file.rfind("/") + 1]

    def pages(self) -> Iterator[tuple[str, PageFile, Asked]]:
        """Label, page and list of every file it names."""
        for asked in self.manifest.queries if self.manifest else ():
            for page in asked.pages:
                yield self.folder + page.file, page, asked


def found(label: str, data: bytes) -> Found | None:
    """The manifest in this file, if it is one."""
    schema = re.escape(str(facts("collection")["schema"])).encode()
    if not re.search(rb'"schema"\s*:\s*"' + schema + rb'"', data[:_HEAD]):
        return None
    try:
        manifest = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=Manifest)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        return Found(label, None, str(error))
    except RecursionError:
        return Found(label, None, "it is nested too deeply")
    if any(
        one.started_utc.tzinfo is None or one.finished_utc.tzinfo is None
        for one in manifest.queries
    ):
        return Found(label, None, "its times have no zone")
    return Found(label, manifest)
