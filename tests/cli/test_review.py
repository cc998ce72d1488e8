"""A whole campaign through the command line, as an auditor and the reviewers live it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from builder import a_tenant
from running import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from builder import TenantUnderTest

AS_OF = ("--as-of", "2026-09-30", "--on", "2026-10-01")
LATER = ("--as-of", "2026-12-31", "--on", "2027-01-04")
RULES = ("--reviewer", "katrin@contoso.example=group:Tier*", "--reviewer", "liam@contoso.example=*")


def tier0(*eligible: str) -> TenantUnderTest:
    tenant = a_tenant()
    tenant.group("Tier 0").active_in("Global Administrator").with_eligible(*eligible)
    tenant.group("Reports").active_in("Reports Reader").with_active("Cleo")
    return tenant


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("open")
    exports = tier0("Ada", "Ben").write(folder / "exports")
    done = run("review", "open", exports, *AS_OF, *RULES, "-o", folder / "q3")
    assert done.returncode in {0, 4}, done.stderr
    assert "3 rows, due 2026-10-15" in done.stderr
    return folder / "q3"


@pytest.fixture
def campaign(opened: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(opened, tmp_path / "q3"))


def fill(path: Path, **of: Mapping[str, Any]) -> Path:
    """Approve every row, unless told otherwise for a person."""
    book = openpyxl.load_workbook(path)
    page = book["Review"]
    titles = {str(cell.value): place for place, cell in enumerate(page[1], 1)}
    usual = {
        "Decision": "Approve",
        "Justification": "needed on call",
        "Reviewed on": date(2026, 10, 5),
    }
    for number in range(2, page.max_row + 1):
        person = str(page.cell(number, titles["Person"]).value)
        for title, value in {**usual, **of.get(person, {})}.items():
            page.cell(number, titles[title]).value = value
    book.save(path)
    return path


DENIED: dict[str, Any] = {
    "Decision": "Deny",
    "Ticket": "CHG0042",
    "Due or until": date(2026, 10, 31),
}


def test_opening_keeps_the_exports_byte_by_byte(opened: Path) -> None:
    given = {path.name: path.read_bytes() for path in (opened.parent / "exports").iterdir()}
    assert {path.name: path.read_bytes() for path in (opened / "inputs").iterdir()} == given
    assert opened.stat().st_mode & 0o777 == 0o700
    assert all(p.stat().st_mode & 0o777 == 0o600 for p in opened.rglob("*") if p.is_file())


def test_opening_again_gives_the_same_bytes(opened: Path, tmp_path: Path) -> None:
    again = tmp_path / "q3"
    run("review", "open", opened.parent / "exports", *AS_OF, *RULES, "-o", again)
    for name in ("snapshot.json", "review.xlsx", "rows.jsonl", "manifest.json"):
        assert (again / name).read_bytes() == (opened / name).read_bytes(), name


def test_opening_over_something_is_refused(opened: Path) -> None:
    done = run("review", "open", opened.parent / "exports", "-o", opened)
    assert done.returncode == 2
    assert "never opened over something" in done.stderr


def test_a_review_that_could_never_close_is_not_opened(opened: Path, tmp_path: Path) -> None:
    given = (opened.parent / "exports", *AS_OF, "-o", tmp_path / "q")
    done = run("review", "open", *given, "--due", "2026-09-30")
    assert done.returncode == 2
    assert "--due 2026-09-30 lies before the day of opening" in done.stderr
    assert not (tmp_path / "q").exists()


def test_nobody_closes_no_review(campaign: Path) -> None:
    fill(campaign / "review.xlsx", Ada=DENIED)
    done = run("review", "close", campaign, "--by", " ", "--on", "2026-10-06")
    assert done.returncode == 2
    assert done.stderr == "pimreport: --by names who closes the review, and answers for it.\n"
    assert not (campaign / "closure.json").exists()


def test_opening_what_is_unusable_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "odd.csv").write_text("a,b\n1,2\n")
    assert run("review", "open", tmp_path / "odd", "-o", tmp_path / "q3").returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["odd"]


def test_status_of_a_half_filled_review(campaign: Path) -> None:
    fill(campaign / "review.xlsx", Ben={"Decision": None})
    told = json.loads(run("review", "status", campaign, "--json", "--on", "2026-11-01").stdout)
    assert (told["state"], told["decided"], told["rows"]) == ("DRAFT", 2, 3)
    assert {one["reviewer"]: one["late"] for one in told["shares"]} == {
        "katrin@contoso.example": True,
        "liam@contoso.example": False,
    }
    assert told["gates"]["decided"] == 1
    printed = run("review", "status", campaign, "--on", "2026-11-01").stdout
    assert "LATE" in printed
    assert "(Ben in Tier 0): not decided" in printed


def test_a_failing_gate_closes_nothing(campaign: Path) -> None:
    before = {path: path.read_bytes() for path in campaign.rglob("*") if path.is_file()}
    done = run("review", "close", campaign, "--by", "Ida", "--on", "2026-10-06")
    assert done.returncode == 6
    assert "stays open (DRAFT)" in done.stderr
    assert {path: path.read_bytes() for path in campaign.rglob("*") if path.is_file()} == before


@pytest.mark.pango
def test_a_whole_year(campaign: Path, tmp_path: Path) -> None:
    fill(campaign / "review.xlsx", Ada=DENIED)
    done = run("review", "close", campaign, "--by", "Ida Holm", "--on", "2026-10-06")
    assert done.returncode == 0, done.stderr
    lines = (campaign / "decisions.jsonl").read_text().splitlines()
    assert sorted(json.loads(line)["decision"] for line in lines) == ["Approve", "Approve", "Deny"]
    assert "Closed | 2026-10-06 by Ida Holm" in (campaign / "sign-off.md").read_text()
    assert (campaign / "sign-off.pdf").read_bytes().startswith(b"%PDF")
    verified = run("verify", campaign)
    assert verified.returncode == 0, verified.stderr
    assert run("review", "close", campaign, "--by", "Ida").returncode == 2
    _later(campaign, tmp_path)


def _later(campaign: Path, tmp_path: Path) -> None:
    quarters = (("q4", "2026-12-31", ("Ben",)), ("q5", "2027-03-31", ("Ada", "Ben")))
    states = []
    for name, as_of, people in quarters:
        exports = tier0(*people).write(tmp_path / f"exports-{name}")
        folder = tmp_path / name
        options = ("--as-of", as_of, "--on", as_of, "--previous", campaign, *RULES)
        done = run("review", "open", exports, *options, "-o", folder)
        assert done.returncode in {0, 4}, done.stderr
        told = json.loads(run("review", "status", folder, "--json", "--on", as_of).stdout)
        states += [one["state"] for one in told["tasks"]]
        book = openpyxl.load_workbook(folder / "review.xlsx")
        assert {"Changes", "Tie-out", "Trend"} <= set(book.sheetnames)
        on = {"Reviewed on": date.fromisoformat(as_of)}
        fill(folder / "review.xlsx", Ada=on, Ben=on, Cleo=on)
        closed = run("review", "close", folder, "--by", "Ida", "--on", as_of)
        assert closed.returncode == 0, closed.stderr
        assert run("verify", folder, "--previous", campaign).returncode == 0
        campaign = folder
    assert states == ["Removed", "Reappeared"]


def test_later_snapshots_tell_what_became_of_a_closed_review(
    campaign: Path, tmp_path: Path
) -> None:
    fill(campaign / "review.xlsx", Ada=DENIED)
    run("review", "close", campaign, "--by", "Ida", "--on", "2026-10-06")
    exports = tier0("Ben").write(tmp_path / "later")
    done = run("review", "open", exports, "--as-of", "2026-11-30", "-o", tmp_path / "probe")
    assert done.returncode in {0, 4}
    told = run("review", "status", campaign, "--since", tmp_path / "probe").stdout
    assert "Removed: Deny Ada in Tier 0" in told


def test_nothing_is_proven_by_what_does_not_hold(campaign: Path, tmp_path: Path) -> None:
    fill(campaign / "review.xlsx", Ada=DENIED)
    run("review", "close", campaign, "--by", "Ida", "--on", "2026-10-06")
    later = tmp_path / "later"
    run("review", "open", tier0("Ada", "Ben").write(tmp_path / "x"), *LATER, "-o", later)
    place = later / "snapshot.json"
    told = json.loads(place.read_bytes())

    def forged(**changed: Any) -> Path:  # noqa: ANN401  # whatever JSON holds
        path = tmp_path / "forged.json"
        path.write_text(json.dumps(told | changed))
        return path

    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"tenant": {"id": "another", "name": None}}, "These are two tenants"),
        ({"as_of": "2026-06-30"}, "as of 2026-06-30 is earlier than that as of 2026-09-30"),
        ({"as_of": "soon"}, "see as_of"),
    )
    for change, sentence in wrong:
        done = run("review", "status", campaign, "--since", forged(**change))
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert sentence in done.stderr
    fewer = {"memberships": told["memberships"][1:], "paths": told["paths"][1:]}
    place.write_bytes(forged(**fewer).read_bytes())
    for arguments in (
        ("review", "status", campaign, "--since", later),
        ("compare", campaign, later),
        ("report", tmp_path / "x", "--as-of", "2026-12-31", "--previous", later, "-o", "-"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (6, ""), done.stderr
        assert "snapshot.json was changed since the review was opened" in done.stderr


def test_no_quarter_follows_a_later_one(campaign: Path, tmp_path: Path) -> None:
    exports = tier0("Ben").write(tmp_path / "earlier")
    before = ("--as-of", "2026-06-30", "--previous", campaign)
    fill(campaign / "review.xlsx", Ada=DENIED)
    run("review", "close", campaign, "--by", "Ida", "--on", "2026-10-06")
    for command in (("review", "open"), ("report",)):
        done = run(*command, exports, *before, "-o", tmp_path / "q2.json")
        assert done.returncode == 2
        assert "is earlier than that as of 2026-09-30" in done.stderr
    assert not (tmp_path / "q2.json").exists()
    backwards = run("compare", campaign, exports, "--as-of", "2026-06-30")
    assert "BEFORE (2026-09-30) is later than AFTER (2026-06-30)" in backwards.stderr


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_workbook_saved_by_libreoffice(campaign: Path, tmp_path: Path, suffix: str) -> None:
    form = fill(campaign / "review.xlsx", Ada=DENIED)
    assert closing(campaign, saved(form, suffix, tmp_path)).returncode == 0
    assert run("verify", campaign).returncode == 0


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_what_libreoffice_computed_was_not_decided(
    campaign: Path, tmp_path: Path, suffix: str
) -> None:
    form = fill(campaign / "review.xlsx", Ben={"Justification": "=needed", "Ticket": '="T"&1'})
    done = closing(campaign, saved(form, suffix, tmp_path))
    assert done.returncode == 6
    assert "(Ben in Tier 0): not typed in: Justification (a formula), Ticket (a formula)" in (
        done.stderr
    )
    assert not (campaign / "returned").exists()


def closing(campaign: Path, *workbooks: Path) -> subprocess.CompletedProcess[str]:
    return run("review", "close", campaign, *workbooks, "--by", "Ida", "--on", "2026-10-06")


def saved(form: Path, suffix: str, tmp_path: Path) -> Path:
    """The workbook as LibreOffice saves it."""
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir"]
    subprocess.run([*command, tmp_path / "saved", form], check=True, capture_output=True)
    return tmp_path / "saved" / f"review.{suffix}"


def test_a_signature_holds_until_a_byte_changes(campaign: Path, tmp_path: Path) -> None:
    keygen = shutil.which("ssh-keygen")
    if keygen is None:
        pytest.skip("ssh-keygen is not installed")
    key = tmp_path / "key"
    subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    fill(campaign / "review.xlsx")
    options = ("--by", "Ida", "--on", "2026-10-06", "--sign", key)
    done = run("review", "close", campaign, *options)
    assert done.returncode == 0, done.stderr
    signers = tmp_path / "signers"
    signers.write_text(f"ida@contoso.example {key.with_suffix('.pub').read_text()}")
    who = ("--signers", signers, "--signer", "ida@contoso.example")
    assert run("verify", campaign, *who).returncode == 0
    assert run("verify", campaign).returncode == 0
    path = campaign / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b'"closed"', b'"Closed"', 1))
    broken = run("verify", campaign, *who)
    assert broken.returncode == 6
    assert "signature of manifest.json does not hold" in broken.stderr


def test_verify_names_the_file(campaign: Path) -> None:
    path = campaign / "inputs" / "users.json"
    path.write_bytes(path.read_bytes().replace(b"Ada", b"Eda"))
    done = run("verify", campaign)
    assert done.returncode == 6
    assert "inputs/users.json was changed" in done.stderr


def test_an_open_workbook_leaves_no_trace_in_the_verdict(campaign: Path) -> None:
    (campaign / ".~lock.review.xlsx#").write_text("Ida")
    (campaign / "~$review.xlsx").write_text("Ida")
    assert run("verify", campaign).returncode == 0


MEANWHILE = """
import errno, os, signal, sys, pimreport.report.files as files
happens, left = sys.argv.pop(1), int(sys.argv.pop(1))
def due(step):
    def going(*given):
        global left
        left -= 1
        if left < 0:
            if happens == "killed": os._exit(9)
            if happens == "full": raise OSError(errno.ENOSPC, "No space left on device")
            os.kill(os.getpid(), getattr(signal, happens))
        return step(*given)
    return going
files._staged, files._settled = due(files._staged), due(files._settled)
from pimreport.cli import main; main()
"""
"""A run to which something happens when it has written so many files, and named them."""
CLOSING_FILES = 7  # six are drawn, then the manifest
STEPS = 2 * (1 + CLOSING_FILES)  # and the copy of the workbook


def meanwhile(happens: str, after: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", MEANWHILE, happens, str(after), *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


@pytest.mark.pango
def test_killed_while_opening_and_closing_nothing_is_half_done(
    campaign: Path, tmp_path: Path
) -> None:
    fill(campaign / "review.xlsx", Ada=DENIED)
    decided = (campaign / "review.xlsx").read_bytes()
    closing = ("review", "close", campaign, "--by", "Ida", "--on", "2026-10-06")
    for steps in range(STEPS):
        assert meanwhile("killed", steps, *closing).returncode == 9
        verified = run("verify", campaign)
        assert verified.returncode == 0
        left = (campaign / "decisions.jsonl").exists()
        assert ("did not end has left" in verified.stderr) is left
        assert (campaign / "review.xlsx").read_bytes() == decided
    (campaign / "returned").mkdir(exist_ok=True)
    (campaign / "returned" / ".review.xlsx.half").write_bytes(decided[:100])
    assert run(*closing).returncode == 0
    assert not [path for path in campaign.rglob(".*") if path.is_file()]
    target = tmp_path / "new"
    options: list[str | Path] = [*AS_OF, "-o", target]
    exports = tier0("Ada").write(tmp_path / "more")
    meanwhile("killed", 5, "review", "open", exports, *options)
    assert not target.exists()
    again = run("review", "open", exports, *options)
    assert again.returncode in {0, 4}, again.stderr
    assert "was left over when an opening was killed: delete it" in again.stderr


@pytest.mark.pango
@pytest.mark.parametrize(
    ("happens", "status", "told"),
    [
        ("SIGTERM", 143, "pimreport: stopped (SIGTERM) before it was done."),
        ("SIGINT", 130, "pimreport: stopped (SIGINT) before it was done."),
        ("full", 2, "cannot be written: No space left on device."),
    ],
)
def test_a_closing_that_comes_to_nothing_leaves_nothing(
    campaign: Path, happens: str, status: int, told: str
) -> None:
    fill(campaign / "review.xlsx", Ada=DENIED)
    before = {path: path.read_bytes() for path in campaign.rglob("*") if path.is_file()}
    closing = ("review", "close", campaign, "--by", "Ida", "--on", "2026-10-06")
    for steps in (1, STEPS // 2, STEPS - 3, STEPS - 1):
        done = meanwhile(happens, steps, *closing)
        assert done.returncode == status, done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert told in done.stderr
        after = {path: path.read_bytes() for path in campaign.rglob("*") if path.is_file()}
        assert after == before
    assert run(*closing).returncode == 0


def test_an_opening_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    exports = tier0("Ada").write(tmp_path / "exports")
    done = meanwhile("SIGTERM", 4, "review", "open", exports, *AS_OF, "-o", tmp_path / "q3")
    assert done.returncode == 143
    assert [path.name for path in tmp_path.iterdir()] == ["exports"]


def test_compare_and_previous(campaign: Path, tmp_path: Path) -> None:
    exports = tier0("Ben", "Dan").write(tmp_path / "later")
    done = run("compare", campaign, exports, "--as-of", "2026-12-31")
    assert done.returncode == 0, done.stderr
    assert "Dan is a new member of Tier 0 (eligible)." in done.stdout
    numbers = dict(re.findall(r"^ (.+?)  +(\d+ +\d+ +\S+)", done.stdout, re.MULTILINE))
    assert numbers["People with a way"].split() == ["3", "3", "same"]
    assert numbers["Option B"].split() == ["1", "1", "same"]
    told = json.loads(run("compare", campaign, exports, "--json").stdout)
    assert told["balanced"] is True
    frozen = json.loads((campaign / "snapshot.json").read_text())
    del frozen["memberships"][0]
    (tmp_path / "edited.json").write_text(json.dumps(frozen))
    wrong = run("compare", tmp_path / "edited.json", exports)
    assert wrong.returncode == 1
    assert "NOT BALANCED" in wrong.stdout
    output = tmp_path / "report.json"
    run("report", exports, "--previous", campaign, "-o", output)
    assert json.loads(output.read_text())["changes"]["balanced"] is True


def test_one_workbook_per_reviewer(tmp_path: Path) -> None:
    exports = tier0("Ada", "Ben").write(tmp_path / "exports")
    run("review", "open", exports, *AS_OF, *RULES, "--apart", "-o", tmp_path / "q3")
    forms = sorted(path.name for path in (tmp_path / "q3").glob("review*.xlsx"))
    assert forms == ["review-katrin.xlsx", "review-liam.xlsx"]
    for form in forms:
        fill(tmp_path / "q3" / form)
    done = run("review", "close", tmp_path / "q3", "--by", "Ida", "--on", "2026-10-06")
    assert done.returncode == 0, done.stderr


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    tenant = a_tenant("Evil\x1bCorp")
    name = '=HYPERLINK("http://evil","x")|<b>`\u202e_x0041_'
    tenant.group(name).active_in("Global Administrator").with_eligible(tenant.user(name, upn="e@x"))
    exports = tenant.write(tmp_path / "exports")
    done = run("review", "open", exports, *AS_OF, *RULES[2:], "-o", tmp_path / "q3")
    assert not {"\x1b", "\u202e"} & set(done.stderr)
    form = tmp_path / "q3" / "review.xlsx"
    page = openpyxl.load_workbook(form)["Review"]
    assert page["A2"].data_type == "s"
    person = str(page["A2"].value)
    fill(form, **{person: DENIED})
    done = run("review", "close", tmp_path / "q3", "--by", "Ida\x1b", "--on", "2026-10-06")
    assert done.returncode == 0, done.stderr
    page_of_signatures = (tmp_path / "q3" / "sign-off.md").read_text("utf-8")
    assert "<b>" not in page_of_signatures.replace("\\<b\\>", "")
    script = (tmp_path / "q3" / "remediation.ps1").read_text("utf-8-sig")
    assert all(line.startswith("#") for line in script.splitlines() if "HYPERLINK" in line)


def test_rows_that_nobody_may_decide_are_named_at_once(tmp_path: Path) -> None:
    exports = tier0("Ada", "Ben").write(tmp_path / "exports")
    rules = ("--reviewer", "Ada=*", "--reviewer", "Cleo=group:Tier*")
    done = run("review", "open", exports, *AS_OF, *rules, "-o", tmp_path / "q3")
    assert "No reviewer yet" not in done.stdout + done.stderr
    alone = ("--reviewer", "Ada=*")
    done = run("review", "open", exports, *AS_OF, *alone, "-o", tmp_path / "q4")
    told = done.stdout + done.stderr
    assert "No reviewer yet: Ada in Tier 0" in told
    assert "Ben" not in told
    assert "column Reviewer" in told
