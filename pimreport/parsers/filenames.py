"""What a file name may add where the content is silent: a group's or policy's id, never more."""

from __future__ import annotations

import re

_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_POLICY = re.compile(
    rf"(?:Group|DirectoryRole|Directory)_{_GUID.pattern}_{_GUID.pattern}", re.IGNORECASE
)


def guids(text: str) -> list[str]:
    """The GUIDs in a text, lower case, each once, in order."""
    return list(dict.fromkeys(found.lower() for found in _GUID.findall(text)))


def only_guid(label: str) -> str | None:
    """The one GUID of the file name, or of the folder if the name has none; None if several."""
    for part in reversed(label.split("/")):
        found = guids(part)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def policy(text: str) -> str | None:
    """A policy id such as ``Group_<group>_<guid>`` inside a text; GUIDs in lower case."""
    found = _POLICY.search(text)
    if found is None:
        return None
    kind, first, second = found.group().split("_")
    return f"{_KINDS[kind.lower()]}_{first.lower()}_{second.lower()}"


def tenant_of(policy: str) -> str | None:
    """The tenant whose role a policy governs: ``DirectoryRole_<tenant>_<guid>``."""
    found = _POLICY.search(policy)
    if found is None or found.group().lower().startswith("group"):
        return None
    return found.group().split("_")[1].lower()


_KINDS = {"group": "Group", "directoryrole": "DirectoryRole", "directory": "Directory"}
