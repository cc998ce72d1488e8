"""Commands that carry the decisions out, to be reviewed before they are run.

They carry object ids only, and of earlier reviews, whose folders others keep, nothing but what
pimreport writes itself. Names are chosen by strangers and stand in comments, where their control
characters are spelt out, so that none can end the comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pimreport.review import snapshot
from pimreport.review.words import Decision, Removal
from pimreport.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pimreport.review.campaign import Campaign
    from pimreport.review.canonical import Json
    from pimreport.review.removals import Task

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ACCESS = frozenset({"member", "owner"})
_MOMENT = re.compile(r"[0-9TZ:.+-]{10,40}")
_QUOTES = frozenset("'\u2018\u2019\u201a\u201b")
"""All of them end a text in PowerShell, the typographic ones as well."""
_HARMLESS_ROLE = "ac16e43d-7b2d-40e0-ac05-243ff356ab5b"
"""Message Center Privacy Reader: outside the rows of the reset table, and hardly any privilege."""
_SCOPES = (
    "PrivilegedAccess.ReadWrite.AzureADGroup, RoleManagement.ReadWrite.Directory,"
    " Group.ReadWrite.All"
)
_REQUEST = "New-MgIdentityGovernancePrivilegedAccessGroup{kind}ScheduleRequest -BodyParameter"
_YEAR = (
    "scheduleInfo = @{ startDateTime = (Get-Date).ToUniversalTime(); expiration ="
    " @{ type = 'afterDuration'; duration = 'P365D' } }"
)


def script(campaign: Campaign, tasks: Iterable[Task]) -> bytes:
    """The whole script, with a byte order mark so that Windows PowerShell reads the names right."""
    frozen = snapshot.read(campaign.folder)
    undone = [one for one in tasks if one.state in {Removal.OPEN, Removal.REAPPEARED}]
    lines = [
        f"# Decisions of the access review as of {campaign.as_of}. TO BE REVIEWED before it is run.",
        "# Each block carries out one decision; delete what is not wanted.",
        f"# Needs: Connect-MgGraph -Scopes {_SCOPES}",
        "$ErrorActionPreference = 'Stop'",
    ]
    for task in undone:
        lines += ["", *_block(task, frozen)]
    if not undone:
        lines += ["", "# Nothing is to be carried out."]
    told = "\r\n".join((*map(visible, lines), ""))
    return b"\xef\xbb\xbf" + told.encode("utf-8", "backslashreplace")


def _block(task: Task, frozen: Json) -> Iterator[str]:
    about = f"{task.decision}: {task.person}, {task.access} of {task.group_name}"
    yield f"# {visible(about)} (ticket {visible(task.ticket)}, due {task.due})"
    if not (_GUID.fullmatch(task.group) and _GUID.fullmatch(task.principal)):
        yield "# An id here is no GUID: carry it out by hand."
        return
    if task.access not in _ACCESS or not _MOMENT.fullmatch(task.decided):
        yield "# This task is not as pimreport writes it: carry it out by hand."
        return
    if task.decision is Decision.DENY:
        yield from _removal(task, frozen)
    elif task.decision is Decision.CONVERT:
        yield from _option_a(task, frozen)
    else:
        yield (
            f"New-MgRoleManagementDirectoryRoleAssignment -PrincipalId '{task.principal}'"
            f" -RoleDefinitionId '{_HARMLESS_ROLE}' -DirectoryScopeId '/'"
        )


def _removal(task: Task, frozen: Json) -> Iterator[str]:
    for one in _held(task, frozen):
        kind = "Eligibility" if one["state"] == "eligible" else "Assignment"
        yield _request(kind, task, "adminRemove")
        if one["state"] == "listed":
            what = "Member" if task.access == "member" else "Owner"
            yield (
                f"# Where PIM does not know the {task.access}: Remove-MgGroup{what}ByRef -GroupId"
                f" '{task.group}' -DirectoryObjectId '{task.principal}'"
            )
    for via in _nested(task, frozen):
        yield (
            f"# Held through the group {via}: remove the person there, or that group here."
            f" Remove-MgGroupMemberByRef -GroupId '{via}' -DirectoryObjectId '{task.principal}'"
        )


def _held(task: Task, frozen: Json) -> list[Json]:
    mine = (task.group, task.principal, task.access)
    return [
        one
        for one in frozen["memberships"]
        if (one["group"], one["principal"], one["access"]) == mine
    ]


def _nested(task: Task, frozen: Json) -> Sequence[str]:
    found = {
        one["via"][0]
        for one in frozen["paths"]
        if one["via"]
        and (one["group"], one["principal"]) == (task.group, task.principal)
        and _GUID.fullmatch(one["via"][0])
    }
    return sorted(found)


def _option_a(task: Task, frozen: Json) -> Iterator[str]:
    states = {one["state"] for one in _held(task, frozen)}
    if "active" not in states:
        yield _request("Assignment", task, "adminAssign", _YEAR)
    if "eligible" in states:
        yield _request("Eligibility", task, "adminRemove")
    roles = {
        (one["role"], one["scope"])
        for one in frozen["role_assignments"]
        if one["principal"] == task.group and one["state"] == "active" and not one["later"]
    }
    for role, scope in sorted(roles):
        if _GUID.fullmatch(role) and not _QUOTES.intersection(scope):
            yield (
                "# Once for the group, when all its members are active members:"
                " New-MgRoleManagementDirectoryRoleEligibilityScheduleRequest -BodyParameter"
                f" @{{ action = 'adminAssign'; principalId = '{task.group}'; roleDefinitionId ="
                f" '{role}'; directoryScopeId = '{visible(scope)}'; justification = 'Option A';"
                f" {_YEAR} }}"
            )
    yield "# Then remove the group's active assignments of these roles."


def _request(kind: str, task: Task, action: str, more: str = "") -> str:
    told = (
        f"accessId = '{task.access}'; principalId = '{task.principal}'; groupId = '{task.group}';"
        f" action = '{action}'; justification = 'Access review of {task.decided}'"
    )
    return f"{_REQUEST.format(kind=kind)} @{{ {told}{f'; {more}' if more else ''} }}"
