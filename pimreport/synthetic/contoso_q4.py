"""The sample tenant a quarter later, exported on 2026-12-31.

``python -m pimreport.synthetic.contoso_q4 FOLDER`` writes it; FOLDER/README.md says what changed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.synthetic.contoso import contoso, write_contoso

if TYPE_CHECKING:
    from pimreport.synthetic.draft import DraftTenant

EXPORTED = "2026-12-31T12:00:00Z"


def contoso_q4() -> DraftTenant:
    """What was decided in the review of September was carried out, but for some of it."""
    tenant = contoso(EXPORTED)
    _remove(tenant, "PIM Exchange Operations", "Yusuf Demir")
    _remove(tenant, "PIM Security Operations", "who left")
    # Turned to Option B, but Elena Rossi was forgotten.
    _remove(tenant, "SharePoint Farm", "Dmitri Orlov")
    tenant.group("SharePoint Farm").with_eligible("Dmitri Orlov", ends="2027-06-30")
    # Somebody switched approval off for the most powerful group of all.
    tenant.group("PIM Tier 0 Global Administrators").member_policy(
        max_duration="PT8H", mfa=False, context="c1"
    )
    tenant.group("PIM Reporting").with_eligible("Johanna Lorenz", ends="2027-06-30")
    # Nobody exported the lists of this group this time.
    tenant.group("PIM Service Desk").pim = False
    return tenant


def _remove(tenant: DraftTenant, group: str, name: str) -> None:
    tenant.group_grants = [
        grant
        for grant in tenant.group_grants
        if (grant.group.name, grant.principal.name) != (group, name)
    ]


if __name__ == "__main__":
    write_contoso(Path(sys.argv[1]), contoso_q4())
