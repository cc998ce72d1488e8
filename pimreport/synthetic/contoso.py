"""The sample tenant: an administrator of Contoso exported it on 2026-09-30.

``python -m pimreport.synthetic.contoso FOLDER`` writes it. Every strategy, every grade and every
check occurs in it; FOLDER/README.md says what is planted where. The files are deliberately of many
kinds, as one gets them when several people export with several versions of PowerShell.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pimreport.synthetic import contoso_groups, contoso_people
from pimreport.synthetic.draft import DraftTenant
from pimreport.synthetic.exports import exports
from pimreport.synthetic.ways import (
    CSV_51,
    CSV_GERMAN,
    GRAPH_PAGE,
    RAW_PAGE,
    SDK_JSON,
    SDK_JSON_51,
)

_WAYS = {
    "users": SDK_JSON_51,
    "role_assignment_schedule_instances": CSV_GERMAN,
    "role_eligibility_schedule_instances": SDK_JSON,
    "group_assignment_schedule_instances": CSV_51,
    "group_members": SDK_JSON,
    "group_owners": SDK_JSON,
    "role_definitions": RAW_PAGE,
    "role_management_policy_assignments": RAW_PAGE,
    "user_registration_details": RAW_PAGE,
}
_NAMES = {
    # As an administrator would call them; a report names them on every line of evidence.
    "role_assignment_schedule_instances": "active_roles",
    "role_eligibility_schedule_instances": "eligible_roles",
    "group_assignment_schedule_instances": "active_members",
    "group_eligibility_schedule_instances": "eligible",
    "group_assignment_schedules": "active_members_schedules",
    "group_eligibility_schedules": "eligible_schedules",
    "role_eligibility_schedules": "eligible_roles_schedules",
    "group_members": "members",
    "group_owners": "owners",
    "administrative_unit_members": "au_members",
    "role_management_policy_assignments": "policies",
    "user_registration_details": "registration",
    "conditional_access_policies": "conditional_access",
    "authentication_context_class_references": "authentication_contexts",
    "authentication_strength_policies": "authentication_strengths",
    "app_role_assignments": "app_permissions",
}
_ONE_FILE_PER_GROUP = "group_eligibility_schedule_instances"


def contoso(exported: str = "2026-09-30T12:00:00Z") -> DraftTenant:
    """The tenant as a draft."""
    tenant = DraftTenant("Contoso", exported=exported, every_role=True)
    contoso_people.invent(tenant)
    contoso_groups.invent(tenant)
    for number, user in enumerate(tenant.users.values()):
        if user.facts["signInActivity"] is None:
            user.know(sign_in=f"{exported[:7]}-{1 + number % 29:02}T07:30:00Z")
    return tenant


def write_contoso(folder: Path, tenant: DraftTenant | None = None) -> None:
    """Write all exports, and remove earlier ones from the folder.

    Args:
        folder: where to.
        tenant: another state of the tenant, exported by the same people.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.json"), *folder.glob("*.csv")):
        old.unlink()
    tenant = tenant or contoso()
    joined = [
        one for one in exports(tenant, per_group=False) if one.resource != _ONE_FILE_PER_GROUP
    ]
    apart = [one for one in exports(tenant, per_group=True) if one.resource == _ONE_FILE_PER_GROUP]
    for export in (*joined, *apart):
        empty_list = export.resource == "group_owners" and not export.rows
        # Of active roles only the instances were exported: they show what PIM did not assign.
        if export.resource != "role_assignment_schedules" and not empty_list:
            way = _WAYS.get(export.resource, GRAPH_PAGE)
            name = _NAMES.get(export.resource, export.resource)
            about = f"_{export.about}" if export.about else ""
            (folder / f"{name}{about}{way.suffix}").write_bytes(way.write(export))


if __name__ == "__main__":
    write_contoso(Path(sys.argv[1]))
