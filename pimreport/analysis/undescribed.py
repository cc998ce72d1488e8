"""Principals whom no export describes: their type and state are unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pimreport.analysis import supply
from pimreport.model.entra import PrincipalType
from pimreport.model.evidence import Missing
from pimreport.model.people import shared
from pimreport.wording import Text, listed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pimreport.analysis.case import Case
    from pimreport.model.entra import PrincipalId


def find_undescribed(case: Case) -> Iterator[Missing]:
    """Those with access, then those who can reset passwords."""
    nameless = dict.fromkeys(
        path.principal.id for path in case.paths if path.principal.type is PrincipalType.UNKNOWN
    )
    if not case.tenant.coverage.supplied("users"):
        return
    if nameless:
        yield Missing(
            resource="users",
            consequence=Text.plural(
                "{told} principal with access is described by no export ({names}): deleted, or left"
                " out of the users export",
                "{told} principals with access are described by no export ({names}): deleted, or"
                " left out of the users export",
                len(nameless),
                names=listed(nameless),
            )
            if case.tenant.coverage.supplied("service_principals")
            else Text.plural(
                "{told} principal with access is described by no export ({names}): an application,"
                " deleted, or left out of the users export",
                "{told} principals with access are described by no export ({names}): applications,"
                " deleted, or left out of the users export",
                len(nameless),
                names=listed(nameless),
            ),
            command=_describing(case, sorted(nameless)),
        )
    yield from _undescribed_resetters(case, nameless)


def _undescribed_resetters(case: Case, told: Collection[PrincipalId]) -> Iterator[Missing]:
    lists = [shared(one.can_be_reset_by) for one in case.people.values()]
    distinct = {id(one): one for one in lists}
    nameless = {
        one.principal.id
        for resetters in distinct.values()
        for one in resetters
        if one.principal.type is PrincipalType.UNKNOWN and one.principal.id not in told
    }
    if nameless:
        applications = case.tenant.coverage.supplied("service_principals")
        resource = "users" if applications else "service_principals"
        yield Missing(
            resource=resource,
            consequence=Text.plural(
                "{told} principal who can reset passwords is described by no export ({names}): an"
                " application, deleted, or left out of the users export",
                "{told} principals who can reset passwords are described by no export ({names}):"
                " applications, deleted, or left out of the users export",
                len(nameless),
                names=listed(sorted(nameless)),
            ),
            command=_describing(case, sorted(nameless)),
        )


def _describing(case: Case, ids: Sequence[PrincipalId]) -> str:
    """What exports them, be they users or, where no export lists applications, applications."""
    lists = ["users"]
    if not case.tenant.coverage.supplied("service_principals"):
        lists.append("service_principals")
    return "; ".join(supply.command(one, ids=ids) for one in lists)
