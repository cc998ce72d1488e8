"""Conditional Access of a draft: policies, authentication contexts and strengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pimreport.synthetic.ids import guid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pimreport.synthetic.principals import DraftPrincipal

Row = dict[str, object]

PHISHING_RESISTANT = "Phishing-resistant MFA"
_RESISTANT = ["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"]
_PASSWORDLESS = [*_RESISTANT, "deviceBasedPush"]
_MFA = [
    *_PASSWORDLESS, "temporaryAccessPassOneTime", "temporaryAccessPassMultiUse",
    "password,microsoftAuthenticatorPush", "password,softwareOath", "password,hardwareOath",
    "password,sms", "password,voice", "federatedMultiFactor",
]  # fmt: skip


class DraftConditionalAccess:
    """The part of a draft tenant that knows Conditional Access."""

    def __init__(self, name: str) -> None:
        """Every tenant has the three built-in strengths."""
        self.name = name
        self.contexts: dict[str, Row] = {}
        self.strengths: dict[str, Row] = {}
        self.conditional_access_policies: dict[str, Row] = {}
        for number, built_in, combinations in (
            (2, "Multifactor authentication", _MFA),
            (3, "Passwordless MFA", _PASSWORDLESS),
            (4, PHISHING_RESISTANT, _RESISTANT),
        ):
            self.strengths[built_in] = {
                "id": f"00000000-0000-0000-0000-{number:012}",
                "displayName": built_in,
                "policyType": "builtIn",
                "requirementsSatisfied": "mfa",
                "allowedCombinations": combinations,
            }

    def strength(self, name: str, *combinations: str) -> Self:
        """Add an authentication strength that allows these combinations."""
        self.strengths[name] = {
            "id": guid(self.name, "strength", name),
            "displayName": name,
            "policyType": "custom",
            "requirementsSatisfied": "mfa",
            "allowedCombinations": list(combinations),
        }
        return self

    def context(self, id_: str, name: str = "Privileged access", *, available: bool = True) -> Self:
        """Add an authentication context, such as ``c1``."""
        self.contexts[id_] = {
            "id": id_,
            "displayName": name,
            "description": "",
            "isAvailable": available,
        }
        return self

    def conditional_access(  # noqa: PLR0913  # each is one line of the policy's form
        self,
        name: str,
        *,
        context: str | None = None,
        state: str = "enabled",
        users: Iterable[DraftPrincipal | str] = ("All",),
        exclude: Iterable[DraftPrincipal] = (),
        roles: Iterable[str] = (),
        strength: str | None = PHISHING_RESISTANT,
        controls: Iterable[str] = (),
        operator: str = "AND",
        every_time: bool = True,
        conditions: dict[str, object] | None = None,
    ) -> Self:
        """Add a policy; ``users`` and ``exclude`` take users, groups, and Graph's own words.

        ``conditions`` narrows it further, in Graph's names (``{"platforms": {...}}``).
        """
        self.conditional_access_policies[name] = {
            "id": guid(self.name, "conditional access", name),
            "displayName": name,
            "createdDateTime": "2025-02-03T10:00:00Z",
            "modifiedDateTime": None,
            "state": state,
            "conditions": {
                "clientAppTypes": ["all"],
                "applications": _applications(context),
                "users": _users(list(users), list(exclude), list(roles)),
                "platforms": None,
                "locations": None,
                "signInRiskLevels": [],
                "userRiskLevels": [],
                **(conditions or {}),
            },
            "grantControls": {
                "operator": operator,
                "builtInControls": list(controls),
                "customAuthenticationFactors": [],
                "termsOfUse": [],
                "authenticationStrength": dict(self.strengths[strength]) if strength else None,
            },
            "sessionControls": {"signInFrequency": _EVERY_TIME} if every_time else None,
        }
        return self


_EVERY_TIME = {
    "value": None,
    "type": None,
    "authenticationType": "primaryAndSecondaryAuthentication",
    "frequencyInterval": "everyTime",
    "isEnabled": True,
}


def _applications(context: str | None) -> Row:
    """All applications, or none but the authentication context."""
    return {
        "includeApplications": [] if context else ["All"],
        "excludeApplications": [],
        "includeUserActions": [],
        "includeAuthenticationContextClassReferences": [context] if context else [],
    }


def _users(
    included: Sequence[DraftPrincipal | str], excluded: Sequence[DraftPrincipal], roles: list[str]
) -> Row:
    return {
        "includeUsers": _ids(included, groups=False),
        "excludeUsers": _ids(excluded, groups=False),
        "includeGroups": _ids(included, groups=True),
        "excludeGroups": _ids(excluded, groups=True),
        "includeRoles": roles,
        "excludeRoles": [],
    }


def _ids(principals: Iterable[DraftPrincipal | str], *, groups: bool) -> list[str]:
    return [
        one if isinstance(one, str) else one.id
        for one in principals
        if (not isinstance(one, str) and one.kind.value == "group") == groups
    ]
