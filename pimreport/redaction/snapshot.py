"""An earlier snapshot without its names, so that it can be held against a redacted report.

Every property is judged by its name; a text under one that is not known here is withheld.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pimreport.model.entra import PrincipalType
from pimreport.redaction.fields import NOUNS
from pimreport.redaction.keys import finding_key
from pimreport.redaction.pseudonyms import GUID
from pimreport.redaction.tenant import label, note, tenant_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pimreport.redaction.pseudonyms import Pseudonyms

_OURS = re.compile(r"[\w.:/\-+]*", re.ASCII)
_IDS = frozenset({"id", "group", "principal", "role", "subject", "via", "approvers"})
_SORTED = frozenset({"approvers", "emergency_access"})
_WORDS = """
    schema version as_of sha256 resource state access kind membership role_state severity status check
    type strategy grade documented measured max_duration authentication_context starts ends modified until
    missing assessments
    """
_KEPT = frozenset(_WORDS.split())


def redacted(snapshot: Mapping[str, Any], names: Pseudonyms) -> dict[str, Any]:
    """The snapshot with the pseudonyms that a report of the same tenant has."""
    return _Snapshot(snapshot, names).whole()


class _Snapshot:
    def __init__(self, content: Mapping[str, Any], names: Pseudonyms) -> None:
        self.content = content
        self.names = names
        self.nouns = {
            one["id"]: NOUNS.get(PrincipalType(one["type"]), "Principal")
            for one in content.get("principals", ())
        }
        self.nouns |= {one["id"]: "Group" for one in content.get("groups", ())}
        self.named = {
            one["id"]: self.names.name(self.nouns[one["id"]], one["id"], one["name"])
            for one in (*content.get("principals", ()), *content.get("groups", ()))
        }
        for one in content.get("principals", ()):
            if one["upn"]:
                names.address(one["upn"], one["id"])
        self.roles: Mapping[str, str] = content.get("roles", {})
        self.role_ids = {name: id_ for id_, name in self.roles.items()}

    def whole(self) -> dict[str, Any]:
        made = {name: self.value(self.content, name, one) for name, one in self.content.items()}
        tenant = self.content.get("tenant") or {}
        made["tenant"] = {
            "id": self.names.id(tenant["id"]) if tenant.get("id") else None,
            "name": tenant_name(tenant.get("id"), tenant.get("name"), self.names),
        }
        made["roles"] = {
            self.names.id(one): self.role(one, name) for one, name in self.roles.items()
        }
        made["counts"] = self.content.get("counts", {})
        return made

    def value(self, owner: Mapping[str, Any], name: str, value: object) -> object:
        if isinstance(value, str):
            return self.text(owner, name, value)
        if isinstance(value, list):
            made = [self.value(owner, name, one) for one in value]
            # Ids that stood in order have to stand in order still, to be compared.
            return sorted(made, key=str) if name in _SORTED else made
        if isinstance(value, dict):
            # Ours: the properties of an item, or the names of checks.
            return {
                key: self.value(value, self._known(name, key), one) for key, one in value.items()
            }
        return value

    def _known(self, name: str, key: str) -> str:
        return name if name in _KEPT else key

    def text(self, owner: Mapping[str, Any], name: str, text: str) -> str:
        if name in _IDS:
            return self.names.ids(text) if GUID.search(text) else self.names.id(text)
        if name in _KEPT and _OURS.fullmatch(text):
            return text
        special = getattr(self, f"_{name}", None)
        if special is not None:
            told: str = special(owner, text)
            return told
        return self.names.word("Text", text)

    def role(self, template_id: str, name: str) -> str:
        public = self.names.public_name(template_id)
        return public or self.names.name("Role", template_id, name) or name

    def group(self, id_: str | None, name: str | None) -> str:
        return (self.names.name("Group", id_, name) or self.names.id(id_)) if id_ else ""

    def _name(self, owner: Mapping[str, Any], text: str) -> str:
        return self.names.name(self.nouns.get(owner["id"], "Principal"), owner["id"], text) or text

    def _upn(self, owner: Mapping[str, Any], text: str) -> str:
        return self.names.address(text, owner["id"])

    def _scope(self, _owner: Mapping[str, Any], text: str) -> str:
        return "/".join(
            one if one in {"", "administrativeUnits"} else self.names.id(one)
            for one in text.split("/")
        )

    def _file(self, owner: Mapping[str, Any], text: str) -> str:
        return label(text, owner["resource"], self.names)

    def _key(self, _owner: Mapping[str, Any], text: str) -> str:
        return finding_key(text, self.names)

    def _reason(self, owner: Mapping[str, Any], text: str) -> str:
        """Of an accepted risk, or of a group's strategy."""
        return self.names.word("Reason", text) if "owner" in owner else note(text, self.names)

    def _owner(self, _owner: Mapping[str, Any], text: str) -> str:
        return self.names.word("Owner", text)

    def _emergency_access(self, _owner: Mapping[str, Any], text: str) -> str:
        return self.names.id(text) if GUID.fullmatch(text) else self.names.address(text).lower()

    def _title(self, owner: Mapping[str, Any], text: str) -> str:
        """The check and whom it is about: the sentence itself may quote any name."""
        subject = owner["subject"]
        who = self.named.get(subject) or self.names.id(subject)
        return f"{owner['check']}: {who} ({self.names.word('Note', text)})"

    def _group_name(self, owner: Mapping[str, Any], text: str) -> str:
        return self.group(owner["group"], text)

    def _role_name(self, owner: Mapping[str, Any], text: str) -> str:
        return self.role(owner["role"], text)

    def _highest_role(self, _owner: Mapping[str, Any], text: str) -> str:
        known = self.role_ids.get(text)
        return self.names.word("Role", text) if known is None else self.role(known, text)

    def _label(self, owner: Mapping[str, Any], text: str) -> str:
        if owner["role"]:
            return f"policy of {self.role(owner['role'], self.roles.get(owner['role'], text))}"
        return f"{owner['access']} policy of {self.group(owner['group'], owner['group_name'])}"
