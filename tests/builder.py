"""A tenant for tests, told as one would tell it: see ``a_tenant``.

    tenant = a_tenant()
    ada = tenant.user("Ada Lovelace")
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible(ada)
    tenant.user("Nora").holds("Helpdesk Administrator")
    report = analyse(tenant.tenant())

Complete evidence unless told otherwise (``without``, ``omitting``, ``without_policy``). What can be
told stands in ``pimreport.synthetic.draft`` and ``pimreport.synthetic.principals``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pimreport.model.as_of import AsOf
from pimreport.synthetic.draft import DraftTenant
from pimreport.synthetic.writing import write

if TYPE_CHECKING:
    from pimreport.model.tenant import Tenant
    from pimreport.synthetic.ways import Way

AS_OF = "2026-09-30"


class TenantUnderTest(DraftTenant):
    """A draft that can be written to a folder, and read back by the real parsers."""

    def write(self, folder: Path, *, way: Way | None = None, per_group: bool | None = None) -> Path:
        """Write the exports, as raw Graph pages unless told another way; returns the folder."""
        if way is None:
            write(self, folder, per_group=per_group)
        else:
            write(self, folder, way=way, per_group=per_group)
        return folder

    def tenant(self, as_of: str = AS_OF) -> Tenant:
        """The model of this tenant, as read from its exports."""
        from pimreport.parsers import load  # noqa: PLC0415  # writing needs no parser

        with tempfile.TemporaryDirectory() as folder:
            return load([self.write(Path(folder))], as_of=AsOf.parse(as_of))


def a_tenant(name: str = "Contoso", *, exported: str = f"{AS_OF}T12:00:00Z") -> TenantUnderTest:
    """A tenant in which nobody holds anything yet."""
    return TenantUnderTest(name, exported=exported)
