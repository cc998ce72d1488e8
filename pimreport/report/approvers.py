"""What to call an approver."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pimreport.model.entra import Approver
    from pimreport.model.tenant import Tenant


def called(tenant: Tenant, approver: Approver) -> str:
    """The name that the users and groups give, else the policy's own, else UPN or id."""
    known = tenant.principal(approver.id)
    names = (known.name, approver.name, known.upn)
    return next((name for name in names if name and name.strip()), approver.id)
