"""The key: made once, private, apart from what goes out, and the only way back."""

from __future__ import annotations

import errno
import json
import stat
from pathlib import Path

import pytest
from running import run

from pimreport.cli.redacting import opened
from pimreport.errors import UsageError
from pimreport.redaction import key_file

CONTOSO = Path(__file__).parents[2] / "samples/contoso"
ADA = "8b1f8a54-6d2e-4b2f-9a0e-6a5f3f7e1d21"


def test_a_missing_key_is_made_for_its_owner_only(tmp_path: Path) -> None:
    made = opened(tmp_path / "key.json", [])
    assert made.new
    assert stat.S_IMODE((tmp_path / "key.json").stat().st_mode) == 0o600
    assert opened(tmp_path / "key.json", []).names.secret == made.names.secret


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    opened(tmp_path / "key.json", [])
    (tmp_path / "key.json").chmod(0o640)
    with pytest.raises(UsageError, match="chmod 600"):
        opened(tmp_path / "key.json", [])


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"schema": "pimreport/redaction-key/1", "secret": "00", "pseudonyms": {}}'],
    ids=["empty", "no schema", "a list", "short secret"],
)
def test_what_is_no_key_is_neither_used_nor_overwritten(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key.json"
    path.write_text(content, "utf-8")
    path.chmod(0o600)
    with pytest.raises(UsageError, match="no key file"):
        opened(path, [])
    assert path.read_text("utf-8") == content


def test_a_key_among_exports_or_outputs_is_refused(tmp_path: Path) -> None:
    for apart_from in (tmp_path, tmp_path / "key.json"):
        with pytest.raises(UsageError, match="must stand apart"):
            opened(tmp_path / "key.json", [apart_from])
    assert not (tmp_path / "key.json").exists()


def test_half_a_key_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(UsageError, match="No space left"):
            opened(tmp_path / "key.json", [])
    assert opened(tmp_path / "key.json", []).new


def test_saving_keeps_what_another_run_recorded(tmp_path: Path) -> None:
    first, second = opened(tmp_path / "key.json", []), opened(tmp_path / "key.json", [])
    first.names.name("Person", ADA, "Ada Lovelace")
    first.save()
    second.names.word("Reason", "Ticket 4711")
    second.save()
    told = json.loads((tmp_path / "key.json").read_bytes())["pseudonyms"]
    assert ["Ada Lovelace"] in told.values()
    assert ["Ticket 4711"] in told.values()
    assert stat.S_IMODE((tmp_path / "key.json").stat().st_mode) == 0o600


def test_a_key_replaced_during_the_run_is_told(tmp_path: Path) -> None:
    mine = opened(tmp_path / "key.json", [])
    (tmp_path / "key.json").write_bytes(key_file.written(key_file.fresh()))
    with pytest.raises(UsageError, match="replaced"):
        mine.save()


def test_lookup_goes_both_ways(tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    made = opened(key, [])
    told = made.names.name("Person", ADA, "Ada Lovelace")
    assert told is not None
    address = made.names.address("ada@contoso.example", ADA)
    made.save()
    for word in (told, address, made.names.id(ADA), "ada lovelace", ADA):
        found = run("lookup", key, word)
        assert found.returncode == 0, found.stderr
    by_name = run("lookup", key, told).stdout
    assert "Ada Lovelace" in by_name
    assert "ada@contoso.example" in by_name
    assert ADA in by_name
    unknown = run("lookup", key, "Person 0000-0000")
    assert unknown.returncode == 2
    assert "knows nothing of" in unknown.stderr


def test_rows_cannot_be_redacted(tmp_path: Path) -> None:
    done = run("inspect", CONTOSO, "--rows", "--redact", tmp_path / "key.json")
    assert done.returncode == 2
    assert not (tmp_path / "key.json").exists()
