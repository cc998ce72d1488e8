from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .stories import GA, TIER_0, option_a, option_b, without

if TYPE_CHECKING:
    from pathlib import Path

    from builder import TenantUnderTest

    from .stories import Story

ASSIGNMENTS = ("Admin_Eligibility", "Admin_Assignment")
EVENTS = (*ASSIGNMENTS, "EndUser_Assignment")


def changed(story: Story, scope: str, changes: dict[str, Any]) -> Story:
    """The same tenant, with properties of policy rules of one scope changed (None: left out).

    ``changes``: rule id to properties; rules and properties are Graph's own.
    """

    def told(tenant: TenantUnderTest) -> None:
        story(tenant)
        write = tenant.write

        def written(folder: Path, **how: Any) -> Path:  # noqa: ANN401  # handed on as it is
            write(folder, **how)
            for file in folder.rglob("role_management_policy_assignments*.json"):
                page = json.loads(file.read_text("utf-8"))
                for row in page["value"]:
                    if scope in {row["roleDefinitionId"], row["scopeType"]}:
                        for rule in row["policy"]["rules"]:
                            rule.update(changes.get(rule["id"], {}))
                file.write_text(json.dumps(page), "utf-8")
            return folder

        tenant.write = written  # type: ignore[method-assign]  # drafts cannot tell this yet

    return told


def nobody(story: Story, *events: str, scope: str = "member") -> Story:
    """The default recipients of the alerts to administrators are off."""
    off = {"isDefaultRecipientsEnabled": False}
    return changed(story, scope, {f"Notification_Admin_{event}": off for event in events})


def option_b_of_intune(tenant: TenantUnderTest) -> None:
    tenant.group("Intune").active_in("Intune Administrator").with_eligible("Ada")


FIRES = {
    "nobody is told of anything": nobody(option_b, *EVENTS),
    "activations only": nobody(option_b, "EndUser_Assignment"),
    "assignments only": nobody(option_b, *ASSIGNMENTS),
    "Option A, the role's policy": nobody(option_a, *EVENTS, scope="DirectoryRole"),
}
SILENT = {
    "default recipients": option_b,
    "a mailbox instead of the default recipients": nobody(
        lambda t: option_b(t).group(TIER_0).member_policy(recipients=["soc@contoso.example"]),
        *EVENTS,
    ),
    "the requestor is not told": changed(
        option_b,
        "member",
        {"Notification_Requestor_EndUser_Assignment": {"isDefaultRecipientsEnabled": False}},
    ),
    "Option B, the role's policy does not govern": nobody(option_b, *EVENTS, scope="DirectoryRole"),
    "a role that is not highly privileged": nobody(option_b_of_intune, *EVENTS),
}
NOT_ASSESSED = {
    "no policies": without(option_b, "role_management_policy_assignments"),
    "the export lost the rules": lambda t: option_b(t).group(TIER_0).member_policy(lost=True),
    "Option A, the export lost the rules": lambda t: option_a(t).role_policy(GA, lost=True),
    "recipients lost": changed(
        option_b,
        "member",
        {
            "Notification_Admin_EndUser_Assignment": {
                "isDefaultRecipientsEnabled": False,
                "notificationRecipients": None,
            }
        },
    ),
}
