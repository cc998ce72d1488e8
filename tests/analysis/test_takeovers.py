"""What many people share is right for each of them: nobody takes over their own account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builder import TenantUnderTest, a_tenant

from pimreport.analysis import analyse
from pimreport.analysis.takeovers import Takeovers
from pimreport.model.people import Others, Person, Resetter, shared

if TYPE_CHECKING:
    from pimreport.model.report import Report


def helpdesk(people: int) -> TenantUnderTest:
    """A helpdesk of some people, who are eligible members of one group with a weightier role."""
    tenant = a_tenant()
    everybody = [tenant.user(f"Agent {number:02}") for number in range(people)]
    tenant.group("Helpdesk").active_in("Helpdesk Administrator").with_eligible(*everybody)
    tenant.group("Exchange").active_in("Exchange Administrator").with_eligible(everybody[0])
    tenant.group("Teams").active_in("Teams Administrator").with_eligible(everybody[1])
    return tenant


def report() -> Report:
    return analyse(helpdesk(8).tenant())


def by_hand(person: Person, report: Report, group: str) -> list[Resetter]:
    path = next(
        one for one in report.paths if one.principal == person.principal and one.group_name == group
    )
    found: dict[str, Resetter] = {}
    for one in person.can_be_reset_by:
        if one.escalates_to(path.role, path.scope):
            found.setdefault(one.principal.id, one)
    return list(found.values())


def test_nobody_is_among_their_own_resetters() -> None:
    for person in report().people:
        ids = [one.principal.id for one in person.can_be_reset_by]
        assert person.principal.id not in ids
        assert len(person.can_be_reset_by) == len(ids)


def test_others_are_a_sequence_like_any() -> None:
    others = next(
        one.can_be_reset_by
        for one in report().people
        if isinstance(one.can_be_reset_by, Others)
        and one.principal in {other.principal for other in shared(one.can_be_reset_by)}
    )
    told = tuple(others)
    assert 1 < len(told) < len(shared(others))
    assert others == told
    assert hash(others) == hash(told)
    assert others[:2] == told[:2]
    assert others[0] is told[0]
    assert set(told) < set(shared(others))


def test_takeovers_are_what_counting_each_gives() -> None:
    done = report()
    takeovers = Takeovers()
    checked = 0
    for group in ("Helpdesk", "Exchange", "Teams"):
        for person in done.people:
            paths = [
                one
                for one in done.paths
                if one.principal == person.principal and one.group_name == group
            ]
            for path in paths:
                expected = by_hand(person, done, group)
                found = takeovers.of(person, path)
                assert found.number == len(expected)
                assert found.named == tuple(expected[:5])
                assert found.people
                checked += found.number > 0
    assert checked
