"""The rule of severity: what can be reached, less what stands in the way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from builder import a_tenant
from everything import complete

from pimreport.analysis.roles import RoleNames
from pimreport.analysis.severity import severity_of
from pimreport.model.findings import Severity

if TYPE_CHECKING:
    from pimreport.model.paths import RoleRef

CRITICAL, HIGH, MEDIUM, LOW = list(Severity)[:4]


def role(name: str) -> RoleRef:
    tenant = a_tenant()
    return RoleNames(tenant.tenant()).ref(tenant.role(name).id)


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("Global Administrator", CRITICAL),
        ("Privileged Role Administrator", CRITICAL),
        ("Privileged Authentication Administrator", CRITICAL),
        ("Application Administrator", HIGH),
        ("SharePoint Administrator", HIGH),
        ("Security Reader", MEDIUM),
        ("Reports Reader", LOW),
    ],
)
def test_the_role_decides_where_it_starts(name: str, severity: Severity) -> None:
    assert severity_of(role(name)) is severity


@pytest.mark.parametrize(
    ("lowered_by", "severity"),
    [
        ((False, False), CRITICAL),
        ((True, False), HIGH),
        ((None, True), HIGH),
        ((None, None), CRITICAL),
        ((True, True), MEDIUM),
        ((True, True, True), LOW),
        ((True,) * 9, LOW),
    ],
)
def test_what_is_known_to_stand_in_the_way_lowers_it(
    lowered_by: tuple[bool | None, ...], severity: Severity
) -> None:
    assert severity_of(role("Global Administrator"), *lowered_by) is severity


def test_every_finding_has_a_key_of_its_own() -> None:
    twice = [
        key for key, times in Counter(one.key for one in complete().findings).items() if times > 1
    ]
    assert twice == []
