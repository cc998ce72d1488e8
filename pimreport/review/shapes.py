"""What our own files hold where they are read again: anybody may have changed them in between.

Only what is used is declared, and more is allowed, so that files of later versions are read.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from pimreport.errors import UsageError
from pimreport.review.words import Decision  # noqa: TC001 - msgspec reads the annotations
from pimreport.visible import visible

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.review.canonical import Json

Shape = TypeVar("Shape")
_ODD = (msgspec.ValidationError, RecursionError, UnicodeError)


def demand(path: Path, content: Json, word: str, shape: type[msgspec.Struct]) -> None:
    """The document has what the shape declares.

    Args:
        path: where it was read.
        content: the document.
        word: what it is called in the sentence, such as ``snapshot``.
        shape: the keys that are used, with their types.

    Raises:
        UsageError: one sentence for everything that is missing, and one per key that is odd.
    """
    fields = msgspec.structs.fields(shape)
    problems: list[str] = []
    if lost := sorted(one.name for one in fields if one.required and one.name not in content):
        problems.append(f"{path} is no whole {word}: it has no {', '.join(lost)}.")
    problems += [
        f"{path} is no {word} as pimreport writes it: see {one.name}{odd}."
        for one in fields
        if one.name in content and (odd := _odd(content[one.name], one.type))
    ]
    if problems:
        raise UsageError(*problems)


def _odd(value: object, kind: Any) -> str:  # noqa: ANN401  # a type as annotations have it
    try:
        msgspec.convert(value, kind)
    except _ODD as error:
        told, place = _told(error)
        return f"{place} ({told})"
    return ""


def typed(path: Path, value: object, place: str, kind: type[Shape]) -> Shape:
    """One record as an instance of ours.

    Args:
        path: where it was read.
        value: as JSON has it.
        place: where in the file it stands, such as ``line 3``.
        kind: a data class or structure whose annotations exist at run time.

    Raises:
        UsageError: something in it is missing or of another type.
    """
    try:
        return msgspec.convert(value, kind)
    except _ODD as error:
        told, within = _told(error)
        message = f"{path} is not as pimreport writes it: see {place}{within} ({told})."
        raise UsageError(message) from error


def _told(error: Exception) -> tuple[str, str]:
    """What is wrong, and where: msgspec says ``Expected `str`, got `int` - at `$[0].key```."""
    if isinstance(error, UnicodeError):
        return "a character that is none", ""
    told, _, place = str(error).partition(" - at `$")
    return visible(told), visible(place.removesuffix("`"))


class Named(msgspec.Struct, gc=False):
    """A tenant."""

    id: str | None
    name: str | None


class Link(msgspec.Struct, gc=False):
    """The campaign before, and the SHA-256 of its manifest."""

    name: str
    manifest: str


class Counted(msgspec.Struct, gc=False):
    """Numbers of one snapshot."""

    as_of: str
    numbers: dict[str, int]


class Campaign(msgspec.Struct):
    """``campaign.json``; its forms and tasks become what they are where it is read."""

    version: str
    snapshot: str
    tenant: Named
    as_of: str
    opened: str
    due: str
    dates: Literal["dmy", "mdy"] | None
    rules: list[str]
    forms: list[dict[str, Any]]
    previous: Link | None
    balanced: bool
    tasks: list[dict[str, Any]]
    history: list[Counted] = []
    organisation: str = ""


class File(msgspec.Struct, gc=False):
    """One file of a manifest."""

    path: str
    sha256: str


class Opened(msgspec.Struct):
    """The manifest of a review while it was open."""

    files: list[File]


class Manifest(msgspec.Struct):
    """``manifest.json``."""

    state: str
    snapshot: str
    forms: list[str]
    files: list[File]
    opened: Opened | msgspec.UnsetType = msgspec.UNSET


class Tasks(msgspec.Struct):
    """``tasks.json``."""

    tasks: list[dict[str, Any]]


class Closure(msgspec.Struct):
    """``closure.json``."""

    closed: date
    by: str
    late: str
    returned: list[str]


class Balance(msgspec.Struct):
    """One kind of a tie-out."""

    kind: str
    prior: int
    added: list[Any]
    removed: list[Any]
    current: int
    balanced: bool


class Changes(msgspec.Struct):
    """``changes.json``."""

    tie_out: list[Balance]


class Decided(msgspec.Struct, rename="camel"):
    """One line of ``decisions.jsonl``."""

    key: str
    decision: Decision
    reviewed_by: str
    reviewed_date: str
    due_date: str | None
    justification: str
