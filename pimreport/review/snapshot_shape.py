"""What a snapshot holds where it is read again: sections, and in their items what is used of them."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from pimreport.model.findings import Severity  # noqa: TC001 - msgspec reads the annotations
from pimreport.model.paths import Strategy  # noqa: TC001 - msgspec reads the annotations
from pimreport.model.people import Grade  # noqa: TC001 - msgspec reads the annotations
from pimreport.review.shapes import Named  # noqa: TC001 - msgspec reads the annotations

Access = Literal["member", "owner"]
Held = Literal["active", "eligible", "listed"]


class Covered(msgspec.Struct, gc=False):
    """Which lists of a group are in the evidence."""

    active: bool
    eligible: bool
    owners: bool


class Group(msgspec.Struct, gc=False):
    """One group of the population."""

    id: str
    name: str | None
    strategy: Strategy | None
    covered: Covered


class Membership(msgspec.Struct, gc=False):
    """One membership."""

    group: str
    principal: str
    access: Access
    state: Held
    later: bool
    starts: str | None
    ends: str | None
    permanent: bool | None


class RoleAssignment(msgspec.Struct, gc=False):
    """One role held by an assignment to the principal itself."""

    role: str
    principal: str
    scope: str
    state: Held
    later: bool
    starts: str | None


class Path(msgspec.Struct, gc=False):
    """One way through a group to a role."""

    group: str
    principal: str
    access: Access
    membership: Held
    via: list[str]
    role: str
    role_state: Held
    scope: str
    kind: str | None


class Principal(msgspec.Struct, gc=False):
    """One holder."""

    id: str
    name: str | None
    upn: str | None
    type: str
    enabled: bool | None
    guest: bool | None
    synced: bool | None
    described: bool


class Rules(msgspec.Struct, gc=False):
    """What an activation demands; None is unknown."""

    max_duration: str | None
    approvers: list[str] | None
    approval: bool | None = None
    mfa: bool | None = None
    justification: bool | None = None
    ticket: bool | None = None
    context: bool | None = None


class Policy(msgspec.Struct, gc=False):
    """One activation policy."""

    group: str | None
    group_name: str | None
    access: Access | None
    role: str | None
    label: str
    strong: bool | None
    rules: Rules | None


class Finding(msgspec.Struct, gc=False):
    """One finding."""

    key: str
    check: str
    severity: Severity
    status: str
    title: str
    subject: str
    group: str | None


class Person(msgspec.Struct, gc=False):
    """How one person is protected."""

    id: str
    highest_role: str
    grade: Grade


class Accepted(msgspec.Struct, gc=False):
    """One accepted risk."""

    key: str
    reason: str
    owner: str
    until: str
    expired: bool
    findings: int


class Snapshot(msgspec.Struct):
    """``snapshot.json``; what early versions did not keep may be absent."""

    version: str
    as_of: str
    tenant: Named
    counts: dict[str, int]
    groups: list[Group]
    memberships: list[Membership]
    role_assignments: list[RoleAssignment]
    paths: list[Path]
    policies: list[Policy]
    findings: list[Finding]
    principals: list[Principal]
    roles: dict[str, str]
    people: list[Person]
    assessments: dict[str, str]
    numbers: dict[str, int] = {}
    sources: list[dict[str, Any]] = []
    expectations: dict[str, Any] | None = None
    accepted: list[Accepted] = []
    gaps: dict[str, int] = {}
