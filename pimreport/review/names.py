"""Names for the ids of snapshots; identity stays with the id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pimreport.model.entra import TENANT_SCOPE
from pimreport.visible import called, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pimreport.review.canonical import Json


@dataclass(frozen=True, slots=True)
class Names:
    """What people call principals, groups and roles; an id where nobody told."""

    principals: Mapping[str, str]
    groups: Mapping[str, str]
    roles: Mapping[str, str]

    @classmethod
    def of(cls, *snapshots: Json) -> Names:
        """The names in the snapshots; the last one wins."""
        return cls(
            {
                one["id"]: visible(called(one["name"], one["upn"], one["id"]))
                for snapshot in snapshots
                for one in snapshot["principals"]
            },
            {
                one["id"]: visible(one["name"])
                for snapshot in snapshots
                for one in snapshot["groups"]
                if called(one["name"])
            },
            {
                role: visible(name)
                for snapshot in snapshots
                for role, name in snapshot["roles"].items()
            },
        )

    def principal(self, id_: str) -> str:
        """A person, an application, or a group that is a member itself."""
        return self.principals.get(id_) or self.group(id_)

    def group(self, id_: str) -> str:
        """A group."""
        return self.groups.get(id_, id_)

    def role(self, template_id: str) -> str:
        """A role."""
        return self.roles.get(template_id, template_id)

    def anything(self, id_: str) -> str:
        """Whatever the id belongs to."""
        return self.roles.get(id_) or self.principal(id_)

    def membership(self, one: Json) -> str:
        """``eligible member Ada of Tier 0``."""
        who, group = self.principal(one["principal"]), self.group(one["group"])
        return f"{later(one)}{one['state']} {one['access']} {who} of {group}"

    def assignment(self, one: Json) -> str:
        """``active Global Administrator of Tier 0``."""
        who, role = self.principal(one["principal"]), self.role(one["role"])
        return f"{later(one)}{one['state']} {role}: {who}{scoped(one['scope'])}"

    def path(self, one: Json) -> str:
        """``Ada > Tier 0 > Global Administrator``."""
        via = "".join(f" > {self.group(group)}" for group in one["via"])
        who = self.principal(one["principal"])
        held = f"{one['membership']} {one['access']}"
        role = f"{one['role_state']} {self.role(one['role'])}{scoped(one['scope'])}"
        return f"{who}{via} > {self.group(one['group'])} ({held}) > {role}"


def later(one: Json) -> str:
    """The day from which a grant for later holds."""
    return f"from {(one['starts'] or 'later')[:10]} on " if one.get("later") else ""


def scoped(scope: str) -> str:
    """Nothing for the whole tenant."""
    return "" if scope == TENANT_SCOPE else f" at {visible(scope)}"
