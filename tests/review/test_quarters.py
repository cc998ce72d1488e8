"""From one quarter to the next: removals proven or not, decisions carried over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import campaigns
import pytest
from builder import a_tenant
from campaigns import approve_all, closed, edit, opened, put

from pimreport.errors import UsageError, VerificationError
from pimreport.review import carried, verification
from pimreport.review.words import Decision, Removal

if TYPE_CHECKING:
    from pathlib import Path

    from builder import TenantUnderTest
    from openpyxl.worksheet.worksheet import Worksheet

    from pimreport.review.campaign import Campaign

Q4 = "2026-12-31"
Q1 = "2027-03-31"


def tier0(*eligible: str) -> TenantUnderTest:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible(*eligible)
    tenant.group("Reports").active_in("Reports Reader").with_active("Cleo")
    return tenant


def q3(folder: Path, **ada: object) -> Campaign:
    """Ada is denied, unless told otherwise; the others are approved."""
    campaign = opened(folder / "q3", tier0("Ada", "Ben"))

    def decide(page: Worksheet) -> None:
        approve_all(page)
        denied = {"Decision": "Deny", "Ticket": "CHG1", "Due_or_until": date(2026, 10, 31)}
        put(page, "Ada", **(denied | ada))

    edit(campaign.folder / "review.xlsx", decide)
    return closed(campaign)


def follow(folder: Path, name: str, tenant: TenantUnderTest, as_of: str) -> Campaign:
    before = max(path for path in folder.iterdir() if (path / "manifest.json").is_file())
    day = date.fromisoformat(as_of)
    return opened(folder / name, tenant, as_of=as_of, on=day, previous=before)


def fill(campaign: Campaign) -> Campaign:
    day = date.fromisoformat(campaign.opened)
    edit(campaign.folder / "review.xlsx", lambda page: approve_all(page, day))
    return closed(campaign, campaign.opened)


def states(campaign: Campaign) -> dict[str, Removal]:
    return {one.person: one.state for one in campaign.tasks}


def test_a_removal_is_proven_by_the_next_snapshot(tmp_path: Path) -> None:
    q3(tmp_path)
    assert states(follow(tmp_path, "q4", tier0("Ben"), Q4)) == {"Ada": Removal.REMOVED}


def test_who_is_still_there_stays_open_and_is_advised_against(tmp_path: Path) -> None:
    q3(tmp_path)
    campaign = follow(tmp_path, "q4", tier0("Ada", "Ben"), Q4)
    assert states(campaign) == {"Ada": Removal.OPEN}
    assert campaign.tasks[0].late(Q4)
    row = next(one for one in campaign.rows() if one.person == "Ada")
    assert row.recommendation == "Deny"
    assert row.why == "Denied on 2026-09-30, due 2026-10-31, and still here."
    assert row.last_decision == "Deny by katrin@contoso.example on 2026-10-05: on call"


def test_approving_who_was_denied_needs_a_reason(tmp_path: Path) -> None:
    q3(tmp_path)
    campaign = follow(tmp_path, "q4", tier0("Ada", "Ben"), Q4)
    form = campaign.folder / "review.xlsx"
    edit(form, lambda page: approve_all(page, date(2026, 12, 31)))
    assert campaigns.failing(campaign, today="2026-12-31") == []
    edit(form, lambda page: put(page, "Ada", Justification=None))
    ((gate, problem),) = campaigns.failing(campaign, today="2026-12-31")
    assert gate == "justification"
    assert "denied or to be changed earlier" in problem


def test_who_was_removed_and_is_back_has_reappeared(tmp_path: Path) -> None:
    q3(tmp_path)
    fill(follow(tmp_path, "q4", tier0("Ben"), Q4))
    campaign = follow(tmp_path, "q5", tier0("Ada", "Ben"), Q1)
    assert states(campaign) == {"Ada": Removal.REAPPEARED}
    assert [entry[1] for entry in campaign.tasks[0].history] == ["Removed", "Reappeared"]
    row = next(one for one in campaign.rows() if one.person == "Ada")
    assert row.why == "Denied on 2026-09-30, removed, and here again."


def test_nothing_is_proven_by_a_list_that_was_not_exported(tmp_path: Path) -> None:
    q3(tmp_path)
    silent = tier0("Ben").without("group_eligibility_schedule_instances")
    campaign = follow(tmp_path, "q4", silent, Q4)
    assert states(campaign) == {"Ada": Removal.OPEN}
    assert campaign.tasks[0].history[-1][2] == "not in the evidence: nothing is proven"


def test_nothing_is_proven_of_a_group_that_is_in_no_export(tmp_path: Path) -> None:
    q3(tmp_path)
    tenant = a_tenant()
    tenant.group("Reports").active_in("Reports Reader").with_active("Cleo")
    assert states(follow(tmp_path, "q4", tenant, Q4)) == {"Ada": Removal.OPEN}


def test_a_conversion_is_done_when_the_paths_are_option_a(tmp_path: Path) -> None:
    q3(tmp_path, Decision="ConvertToOptionA")
    tenant = a_tenant()
    tenant.group("Tier 0").eligible_for("Global Administrator").with_active("Ada", "Ben")
    tenant.group("Reports").active_in("Reports Reader").with_active("Cleo")
    assert states(follow(tmp_path, "q4", tenant, Q4)) == {"Ada": Removal.DONE}


def test_a_protecting_role_is_done_when_the_account_is_protected(tmp_path: Path) -> None:
    q3(tmp_path, Decision="AddProtectingRole")
    tenant = tier0("Ada", "Ben")
    tenant.group("Shield").with_active("Ada")
    assert states(follow(tmp_path, "q4", tenant, Q4)) == {"Ada": Removal.DONE}


def test_a_later_approval_withdraws_the_task(tmp_path: Path) -> None:
    q3(tmp_path)
    campaign = fill(follow(tmp_path, "q4", tier0("Ada", "Ben"), Q4))
    assert [one.state for one in carried.tasks_of(campaign.folder)] == [Removal.WITHDRAWN]


def test_an_expired_exception_is_to_be_decided_anew(tmp_path: Path) -> None:
    q3(tmp_path, Decision="Exception", Due_or_until=date(2026, 11, 30))
    campaign = follow(tmp_path, "q4", tier0("Ada", "Ben"), Q4)
    row = next(one for one in campaign.rows() if one.person == "Ada")
    assert (row.recommendation, row.why) == (
        "No Info",
        "The exception ended on 2026-11-30: decide anew.",
    )


def test_decisions_bear_microsofts_names(tmp_path: Path) -> None:
    campaign = q3(tmp_path)
    previous = carried.previous(campaign.folder)
    ada = next(one for one in previous.decisions.values() if one.decision is Decision.DENY)
    assert (ada.reviewer, ada.reviewed, ada.due) == (campaigns.KATRIN, "2026-10-05", "2026-10-31")
    script = (campaign.folder / "remediation.ps1").read_text("utf-8-sig")
    assert "To be reviewed before".upper() in script.upper()
    assert "action = 'adminRemove'" in script
    assert "TO BE REVIEWED" in script


def test_an_open_review_cannot_be_followed(tmp_path: Path) -> None:
    opened(tmp_path / "q3", tier0("Ada"))
    with pytest.raises(UsageError, match="not closed yet"):
        follow(tmp_path, "q4", tier0("Ada"), Q4)


def test_the_chain_names_the_manifest_before(tmp_path: Path) -> None:
    q3(tmp_path)
    follow(tmp_path, "q4", tier0("Ben"), Q4)
    assert list(verification.check_chain(tmp_path / "q4", tmp_path / "q3")) == []
    (tmp_path / "q3" / "manifest.json").write_bytes(b"{}")
    assert list(verification.check_chain(tmp_path / "q4", tmp_path / "q3"))
    (tmp_path / "none").mkdir()
    (problem,) = verification.check_chain(tmp_path / "q4", tmp_path / "none")
    assert problem.endswith("none is no review: it has no manifest.json.")


def test_every_flipped_byte_is_named(tmp_path: Path) -> None:
    folder = q3(tmp_path).folder
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(paths) > 10
    places = [(path, part) for path in paths for part in (0.0, 0.3, 0.5, 0.9, 1.0)]
    for path, part in places:
        content = path.read_bytes()
        at = int(part * (len(content) - 1))
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(VerificationError) as refused:
            verification.demand(folder)
        assert path.name in str(refused.value)
        path.write_bytes(content)
    verification.demand(folder)


def test_what_is_added_to_a_closed_review_or_to_its_inputs_is_named(tmp_path: Path) -> None:
    folder = opened(tmp_path / "q3", tier0("Ada")).folder
    (folder / "notes.txt").write_text("mine")
    verification.demand(folder)
    (folder / "inputs" / "more.json").write_text("[]")
    assert list(verification.check_files(folder)) == ["inputs/more.json is not in the manifest."]
