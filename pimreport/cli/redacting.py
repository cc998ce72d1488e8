"""``--redact KEYFILE``: everything that goes out bears pseudonyms; the key stays with its owner."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pimreport.errors import UsageError
from pimreport.redaction import key_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pimreport.analysis.expectations import Expectations
    from pimreport.model.findings import AcceptedRisk
    from pimreport.model.report import Report
    from pimreport.model.tenant import Tenant
    from pimreport.redaction.pseudonyms import Pseudonyms
    from pimreport.report.writer import Brand
    from pimreport.review.canonical import Json


def opened(path: Path, apart_from: Iterable[Path]) -> Redacting:
    """The key in the file; a new one if there is no such file.

    Args:
        path: of the key file.
        apart_from: exports and outputs, among which the key must not be.

    Raises:
        UsageError: it is no key, others can read it, or it stands among exports or outputs.
    """
    place = path.resolve()  # one file has many names
    for one in apart_from:
        if place == one.resolve() or one.resolve() in place.parents:
            message = f"The key {path} must stand apart from {one}: whoever has both has the names."
            raise UsageError(message)
    if not path.exists():
        names = key_file.fresh()
        _create(path, key_file.written(names))
        return Redacting(path, names, new=True)
    return Redacting(path, read(path))


def read(path: Path) -> Pseudonyms:
    """The pseudonyms of an existing key file.

    Raises:
        UsageError: it cannot be read, is no key, or others can read it.
    """
    try:
        mode = path.stat().st_mode
        content = path.read_bytes()
    except OSError as error:
        message = f"The key {path} cannot be read: {error.strerror}."
        raise UsageError(message) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"{path} can be read by others: chmod 600 {path}"
        raise UsageError(message)
    return key_file.parsed(content, path)


def _create(path: Path, content: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            path.unlink()  # half a key would stand in the way of a whole one
            raise
    except OSError as error:
        message = f"The key {path} cannot be created: {error.strerror}."
        raise UsageError(message) from None


@dataclass(frozen=True, slots=True)
class Redacting:
    """One run with pseudonyms. ``new``: the key was made for it."""

    path: Path
    names: Pseudonyms
    new: bool = False

    @property
    def told(self) -> str:
        """What the person at the keyboard has to know of the key."""
        made = "A new key was made" if self.new else "The key"
        return (
            f"{made}: {self.path} turns pseudonyms back into names (pimreport lookup)."
            " Never pass it on with the report."
        )

    def tenant(self, tenant: Tenant) -> Tenant:
        """The tenant under pseudonyms; everything concluded from it follows."""
        from pimreport.redaction.tenant import redacted  # noqa: PLC0415  # imported when used

        return redacted(tenant, self.names)

    def expectations(self, one: Expectations | None, tenant: Tenant) -> Expectations | None:
        """What the organisation expects, of accounts under their pseudonyms.

        ``tenant``: the real one, which knows whose UPN it is.
        """
        from pimreport.redaction.keys import expected  # noqa: PLC0415  # imported when used

        upns = {who.upn.lower(): str(who.id) for who in tenant.principals.values() if who.upn}
        return None if one is None else expected(one, self.names, upns)

    def accept(self, report: Report, risks: tuple[AcceptedRisk, ...]) -> Report:
        """Accepted risks are written down by real keys, and printed by pseudonymous ones."""
        from pimreport import analysis  # noqa: PLC0415  # imported when used
        from pimreport.redaction.keys import accepted  # noqa: PLC0415  # as above

        judged = analysis.accept(report, risks, key_of=lambda one: self.names.real(one.key))
        return accepted(judged, self.names)

    def snapshot(self, content: Json) -> Json:
        """An earlier snapshot, under the same pseudonyms."""
        from pimreport.redaction.snapshot import redacted  # noqa: PLC0415  # imported when used

        return redacted(content, self.names)

    def brand(self, brand: Brand) -> Brand:
        """What a report may say of whose it is: neither logo nor colour, people by pseudonyms."""
        word = self.names.word
        return replace(
            type(brand)(),
            organisation=word("Organisation", brand.organisation),
            preparer=word("Preparer", brand.preparer),
            reviewer=word("Reviewer", brand.reviewer),
            classification=self._plain("Classification", brand.classification),
            status=self._plain("Status", brand.status),
            control=self._plain("Control", brand.control),
            page_size=brand.page_size,
        )

    def _plain(self, noun: str, text: str) -> str:
        """The organisation's own words stay, unless they quote a name that has a pseudonym."""
        real = {one.casefold() for told in self.names.recorded.values() for one in told}
        quoted = any(len(one) > 1 and one in text.casefold() for one in real)
        return self.names.word(noun, text) if quoted else text

    def save(self) -> None:
        """Record what the pseudonyms stand for. Nothing that is in the file is lost.

        Raises:
            UsageError: the key was replaced in the meantime, or cannot be written.
        """
        from pimreport.report.files import replace_file  # noqa: PLC0415  # imported when used

        known = read(self.path)
        if known.secret != self.names.secret:
            message = f"The key {self.path} was replaced by another one during the run."
            raise UsageError(message)
        for pseudonym, real in known.recorded.items():
            for one in real:
                self.names.record(pseudonym, one)
        replace_file(self.path, key_file.written(self.names))
