"""The alternatives for putting a finding right, for this case: text, cost, limits, PowerShell.

The commands carry object ids only. A display name is chosen by strangers and never becomes part of
a command; in a comment its control characters are spelt out, so that it cannot end the comment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.model.entra import State
from pimreport.model.findings import Remedy
from pimreport.visible import called, visible
from pimreport.wording import Text, english, joined

if TYPE_CHECKING:
    from pimreport.model.entra import PolicyRules
    from pimreport.model.paths import AccessPath, ActivationPolicy

REVIEW = "# To be reviewed before it is run."
_HARMLESS_ROLE = "ac16e43d-7b2d-40e0-ac05-243ff356ab5b"
"""Message Center Privacy Reader: outside the rows of the reset table, and hardly any privilege."""


_FOR_A_YEAR = (
    "scheduleInfo = @{ startDateTime = (Get-Date).ToUniversalTime(); expiration ="
    " @{ type = 'afterDuration'; duration = 'P365D' } }"
)
_GRAPHS = ("group_", "directoryrole_", "directory_")
_QUOTES = frozenset("'\u2018\u2019\u201a\u201b")


def protect(principal: str, name: str) -> tuple[Remedy, ...]:
    """Three ways to give an account documented protection, the least intrusive first."""
    return (
        _role_less_group(principal, name),
        _restricted_unit(principal, name),
        _role(principal, name),
    )


def _role_less_group(principal: str, name: str) -> Remedy:
    return Remedy(
        title=Text("Active member of a role-less role-assignable group"),
        text=Text(
            "Create one role-assignable group that holds no role and make the account an"
            " active member: active members of any role-assignable group are protected by"
            " documentation."
        ),
        cost=Text("One of the tenant's 500 role-assignable groups; no privilege is granted."),
        leaves=Text("The activation itself stays as well or as weakly guarded as it is."),
        powershell=_script(
            name,
            "$shield = New-MgGroup -DisplayName 'Protected administrators' -SecurityEnabled"
            " -MailEnabled:$false -MailNickname 'protected-administrators' -IsAssignableToRole",
            f"New-MgGroupMember -GroupId $shield.Id -DirectoryObjectId '{_quoted(principal)}'",
        ),
    )


def _restricted_unit(principal: str, name: str) -> Remedy:
    return Remedy(
        title=Text("Restricted management administrative unit for the account"),
        text=Text(
            "Put the account into a restricted management administrative unit: only"
            " administrators assigned at that unit can change it. Never put the group itself"
            " into one: PIM cannot manage it there."
        ),
        cost=Text("One of 100 such units; the helpdesk can no longer help these accounts."),
        leaves=Text("Administrators assigned at the unit, and the guard of the activation."),
        powershell=_script(
            name,
            "$unit = New-MgDirectoryAdministrativeUnit -BodyParameter"
            " @{ displayName = 'Restricted administrators'; isMemberManagementRestricted = $true }",
            "New-MgDirectoryAdministrativeUnitMemberByRef -AdministrativeUnitId $unit.Id"
            " -BodyParameter"
            f" @{{ '@odata.id' = 'https://graph.microsoft.com/v1.0/users/{_quoted(principal)}' }}",
        ),
    )


def _role(principal: str, name: str) -> Remedy:
    return Remedy(
        title=Text("Direct active role outside the rows of the reset table"),
        text=Text(
            "Assign a role actively and directly that stands in no row of the reset table,"
            " such as Message Center Privacy Reader. Weak roles (Directory Readers, Reports"
            " Reader, Helpdesk Administrator, ...) do not protect."
        ),
        cost=Text(
            "A standing privilege, if a small one; it shows in every count of administrators."
        ),
        leaves=Text(
            "The guard of the activation; every further direct role must be outside as well."
        ),
        powershell=_script(
            name,
            f"New-MgRoleManagementDirectoryRoleAssignment -PrincipalId '{_quoted(principal)}'"
            f" -RoleDefinitionId '{_HARMLESS_ROLE}' -DirectoryScopeId '/'",
        ),
    )


def approval(policy: ActivationPolicy) -> Remedy:
    """Require approval in a policy, with approvers still to be named."""
    return Remedy(
        title=Text("Approval on activation"),
        text=Text(
            "Require approval in the {policy}, with at least two approvers who do not"
            " activate under it themselves.",
            policy=policy.label,
        ),
        cost=Text("Activations wait for a person; approvers must be reachable at any hour."),
        leaves=Text(
            "The reset of the account itself, and approvers who can be deceived or taken over."
        ),
        powershell=_rule(
            policy,
            "Approval_EndUser_Assignment",
            "unifiedRoleManagementPolicyApprovalRule",
            "setting = @{ isApprovalRequired = $true; approvalMode = 'SingleStage';"
            " approvalStages = @(@{ approvalStageTimeOutInDays = 1;"
            " isApproverJustificationRequired = $true; primaryApprovers ="
            " @($approvers | ForEach-Object { @{ '@odata.type' ="
            " '#microsoft.graph.singleUser'; userId = $_ } }) }) }",
            "$approvers = @('<object id>', '<object id>')",
        ),
    )


def authentication_context(policy: ActivationPolicy) -> Remedy:
    """Demand an authentication context that Conditional Access enforces.

    Whether a policy may have a context and PIM's own MFA setting at once is open: Microsoft's pages
    do not say, EasyPIM's release notes and its issue 121 (2025-08-19) tell of ``MfaAndAcrsConflict``,
    other reports of none. Taking the setting out first is right either way.
    """
    text = Text(
        "Set an authentication context in the {policy} and enforce it: an enabled"
        " Conditional Access policy that targets the context, covers everybody who"
        " activates (not through the group itself), excludes none of them, requires the"
        " phishing-resistant strength and asks every time.",
        policy=policy.label,
    )
    either = Text(
        "PIM may refuse a context while its own MFA setting is on (reports differ): the commands take"
        " that setting out first, so set the context at once."
    )
    has_mfa = policy.rules is not None and policy.rules.mfa is not False
    return Remedy(
        title=Text("Enforced authentication context on activation"),
        text=joined(" ", (text, either)) if has_mfa else text,
        cost=Text(
            "Everybody who activates needs a phishing-resistant method (FIDO2, Windows Hello,"
            " certificate)."
        ),
        leaves=Text("Whoever may set authentication methods can register one of their own."),
        powershell=_rule(
            policy,
            "AuthenticationContext_EndUser_Assignment",
            "unifiedRoleManagementPolicyAuthenticationContextRule",
            "isEnabled = $true; claimValue = 'c1'",
            *(_without_own_mfa(policy.rules) if policy.rules is not None and has_mfa else ()),
        ),
    )


def option_a(path: AccessPath) -> Remedy:
    """Turn the group of a path to Option A: members active, role eligible."""
    group, role = _quoted(path.group), _quoted(path.role.id)
    activates = path.membership is not State.ACTIVE
    return Remedy(
        title=Text("Turn to Option A"),
        text=Text(
            "Make the people active members and the group eligible for the role: active"
            " members of a role-assignable group are protected by documentation, and the"
            " role's own policy guards the activation."
        ),
        cost=Text(
            "Each role is activated one by one; role policies must be as strict as the"
            " group's were."
        ),
        leaves=Text("The guard of the activation, which is the role's policy from then on."),
        powershell=_script(
            called(path.group_name, group),
            "New-MgRoleManagementDirectoryRoleEligibilityScheduleRequest -BodyParameter"
            f" @{{ action = 'adminAssign'; principalId = '{group}'; roleDefinitionId = '{role}';"
            f" directoryScopeId = '{_quoted(path.scope)}'; justification = 'Option A'; {_FOR_A_YEAR} }}",
            # In PIM: what is added past it is a finding of its own (assigned-outside-pim).
            *((_membership(path, "Assignment", "Option A"),) if activates else ()),
            "# Then remove the group's active assignment of the role and the eligible memberships."
            if activates
            else "# Then remove the group's active assignment of the role.",
        ),
    )


def eligible_membership(path: AccessPath) -> Remedy:
    """Replace a standing membership by an eligible one (Option B)."""
    return Remedy(
        title=Text("Eligible instead of active membership (Option B)"),
        text=Text(
            "Make the membership eligible, so that it is activated for some hours under the"
            " group's member policy."
        ),
        cost=Text(
            "The member activates before work; the account loses the documented protection of"
            " active members unless it is protected otherwise."
        ),
        leaves=Text("The reset of the account, which by documentation becomes possible."),
        powershell=_script(
            called(path.group_name, path.group),
            _membership(path, "Eligibility", "Option B"),
            _membership(path, "Assignment", "Option B", remove=True),
        ),
    )


def _membership(path: AccessPath, kind: str, why: str, *, remove: bool = False) -> str:
    """A request to PIM about the membership; ``kind``: eligibility or (active) assignment."""
    action = "adminRemove" if remove else "adminAssign"
    return (
        f"New-MgIdentityGovernancePrivilegedAccessGroup{kind}ScheduleRequest -BodyParameter"
        f" @{{ accessId = 'member'; principalId = '{_quoted(path.principal.id)}'; groupId ="
        f" '{_quoted(path.group)}'; action = '{action}'; justification = '{why}'"
        f"{'' if remove else f'; {_FOR_A_YEAR}'} }}"
    )


def _rule(policy: ActivationPolicy, rule: str, kind: str, body: str, *before: str) -> str:
    if policy.rules is None:
        return ""
    found = () if _is_graphs_own(policy.rules.id) else (_looked_up(policy),)
    return _script(english(policy.label), *found, *before, _update(policy.rules, rule, kind, body))


def _is_graphs_own(policy_id: str) -> bool:
    """Rules that came without their policy's id go under one of ours."""
    return policy_id.lower().startswith(_GRAPHS)


def _looked_up(policy: ActivationPolicy) -> str:
    scope, kind, whom = "/", "DirectoryRole", policy.role.template_id if policy.role else ""
    if policy.group and policy.access:
        scope, kind, whom = policy.group, "Group", policy.access.value
    return (
        '$policy = (Get-MgPolicyRoleManagementPolicyAssignment -Filter "scopeId eq'
        f" '{_quoted(scope)}' and scopeType eq '{kind}' and roleDefinitionId eq"
        f" '{_quoted(whom)}'\").PolicyId"
    )


def _without_own_mfa(rules: PolicyRules) -> tuple[str, str]:
    """Two commands: what the policy enables now, and the same without MFA."""
    rule = "Enablement_EndUser_Assignment"
    kept = (
        f"$enabled = @((Get-MgPolicyRoleManagementPolicyRule {_addressed(rules, rule)})"
        ".AdditionalProperties['enabledRules'] | Where-Object { $_ -ne 'MultiFactorAuthentication' })"
    )
    kind = "unifiedRoleManagementPolicyEnablementRule"
    return kept, _update(rules, rule, kind, "enabledRules = $enabled")


def _update(rules: PolicyRules, rule: str, kind: str, body: str) -> str:
    return (
        f"Update-MgPolicyRoleManagementPolicyRule {_addressed(rules, rule)} -BodyParameter"
        f" @{{ '@odata.type' = '#microsoft.graph.{kind}'; id = '{rule}'; {body} }}"
    )


def _addressed(rules: PolicyRules, rule: str) -> str:
    own = _is_graphs_own(rules.id)
    policy = f"'{_quoted(_as_graph_writes(rules.id))}'" if own else "$policy"
    return f"-UnifiedRoleManagementPolicyId {policy} -UnifiedRoleManagementPolicyRuleId '{rule}'"


def _as_graph_writes(policy_id: str) -> str:
    """Policy ids are compared without case, but Graph writes ``Group_`` and ``DirectoryRole_``."""
    kind, mark, rest = policy_id.partition("_")
    written = {"group": "Group", "directoryrole": "DirectoryRole", "directory": "Directory"}
    return f"{written.get(kind, kind)}{mark}{rest}"


def _script(about: str, *commands: str) -> str:
    return "\n".join((f"{REVIEW} {visible(about)}", *commands))


def _quoted(text: str) -> str:
    """A text from the evidence inside a single-quoted PowerShell string.

    PowerShell takes typographic quotes for plain ones, so they are doubled alike.
    """
    if text.isalnum() or not _QUOTES.intersection(text):
        return visible(text)
    return "".join("''" if char in _QUOTES else char for char in visible(text))
