"""Which rows make which resource, and the context under which Graph returns it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pimreport.synthetic import entities, schedules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pimreport.synthetic.conditional_access import Row
    from pimreport.synthetic.draft import DraftTenant

    Resources = dict[str, tuple[str, Callable[[DraftTenant], Iterable[Row]]]]

_PIM = "identityGovernance/privilegedAccess/group"
_ROLES = "roleManagement/directory"

DIRECTORY: Resources = {
    "organization": ("organization", entities.organization),
    "users": ("users", entities.users),
    "groups": ("groups", entities.groups),
    "service_principals": ("servicePrincipals", entities.service_principals),
    "role_definitions": (f"{_ROLES}/roleDefinitions", entities.role_definitions),
    "administrative_units": ("directory/administrativeUnits", entities.administrative_units),
    "user_registration_details": (
        "reports/authenticationMethods/userRegistrationDetails",
        entities.registrations,
    ),
    "app_role_assignments": ("appRoleAssignments", entities.app_role_assignments),
    "conditional_access_policies": (
        "identity/conditionalAccess/policies",
        lambda tenant: tenant.conditional_access_policies.values(),
    ),
    "authentication_context_class_references": (
        "identity/conditionalAccess/authenticationContextClassReferences",
        lambda tenant: tenant.contexts.values(),
    ),
    "authentication_strength_policies": (
        "policies/authenticationStrengthPolicies",
        lambda tenant: tenant.strengths.values(),
    ),
    "role_eligibility_schedule_instances": (
        f"{_ROLES}/roleEligibilityScheduleInstances",
        partial(schedules.role_instances, eligible=True),
    ),
    "role_assignment_schedule_instances": (
        f"{_ROLES}/roleAssignmentScheduleInstances",
        partial(schedules.role_instances, eligible=False),
    ),
}
ROLE_SCHEDULES: Resources = {
    "role_eligibility_schedules": (
        f"{_ROLES}/roleEligibilitySchedules",
        partial(schedules.role_schedules, eligible=True),
    ),
    "role_assignment_schedules": (
        f"{_ROLES}/roleAssignmentSchedules",
        partial(schedules.role_schedules, eligible=False),
    ),
    "role_assignments": (f"{_ROLES}/roleAssignments", schedules.role_assignments),
}
OF_GROUPS: Resources = {
    "group_eligibility_schedule_instances": (
        f"{_PIM}/eligibilityScheduleInstances",
        partial(schedules.group_instances, eligible=True),
    ),
    "group_assignment_schedule_instances": (
        f"{_PIM}/assignmentScheduleInstances",
        partial(schedules.group_instances, eligible=False),
    ),
}
GROUP_SCHEDULES: Resources = {
    "group_eligibility_schedules": (
        f"{_PIM}/eligibilitySchedules",
        partial(schedules.group_schedules, eligible=True),
    ),
    "group_assignment_schedules": (
        f"{_PIM}/assignmentSchedules",
        partial(schedules.group_schedules, eligible=False),
    ),
}
