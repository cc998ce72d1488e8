"""Invented people by number: the same number is always the same person."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.draft import DraftTenant
    from pimreport.synthetic.principals import DraftUser, Facts

_FIRST = (
    "Ada", "Ahmed", "Aiko", "Amélie", "Ana", "Anders", "Björn", "Carlos", "Chiara", "Chloé",
    "Daniel", "Dmitri", "Elif", "Emma", "Fatima", "Gábor", "Hana", "Hiroshi", "Ingrid", "Ivan",
    "Jens", "João", "Katrin", "Lars", "Léa", "Li", "Lucía", "Magnus", "Maria", "Mei", "Mohammed",
    "Nadia", "Noah", "Olga", "Oscar", "Paulo", "Priya", "Rosa", "Sofia", "Søren", "Tomás", "Yuki",
)  # fmt: skip
_LAST = (
    "Andersson", "Bauer", "Bianchi", "Chen", "Costa", "Demir", "Dubois", "Dvořák", "Eriksen",
    "Fernández", "Fischer", "García", "Haddad", "Hansen", "Horváth", "Ivanova", "Jansen", "Kaya",
    "Kim", "Kowalski", "Kumar", "Larsen", "Lindqvist", "Lopez", "Meyer", "Moreau", "Müller",
    "Nakamura", "Nguyen", "Novák", "O'Brien", "Okafor", "Petrov", "Rossi", "Santos", "Sato",
    "Schmidt", "Sharma", "Silva", "Smith", "Tanaka", "Weber", "Wójcik", "Yılmaz", "Zhang",
)  # fmt: skip
_METHODS = (
    ("microsoftAuthenticatorPush", "softwareOneTimePasscode"),
    ("microsoftAuthenticatorPush",),
    ("mobilePhone",),
    ("fido2", "microsoftAuthenticatorPush"),
    (),
)
_TENTHS = 10


class Crowd:
    """Whoever a number stands for: name, account, sign-in, methods; nothing is kept."""

    def __init__(self, tenant: DraftTenant, seed: int) -> None:
        """People of this tenant."""
        self._domain = tenant.domain
        self._seed = seed

    def person(self, tenant: DraftTenant, number: int) -> DraftUser:
        """The person as a user of a draft."""
        name = _name(number)
        user = tenant.user(name, upn=self._upn(number), **self._facts(number))
        user.facts["signInActivity"] = self._activity(number)
        return user.registered(*_METHODS[self._chance(number, 4) % len(_METHODS)])

    def rows(self, resource: str, numbers: Iterable[int]) -> Iterator[Row]:
        """Rows of ``users`` or ``user_registration_details`` about them."""
        return map(self._user if resource == "users" else self._registration, numbers)

    def _user(self, number: int) -> Row:
        facts = self._facts(number)
        return {
            "id": self._id(number),
            "displayName": _name(number),
            "userPrincipalName": self._upn(number),
            "accountEnabled": facts["enabled"],
            "userType": "Guest" if facts["guest"] else "Member",
            "onPremisesSyncEnabled": facts["synced"] or None,
            "createdDateTime": facts["created"],
            "signInActivity": self._activity(number),
            "isManagementRestricted": False,
        }

    def _registration(self, number: int) -> Row:
        methods = _METHODS[self._chance(number, 4) % len(_METHODS)]
        return {
            "id": self._id(number),
            "userPrincipalName": self._upn(number),
            "userDisplayName": _name(number),
            "userType": "guest" if self._facts(number)["guest"] else "member",
            "isAdmin": False,
            "isMfaRegistered": bool(methods),
            "isMfaCapable": bool(methods),
            "isPasswordlessCapable": "fido2" in methods,
            "methodsRegistered": list(methods),
            "lastUpdatedDateTime": "2026-09-29T03:00:00Z",
        }

    def _facts(self, number: int) -> Facts:
        return {
            "enabled": self._chance(number, 0) % 25 != 0,
            "guest": self._chance(number, 1) % 30 == 0,
            "synced": self._chance(number, 2) % _TENTHS < 6,  # noqa: PLR2004 - six in ten
            "created": f"20{18 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}T08:15:00Z",
        }

    def _activity(self, number: int) -> Row:
        day = f"2026-{1 + (number * 7) % 9:02}-{1 + (number * 11) % 28:02}"
        return {
            "lastSignInDateTime": f"{day}T07:30:00Z",
            "lastNonInteractiveSignInDateTime": f"{day}T09:12:31Z",
            "lastSuccessfulSignInDateTime": f"{day}T09:12:31Z",
        }

    def _upn(self, number: int) -> str:
        return f"user{number}@{self._domain}"

    def _id(self, number: int) -> str:
        digits = f"{random.Random(self._seed * 10_000_019 + number).getrandbits(128):032x}"  # noqa: S311 - invented
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"

    def _chance(self, number: int, about: int) -> int:
        """A number that looks like chance and depends on person, question and seed only."""
        return ((number + 1) * 2_654_435_761 + about * 40_503 + self._seed * 97) >> 7 & 0xFFFF


def _name(number: int) -> str:
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]
    round_ = number // (len(_FIRST) * len(_LAST))
    return f"{first} {last} {round_ + 1}" if round_ else f"{first} {last}"
