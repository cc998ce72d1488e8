"""What becomes of each text in the model: by its field's name, and withheld where none is told.

A field that somebody adds to the model is withheld until it is judged here (a test says so), since
a name that slips through is worse than a word that is missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from pimreport.model.entra import (
    AdministrativeUnit,
    AppPermission,
    AuthenticationContext,
    AuthenticationStrength,
    ConditionalAccessPolicy,
    Group,
    PolicyRules,
    Principal,
    PrincipalType,
    Role,
)
from pimreport.model.evidence import Source
from pimreport.model.tenant import Tenant
from pimreport.redaction.pseudonyms import GUID

if TYPE_CHECKING:
    from collections.abc import Callable

    from pimreport.redaction.pseudonyms import Pseudonyms

    Judge: TypeAlias = Callable[["Context", object, str], str]

_CONTEXT = re.compile(r"c\d{1,3}")
_WORD = re.compile(r"[\w.:\-]{1,64}", re.ASCII)
_POLICY = re.compile(rf"(?:Directory|DirectoryRole|Group)(?:_{GUID.pattern})+", re.IGNORECASE)
_SEGMENTS = frozenset({"", "administrativeUnits"})
_GRAPH = "microsoft graph"
_NOUNS_OF_CLASS = {
    AdministrativeUnit: "Unit",
    AuthenticationContext: "Context",
    AuthenticationStrength: "Strength",
    ConditionalAccessPolicy: "CA policy",
    Group: "Group",
    Role: "Role",
}
NOUNS = {
    PrincipalType.USER: "Person",
    PrincipalType.GROUP: "Group",
    PrincipalType.SERVICE_PRINCIPAL: "Application",
    PrincipalType.UNKNOWN: "Principal",
}


_IDS_OF_TENANT = (
    *("pim_groups", "_units_of", "_members_of_unit"),
    *("principals[]", "groups[]", "roles[]", "units[]", "registrations[]", "strengths[]"),
    *("_group_policy[]", "_role_policy[]", "_of_group[]", "_of_member[]", "_roles_of[]"),
    *("_units_of[]", "_members_of_unit[]"),
)


class Context:
    """The pseudonyms, and what has to be known of the tenant to choose among them.

    ``nouns``: id -> what kind of thing bears it. ``files``: label -> the label that is printed.
    """

    def __init__(self, names: Pseudonyms, nouns: dict[str, str], files: dict[str, str]) -> None:
        """Remember what the judges ask for."""
        self.names = names
        self.nouns = nouns
        self.files = files


def noun_of(one: Principal) -> str:
    """What to call a principal of its type."""
    return NOUNS[one.type]


def judge(owner: object, field: str) -> Judge:
    """What to do with a text in this field."""
    return _OF_CLASS.get((type(owner), field)) or _OF_FIELD.get(field) or _withheld


def judged(owner: type, field: str) -> bool:
    """Somebody decided about this field."""
    return (owner, field) in _OF_CLASS or field in _OF_FIELD


def _kept(_context: Context, _owner: object, text: str) -> str:
    return text


def _withheld(context: Context, _owner: object, text: str) -> str:
    return context.names.word("Text", text)


def _id(context: Context, _owner: object, text: str) -> str:
    return context.names.id(text)


def _name(context: Context, owner: object, text: str) -> str:
    real_id = str(getattr(owner, "id", ""))
    if isinstance(owner, Role):
        public = context.names.public_name(owner.template_id)
        if public is not None:
            return public
    if isinstance(owner, AuthenticationStrength) and context.names.is_public(real_id):
        return text
    noun = context.nouns.get(real_id) or _NOUNS_OF_CLASS.get(type(owner))
    if noun is None:
        noun = noun_of(owner) if isinstance(owner, Principal) else "Principal"
    if isinstance(owner, AuthenticationContext):
        return context.names.word(noun, text)
    return context.names.name(noun, real_id, text) or text


def _upn(context: Context, owner: object, text: str) -> str:
    return context.names.address(text, str(getattr(owner, "id", "")) or None)


def _address(context: Context, _owner: object, text: str) -> str:
    return context.names.address(text)


def _policy(context: Context, _owner: object, text: str) -> str:
    if _POLICY.fullmatch(text) or GUID.fullmatch(text):
        return context.names.ids(text)
    return context.names.word("Policy", text)


def _claim(context: Context, _owner: object, text: str) -> str:
    return text if _CONTEXT.fullmatch(text) else context.names.word("Context", text)


def _scope(context: Context, _owner: object, text: str) -> str:
    parts = (one if one in _SEGMENTS else context.names.id(one) for one in text.split("/"))
    return "/".join(parts)


def _word(context: Context, _owner: object, text: str) -> str:
    """One of Graph's own words; anything else is withheld."""
    return text if _WORD.fullmatch(text) else context.names.word("Text", text)


def _id_or_word(context: Context, owner: object, text: str) -> str:
    """Conditional Access mixes ids with words such as ``all``."""
    return _id(context, owner, text) if GUID.fullmatch(text) else _word(context, owner, text)


def _resource(context: Context, _owner: object, text: str) -> str:
    return text if text.lower() == _GRAPH else context.names.word("Resource", text)


def _permission(context: Context, owner: object, text: str) -> str:
    """Microsoft Graph's permissions are the same in every tenant; those of other APIs are not."""
    of_graph = isinstance(owner, AppPermission) and (owner.resource or _GRAPH).lower() == _GRAPH
    return text if of_graph else context.names.word("Permission", text)


def _file(context: Context, _owner: object, text: str) -> str:
    return context.files.get(text) or context.names.word("File", text)


_OF_CLASS: dict[tuple[type, str], Judge] = {
    (PolicyRules, "id"): _policy,
    (AuthenticationContext, "id"): _claim,
    (AppPermission, "resource"): _resource,
    (AppPermission, "permission"): _permission,
    (Source, "resource"): _word,
    (Tenant, "contexts[]"): _claim,
    (Tenant, "policies[]"): _policy,
    **dict.fromkeys(((Tenant, field) for field in _IDS_OF_TENANT), _id),
}
_OF_FIELD: dict[str, Judge] = {
    # who and what
    **dict.fromkeys(("id", "principal", "group", "unit", "role", "template_id"), _id),
    "name": _name,
    "upn": _upn,
    "policy": _policy,
    "scope": _scope,
    "authentication_context": _claim,
    "recipients": _address,
    # Graph's own words; durations
    **dict.fromkeys(
        ("rule", "level", "status", "max_duration", "eligible_max", "active_max"), _word
    ),
    **dict.fromkeys(("state", "operator", "controls", "conditions", "contexts"), _word),
    **dict.fromkeys(("methods", "applications"), _id_or_word),
    **dict.fromkeys(("include_users", "exclude_users", "include_groups"), _id_or_word),
    **dict.fromkeys(("exclude_groups", "include_roles", "exclude_roles"), _id_or_word),
    **dict.fromkeys(("actions", "combinations"), _kept),
    # files
    "file": _file,
    "groups": _id,
    **dict.fromkeys(("sha256", "format", "partial", "tool"), _kept),
}
