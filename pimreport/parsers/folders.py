"""What the folders of known tools say about a file whose content leaves it open.

EntraExporter writes one object per file, ``Groups/<id>/Members/<member>/<member>.json``, without
Graph's context: the file's own id is the member's, and only the folders tell members of a group
from members of a role and owners of a group from owners of an application
(microsoft/EntraExporter, Get-EEDefaultSchema.ps1, read 2026-11-26).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pimreport.parsers.filenames import guids

_LISTS = frozenset({"members", "owners"})
_OF_OTHER_THINGS = {
    "directoryroles": "Members of directoryRoles: who holds a role, but not since when, at which "
    "scope or by activation. roleAssignmentScheduleInstances tell that.",
    "applications": "Owners of applications are no evidence about groups.",
    "serviceprincipals": "Owners of applications are no evidence about groups.",
    "connectorgroups": "Connectors are no evidence about groups.",
}
_OTHER_ROLES = {
    "exchange": "Exchange's own roles",
    "devicemanagement": "Intune's roles",
    "cloudpc": "Windows 365's roles",
    "entitlementmanagement": "Roles of access packages",
}
_NEEDLESS = frozenset(
    [
        "accesspolicies",
        "admin",
        "agentidentity",
        "agentidentityblueprint",
        "agentidentityblueprintprincipal",
        "apiconnectors",
        "application",
        "applications",
        "branding",
        "certificatebasedauthconfiguration",
        "configurationpolicies",
        "configurationpolicy",
        "connectorgroups",
        "connectors",
        "device",
        "deviceconfiguration",
        "devices",
        "directoryroles",
        "oauth2permissiongrants",
        "domains",
        "groupsettings",
        "iam",
        "identitygovernance",
        "identityproviders",
        "namedlocations",
        "onpremisespublishingprofiles",
        "policies",
        "reports",
        "resources",
        "serviceprincipalsignin",
        "signin",
        "subscribedskus",
        "userflows",
        "b2cuserflows",
        "b2xuserflows",
        "userflowattributes",
        "customauthenticationextensions",
        "scopedmembers",
        "scopedrolemembers",
        "extensions",
        "windowshealthmonitoringconfiguration",
        "windowsupdateforbusinessconfiguration",
    ]
)
_SINGLE = (
    "branding/localizations.json",
    "organization/certificatebasedauthconfiguration.json",
    "directory/onpremisessynchronization.json",
    "admin/teams/settings.json",
    "admin/sharepoint/settings.json",
    "onpremisespublishingprofiles/provisioning.json",
    "usersregisteredbyfeature/report.json",
    *(
        f"authenticationmethodconfigurations/{method}.json"
        for method in (
            "email", "fido2", "microsoftauthenticator", "sms", "softwareoath",
            "temporaryaccesspass", "voice", "x509certificate",
        )
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """The list in which a file's only object stands.

    Attributes:
        kind: folder name of the things that have such lists, lower case (``groups``).
        whose: id of the one thing whose list it is.
        what: ``members`` or ``owners``.
    """

    kind: str
    whose: str
    what: str

    @property
    def why_not(self) -> str:
        """Why such a list is no evidence; empty if it is."""
        return _OF_OTHER_THINGS.get(self.kind, "")


def listed(label: str) -> Listed | None:
    """The list by ``<kind>/<id>/(Members|Owners)/<id>/<id>.json``; None for any other path."""
    parts = [part.lower() for part in label.split("/")]
    for place in range(len(parts) - 1, 1, -1):
        ids = guids(parts[place - 1])
        if parts[place] in _LISTS and place < len(parts) - 1 and ids == [parts[place - 1]]:
            return Listed(parts[place - 2], ids[0], parts[place])
    return None


def other_roles(label: str) -> str:
    """Why the role assignments in this folder are no directory roles; empty if they may be."""
    parts = [part.lower() for part in label.split("/")]
    for above, below in pairwise(parts):
        if above == "rolemanagement" and below in _OTHER_ROLES:
            return f"{_OTHER_ROLES[below]} are no directory roles."
    return ""


def needless(label: str) -> str:
    """The folder, if it holds what known tools export and this report does not need.

    Only for files named as these tools name them, after their folder: ``<id>/<id>.json`` and
    ``<list>/<list>-0.json``.
    """
    if label.lower().endswith(_SINGLE):
        return label.split("/")[-2]
    *folders, name = label.split("/")
    stem = name.rpartition(".")[0].lower()
    if not folders or re.sub(r"-(?:\d+|model)$", "", stem) != folders[-1].lower():
        return ""
    return next((part for part in folders if part.lower() in _NEEDLESS), "")
