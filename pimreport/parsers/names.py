"""One spelling per property, however the export spelt it: Graph's own camelCase.

The PowerShell SDK writes ``PrincipalId``, Graph ``principalId``, other tools ``principalid`` or
``Principal ID``. Names that no resource reads are lower-camelled by rule.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

_READ_BY_RESOURCES = """
accessId accountEnabled activatedUsing additionalProperties administrativeUnitId
allowedCombinations allowedResourceActions appId appRoleId appRoleValue appScopeId
applications approvalStages assignmentScheduleId assignmentType authenticationStrength
builtInControls claimValue clientAppTypes combinationConfigurations conditions createdDateTime
createdUsing deletedDateTime description directoryScopeId displayName duration
eligibilityScheduleId enabledRules endDateTime escalationApprovers excludeApplications
excludeGroups excludeRoles excludeUsers excludedResourceActions expiration grantControls
group groupId groupName groupTypes id includeApplications
includeAuthenticationContextClassReferences includeGroups includeRoles includeUserActions
includeUsers isApprovalRequired isAssignableToRole isAvailable isBuiltIn
isDefaultRecipientsEnabled isEnabled isExpirationRequired isManagementRestricted
isMemberManagementRestricted isMfaCapable isMfaRegistered isPrivileged lastModifiedDateTime
lastNonInteractiveSignInDateTime lastSignInDateTime lastSuccessfulSignInDateTime mail
mailEnabled maximumDuration memberType methodsRegistered modifiedDateTime
notificationLevel notificationRecipients objectId onPremisesSyncEnabled operator policy
policyId primaryApprovers principal principalDisplayName principalId
principalOrganizationId resourceDisplayName resourceId roleAssignmentOriginId
roleAssignmentScheduleId roleDefinition roleDefinitionId roleEligibilityScheduleId
rolePermissions roleTemplateId rules scheduleInfo scopeId scopeType securityEnabled
servicePrincipalType sessionControls setting signInActivity signInFrequency startDateTime
state status target templateId tenantId userId userPrincipalName userType users
verifiedDomains membershipRule
"""
KNOWN = frozenset(_READ_BY_RESOURCES.split())
"""Names that some resource reads."""
_WORDS = re.compile(r"[^\W_]+")

_BY_PEOPLE = """
    displayName description userPrincipalName mail mailNickname principalDisplayName groupName
    principalName userDisplayName roleName givenName surname jobTitle department membershipRule
    resourceDisplayName appDisplayName
    """
FREE_TEXT = frozenset(_BY_PEOPLE.split())
"""Written by people: whatever stands there is the value, even if it looks like a type name."""

_OF_OLDER_CMDLETS = {"dirsyncenabled": "onPremisesSyncEnabled"}
_KNOWN = {name.lower(): name for name in KNOWN | FREE_TEXT} | _OF_OLDER_CMDLETS

_COLLECTIONS = """
    enabledRules groupTypes notificationRecipients allowedResourceActions excludedResourceActions
    includeUsers excludeUsers includeGroups excludeGroups includeRoles excludeRoles
    includeApplications excludeApplications includeUserActions builtInControls clientAppTypes
    includeAuthenticationContextClassReferences allowedCombinations methodsRegistered
    """
LISTS = frozenset(_COLLECTIONS.split())
"""Collections of words; a string in their place is a list that the export joined."""


_NESTED = """
    principal roleDefinition group directoryScope appScope activatedUsing scheduleInfo policy setting target
    conditions grantControls sessionControls additionalProperties signInActivity rules
    """
OBJECTS = frozenset(_NESTED.split())
"""Objects, and lists of them, inside the objects that are read."""

_YES_OR_NO = """
    accountEnabled isApprovalRequired isAssignableToRole isAvailable isBuiltIn
    isDefaultRecipientsEnabled isEnabled isExpirationRequired isManagementRestricted
    isMemberManagementRestricted isMfaCapable isMfaRegistered isPrivileged mailEnabled
    onPremisesSyncEnabled securityEnabled
    """
FLAGS = frozenset(_YES_OR_NO.split())
"""True, False or null; any other text in their place is a value that was lost."""


@cache
def graph_name(key: str) -> str:
    """The property in Graph's spelling; annotations such as ``@odata.type`` stay as they are."""
    if "@" in key:
        return key
    if key.lower() in {"odatatype", "odata.type"}:
        return "@odata.type"  # as other serialisers of the same objects call it
    words: list[str] = _WORDS.findall(key)
    known = _KNOWN.get("".join(words).lower())
    if known or not words:
        return known or key
    first = words[0].lower() if words[0].isupper() else words[0][:1].lower() + words[0][1:]
    return first + "".join(word[:1].upper() + word[1:] for word in words[1:])


class Kind(Enum):
    """How the value of a property is to be understood."""

    PLAIN = "plain"
    FREE_TEXT = "free text"
    MOMENT = "moment"
    LIST = "list"
    FLAG = "flag"
    DURATION = "duration"
    ID = "id"
    EXTRA = "extra"
    """The SDK's AdditionalProperties."""


@cache
def understood(key: str) -> tuple[str, Kind]:
    """Graph's name for an exported key, and how its value is to be understood."""
    name = graph_name(key)
    if name == "additionalProperties":
        return name, Kind.EXTRA
    if name in FREE_TEXT:
        return name, Kind.FREE_TEXT
    if name.endswith("DateTime"):  # all of Graph's dates are called so
        return name, Kind.MOMENT
    if name in FLAGS:
        return name, Kind.FLAG
    if name in {"duration", "maximumDuration"}:
        return name, Kind.DURATION
    is_id = name == "id" or name.endswith("Id")
    return name, Kind.ID if is_id else Kind.LIST if name in LISTS else Kind.PLAIN
