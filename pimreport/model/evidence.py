"""Where facts come from: files, rows, and what the exports do not tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pimreport.wording import Wording

RESOURCES_OF_ACTIVE_ROLES = (
    "role_assignments",
    "role_assignment_schedules",
    "role_assignment_schedule_instances",
)
RESOURCES_OF_ELIGIBLE_ROLES = ("role_eligibility_schedules", "role_eligibility_schedule_instances")
RESOURCES_OF_ACTIVE_MEMBERS = (
    "group_assignment_schedules",
    "group_assignment_schedule_instances",
)
RESOURCES_OF_ELIGIBLE_MEMBERS = (
    "group_eligibility_schedules",
    "group_eligibility_schedule_instances",
)
RESOURCE_OF_UNIT_MEMBERS = "administrative_unit_members"
RESOURCES_OF_POLICIES = (
    "role_management_policy_assignments",
    "role_management_policies",
    "role_management_policy_rules",
)


class Origin(NamedTuple):
    """One record in one export. Of a kind that is hashed in C: every finding collects some.

    ``row`` counts records from 1 as the cmdlet wrote them (objects of a JSON list, rows of a CSV
    without its header), so that it stays the same when the file is opened in another program.
    """

    file: str
    row: int


class Evident(Protocol):
    """Something that rows of the evidence tell."""

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Those rows."""


def united_origins(things: Sequence[Evident]) -> tuple[Origin, ...]:
    """The rows that tell some things, each once."""
    if len(things) == 1:
        return things[0].origins
    return tuple(dict.fromkeys([origin for one in things for origin in one.origins]))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWarning:
    """Something about a file that its reader should know; ``row`` where one record is meant."""

    code: str
    message: str
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One resource found in one file. A file that holds two resources gives two sources.

    Attributes:
        file: path as the reports print it, with ``/``.
        sha256: of the bytes of the file, lower-case hex.
        bytes: size of the file.
        format: how the file is written, such as ``ConvertTo-Json (Windows PowerShell 5.1), UTF-16``.
        resource: what it holds (snake_case Graph name, such as ``role_assignments``), or ``unknown``.
        rows: records understood, without rejected ones and duplicates.
        rejected: records that could not be understood; each has a warning with its row.
        duplicates: records dropped because an earlier one has the same id.
        complete: False if the file itself shows that records are missing (a leftover nextLink).
        groups: ids of the groups this source speaks about (per-group resources only), or of the
            administrative units whose members it lists; what a file name or context names is here
            even when the list for it is empty.
        error: why nothing of the file could be used, with how to export it right; else None.
        passed_over: True for a file that is no export at all (last quarter's PDF, desktop.ini).
        partial: what part of the whole list a tool exports at most (``active holders of the roles
            that ScubaGear calls privileged``); empty for all others. Absence from it proves nothing.
        tool: the tool whose own table or folder it is, with what it was read as; empty for Graph's.
        as_collected: it is byte for byte as a manifest of the collector says; False: it is not;
            None: no manifest names it.
    """

    file: str
    sha256: str
    bytes: int
    format: str
    resource: str
    rows: int = 0
    rejected: int = 0
    duplicates: int = 0
    complete: bool = True
    groups: frozenset[str] = frozenset()
    warnings: tuple[SourceWarning, ...] = ()
    error: str | None = None
    passed_over: bool = False
    partial: str = ""
    tool: str = ""
    as_collected: bool | None = None
    records: tuple[dict[str, object], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Evidence that was not supplied, what cannot be concluded for that reason, and the remedy.

    ``command`` is PowerShell that exports it, for the very groups and people meant; empty where
    no list of Microsoft Graph would.
    """

    resource: str
    consequence: Wording
    command: str = ""


def graph_name(resource: str) -> str:
    """A resource as Graph writes it: ``role_assignments`` is ``roleAssignments``."""
    first, *rest = resource.split("_")
    return first + "".join(word.capitalize() for word in rest)
