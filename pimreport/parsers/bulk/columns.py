"""The columns of a machine-written list, as a type: every object has them all and no other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Raw
from msgspec.structs import astuple

from pimreport.parsers.bulk.chunks import NotSimpleError
from pimreport.parsers.names import understood

TEXTS = frozenset(
    {
        "id", "principalId", "groupId", "roleDefinitionId", "accessId", "directoryScopeId",
        "appScopeId", "memberType", "assignmentType", "startDateTime", "endDateTime", "status",
        "createdDateTime", "modifiedDateTime", "createdUsing", "eligibilityScheduleId",
        "assignmentScheduleId", "roleEligibilityScheduleId", "roleAssignmentScheduleId",
        "roleAssignmentOriginId",
    }
)  # fmt: skip
NESTED = frozenset(
    {
        "principal", "group", "roleDefinition", "directoryScope", "appScope", "activatedUsing",
        "additionalProperties",
    }
)  # fmt: skip
_ANY_NAME = dict.fromkeys(TEXTS | {"scheduleInfo"})
_KEY = b'":'
_encoder = msgspec.json.Encoder()
Written = dict[str, tuple[Any, ...]]


class _Anything(msgspec.Struct):
    value: list[dict[str, Raw]]


@dataclass(slots=True)
class Columns:
    """How one file writes its objects.

    Attributes:
        nested: properties that hold objects and are in the file.
    """

    nested: tuple[str, ...]
    _names: tuple[str, ...]
    _decoder: msgspec.json.Decoder[Any]
    _compact: bool
    _keys: dict[bytes, int]
    _keys_in_all: int

    def decoded(self, piece: bytes) -> list[Any]:
        """The objects of a list.

        Raises:
            NotSimpleError: an object may name a property twice.
            msgspec.ValidationError: an object has other columns or values than the first.
        """
        found: list[Any] = self._decoder.decode(piece)
        # What is as long as it must be holds nothing else, so no property stands in it twice.
        self._compact = self._compact and len(_encoder.encode(found)) == len(piece)
        if self._compact:
            return found
        if piece.count(_KEY) != self._keys_in_all * len(found) and any(
            piece.count(key) != count * len(found) for key, count in self._keys.items()
        ):
            raise NotSimpleError
        return found

    def transposed(self, told: list[Any]) -> Written:
        """What is written in each column of decoded objects; nothing in those the file lacks."""
        nothing = (None,) * len(told)
        columns = zip(*map(astuple, told), strict=True)
        return dict.fromkeys(_ANY_NAME, nothing) | dict(zip(self._names, columns, strict=True))


def struct_of(first: bytes) -> Columns:
    """The columns of the first object of a file that holds nothing else.

    Raises:
        NotSimpleError: a property is not one of PIM's lists, or named twice.
    """
    listed = first.lstrip()[:1] == b"["
    row = msgspec.json.decode(b'{"value":%b}' % first if listed else first, type=_Anything).value[0]
    fields: list[tuple[str, Any, str]] = []
    for key in row:
        name, _ = understood(key)
        if name not in TEXTS | NESTED | {"scheduleInfo"} or name in {one[0] for one in fields}:
            raise NotSimpleError
        kind: Any = Raw if name in NESTED else str | None
        if name == "scheduleInfo":
            kind = _infos(row[key])
        fields.append((name, kind, key))
    body = first[first.index(b"[") :]
    keys = {b'"%b"' % key.encode(): body.count(b'"%b"' % key.encode()) for key in row}
    if any(body.count(key) == 0 for key in keys):
        raise NotSimpleError
    names = tuple(one[0] for one in fields if one[0] in NESTED)
    written, decoder = _decoder(tuple(fields))
    compact = not names and "scheduleInfo" not in written
    return Columns(names, written, decoder, compact, keys, body.count(_KEY))


@lru_cache(maxsize=64)
def _decoder(
    fields: tuple[tuple[str, Any, str], ...],
) -> tuple[tuple[str, ...], msgspec.json.Decoder[Any]]:
    """For objects with these properties (Graph's name, type, as exported); its fields' names."""
    absent = {name: None for name in _ANY_NAME if name not in {one[0] for one in fields}}
    kind = msgspec.defstruct(
        "Listed",
        [(name, kind, msgspec.field(name=key)) for name, kind, key in fields],
        forbid_unknown_fields=True,
        gc=False,
        namespace=absent,
    )
    return kind.__struct_fields__, msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]


class Expiration(msgspec.Struct, forbid_unknown_fields=True, rename="camel", gc=False):
    """When a schedule ends, in Graph's spelling."""

    type: str | None = None
    end_date_time: str | None = None
    duration: str | None = None


class Info(msgspec.Struct, forbid_unknown_fields=True, rename="camel", gc=False):
    """A schedule's ``scheduleInfo``, in Graph's spelling."""

    start_date_time: str | None = None
    expiration: Expiration | None = None
    recurrence: Raw = Raw(b"null")


class _PascalExpiration(msgspec.Struct, forbid_unknown_fields=True, rename="pascal", gc=False):
    type: str | None = None
    end_date_time: str | None = None
    duration: str | None = None


class _PascalInfo(msgspec.Struct, forbid_unknown_fields=True, rename="pascal", gc=False):
    start_date_time: str | None = None
    expiration: _PascalExpiration | None = None
    recurrence: Raw = Raw(b"null")


def _infos(raw: Raw) -> Any:  # noqa: ANN401 - a type
    return (_PascalInfo if b'"StartDateTime"' in bytes(raw) else Info) | None
