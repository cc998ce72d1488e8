"""The second quarter of the sample: what its READMEs promise is what the program finds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pimreport.analysis import analyse
from pimreport.model.as_of import AsOf
from pimreport.model.changes import Comparison, Direction, What
from pimreport.parsers import load
from pimreport.report.tables.tie_out import kind_told
from pimreport.review import snapshot
from pimreport.review.campaign import Campaign
from pimreport.review.compare import compare
from pimreport.synthetic.contoso import write_contoso
from pimreport.synthetic.contoso_q4 import contoso_q4
from pimreport.wording import speaking

SAMPLES = Path(__file__).parents[2] / "samples"
UNTOLD = "whether that ended is not in the evidence"
TIER0 = "member policy of PIM Tier 0 Global Administrators"


@pytest.fixture(scope="module")
def found() -> Comparison:
    quarters = (("contoso", "2026-09-30"), ("contoso-q4", "2026-12-31"))
    before, after = (
        analyse(load([SAMPLES / folder], as_of=AsOf.parse(as_of))) for folder, as_of in quarters
    )
    return compare(snapshot.of(before), snapshot.of(after), report=after)


def test_the_sample_files_are_what_the_generator_writes(tmp_path: Path) -> None:
    write_contoso(tmp_path, contoso_q4())
    folder = SAMPLES / "contoso-q4"
    kept = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".md"}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize(
    ("direction", "sentence"),
    [
        ("worse", f"The {TIER0} no longer requires approval."),
        ("worse", f"The longest activation under the {TIER0} was 2\u00a0h and is now 8\u00a0h."),
        (
            "worse",
            'The protection of Dmitri Orlov (SharePoint Administrator) was "Protected" and is now "Contested".',
        ),
        ("worse", f"Paula Weiss was a member of PIM Service Desk (eligible); {UNTOLD}."),
        (
            "worse",
            "Evidence lost: the eligible members of PIM Service Desk are no longer in it.",
        ),
        (
            "worse",
            "Evidence lost: the check long-activation was assessed and is not any more.",
        ),
        ("changed", "Johanna Lorenz is a new member of PIM Reporting (eligible)."),
        ("changed", "Yusuf Demir is no longer a member of PIM Exchange Operations (was eligible)."),
        (
            "changed",
            "The membership of Zoe Laurent in PIM Exchange Operations was eligible from a later day on and is now eligible.",
        ),
        (
            "changed",
            f"The number of approvers in the {TIER0} was 2 and is now 0 (2 removed, 0 added).",
        ),
        (
            "better",
            'The strategy of SharePoint Farm was "Standing access" and is now "Mixed".',
        ),
    ],
)
def test_what_was_planted_is_found(found: Comparison, direction: str, sentence: str) -> None:
    told = {str(one.sentence): one.direction for one in found.changes}
    assert told[sentence] is Direction(direction)


def test_the_sentences_are_told_in_the_language_of_the_report(found: Comparison) -> None:
    with speaking("de"):
        told = {str(one.sentence) for one in found.changes}
    assert {
        "Die Mitgliederrichtlinie von PIM Tier 0 Global Administrators verlangt eine Genehmigung nicht mehr.",
        "Neue Feststellung (hoch): SharePoint Administrator kann ohne Genehmigung aktiviert werden (Mitgliederrichtlinie von SharePoint Farm).",
        "Statt 2\u00a0Std. kann eine Aktivierung nach der Mitgliederrichtlinie von PIM Tier 0 Global Administrators jetzt 8\u00a0Std. dauern.",
        "Johanna Lorenz ist neues Mitglied von PIM Reporting (berechtigt).",
        "Die Strategie von SharePoint Farm war „Ständiger Zugriff“ und ist jetzt „Gemischt“.",
        "Nachweis verloren: Die Besitzer von PIM Service Desk sind nicht mehr enthalten.",
    } <= told


def test_every_kind_of_item_has_words_in_the_language_of_the_report() -> None:
    assert [str(kind_told(one)) for one in snapshot.KINDS] == list(snapshot.KINDS)
    with speaking("de"):
        told = {one: str(kind_told(one)) for one in snapshot.KINDS}
    assert told["later eligible members"] == "später: berechtigte Mitglieder"
    assert [one for one, words in told.items() if one == words] == []


def test_the_quarters_tie_out(found: Comparison) -> None:
    assert found.balanced
    assert any(one.added and one.removed for one in found.tie_out)
    assert {one.what for one in found.changes} >= set(What) - {What.ROLE, What.GROUP, What.SETTING}


def test_both_quarters_run_through_the_program(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pimreport.synthetic.reviewed", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    campaign = Campaign.read(tmp_path / "contoso-q4")
    states = {(one.person, one.group_name): one.state.value for one in campaign.tasks}
    assert states.pop(("e63c1f5a-13d0-53c7-93bc-0dd4c3802b2f", "PIM Security Operations"))
    assert states == {
        ("Yusuf Demir", "PIM Exchange Operations"): "Removed",
        ("Wendy⟦U+200B⟧ Partner", "PIM Exchange Operations"): "Open",
        ("Paula Weiss", "PIM Service Desk"): "Open",
        ("Dmitri Orlov", "SharePoint Farm"): "Open",
        ("Elena Rossi", "SharePoint Farm"): "Open",
        ("Mateo Silva", "PIM Privileged Roles"): "Open",
    }
    told = json.loads((campaign.folder / "changes.json").read_bytes())["changes"]
    assert (
        "No longer an accepted risk (critical): Jörg Müller, an account synchronised from"
        " on-premises, reaches Global Administrator."
    ) in {one["sentence"] for one in told}
    assert [one.as_of for one in campaign.history] == ["2026-09-30"]
    lars = next(row for row in campaign.rows() if row.person == "Lars Holm")
    assert lars.why == "The exception ended on 2026-12-15: decide anew."
