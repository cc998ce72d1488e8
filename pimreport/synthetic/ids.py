"""Ids as Graph forms them, derived from names so that they never change."""

from __future__ import annotations

import base64
import uuid

_NAMESPACE = uuid.UUID("3f0cbf0e-6f44-5d1c-9f53-c4a1d1f1a9b7")


def guid(*names: str) -> str:
    """A GUID that depends on nothing but the names."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join(names)))


def role_grant_id(role: str, principal: str, scope: str, *, eligible: bool) -> str:
    """Id of a role assignment or eligibility: both GUIDs' little-endian bytes in base64url."""
    both = uuid.UUID(role).bytes_le + uuid.UUID(principal).bytes_le
    text = base64.urlsafe_b64encode(both).decode("ascii").rstrip("=")
    # Graph numbers the scopes of a tenant; any number but the tenant's own 1 will do.
    number = 1 if scope == "/" else 2 + uuid.uuid5(_NAMESPACE, scope).int % 90
    return f"{text}-{number}{'-e' if eligible else ''}"


def group_grant_id(group: str, access: str, *names: str) -> str:
    """Id of a membership schedule or instance: ``{group}_{member|owner}_{guid}``."""
    return f"{group}_{access}_{guid(group, access, *names)}"
