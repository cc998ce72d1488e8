"""The dated sources that checks cite."""

from __future__ import annotations

from pimreport.model.findings import Reference

PIM_FOR_GROUPS = Reference(
    title="Microsoft: Privileged Identity Management (PIM) for Groups",
    date="2025-02-24",
    url="https://learn.microsoft.com/en-us/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
)
ASSIGN_MEMBER_OWNER = Reference(
    title="Microsoft: Assign eligibility for a group in PIM",
    date="2025-04-30",
    url="https://learn.microsoft.com/en-us/entra/id-governance/privileged-identity-management/groups-assign-member-owner",
)
ROLE_ASSIGNABLE_GROUPS = Reference(
    title="Microsoft: Use Microsoft Entra groups to manage role assignments",
    date="2026-03-16",
    url="https://learn.microsoft.com/en-us/entra/identity/role-based-access-control/groups-concept",
)
RESET_TABLE = Reference(
    title="Microsoft: Privileged roles and permissions in Microsoft Entra ID, who can reset passwords",
    date="2026-06-05",
    url="https://learn.microsoft.com/en-us/entra/identity/role-based-access-control/privileged-roles-permissions",
)
MEASUREMENT = Reference(
    title="cisagov/ScubaGear issue 2072: resets tested in one live tenant, attacker a tenant-wide Helpdesk Administrator",
    date="2026-07-28",
    url="https://github.com/cisagov/ScubaGear/issues/2072",
)
PROPOSED_CORRECTION = Reference(
    title="MicrosoftDocs/entra-docs pull request 2049 (open when read): eligible members and owners are protected",
    date="2026-07-29",
    url="https://github.com/MicrosoftDocs/entra-docs/pull/2049",
)
NESTED_ACTIVATION = Reference(
    title="cisagov/ScubaGear issue 1303: activation through a nested group shown to work",
    date="2026-08-20",
    url="https://github.com/cisagov/ScubaGear/issues/1303",
)
SCUBA = Reference(
    title="CISA SCuBA baseline for Microsoft Entra ID (aad.md at commit 4d34e9a)",
    date="2026-08-20",
    url="https://github.com/cisagov/ScubaGear/blob/4d34e9a48e38/PowerShell/ScubaGear/baselines/aad.md",
)
GROUP_SETTINGS = Reference(
    title="Microsoft: Configure PIM for Groups settings",
    date="2025-04-30",
    url="https://learn.microsoft.com/en-us/entra/id-governance/privileged-identity-management/groups-role-settings",
)
ROLE_SETTINGS = Reference(
    title="Microsoft: Configure Microsoft Entra role settings in Privileged Identity Management",
    date="2024-12-19",
    url="https://learn.microsoft.com/en-us/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
)
CIS = Reference(
    title="CIS Microsoft 365 Foundations Benchmark v7.0.0 (titles as in Prowler's framework file at commit 3e000fa)",
    date="2026-08-21",
)
GRAPH = Reference(
    title="Microsoft Graph v1.0 reference (metadata of 2026-08-03)",
    date="2026-08-03",
    url="https://learn.microsoft.com/en-us/graph/api/overview?view=graph-rest-1.0",
)
