"""Words of Entra and of the audit that stand inside many sentences."""

from __future__ import annotations

from pimreport.model.entra import Access, State
from pimreport.model.paths import Kind
from pimreport.wording import Text

STATES = {
    State.ACTIVE: Text("active"),
    State.ELIGIBLE: Text("eligible"),
    State.ACTIVATED: Text("activated"),
    State.LISTED: Text("listed"),
}
HELD = {
    State.ACTIVE: Text("active in"),
    State.ELIGIBLE: Text("eligible for"),
    State.ACTIVATED: Text("activated in"),
    State.LISTED: Text("listed in"),
}
"""How a group holds a role, to be set before the role."""
KINDS = {
    Kind.OPTION_A: Text("option-a"),
    Kind.OPTION_B: Text("option-b"),
    Kind.STANDING_ACCESS: Text("standing-access"),
    Kind.DOUBLE_ACTIVATION: Text("double-activation"),
}
"""Kinds of access paths as the JSON names them."""
ACCESS = {Access.MEMBER: Text("member"), Access.OWNER: Text("owner")}
