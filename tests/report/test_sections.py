"""What the PDF tells once, what it draws, and the tables of compliance and accepted risks."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

import handmade
import pytest
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.model.entra import State
from pimreport.model.evidence import Origin, SourceWarning
from pimreport.model.findings import AcceptedRisk, Finding, Severity, Status
from pimreport.model.paths import Kind
from pimreport.report.citations import cited
from pimreport.report.controls import disputed, touched
from pimreport.report.document import sections, sheets, ways
from pimreport.report.guards import Guards, demand
from pimreport.report.tables import accepted_risks, compliance, groups, remediation
from pimreport.wording import Text, speaking

if TYPE_CHECKING:
    from pimreport.model.report import Report

DISPUTED = (
    "SCuBA MS.AAD.7.4v1 (exact: compliant by exception)",
    "CIS 5.3.1 (exact: non-compliant)",
    "NIST AC-2 (related)",
)


def with_findings(*changed: Finding) -> Report:
    return dataclasses.replace(handmade.report(), findings=changed)


def a_finding(**changes: object) -> Finding:
    return dataclasses.replace(handmade.report().findings[0], **changes)  # type: ignore[arg-type]


class TestSections:
    def test_a_check_is_told_once_and_counts_its_findings(self) -> None:
        found = sections.sections(handmade.report())
        assert len({one.check for one in found}) == len(found) == 3
        assert sum(one.total for one in found) == 8
        assert sum(sum(one.counts.values()) + one.accepted for one in found) == 8

    def test_the_gravest_check_comes_first(self) -> None:
        low = a_finding(check="a", severity=Severity.LOW)
        high = a_finding(check="b", severity=Severity.HIGH)
        found = sections.sections(with_findings(low, low, low, high))
        assert [(one.check, one.grave) for one in found] == [("b", True), ("a", False)]

    def test_lines_are_fewer_where_many_checks_found_something(self) -> None:
        many = [a_finding(check=f"c{number % 50}", key=str(number)) for number in range(2000)]
        found = sections.sections(with_findings(*many))
        assert {len(one.instances) for one in found} == {4}
        assert {one.left_out for one in found} == {36}

    def test_subjects_are_names_and_a_group_is_not_named_twice(self) -> None:
        group = handmade.GROUPS[0]
        (one,) = sections.sections(with_findings(a_finding(subject=group.id, group=group.id)))
        assert (one.instances[0].who, one.instances[0].group) == ("Tier 0 Identity", "")


class TestWays:
    def test_the_worst_way_is_drawn_with_guard_and_resetters(self) -> None:
        one = ways.worst(handmade.report())[0]
        assert (one.who, one.group, one.role) == (
            "Ada Byron",
            "Tier 0 Identity",
            "Global Administrator",
        )
        assert one.reset_by == "Hal Helpdesk, Aude Authent"
        assert one.guard == "no approval · plain MFA · 8\u00a0h"
        assert "Ada Byron" in one.told

    def test_two_resetters_of_one_name_are_two(self) -> None:
        report = handmade.report()
        namesakes = [
            dataclasses.replace(
                person,
                can_be_reset_by=tuple(
                    dataclasses.replace(by, principal=dataclasses.replace(by.principal, name="Sam"))
                    for by in person.can_be_reset_by
                ),
            )
            for person in report.people
        ]
        one = ways.worst(dataclasses.replace(report, people=tuple(namesakes)))[0]
        assert one.reset_by == "Sam, Sam"

    def test_where_nobody_gains_by_a_reset_a_sentence_says_so(self) -> None:
        tenant = a_tenant()
        tenant.group("Tier 0").active_in("Global Administrator").with_active("Ada")
        known = ways.worst(analyse(tenant.tenant()))[0]
        assert known.unreset == "Nobody was found who would gain by resetting the account."
        tenant.without("role_eligibility_schedule_instances")
        assert ways.worst(analyse(tenant.tenant()))[0].unreset.startswith("Nobody was found so far")

    def test_only_who_goes_the_way_that_is_drawn_is_counted_as_another(self) -> None:
        tenant = a_tenant()
        group = tenant.group("Tier 0").active_in("Global Administrator")
        group.with_eligible("Ada", "Bea", tenant.group("Inner").with_active("Cid"))
        group.with_active("Dan").with_owner("Eva")
        one = ways.worst(analyse(tenant.tenant()))[0]
        shown = (one.membership, one.others, one.via)
        assert shown in {("eligible member", 1, ""), ("eligible member", 0, "Inner")}

    def test_nobody_s_name_pushes_the_rest_off_the_first_page(self) -> None:
        tenant = a_tenant()
        tenant.group("G" * 256).active_in("Global Administrator").with_eligible("A" * 300)
        one = ways.worst(analyse(tenant.tenant()))[0]
        assert one.who == "A" * 40 + "…"
        assert one.group == "G" * 40 + "…"
        assert len(one.title) <= 141

    def test_accepted_findings_are_not_drawn(self) -> None:
        accepted = [
            dataclasses.replace(one, status=Status.ACCEPTED) for one in handmade.report().findings
        ]
        assert ways.worst(with_findings(*accepted)) == []


class TestRemarks:
    @pytest.mark.parametrize(
        ("messages", "told"),
        [
            ((f"It is of unit {handmade.guid(1)}.",) * 2, f"It is of unit {handmade.guid(1)}."),
            ([f"It is of unit {handmade.guid(one)}." for one in (1, 2)], "It is of unit …."),
        ],
    )
    def test_what_is_said_of_several_files_is_true_of_each(
        self, messages: list[str], told: str
    ) -> None:
        report = handmade.report()
        two = [
            dataclasses.replace(
                one, error=None, warnings=(SourceWarning(code="unit", message=message),)
            )
            for one, message in zip(report.tenant.sources[:2], messages, strict=True)
        ]
        tenant = dataclasses.replace(report.tenant, sources=tuple(two))
        (remark,) = sheets.remarks(dataclasses.replace(report, tenant=tenant))
        assert remark == (told, ["S1", "S2"])

    def test_nothing_is_cut_to_say_more_than_is_left_out(self) -> None:
        assert sheets.shortened("x" * 95, 90) == "x" * 95
        assert sheets.shortened("x" * 500, 90).startswith("x" * 90 + " … ⟦410 more")


class TestGuards:
    def test_what_no_export_tells_is_unknown_and_never_no(self) -> None:
        assert str(demand([None])) == "approval unknown · authentication unknown"

    def test_one_policy_on_the_way_is_enough_for_approval(self) -> None:
        weak, strong, _ = handmade.policies()
        assert str(demand([weak, strong])).startswith("approval · phishing-resistant · ")

    def test_a_standing_way_has_nothing_to_activate(self) -> None:
        path = dataclasses.replace(
            handmade.report().paths[0], membership=State.ACTIVE, kind=Kind.STANDING_ACCESS
        )
        assert Guards(handmade.report()).of_path(path) == Text("nothing to activate")

    def test_whether_a_listed_member_has_activated_is_unknown(self) -> None:
        path = dataclasses.replace(handmade.report().paths[0], membership=State.ACTIVE, kind=None)
        told = str(Guards(handmade.report()).of_path(path))
        assert told == "unknown whether anything is activated"

    def test_a_group_without_a_way_in_part_of_the_evidence_is_unknown_and_never_none(self) -> None:
        tenant = a_tenant()
        tenant.group("Tier 0").active_in("Global Administrator")
        tenant.group("Idle").with_active("Ada")
        whole, part = (
            analyse(tenant.tenant()),
            analyse(
                tenant.without(
                    "group_assignment_schedule_instances", "role_eligibility_schedule_instances"
                ).tenant()
            ),
        )
        columns = [groups.TABLE.position(one) for one in ("Group", "Roles", "Activation asks for")]
        assert [[str(row[one]) for one in columns] for row in groups.TABLE.rows(whole)] == [
            ["Tier 0", "Global Administrator", "no way to a role"],
            ["Idle", "none", "no way to a role"],
        ]
        assert [[str(row[one]) for one in columns] for row in groups.TABLE.rows(part)] == [
            ["Tier 0", "Global Administrator", "unknown"],
            ["Idle", "unknown", "unknown"],
        ]


class TestControls:
    def test_the_contradiction_on_option_b_stands_side_by_side(self) -> None:
        report = with_findings(a_finding(check="permanently-active-group", controls=DISPUTED))
        assert [(one.framework, one.verdict) for one in disputed(report)] == [
            ("SCuBA", "compliant by exception"),
            ("CIS", "non-compliant"),
        ]

    def test_exact_and_related_are_told_apart_and_accepted_findings_counted_apart(self) -> None:
        findings = [
            a_finding(controls=DISPUTED),
            a_finding(controls=DISPUTED, status=Status.ACCEPTED),
        ]
        found = touched(findings)
        assert [(one.id, one.exact, one.open, one.accepted) for one in found] == [
            ("MS.AAD.7.4v1", True, 1, 1),
            ("5.3.1", True, 1, 1),
            ("AC-2", False, 1, 1),
        ]
        assert str(found[2].title) == "Account Management"
        with speaking("de"):
            assert str(found[2].title) == "Kontenverwaltung"
        rows = list(compliance.TABLE.rows(with_findings(*findings)))
        assert [str(row[3]) for row in rows] == ["exact", "exact", "related"]


def test_accepted_risks_are_printed_in_every_state() -> None:
    risk = AcceptedRisk(key="k", reason="r", owner="Ada", until=date(2027, 1, 1), matched=2)
    risks = (
        risk,
        dataclasses.replace(risk, expired=True),
        dataclasses.replace(risk, matched=0),
    )
    report = dataclasses.replace(
        with_findings(a_finding(status=Status.ACCEPTED, acceptance=risk)), accepted=risks
    )
    rows = list(accepted_risks.TABLE.rows(report))
    assert [str(row[0]) for row in rows] == [
        "in force",
        "EXPIRED: 2 findings open again",
        "matches no finding",
    ]
    assert str(rows[0][5]) == handmade.report().findings[0].title


def test_every_alternative_is_a_row_and_a_finding_without_any_has_one() -> None:
    report = handmade.report()
    rows = list(remediation.TABLE.rows(report))
    assert len(rows) == sum(max(1, len(one.remedies)) for one in report.findings)


@pytest.mark.parametrize(
    ("rows", "told"),
    [((3,), "S1:3"), ((3, 4), "S1:3,4"), ((3, 4, 5), "S1:3,4 +1"), ((), "none")],
)
def test_citations_are_short_and_count_what_they_leave_out(
    rows: tuple[int, ...], told: str
) -> None:
    origins = [Origin(file="a.json", row=row) for row in rows]
    assert cited(origins, {"a.json": "S1"}) == told
