"""No name, UPN, object id or file name of the tenant is in the bytes of any output."""

from __future__ import annotations

import email
import email.policy
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest
from builder import a_tenant
from running import run

from pimreport.redaction.pseudonyms import GUID, public_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from builder import TenantUnderTest

ROOT = Path(__file__).parents[2]
CONTOSO = ROOT / "samples/contoso"
SHORTEST = 4
"""Shorter names (Ada) are found in words that are none."""
ORDINARY = frozenset(
    {"group", "directoryrole", "microsoft graph", "phishing-resistant mfa", "users.json"}
)
"""Microsoft's own names, words that policies are called by, and a file that advice writes to."""


def a_hostile_tenant() -> TenantUnderTest:
    """Names that quote, hide, look like paths, and stand in every place that can hold one."""
    tenant = a_tenant("Wexford & Söhne")
    eve = tenant.user("Eve\u202eAdlam", upn="eve.adlam_partner.example#EXT#@wexford.example")
    quoted = tenant.user("""O'Hara "Zwetana" </script>""")
    arabic = tenant.user("فاطمة الزهراء")
    custom = tenant.custom_role("Wexford Vault Keeper", "microsoft.directory/users/password/update")
    unit = tenant.unit("Gravesend Branch").containing(eve)
    tier = tenant.group("Wexford Tier Nought").active_in("Global Administrator")
    tier.with_eligible(eve, quoted).with_owner(arabic).member_policy(
        approval=True, approvers=[quoted]
    )
    tenant.group("=Payroll Quux").eligible_for(custom, unit).with_active(arabic)
    tenant.user("Nora Quisling").holds("Helpdesk Administrator", unit)
    tenant.service_principal("Quartz Deployer").permitted("RoleManagement.ReadWrite.Directory")
    tenant.context("c1", "Wexford Step-up").conditional_access(
        "Wexford CA 17", context="c1", exclude=[quoted]
    )
    return tenant


def identifiers(folder: Path) -> set[str]:
    """Every name, address, id and file name in the exports."""
    found = {path.name for path in folder.iterdir() if path.name != "README.md"}
    for path in folder.iterdir():
        told = path.read_bytes()
        content = told.decode("utf-16" if told[:2] == b"\xff\xfe" else "utf-8-sig")
        content = content or "[]"
        found |= {one for one in GUID.findall(content) if one.lower() not in public_ids()}
        found |= set(re.findall(r"[\w.#+-]+@[\w.-]+\.example", content))
        if path.suffix == ".json":
            found |= set(_names(json.loads(content)))
    ordinary = ORDINARY | {name.lower() for name in public_ids().values()}
    return {
        one
        for one in found
        if len(one) >= SHORTEST and one.lower() not in ordinary and not _built_in(one)
    }


def _built_in(one: str) -> bool:
    return one.startswith("00000000-0000-0000-0000") or one in _GRAPH_PERMISSIONS


_GRAPH_PERMISSIONS = frozenset(
    GUID.findall((ROOT / "pimreport/analysis/checks/app_can_manage_groups.py").read_text("utf-8"))
)
_NAMES = frozenset({"displayName", "DisplayName", "groupName", "principalDisplayName"})


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key in _NAMES and isinstance(one, str):
                yield one
            else:
                yield from _names(one)
    elif isinstance(value, list):
        for one in value:
            yield from _names(one)


def _contents(path: Path) -> Iterator[bytes]:
    """All that is in a file: members of an archive, streams, text and attachments of a PDF."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    if path.suffix == ".pdf":
        for page in pypdf.PdfReader(io.BytesIO(content)).pages:
            yield page.extract_text().encode("utf-8", "surrogatepass")
        with pikepdf.open(path) as document:
            for one in document.objects:
                yield one.read_bytes() if isinstance(one, pikepdf.Stream) else one.unparse()
            assert document.attachments
            for name, attached in document.attachments.items():
                yield name.encode()
                yield attached.get_file().read_bytes()


def _leaks(contents: Iterable[bytes], real: set[str]) -> dict[str, int]:
    whole = b"\n".join(contents).lower()
    found = Counter[str]()
    for one in real:
        for spelt in _spellings(one.lower()):
            if spelt in whole:
                found[one] += 1
    return dict(found)


def _spellings(name: str) -> set[bytes]:
    plain = name.encode("utf-8", "surrogatepass")
    escaped = json.dumps(name).strip('"').lower().encode()
    entities = name.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&#34;")
    return {
        plain,
        escaped,
        name.encode("utf-16-be", "surrogatepass"),
        entities.encode("utf-8", "surrogatepass"),
    }


@pytest.fixture(params=["contoso", "hostile"])
def exports(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "contoso":
        return CONTOSO
    folder = tmp_path / "hostile"
    folder.mkdir()
    return a_hostile_tenant().write(folder)


def report(exports: Path, out: Path, *more: str | Path) -> str:
    """Make every output, under the key beside the folder, and say what the terminal showed."""
    out.mkdir(parents=True, exist_ok=True)
    targets = [
        part for suffix in ("json", "html", "xlsx", "sarif") for part in ("-o", out / f"r.{suffix}")
    ]
    done = run("report", exports, "--as-of", "2026-09-30", *targets, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def settings(folder: Path) -> list[str | Path]:
    """Accepted risks and a brand that are full of names."""
    real = json.loads((folder / "real/r.json").read_bytes())
    finding = real["findings"][0]
    (folder / "accepted.toml").write_text(
        f"[[risk]]\nkey = {json.dumps(finding['key'][:-6] + '*')}\nreason = 'As Wilhelmina Xanthopulos asked'\n"
        "owner = 'Wilhelmina Xanthopulos'\nuntil = 2027-12-31\n",
        "utf-8",
    )
    person = next(one for one in real["people"] if one["upn"])
    (folder / "pimreport.toml").write_text(
        f"[emergency_access]\naccounts = [{json.dumps(person['upn'])}]\n"
        "[organisation]\nname = 'Xanthopulos Holding'\n[report]\npreparer = 'Wilhelmina Xanthopulos'\n"
        f"classification = 'Only for {real['tenant']['name']}'\n",
        "utf-8",
    )
    return ["--accepted", folder / "accepted.toml", "--config", folder / "pimreport.toml"]


@pytest.mark.pango
def test_nothing_that_names_is_in_any_output(exports: Path, tmp_path: Path) -> None:
    out, key = tmp_path / "out", tmp_path / "key.json"
    report(exports, tmp_path / "real")
    chosen = settings(tmp_path)
    told = report(exports, out, *chosen, "-o", out / "r.pdf", "--redact", key)
    real = identifiers(exports) | {"Wilhelmina", "Xanthopulos"}
    assert len(real) > 30
    assert _leaks([(tmp_path / "real/r.json").read_bytes()], real), "the test can fail"
    for path in sorted(out.iterdir()):
        assert _leaks(_contents(path), real) == {}, path.name
    assert _leaks([told.encode()], real) == {}
    for suffix in ("html", "pdf"):
        assert any(b"report is redacted" in one for one in _contents(out / f"r.{suffix}")), suffix


def test_the_conclusions_are_the_same(exports: Path, tmp_path: Path) -> None:
    report(exports, tmp_path / "real")
    chosen = settings(tmp_path)
    report(exports, tmp_path / "real", *chosen)
    report(exports, tmp_path / "out", *chosen, "--redact", tmp_path / "key.json")
    real = json.loads((tmp_path / "real/r.json").read_bytes())
    redacted = json.loads((tmp_path / "out/r.json").read_bytes())
    key = json.loads((tmp_path / "key.json").read_bytes())["pseudonyms"]

    def back(text: str) -> str:
        return GUID.sub(lambda found: key.get(found[0], [found[0]])[0], text)

    def concluded(told: dict[str, list[dict[str, object]]]) -> list[tuple[object, ...]]:
        return [
            *sorted(
                (back(str(one["key"])), one["severity"], one["status"]) for one in told["findings"]
            ),
            *((one["check"], one["outcome"], one["count"]) for one in told["assessments"]),
            *sorted((back(str(one["id"])), one["strategy"]) for one in told["groups"]),
            *sorted((back(str(one["id"])), str(one["protection"])[:60]) for one in told["people"]),
        ]

    assert concluded(redacted) == concluded(real)
    assert any(one["status"] == "accepted" for one in redacted["findings"])
    assert len(redacted["paths"]) == len(real["paths"])


def test_the_same_pseudonyms_next_quarter_and_the_changes_between(tmp_path: Path) -> None:
    key, snapshot = tmp_path / "key.json", tmp_path / "q3/snapshot.json"
    opened = run("review", "open", CONTOSO, "-o", tmp_path / "q3", "--as-of", "2026-09-30")
    assert opened.returncode == 0, opened.stderr
    later = ROOT / "samples/contoso-q4"
    report(CONTOSO, tmp_path / "first", "--redact", key)
    before = json.loads(key.read_bytes())
    report(later, tmp_path / "second", "--redact", key, "--previous", snapshot)
    report(later, tmp_path / "plain", "--previous", snapshot)
    after = json.loads(key.read_bytes())
    assert after["secret"] == before["secret"]
    assert before["pseudonyms"].items() <= after["pseudonyms"].items()
    real = identifiers(CONTOSO) | identifiers(later)
    for path in (tmp_path / "second").iterdir():
        assert _leaks(_contents(path), real) == {}, path.name
    changes = json.loads((tmp_path / "second/r.json").read_bytes())["changes"]
    plain = json.loads((tmp_path / "plain/r.json").read_bytes())["changes"]
    assert len(changes["changes"]) == len(plain["changes"]) > 0
    ties = [
        [(one["kind"], one["prior"], len(one["added"]), one["current"]) for one in told["tie_out"]]
        for told in (changes, plain)
    ]
    assert ties[0] == ties[1]


def test_the_same_key_gives_the_same_bytes(tmp_path: Path) -> None:
    for out in ("one", "two"):
        report(CONTOSO, tmp_path / out, "--redact", tmp_path / "key.json")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_another_key_gives_other_pseudonyms(tmp_path: Path) -> None:
    for out in ("one", "two"):
        report(CONTOSO, tmp_path / out, "--redact", tmp_path / f"{out}.json")
    one, two = (json.loads((tmp_path / f"{out}/r.json").read_bytes()) for out in ("one", "two"))
    assert not {person["id"] for person in one["people"]} & {
        person["id"] for person in two["people"]
    }


@pytest.mark.pango
def test_default_names_and_the_terminal_tell_no_tenant(tmp_path: Path) -> None:
    done = run(
        *("report", CONTOSO, "--as-of", "2026-09-30", "--redact", tmp_path / "key.json"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    names = [one.name for one in tmp_path.glob("pim-report-*")]
    assert len(names) == 2
    assert not any("contoso" in one for one in names)


def test_inspect_and_compare_follow(tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    told = run("inspect", CONTOSO, "--redact", key, "--json", "--as-of", "2026-09-30")
    assert told.returncode == 0, told.stderr
    real = identifiers(CONTOSO)
    assert _leaks([told.stdout.encode(), told.stderr.encode()], real) == {}
    later = ROOT / "samples/contoso-q4"
    days = ("--before-as-of", "2026-09-30", "--as-of", "2026-12-31")
    compared = run("compare", CONTOSO, later, *days, "--redact", key)
    assert compared.returncode == 0, compared.stderr
    assert _leaks([compared.stdout.encode()], real | identifiers(later)) == {}
    assert "Person " in compared.stdout


def test_broken_files_whose_names_and_columns_are_people(tmp_path: Path) -> None:
    exports, key = tmp_path / "exports", tmp_path / "key.json"
    exports.mkdir()
    a_hostile_tenant().write(exports)
    (exports / "Zwetana Quux.csv").write_text(
        "Zwetana Quux,zwetana.quux@wexford.example,yes\nOtto Quisling,otto@wexford.example,no\n",
        "utf-8",
    )
    (exports / "roles of Zwetana.json").write_text(
        json.dumps(
            [
                {
                    "principalId": "Wilhelmina Quisling",
                    "roleDefinitionId": "Vault Keeper",
                    "directoryScopeId": "/Gravesend",
                    "assignmentType": "Assigned",
                    "memberType": "Direct",
                }
            ]
        ),
        "utf-8",
    )
    (exports / "group.json").write_text('{"value": [{"displayName": "Zwetana', "utf-8")
    real = {"Zwetana", "Quux", "Quisling", "Wexford", "Gravesend", "Wilhelmina", "Vault Keeper"}
    plain = run("inspect", exports, "--json")
    assert {"zwetana", "quux"} <= {one.lower() for one in _leaks([plain.stdout.encode()], real)}
    told = run("inspect", exports, "--redact", key, "--json")
    assert _leaks([told.stdout.encode(), told.stderr.encode()], real) == {}
    report(exports, tmp_path / "out", "--redact", key)
    for path in (tmp_path / "out").iterdir():
        assert _leaks(_contents(path), real) == {}, path.name
    notes = run("lookup", key, *re.findall(r"Note [0-9A-F]{4}-[0-9A-F]{4}", told.stdout)[:1])
    assert notes.returncode == 0, notes.stderr


@pytest.mark.pango
def test_the_mail_made_from_it_names_nobody(exports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report(exports, out, "-o", out / "r.pdf", "--redact", tmp_path / "key.json")
    sent = run("send", out / "r.pdf", "--to", "auditor@example.org", "--no-encrypt", cwd=tmp_path)
    assert sent.returncode == 0, sent.stderr
    (draft,) = [*tmp_path.rglob("*.eml")]
    letter = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    parts = [str(letter.items()).encode()]
    for part in letter.walk():
        parts += [str(part.items()).encode()]
        content = part.get_payload(decode=True)
        parts += [content] if isinstance(content, bytes) else []
    assert len(parts) > 4
    assert _leaks([*parts, sent.stderr.encode()], identifiers(exports)) == {}
