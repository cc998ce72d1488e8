"""A Conditional Access policy and the authentication strength it grants by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import SOME_GUESTS, AuthenticationStrength, ConditionalAccessPolicy
from pimreport.parsers import object_ids

if TYPE_CHECKING:
    from pimreport.parsers.resource import Reading
    from pimreport.parsers.row import Row

_TARGETS = frozenset({"applications", "users", "clientAppTypes"})
_INCLUDES = {"locations": "includeLocations", "platforms": "includePlatforms"}
_EVERY_KIND = frozenset(
    {"internalguest", "b2bcollaborationguest", "b2bcollaborationmember", "otherexternaluser"}
)
"""The kinds that have an account in the tenant: the others activate nothing in its PIM."""
_STATES = frozenset({"enabled", "disabled", "enabledforreportingbutnotenforced"})
_WORDS = frozenset({"all", "none", "guestsorexternalusers"})
"""For users, in the place of their ids."""
_ALL_CLIENTS = frozenset({"all", "browser", "mobileappsanddesktopclients"})


def policy_of(row: Row, reading: Reading) -> ConditionalAccessPolicy | None:
    """The policy of one row; None without an id. Collections that were lost are None."""
    identity = row.id()
    if identity is None:
        return None
    conditions = row.part("conditions")
    users = conditions.part("users") if conditions else None
    applications = conditions.part("applications") if conditions else None
    grant = row.part("grantControls")
    return ConditionalAccessPolicy(
        id=identity,
        name=row.text("displayName"),
        state=_state(row, reading),
        contexts=_words(applications, "includeAuthenticationContextClassReferences"),
        applications=_words(applications, "includeApplications"),
        include_users=_users(users, "includeUsers", "includeGuestsOrExternalUsers", reading),
        exclude_users=_users(users, "excludeUsers", "excludeGuestsOrExternalUsers", reading),
        include_groups=_ids(users, "includeGroups", reading),
        exclude_groups=_ids(users, "excludeGroups", reading),
        include_roles=_ids(users, "includeRoles", reading),
        exclude_roles=_ids(users, "excludeRoles", reading),
        conditions=_further(conditions),
        operator=grant.text("operator") if grant else None,
        controls=_controls(row, grant),
        strength=_strength(grant, reading),
        sign_in_every_time=_every_time(row),
        origins=reading.origin(row),
    )


def strength_of(row: Row, reading: Reading) -> AuthenticationStrength | None:
    """An authentication strength; None without an id. Its combinations keep Graph's words."""
    identity = row.id()
    if identity is None:
        return None
    return AuthenticationStrength(
        id=identity,
        name=row.text("displayName"),
        combinations=_combinations(row),
        origins=reading.origin(row),
    )


def _combinations(row: Row) -> tuple[str, ...] | None:
    """``password,sms`` is one combination: a joined list cannot be taken apart again."""
    value = row.strings("allowedCombinations")
    return value or None


def _words(holder: Row | None, name: str) -> tuple[str, ...] | None:
    """The collection in lower case. Null inside an object that was exported means empty."""
    if holder is None:
        return None
    words = holder.strings(name)
    if words is None:
        return () if name in holder and holder.values[name] is None else None
    return tuple(word.lower() for word in words)


def _state(row: Row, reading: Reading) -> str | None:
    """Graph's word; any other, be it a translation, tells nothing."""
    word = row.word("state")
    if word is None or word in _STATES:
        return row.text("state")
    reading.warn(
        "foreign_policy_state",
        f"state is {str(row.text('state'))[:40]!r}, which is none of Graph's words: whether the policy is "
        "enabled is unknown. The file was changed after the export; export it again.",
        row.number,
    )
    return None


def _ids(users: Row | None, name: str, reading: Reading) -> tuple[str, ...] | None:
    """The ids in a collection, and Graph's words; None if there are names, which nobody can look up."""
    told = _words(users, name)
    named = next((one for one in told or () if one not in _WORDS and object_ids.damage(one)), None)
    if users is None or named is None:
        return told
    reading.warn(
        "names_for_ids",
        f"{name} holds names instead of ids (such as {named[:60]!r}): whom the policy covers is unknown. "
        "Export the policies as Graph has them.",
        users.number,
    )
    return None


def _users(users: Row | None, name: str, guests: str, reading: Reading) -> tuple[str, ...] | None:
    """Users and words for them; the object that tells kinds of external users becomes a word."""
    words = _ids(users, name, reading)
    if words is None or users is None or users.values.get(guests) is None:
        return words
    return (*words, _guests(users.part(guests)))


def _guests(told: Row | None) -> str:
    """``guestsorexternalusers`` where every kind, of every tenant, is told; else some of them."""
    kinds = told.text("guestOrExternalUserTypes") if told else None
    if told is None or kinds is None:
        return SOME_GUESTS
    tenants = told.part("externalTenants")
    of_all = tenants is not None and tenants.word("membershipKind") == "all"
    every = {kind.strip().lower() for kind in kinds.split(",")} >= _EVERY_KIND
    return "guestsorexternalusers" if every and of_all else SOME_GUESTS


def _further(conditions: Row | None) -> tuple[str, ...] | None:
    """Names of the conditions that narrow the policy beyond who and what; None if one was lost."""
    if conditions is None:
        return None
    names = [
        name
        for name in conditions.values
        if name not in _TARGETS and "@" not in name and name != "id"
    ]
    if any(map(conditions.lost, names)):
        return None
    found = [name for name in names if not _is_all(name, conditions.values[name])]
    clients = {word.lower() for word in conditions.strings("clientAppTypes") or ()}
    if clients and "all" not in clients and not clients >= _ALL_CLIENTS - {"all"}:
        found.append("clientAppTypes")
    return tuple(sorted(found))


def _is_all(name: str, value: object) -> bool:
    """The condition holds anywhere: nothing is set, or everything is included, nothing excluded."""
    if value in (None, [], ""):
        return True
    include = _INCLUDES.get(name)
    if include is None or not isinstance(value, dict):
        return False
    words = value.get(include)
    words = [words] if isinstance(words, str) else words
    everywhere = isinstance(words, list) and [str(word).lower() for word in words] == ["all"]
    others = (one for key, one in value.items() if key != include and "@" not in key)
    return everywhere and all(one in (None, [], "") for one in others)


def _controls(row: Row, grant: Row | None) -> tuple[str, ...] | None:
    if grant is None:
        return () if row.survived("grantControls") else None
    controls = _words(grant, "builtInControls")
    if controls is None or _untold_strength(grant):
        return None  # a strength that was cut off is none of those that were never demanded
    terms = ("termsofuse",) if grant.values.get("termsOfUse") else ()
    custom = (
        ("customauthenticationfactors",) if grant.values.get("customAuthenticationFactors") else ()
    )
    return (*controls, *terms, *custom)


def _untold_strength(grant: Row) -> bool:
    """Graph gives every grant the property, null where none is demanded, and each strength an id."""
    if "authenticationStrength" not in grant or grant.lost("authenticationStrength"):
        return True
    strength = grant.part("authenticationStrength")
    return strength is not None and strength.id() is None


def _strength(grant: Row | None, reading: Reading) -> AuthenticationStrength | None:
    part = grant.part("authenticationStrength") if grant else None
    return strength_of(part, reading) if part else None


def _every_time(row: Row) -> bool | None:
    session = row.part("sessionControls")
    if session is None:
        return False if row.survived("sessionControls") else None
    frequency = session.part("signInFrequency")
    if frequency is None:
        told = "signInFrequency" in session and not session.lost("signInFrequency")
        return False if told else None
    interval, enabled = frequency.word("frequencyInterval"), frequency.flag("isEnabled")
    if interval is None and "frequencyInterval" not in frequency:
        return None if frequency.word("value") is None else False
    return interval == "everytime" and enabled is not False
