"""Reports made by hand, so that these tests know no parser and no check."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pimreport.model.as_of import AsOf
from pimreport.model.building import tenant_of
from pimreport.model.entra import (
    Access,
    AdministrativeUnit,
    Approver,
    Group,
    GroupId,
    PolicyRules,
    Principal,
    PrincipalId,
    PrincipalType,
    State,
    TenantFact,
    UnitId,
)
from pimreport.model.evidence import Missing, Origin, Source, SourceWarning
from pimreport.model.findings import (
    Assessment,
    Confidence,
    Finding,
    Outcome,
    Remedy,
    Severity,
    Status,
)
from pimreport.model.paths import (
    AccessPath,
    ActivationPolicy,
    GroupSummary,
    Kind,
    RoleRef,
    Strategy,
)
from pimreport.model.people import Grade, Method, Others, Person, Protection, Resetter, Verdict
from pimreport.model.report import Report
from pimreport.report.figures import MODELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pimreport.model.entra import Fact
    from pimreport.model.tenant import Tenant

AS_OF = AsOf.parse("2026-09-30")
SHA = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"


def guid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


GLOBAL = RoleRef(template_id=guid(901), name="Global Administrator", privileged=True, rank=0)
PRIVILEGED = RoleRef(
    template_id=guid(902), name="Privileged Role Administrator", privileged=True, rank=0
)
EXCHANGE = RoleRef(template_id=guid(903), name="Exchange Administrator", privileged=True, rank=1)
REPORTS = RoleRef(template_id=guid(904), name="Reports Reader", privileged=False, rank=3)
HELPDESK = RoleRef(template_id=guid(905), name="Helpdesk Administrator", privileged=True, rank=2)
AUTHENTICATION = RoleRef(
    template_id=guid(906), name="Authentication Administrator", privileged=True, rank=1
)


def at(*rows: int, file: str = "eligibilityScheduleInstances.json") -> tuple[Origin, ...]:
    return tuple(Origin(file=file, row=row) for row in rows)


def user(number: int, name: str, *, synced: bool | None = False) -> Principal:
    first = name.partition(" ")[0].lower() if name.isascii() else f"user{number}"
    upn = f"{first}@contoso.example"
    return Principal(
        id=PrincipalId(guid(number)),
        type=PrincipalType.USER,
        name=name,
        upn=upn,
        enabled=True,
        guest=False,
        synced=synced,
        sign_in=datetime(2026, 9, 28, 7, 30, tzinfo=UTC),
        origins=at(number, file="users.json"),
    )


NAMES = (
    "Ada Byron",
    "Grace Hopper",
    "Katherine Johnson",
    "Hedy Lamarr",
    "Radia Perlman",
    "Barbara Liskov",
    "Frances Allen",
    "Margaret Hamilton",
)
PEOPLE = tuple(user(number, name, synced=number == 4) for number, name in enumerate(NAMES, 1))
HAL = user(50, "Hal Helpdesk")
AUDE = user(51, "Aude Authent")
GINA = user(52, "Gina Global")
GROUPS = tuple(
    Group(id=GroupId(guid(100 + number)), name=name, role_assignable=True, origins=at(number))
    for number, name in enumerate(
        (
            "Tier 0 Identity",
            "PIM-Exchange-Admins",
            "PIM-Reporting",
            "Break-glass",
            "PIM-Helpdesk-Leads",
            "PIM-Intune (retired)",
        )
    )
)
STRATEGIES = (
    Strategy.OPTION_B,
    Strategy.OPTION_A,
    Strategy.MIXED,
    Strategy.STANDING_ACCESS,
    Strategy.OPTION_B,
    Strategy.UNKNOWN,
)
KINDS = {
    Strategy.OPTION_A: {Kind.OPTION_A: 3},
    Strategy.OPTION_B: {Kind.OPTION_B: 2},
    Strategy.STANDING_ACCESS: {Kind.STANDING_ACCESS: 1},
    Strategy.MIXED: {Kind.OPTION_A: 1, Kind.OPTION_B: 2},
}


def summary(group: Group, strategy: Strategy) -> GroupSummary:
    unknown = strategy is Strategy.UNKNOWN
    return GroupSummary(
        id=group.id,
        name=group.name,
        role_assignable=None if unknown else True,
        strategy=strategy,
        kinds=KINDS.get(strategy, {}),
        reason="No export of eligible memberships covers this group."
        if unknown
        else "All members are eligible and the group holds its roles actively.",
        roles=(GLOBAL, PRIVILEGED) if strategy is Strategy.OPTION_B else (EXCHANGE,),
        member_count=1,
        eligible_count=None if unknown else 4,
        owner_count=None if unknown else 0,
        origins=group.origins,
    )


def path(principal: Principal, group: Group, role: RoleRef, kind: Kind | None) -> AccessPath:
    return AccessPath(
        principal=principal,
        access=Access.MEMBER,
        membership=State.ELIGIBLE,
        via=(),
        group=group.id,
        group_name=group.name,
        role=role,
        role_state=State.ACTIVE,
        scope="/administrativeUnits/" + guid(800) if role is EXCHANGE else "/",
        kind=kind,
        starts=datetime(2026, 1, 15, 9, tzinfo=UTC),
        ends=None,
        origins=at(int(principal.id[-4:]), int(principal.id[-4:]) + 1),
    )


def resetter(
    principal: Principal, role: RoleRef, *models: str, by_design: bool = False
) -> Resetter:
    strong = role is AUTHENTICATION
    return Resetter(
        principal=principal,
        role=role,
        state=State.ACTIVE,
        scope="/",
        method=Method.AUTHENTICATION_METHOD if strong else Method.PASSWORD,
        escalation=not by_design,
        by_design=by_design,
        models=models,
        origins=at(7, file="roleAssignments.csv"),
    )


def person(principal: Principal, role: RoleRef, grade: Grade) -> Person:
    verdicts = {
        Grade.EXPOSED: (Verdict.EXPOSED, Verdict.EXPOSED),
        Grade.CONTESTED: (Verdict.EXPOSED, Verdict.PROTECTED),
        Grade.PROTECTED: (Verdict.PROTECTED, Verdict.PROTECTED),
        Grade.UNKNOWN: (Verdict.UNKNOWN, Verdict.UNKNOWN),
    }
    documented, measured = verdicts[grade]
    by = [resetter(GINA, GLOBAL, "documented", "measured", by_design=True)]
    if grade is Grade.EXPOSED:
        by.insert(0, resetter(AUDE, AUTHENTICATION, "documented", "measured"))
        by.insert(0, resetter(HAL, HELPDESK, "documented", "measured"))
    elif grade is Grade.CONTESTED:
        by.insert(0, resetter(HAL, HELPDESK, "documented"))
    return Person(
        principal=principal,
        highest_role=role,
        yields=((role, "/"),),
        protection=Protection(
            documented=documented,
            measured=measured,
            grade=grade,
            reasons=("Eligible member of the role-assignable group Tier 0 Identity.",),
        ),
        can_be_reset_by=tuple(by),
    )


def finding(number: int, severity: Severity, who: Principal, group: Group | None) -> Finding:
    checks = ("resettable-member", "activation-without-approval", "owner-path")
    titles = (
        f"{who.name} could be taken over on the way to Global Administrator",
        f"Anybody eligible for {group.name if group else 'it'} activates it without approval",
        f"{who.name} owns a group that leads to Exchange Administrator",
    )
    return Finding(
        key=f"{checks[number % 3]}:{who.id}:{number}",
        check=checks[number % 3],
        severity=severity,
        title=titles[number % 3],
        subject=who.id,
        group=group.id if group else None,
        roles=(GLOBAL.name, PRIVILEGED.name),
        detail=f"{who.name} ({who.upn}) is an eligible member of {group.name if group else 'it'}, "
        "which holds Global Administrator actively. Hal Helpdesk, an active Helpdesk "
        "Administrator, can reset the password (documented 2026-06; a measurement of 2026-07-28 "
        "found it denied), then activate the membership: the policy asks for no approval.",
        confidence=Confidence.CONTESTED if severity is Severity.HIGH else Confidence.CERTAIN,
        remedies=(
            Remedy(
                title="Require approval",
                text="Set two approvers in the member policy.",
                cost="Each activation waits for a colleague.",
                leaves="A resetter who is also an approver.",
                powershell="$group = 'x'\nUpdate-MgPolicyRoleManagementPolicyRule -WhatIf",
            ),
        )
        if severity is Severity.CRITICAL
        else (),
        remediation="Require approval on the group's member policy, and make its members active "
        "members of a role-assignable group that holds no role.",
        origins=at(number + 1, number + 2) + at(3, file="roleManagementPolicies.json"),
        controls=("CISA SCuBA MS.AAD.7.6v1", "CIS M365 7.0.0 5.3.4"),
    )


def sources() -> tuple[Source, ...]:
    return (
        Source(
            file="export/users.json",
            sha256=SHA,
            bytes=48_211,
            format="ConvertTo-Json (PowerShell 7), UTF-8",
            resource="users",
            rows=70,
        ),
        Source(
            file="export/roleAssignments.csv",
            sha256=SHA[::-1],
            bytes=9_120,
            format="Export-Csv (Windows PowerShell 5.1), UTF-16",
            resource="role_assignments",
            rows=31,
            rejected=1,
            duplicates=2,
            warnings=(SourceWarning(code="bad-row", message="The role id is cut off.", row=17),),
        ),
        Source(
            file="export/policies.json",
            sha256=SHA,
            bytes=1_204,
            format="ConvertTo-Json, UTF-8",
            resource="unknown",
            error="The rules were cut off by -Depth 2: export again with -Depth 20.",
        ),
        Source(
            file="export/desktop.ini",
            sha256=SHA,
            bytes=174,
            format="text",
            resource="unknown",
            passed_over=True,
        ),
    )


def policies() -> tuple[ActivationPolicy, ...]:
    weak = PolicyRules(
        id="p1",
        max_duration="PT8H",
        mfa=True,
        justification=True,
        ticket=False,
        approval=False,
        approvers=(),
        context_enabled=False,
        origins=at(1, file="policies.json"),
    )
    strong = PolicyRules(
        id="p2",
        max_duration="PT1H",
        mfa=False,
        justification=True,
        ticket=False,
        approval=True,
        approvers=(Approver(id=PrincipalId(guid(60)), name="Security Operations", group=True),),
        context_enabled=True,
        authentication_context="c1",
        origins=at(2, file="policies.json"),
    )

    def of(
        rules: PolicyRules | None, group: Group | None, role: RoleRef | None, *, strong: bool | None
    ) -> ActivationPolicy:
        return ActivationPolicy(
            group=group.id if group else None,
            group_name=group.name if group else None,
            role=role,
            access=Access.MEMBER if group else None,
            rules=rules,
            strong=strong,
            governs=4,
        )

    return (
        of(weak, GROUPS[0], None, strong=False),
        of(strong, None, EXCHANGE, strong=True),
        of(None, GROUPS[2], None, strong=None),
    )


def tenant(*more: Fact, sources: Sequence[Source] = (), name: str | None = "Contoso Ltd") -> Tenant:
    unit = AdministrativeUnit(id=UnitId(guid(800)), name="Zürich office")
    fact = TenantFact(id=guid(999), name=name)
    return tenant_of([fact, unit, *PEOPLE, HAL, AUDE, GINA, *GROUPS, *more], sources, AS_OF)


GRADES = (
    Grade.EXPOSED,
    Grade.CONTESTED,
    Grade.CONTESTED,
    Grade.PROTECTED,
    Grade.EXPOSED,
    Grade.PROTECTED,
    Grade.UNKNOWN,
    Grade.PROTECTED,
)


def report(*, people: Sequence[Principal] = PEOPLE, groups: Sequence[Group] = GROUPS) -> Report:
    """A small tenant with something of everything."""
    roles = (GLOBAL, GLOBAL, EXCHANGE, GLOBAL, REPORTS)
    held = [
        person(one, roles[number % len(roles)], GRADES[number % len(GRADES)])
        for number, one in enumerate(people)
    ]
    worst = (Severity.CRITICAL, Severity.HIGH, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
    found = [
        finding(number, worst[number % 5], one, groups[number % len(groups)])
        for number, one in enumerate(people)
    ]
    found[-1] = Finding(
        **{
            name: getattr(found[-1], name)
            for name in Finding.__dataclass_fields__
            if name != "status"
        },
        status=Status.ACCEPTED,
    )
    return Report(
        tenant=tenant(*people, *groups, sources=sources()),
        groups=tuple(
            summary(group, STRATEGIES[number % len(STRATEGIES)])
            for number, group in enumerate(groups)
        ),
        paths=tuple(
            path(one, groups[0], roles[number % len(roles)], Kind.OPTION_B if number else None)
            for number, one in enumerate(people)
        ),
        people=tuple(held),
        policies=policies(),
        assessments=(
            Assessment(
                check="resettable-member",
                outcome=Outcome.FINDINGS,
                reason="8 people were looked at.",
                count=3,
            ),
            Assessment(
                check="stale-eligibility",
                outcome=Outcome.NOT_ASSESSED,
                reason="needs signInActivity in the export of users",
                count=0,
            ),
            Assessment(
                check="guest-with-role",
                outcome=Outcome.PASS,
                reason="8 people were looked at.",
                count=0,
            ),
        ),
        findings=tuple(sorted(found, key=lambda one: one.severity.rank)),
        missing=(
            Missing(
                resource="conditional_access_policies",
                consequence="Whether an activation demands phishing-resistant authentication.",
                command="Get-MgIdentityConditionalAccessPolicy -All | ConvertTo-Json -Depth 20",
            ),
        ),
    )


def many(number: int) -> Report:
    """A tenant with this many people, groups' worth of a sixth, and one finding for each person."""
    people = [user(1000 + place, f"Person {place:04d}") for place in range(number)]
    groups = [
        Group(id=GroupId(guid(50_000 + place)), name=f"Group {place:04d}", role_assignable=True)
        for place in range(max(1, number // 6))
    ]
    return report(people=people, groups=groups)


def crowd() -> Report:
    """Two thirds of 420 people share hundreds of resetters, some of whom are among them."""
    whole = many(420)
    helpers = [user(5_000 + place, f"Helper {place:03d}") for place in range(380)]
    inside = [one.principal for one in whole.people[:20]]
    weak = tuple(resetter(one, HELPDESK, "documented") for one in (*inside, *helpers))
    strong = tuple(resetter(one, AUTHENTICATION, *MODELS) for one in (*inside, *helpers[:100]))
    by_design = resetter(GINA, GLOBAL, *MODELS, by_design=True)
    lists = ((*strong, *weak, by_design), (*weak, by_design), ())
    people = tuple(
        replace(one, can_be_reset_by=Others(lists[place % 3], one.principal.id))
        for place, one in enumerate(whole.people)
    )
    facts = [one.principal for one in people]
    return replace(whole, people=people, tenant=tenant(*facts, *helpers, sources=sources()))


HOSTILE = (
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script><img src=file:///etc/passwd>",
    "Ada\u202eevil\u200b\x00\x1b[31m\ud800 _x0041_",
    "قسم إدارة الهوية والوصول المميز للمؤسسة العربية للاتصالات وتقنية المعلومات الكبرى",
    "身份与访问特权管理部门全球管理员紧急访问小组成员资格审核与年度合规检查专用账户名称超长测试样例一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄",
    "W" * 80,
    "#N/A",
    "{{ 7*7 }} {% raw %} & \"quotes\" 'single'",
)


def hostile() -> Report:
    """The small tenant with names that an attacker would choose."""
    people = [user(200 + place, name) for place, name in enumerate(HOSTILE)]
    groups = [
        Group(id=GroupId(guid(300 + place)), name=name, role_assignable=True)
        for place, name in enumerate(HOSTILE[:6])
    ]
    return report(people=people, groups=groups)


def empty() -> Report:
    """Nothing was supplied that could be read."""
    return Report(
        tenant=tenant_of([], (), AS_OF),
        groups=(),
        paths=(),
        people=(),
        policies=(),
        assessments=(
            Assessment(
                check="resettable-member",
                outcome=Outcome.NOT_ASSESSED,
                reason="needs users",
                count=0,
            ),
        ),
        findings=(),
        missing=(Missing(resource="users", consequence="Everything about people."),),
    )


MAKERS: dict[str, Callable[[], Report]] = {
    "small": report,
    "hostile": hostile,
    "empty": empty,
    "many": lambda: many(500),
    "crowd": crowd,
}
