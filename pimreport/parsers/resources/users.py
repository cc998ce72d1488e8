"""``users``: only those some other fact mentions are kept, the rest is counted."""

from __future__ import annotations

from datetime import datetime
from itertools import compress
from typing import TYPE_CHECKING

from pimreport.model.entra import Principal, PrincipalId, PrincipalType
from pimreport.model.evidence import Origin
from pimreport.model.making import maker, maker_of_many
from pimreport.parsers import object_ids, strangers
from pimreport.parsers.gaps import Gap
from pimreport.parsers.nulls import retrieved
from pimreport.parsers.principals import USER_TYPES, guest
from pimreport.parsers.resource import Assumption, AtOnce, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pimreport.parsers.bulk.rows import Table
    from pimreport.parsers.document import Raw
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_principal = maker(Principal)
_principals = maker_of_many(Principal, "type", "sign_in_exported")
_SIGN_INS = (
    "lastSignInDateTime",
    "lastNonInteractiveSignInDateTime",
    "lastSuccessfulSignInDateTime",
)
_EITHER_WAY = frozenset(_SIGN_INS[:2])
FLAT_SIGN_INS = (
    {name: name for name in _SIGN_INS}
    | {f"signInActivity{name[:1].upper()}{name[1:]}": name for name in _SIGN_INS}
    | {"lastInteractiveSignInDateTime": "lastSignInDateTime"}  # AzureADAssessment's users.csv
)
"""What is in signInActivity, as columns of their own -> its name there."""

_COMMAND = (
    "Get-MgUser -All -Property Id,DisplayName,UserPrincipalName,AccountEnabled,UserType,"
    "OnPremisesSyncEnabled,CreatedDateTime,SignInActivity"
)


def _parse(rows: Sequence[Row], reading: Reading) -> Iterator[Principal]:
    cloud_is_told, sign_ins_asked = _shown_by(rows, reading)
    others = strangers.turned_away(rows, strangers.USERS, reading)
    for row in rows:
        if row in others:
            continue
        user = row.id()
        if user is None:
            reading.reject(row, "it has no id (-Property without id)")
            continue
        if why := object_ids.damage(user):
            reading.reject(row, f"its id {why}")
            continue
        called, upn = row.text("displayName"), row.text("userPrincipalName")
        if not reading.wants(user, upn, called):
            continue
        synced = row.flag("onPremisesSyncEnabled")
        if synced is None and cloud_is_told and "onPremisesSyncEnabled" in row:
            synced = False
        sign_ins = _sign_ins(row, reading)
        yield _principal(
            id=PrincipalId(user),
            type=PrincipalType.USER,
            name=called,
            upn=upn,
            enabled=row.flag("accountEnabled"),
            guest=guest(row),
            synced=synced,
            restricted=row.flag("isManagementRestricted"),
            created=row.moment("createdDateTime"),
            sign_in=_last_sign_in(sign_ins),
            sign_in_exported=(sign_ins_asked and sign_ins is not None) or None,
            origins=reading.origin(row),
        )


def _shown_by(rows: Sequence[Row], reading: Reading) -> tuple[bool, bool]:
    """Whether all rows tell who is a cloud account, and when accounts were used."""
    cloud_is_told = retrieved(
        rows, "onPremisesSyncEnabled", witness="accountEnabled", omitted_by_default=True
    )
    sign_ins_asked = any(row.part("signInActivity") for row in rows) or any(
        row.values.get(name) is not None for name in FLAT_SIGN_INS for row in rows
    )
    for name in ("accountEnabled", "userType"):
        _tell_not_selected(rows, name, reading)
    _tell_foreign_type(rows, reading)
    return cloud_is_told, sign_ins_asked


def _fits(table: Table) -> bool:
    names = table.columns.get("userPrincipalName", ())
    return bool(names) and all(names) and not any(map(object_ids.damage, table.columns["id"]))


def _parse_at_once(table: Table, sample: Sequence[Row], reading: Reading) -> list[Principal]:
    cloud_is_told, sign_ins_asked = _shown_by(sample, reading)
    ids = [one.lower() for one in table.columns["id"]]
    wanted = [*map(reading.wants, ids)]
    columns = {name: [*compress(values, wanted)] for name, values in table.columns.items()}
    numbers = [*compress(table.numbers, wanted)]
    nothing = [None] * len(numbers)
    synced = columns.get("onPremisesSyncEnabled")
    if cloud_is_told and synced:
        synced = [one or False for one in synced]
    return _principals(
        id=compress(ids, wanted),
        type=PrincipalType.USER,
        name=columns.get("displayName", nothing),
        upn=columns["userPrincipalName"],
        enabled=columns.get("accountEnabled", nothing),
        guest=[USER_TYPES.get((one or "").lower()) for one in columns.get("userType", nothing)],
        synced=synced or nothing,
        restricted=columns.get("isManagementRestricted", nothing),
        created=columns.get("createdDateTime", nothing),
        sign_in=map(_last_sign_in, columns.get("signInActivity", nothing)),
        sign_in_exported=sign_ins_asked or None,
        origins=[(Origin(reading.file, number),) for number in numbers],
    )


def _tell_not_selected(rows: Sequence[Row], name: str, reading: Reading) -> None:
    """Graph never leaves these two empty in all users: then nobody asked for them."""
    if not rows or any(row.values.get(name) is not None for row in rows):
        return
    for row in rows:
        row.values[name] = Gap.LOST
    reading.warn(
        f"not_selected:{name}",
        f"{name} is empty in every row: it was not retrieved (Graph omits it unless selected), so "
        f"it is unknown of everybody. Export with {_COMMAND}",
    )


def _tell_foreign_type(rows: Sequence[Row], reading: Reading) -> None:
    """A spreadsheet or a script may have translated the word, or filled an empty cell."""
    for row in rows:
        word = row.word("userType")
        if word is not None and word not in USER_TYPES:
            reading.warn(
                "foreign_user_type",
                f"userType is neither Member nor Guest but {str(row.text('userType'))[:40]!r}: whether such "
                "users are guests is unknown. The file was changed after the export; export again with "
                f"{_COMMAND}",
                row.number,
            )
            return


def _sign_ins(row: Row, reading: Reading) -> Raw | None:
    """The activity, which scripts put among the user's own properties; None if a date was lost."""
    activity = row.values.get("signInActivity")
    told: Raw = activity if isinstance(activity, dict) else {}
    if not told:
        told = {of: row.values[name] for name, of in FLAT_SIGN_INS.items() if name in row}
        if told and not told.keys() >= _EITHER_WAY:
            reading.warn(
                "sign_ins_in_part",
                f"Of the sign-ins the file has {', '.join(sorted(told))} only, and accounts are used in other "
                f"ways as well: when they were used last is unknown. Export with {_COMMAND}",
                row.number,
            )
            return None
    lost = isinstance(activity, Gap) or any(isinstance(told.get(one), Gap) for one in _SIGN_INS)
    return None if lost else told


def _last_sign_in(activity: Raw | None) -> datetime | None:
    told = [one for name in _SIGN_INS if isinstance(one := (activity or {}).get(name), datetime)]
    return max(told, default=None)


USERS = Resource(
    name="users",
    parse=_parse,
    keys=frozenset({"id"}),
    one_of=frozenset({"userPrincipalName", "accountEnabled"}),
    never=frozenset(
        {
            "@odata.type", "accessId", "appId", "isMfaRegistered", "isMfaCapable", "groupId",
            "methodsRegistered", "policyId", "principalId", "roleDefinitionId", "userDisplayName",
            "deviceId", "administrativeUnitId", "servicePrincipalType", "appDisplayName",
            "appOwnerOrganizationId", "signInAudience", "operatingSystem", "trustType",
        }
    ),
    contexts=("users",),
    types=("user",),
    assumption=Assumption(
        code="assumed_users",
        sentence=(
            "The rows have accountEnabled and nothing that only users have, so they look like users; "
            "applications and devices have it as well."
        ),
        confirmed_by=(frozenset({"userPrincipalName"}), frozenset({"userType"})),
        others=r"service|app(?:s|lication)?(?![a-z])|devices?|principals?",
        own="user",
    ),
    reads=frozenset({"id", "accountEnabled", "userType", "signInActivity"}),
    expected=("accountEnabled", "userType"),
    compared=("accountEnabled", "userType", "userPrincipalName"),
    at_once=AtOnce(_fits, _parse_at_once),
    about_principals=True,
    command=_COMMAND,
)  # fmt: skip
