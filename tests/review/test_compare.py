"""Two snapshots side by side: what matters first, and counts that tie out or say so."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

import pytest
from builder import a_tenant

from pimreport.analysis import analyse
from pimreport.errors import UsageError
from pimreport.model.changes import Direction, What
from pimreport.review import canonical, snapshot
from pimreport.review.compare import compare

if TYPE_CHECKING:
    from pathlib import Path

    from builder import TenantUnderTest

    from pimreport.model.changes import Comparison
    from pimreport.review.canonical import Json

LATER = "2026-12-31"


def frozen(tenant: TenantUnderTest, as_of: str = "2026-09-30") -> Json:
    return snapshot.of(analyse(tenant.tenant(as_of)))


def tier0(*eligible: str) -> TenantUnderTest:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible(*eligible)
    return tenant


def told(found: Comparison) -> list[tuple[What, Direction, str]]:
    return [(one.what, one.direction, str(one.sentence)) for one in found.changes]


def test_the_same_evidence_gives_the_same_bytes() -> None:
    first, second = frozen(tier0("Ada", "Ben")), frozen(tier0("Ada", "Ben"))
    assert canonical.canonical(first) == canonical.canonical(second)
    assert not compare(first, second).changes


def test_a_rename_or_another_order_is_no_change() -> None:
    before = frozen(tier0("Ada", "Ben"))
    renamed = copy.deepcopy(before)
    for one in renamed["principals"]:
        one["name"] = f"Dr {one['name']}"
    for one in renamed["groups"]:
        one["name"] = "Tier Zero"
    renamed["memberships"].reverse()
    found = compare(before, renamed)
    assert not found.changes
    assert found.balanced


def test_every_delta_is_itemised() -> None:
    found = compare(frozen(tier0("Ada", "Ben")), frozen(tier0("Ben", "Cleo", "Dan"), LATER))
    members = next(one for one in found.tie_out if one.kind == "eligible members")
    assert [one.text for one in members.added] == [
        "eligible member Cleo of Tier 0",
        "eligible member Dan of Tier 0",
    ]
    assert [one.text for one in members.removed] == ["eligible member Ada of Tier 0"]
    assert (members.prior, members.current, members.balanced) == (2, 3, True)
    assert "Ada is no longer a member of Tier 0 (was eligible)." in [one[2] for one in told(found)]


def test_counts_that_do_not_add_up_are_said() -> None:
    before, after = frozen(tier0("Ada", "Ben")), frozen(tier0("Ada", "Ben"))
    del after["memberships"][0]
    found = compare(before, after)
    wrong = [one.kind for one in found.tie_out if not one.balanced]
    assert wrong == ["eligible members"]
    assert not found.balanced


def test_what_got_worse_comes_first() -> None:
    weaker = tier0("Ada")
    weaker.group("Tier 0").with_active("Ben").member_policy(max_duration="PT24H", mfa=False)
    stricter = tier0("Ada", "Ben")
    stricter.group("Tier 0").member_policy(max_duration="PT1H", approval=True, approvers=("Zoe",))
    found = compare(frozen(stricter), frozen(weaker))
    assert [one.what for one in found.changes][:2] == [What.STRATEGY, What.POLICY]
    directions = [one.direction for one in found.changes]
    assert directions == sorted(directions, key=list(Direction).index)
    sentences = [str(one.sentence) for one in found.changes]
    assert "The member policy of Tier 0 no longer requires approval." in sentences
    assert "The membership of Ben in Tier 0 was eligible and is now active." in sentences
    longest = "The longest activation under the member policy of Tier 0 was 1\u00a0h and is now 24\u00a0h."
    assert longest in sentences
    back = compare(frozen(weaker), frozen(stricter))
    policies = {one.direction for one in back.changes if one.what is What.POLICY}
    assert policies == {Direction.BETTER, Direction.CHANGED}  # approvers are only others


def finding(content: Json, **values: object) -> Json:
    """One critical finding about Ada in Tier 0, with some values changed."""
    made = copy.deepcopy(content)
    group = made["groups"][0]["id"]
    usual = {
        "key": "k", "check": "owner-path", "severity": "critical", "status": "open",
        "title": "Ada can", "subject": made["principals"][0]["id"], "group": group,
    }  # fmt: skip
    made["findings"] = [one for one in [usual | values] if one["severity"]]
    made["assessments"]["owner-path"] = "findings"
    return made


@pytest.mark.parametrize(
    ("values", "direction", "sentence"),
    [
        ({"severity": ""}, Direction.BETTER, "No longer found (critical): Ada can."),
        ({"severity": "high"}, Direction.BETTER, "Was critical, is now high: Ada can."),
        (
            {"status": "accepted"},
            Direction.CHANGED,
            "Now an accepted risk (critical): Ada can.",
        ),
    ],
)
def test_what_became_of_a_finding(
    values: dict[str, object], direction: Direction, sentence: str
) -> None:
    before = frozen(tier0("Ada"))
    earlier, now = finding(before), finding(before, **values)
    assert told(compare(earlier, now)) == [(What.FINDING, direction, sentence)]


def test_the_way_back_is_worse() -> None:
    before = frozen(tier0("Ada"))
    accepted = finding(before, status="accepted")
    assert told(compare(accepted, finding(before)))[0][1:] == (
        Direction.WORSE,
        "No longer an accepted risk (critical): Ada can.",
    )
    mild = finding(before, severity="low")
    assert told(compare(mild, finding(before)))[0][1:] == (
        Direction.WORSE,
        "Was low, is now critical: Ada can.",
    )


@pytest.mark.parametrize("lost", ["check", "list", "group"])
def test_a_finding_that_nothing_disproves_is_not_gone(lost: str) -> None:
    before = finding(frozen(tier0("Ada")))
    after = finding(before, severity="")
    if lost == "check":
        after["assessments"]["owner-path"] = "not-assessed"
    elif lost == "list":
        after["groups"][0]["covered"]["owners"] = False
    else:
        after["groups"] = []
    sentences = told(compare(before, after))
    expected = "Whether it still holds is not in the evidence (critical): Ada can."
    assert (What.EVIDENCE, Direction.WORSE, expected) in sentences
    assert not any(one[2].startswith("No longer found") for one in sentences)


def test_a_finding_that_went_where_the_check_sees_less_is_not_better() -> None:
    before = finding(frozen(tier0("Ada")), group=None)
    after = finding(before, severity="")
    after["gaps"] = {"owner-path": 1}
    ((what, way, sentence),) = told(compare(before, after))
    assert (what, way) == (What.FINDING, Direction.CHANGED)
    assert sentence.endswith("That check could look at less than before.")
    before["gaps"] = after["gaps"]
    assert [one[1] for one in told(compare(before, after))] == [Direction.BETTER]


def test_other_settings_are_a_change_of_their_own() -> None:
    tenant = tier0("Ada")
    report = analyse(tenant.tenant("2026-09-30"))
    before, after = (
        snapshot.of(report, {"stale_days": days, "emergency_access": []}) for days in (90, 365)
    )
    sentence = "The setting stale_days was 90 and is now 365; findings may have come or gone for that alone."
    assert told(compare(before, after)) == [(What.SETTING, Direction.CHANGED, sentence)]


def test_an_absence_without_evidence_is_evidence_lost() -> None:
    lost = tier0("Ada").without("group_eligibility_schedule_instances")
    found = compare(frozen(tier0("Ada")), frozen(lost))
    sentences = [sentence for what, _, sentence in told(found) if what is What.EVIDENCE]
    assert any("eligible members of Tier 0" in one for one in sentences)
    assert any("whether that ended is not in the evidence" in one for one in sentences)


def test_an_activation_is_no_change() -> None:
    active = a_tenant()
    active.group("Tier 0").active_in("Global Administrator").with_activated("Ada")
    found = compare(frozen(tier0("Ada")), frozen(active))
    assert not [one for one in found.changes if one.what in {What.STATE, What.MEMBERSHIP}]


def test_two_tenants_are_no_quarters() -> None:
    other = a_tenant("Fabrikam")
    other.group("Tier 0").active_in("Global Administrator").with_eligible("Ada")
    with pytest.raises(UsageError, match="two tenants"):
        compare(frozen(tier0("Ada")), frozen(other))


@pytest.mark.parametrize("content", ["[]", '{"schema": "else"}', "{", '{"schema":'])
def test_what_is_no_snapshot_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(content)
    with pytest.raises(UsageError):
        snapshot.read(path)


def test_half_a_snapshot_is_none(tmp_path: Path) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(json.dumps({"schema": snapshot.SCHEMA, "groups": []}))
    with pytest.raises(UsageError, match="no whole snapshot"):
        snapshot.read(path)


@pytest.mark.parametrize(
    ("section", "value"),
    [("groups", 3), ("paths", [3]), ("tenant", []), ("roles", [1]), ("numbers", float("nan"))],
)
def test_a_snapshot_of_another_shape_gets_a_sentence(
    section: str, value: object, tmp_path: Path
) -> None:
    path = tmp_path / "snapshot.json"
    whole = frozen(tier0("Ada"))
    path.write_bytes(canonical.canonical(whole))
    assert snapshot.read(path) == whole
    path.write_text(json.dumps(json.loads(canonical.canonical(whole)) | {section: value}))
    with pytest.raises(UsageError, match=f"{section}|no JSON"):
        snapshot.read(path)
