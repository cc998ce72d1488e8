"""How access runs: from principals through groups to roles, and past which policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pimreport.model.entra import Access, State
from pimreport.model.word import Word
from pimreport.visible import called
from pimreport.wording import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pimreport.model.entra import GroupId, PolicyRules, Principal
    from pimreport.model.evidence import Origin
    from pimreport.wording import Wording


class Kind(Word):
    """What one access path is, by the state of the membership and the state of the role."""

    OPTION_A = "option-a"
    OPTION_B = "option-b"
    STANDING_ACCESS = "standing-access"
    DOUBLE_ACTIVATION = "double-activation"


class Strategy(Word):
    """How a group is used: the kind all its member paths share, or why there is none."""

    OPTION_A = "option-a"
    OPTION_B = "option-b"
    STANDING_ACCESS = "standing-access"
    DOUBLE_ACTIVATION = "double-activation"
    MIXED = "mixed"
    NO_MEMBERS = "no-members"
    NO_ROLE = "no-role"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRef:
    """A role as reports name it. ``rank``: 0 takes over the tenant, larger is weaker."""

    template_id: str
    name: str
    privileged: bool | None
    rank: int
    id: str = ""


class Governing(NamedTuple):
    """Which policy governs: of a group's members or owners, or of a role (by template id)."""

    group: GroupId | None = None
    access: Access | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPath:
    """principal -(membership)-> [nested groups ->] group -(role state)-> role @ scope.

    ``membership``: active, eligible or activated; ``kind`` is None where the evidence cannot tell
    an assigned from an activated membership. ``via``: ids of nested groups, the principal's own
    group first. ``access``: owner where the principal is an owner of the first group on the way.
    ``governed_by``: the policies that stand between the principal and the role, in the order they
    run; on a nested path one for each membership that has to be activated. None for an application,
    which activates nothing.
    """

    principal: Principal
    access: Access
    membership: State
    via: tuple[GroupId, ...]
    group: GroupId
    group_name: str | None
    role: RoleRef
    role_state: State
    scope: str
    kind: Kind | None
    starts: datetime | None
    ends: datetime | None
    origins: tuple[Origin, ...]
    governed_by: tuple[Governing, ...] = ()

    @property
    def needs_membership_activation(self) -> bool:
        """Somebody has to activate the membership first, so the group's policy governs."""
        return self.membership is not State.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSummary:
    """A group that matters here, with its strategy and the reason for it.

    ``kinds``: member paths per kind. ``eligible_count`` counts eligible and activated members,
    ``member_count`` the assigned ones, ``owner_count`` owners active or eligible; principals,
    not people behind nested groups. None: that list is not in the evidence.
    """

    id: GroupId
    name: str | None
    role_assignable: bool | None
    strategy: Strategy
    kinds: Mapping[Kind, int]
    reason: Wording
    roles: tuple[RoleRef, ...]
    member_count: int | None
    eligible_count: int | None
    owner_count: int | None
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationPolicy:
    """The policy that governs an activation: of a group's members or owners, or of a role.

    ``rules`` is None where no export carries it. ``strong``: whether the activation demands
    phishing-resistant authentication; None = unknown (see ``analysis.activation``).
    ``governs``: number of access paths.
    """

    group: GroupId | None
    group_name: str | None
    role: RoleRef | None
    access: Access | None
    rules: PolicyRules | None
    strong: bool | None
    governs: int

    @property
    def role_id(self) -> str:
        """Template id of the role whose policy this is; empty for a group's policy."""
        return self.role.template_id if self.role else ""

    @property
    def label(self) -> Wording:
        """Such as ``member policy of Tier 0`` or ``policy of Global Administrator``."""
        if self.role is not None:
            return Text("policy of {role}", role=self.role.name)
        name = called(self.group_name, self.group)
        if self.access is Access.OWNER:
            return Text("owner policy of {group}", group=name)
        return Text("member policy of {group}", group=name)
