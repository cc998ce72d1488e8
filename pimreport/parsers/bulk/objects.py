"""Users, applications and registrations in pieces of JSON, as msgspec decodes them by the hundred.

A machine wrote them: each has the properties of the first one, and values as Graph describes them.
Where lists and objects in them are not as Graph describes them, a piece is decoded without a look
into these.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from msgspec import UNSET, Raw, UnsetType

from pimreport.parsers.bulk.chunks import NotSimpleError
from pimreport.parsers.bulk.values import usual_dates
from pimreport.parsers.names import graph_name
from pimreport.parsers.principals import USER_TYPES
from pimreport.parsers.resources.users import FLAT_SIGN_INS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.parsers import document
    from pimreport.parsers.bulk.chunks import Chunks

_KEY = b'":'
_Text = str | None
_Flag = bool | None
_SIGN_IN = [
    f"last{how}SignIn{what}"
    for how in ("", "NonInteractive", "Successful")
    for what in ("DateTime", "RequestId")
]
_PROPERTIES: dict[str, Any] = {
    "id": _Text,
    "displayName": _Text,
    "userPrincipalName": _Text,
    "userDisplayName": _Text,
    "userType": _Text,
    "appId": _Text,
    "accountEnabled": _Flag,
    "onPremisesSyncEnabled": _Flag,
    "isManagementRestricted": _Flag,
    "isMfaRegistered": _Flag,
    "isMfaCapable": _Flag,
    "methodsRegistered": list[str] | None,
    "createdDateTime": _Text,
    "signInActivity": _SIGN_IN,
    "additionalProperties": [],
}
"""What the lists of principals are read for; a list: an object with some of these texts."""
_LEAN = {"userType": Literal["Member", "Guest"] | None}
"""As Graph writes it: one text for all who are that."""
_LOOSE = frozenset({"methodsRegistered", "signInActivity", "additionalProperties"})
"""What may be written otherwise."""


class Objects:
    """Decodes the pieces of one file."""

    def __init__(self, first: document.Raw, chunks: Chunks) -> None:
        """Prepare for objects like the first one.

        Raises:
            NotSimpleError: it has no id, Graph's spelling and the SDK's are mixed, or there are others.
        """
        by_sdk = chunks.page.by_sdk
        spelt = {name: _spelt(name, by_sdk=by_sdk) for name in _PROPERTIES}
        for key in first:
            name = graph_name(key)
            if key in {"@odata.type", "isZtModelRow"} or spelt.get(name, key) != key:
                raise NotSimpleError
            if name in FLAT_SIGN_INS:
                raise NotSimpleError
        has = tuple(name for name in map(graph_name, first) if name in _PROPERTIES)
        if "id" not in has:
            raise NotSimpleError
        self._chunks = chunks
        self._lean = _decoder(has, by_sdk=by_sdk)
        self._decoder = _decoder(has, by_sdk=by_sdk, lacks=True)
        self._loose = _decoder(has, by_sdk=by_sdk, lacks=True, loose=True)
        self._encode = msgspec.json.Encoder().encode
        self._compact = True
        self._keys = msgspec.json.encode(first).count(_KEY)
        read = {key: one for key, one in first.items() if key in spelt.values()}
        self._unread = self._keys - msgspec.json.encode(read).count(_KEY)

    def decoded(self, piece: bytes) -> list[Any]:
        """The objects of a list.

        Raises:
            NotSimpleError: one may name a property twice, lack one, have one of its own, or hold
                what the reader must be told of, whoever it is.
            msgspec.MsgspecError: it is no list of such objects.
        """
        told = self._compactly(piece) if self._compact else None
        if told is None:
            self._compact = False
            told = self._as_told(piece)
            if any(map(_is_odd_type, {one.userType for one in told})):
                raise NotSimpleError
        if not usual_dates([one.createdDateTime for one in told]):
            raise NotSimpleError
        return told

    def _compactly(self, piece: bytes) -> list[Any] | None:
        """What is as long as it must be holds nothing else, so no property stands in it twice."""
        try:
            told = self._lean.decode(piece)
        except msgspec.ValidationError:
            return None
        return told if len(self._encode(told)) == len(piece) else None

    def _as_told(self, piece: bytes) -> list[Any]:
        self._chunks.refuse_undecodable(piece)
        try:
            told = self._decoder.decode(piece)
            self._refuse_twice(piece, len(told), told)
        except msgspec.ValidationError:
            told = self._loose.decode(piece)
            self._refuse_twice(piece, len(told), None)
        return told

    def _refuse_twice(self, piece: bytes, total: int, read: object) -> None:
        """``read``: what was read of the objects; None if it holds what was not looked into."""
        keys = piece.count(_KEY)
        if keys == self._keys * total:
            return
        unread = self._unread * total  # many never signed in, and otherwise they are all alike
        if read is None:
            read, unread = msgspec.json.decode(piece), 0
        if keys != self._encode(read).count(_KEY) + unread:
            raise NotSimpleError


def _is_odd_type(told: str | UnsetType | None) -> bool:
    return isinstance(told, str) and told != "" and told.lower() not in USER_TYPES


@lru_cache(maxsize=64)
def _decoder(
    has: tuple[str, ...], *, by_sdk: bool, lacks: bool = False, loose: bool = False
) -> msgspec.json.Decoder[list[Any]]:
    """For objects with these properties.

    Args:
        has: in the order of the file, for that is found fastest.
        by_sdk: how they are spelt.
        lacks: refuse an object that has another one that is read.
        loose: do not look into lists and objects.
    """
    absent = {name: UNSET for name in _PROPERTIES if name not in has}
    fields: list[tuple[str, Any, Any]] = []
    for name in has:
        kind = _PROPERTIES[name] if lacks else _LEAN.get(name, _PROPERTIES[name])
        inside = _object(kind, by_sdk=by_sdk) | None if isinstance(kind, list) else kind
        held = Raw if loose and name in _LOOSE else inside
        fields.append((name, held, msgspec.field(name=_spelt(name, by_sdk=by_sdk))))
    for name in absent if lacks else ():
        exported = _spelt(name, by_sdk=by_sdk)
        fields.append((name, UnsetType, msgspec.field(name=exported, default=UNSET)))
    namespace = {} if lacks else absent
    listed: Any = msgspec.defstruct("Listed", fields, namespace=namespace, gc=False)
    return msgspec.json.Decoder(list[listed])


def _object(names: Sequence[str], *, by_sdk: bool) -> Any:  # noqa: ANN401 - a type
    fields = [
        (name, _Text | UnsetType, msgspec.field(name=_spelt(name, by_sdk=by_sdk), default=UNSET))
        for name in names
    ]
    return msgspec.defstruct("Inside", fields, forbid_unknown_fields=True, gc=False)


def _spelt(name: str, *, by_sdk: bool) -> str:
    return name[:1].upper() + name[1:] if by_sdk else name
