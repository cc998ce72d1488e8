"""What is remembered of a delivery, and that nothing leaves twice."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from letters import ADA, BOB, EVE, attachment, letter, summary

from pimreport.delivery import ledger
from pimreport.delivery.deliver import deliver
from pimreport.delivery.outcome import Fate, Result
from pimreport.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pimreport.delivery.deliver import Delivery
    from pimreport.delivery.message import Letter


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Pretend:
    """A way out that does what it is told."""

    fates: dict[str, Fate] = field(default_factory=dict)
    killed: bool = False
    sent: list[tuple[str, ...]] = field(default_factory=list)
    name: str = "pretend"
    server: str = "nowhere:25"

    def send(self, one: Letter) -> list[Result]:
        self.sent.append(one.recipients.every)
        if self.killed:
            raise Killed
        return [
            Result(recipient=to, fate=self.fates.get(to, Fate.ACCEPTED), reply="250 OK")
            for to in one.recipients.every
        ]


def send(folder: Path, way: Pretend, one: Letter, *, again: bool = False) -> Delivery:
    with ledger.opened(folder) as record:
        return deliver(one, way, record, lambda: "2026-10-01T08:00:00Z", again=again)


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(one) for one in (folder / ledger.NAME).read_text().splitlines()]


def test_before_and_after_are_written(tmp_path: Path) -> None:
    send(tmp_path, Pretend(), letter(ADA))
    before, after = lines(tmp_path)
    assert before["event"] == "attempt"
    assert before["recipients"] == [ADA]
    assert before["message_id"] == after["message_id"] == "<1@contoso.example>"
    assert before["attachments"] == [
        {
            "name": "c.pdf",
            "sha256": attachment().sha256,
            "original": attachment().original,
            "encrypted": True,
        }
    ]
    assert after["results"] == [
        {"recipient": ADA, "fate": "accepted", "summary_only": False, "reply": "250 OK"}
    ]
    assert (tmp_path / ledger.NAME).stat().st_mode & 0o777 == 0o600


def test_nobody_gets_it_twice(tmp_path: Path) -> None:
    way = Pretend()
    send(tmp_path, way, letter(ADA))
    second = send(tmp_path, way, letter(ADA.upper(), BOB, message_id="<2@x>"))
    assert way.sent == [(ADA,), (BOB,)]
    assert second.had_it == [ADA.upper()]
    assert second.complete
    third = send(tmp_path, way, letter(ADA, BOB, message_id="<3@x>"))
    assert third.results == ()
    assert len(way.sent) == 2
    send(tmp_path, way, letter(ADA, message_id="<4@x>"), again=True)
    assert way.sent[-1] == (ADA,)


@pytest.mark.parametrize(
    ("changes", "sent"),
    [
        ({"attachments": (attachment(b"corrected"),)}, False),
        ({"summary": summary(campaign="tenant 2026-12-31")}, False),
        (
            {
                "attachments": (attachment(b"new"),),
                "summary": summary(campaign="tenant 2026-12-31"),
            },
            True,
        ),
    ],
    ids=["same campaign", "same file", "next quarter"],
)
def test_what_is_the_same_delivery(tmp_path: Path, changes: dict[str, Any], *, sent: bool) -> None:
    way = Pretend()
    send(tmp_path, way, letter(ADA))
    send(tmp_path, way, letter(ADA, message_id="<2@x>", **changes))
    assert (len(way.sent) == 2) is sent


@pytest.mark.parametrize("fate", [Fate.REFUSED, Fate.NOT_SENT])
def test_who_did_not_get_it_gets_it_next_time(tmp_path: Path, fate: Fate) -> None:
    first = send(tmp_path, Pretend({BOB: fate}), letter(ADA, BOB))
    assert not first.complete
    way = Pretend()
    assert send(tmp_path, way, letter(ADA, BOB, message_id="<2@x>")).complete
    assert way.sent == [(BOB,)]


def test_a_kill_in_the_middle_is_told_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(Killed):
        send(tmp_path, Pretend(killed=True), letter(ADA))
    way = Pretend()
    second = send(tmp_path, way, letter(ADA, BOB, message_id="<2@x>"))
    assert way.sent == [(BOB,)]
    assert second.uncertain == [ADA]
    assert not second.complete
    send(tmp_path, way, letter(ADA, message_id="<3@x>"), again=True)
    assert send(tmp_path, way, letter(ADA, message_id="<4@x>")).complete


def test_a_record_cut_in_a_line_is_carried_on(tmp_path: Path) -> None:
    send(tmp_path, Pretend(), letter(ADA))
    path = tmp_path / ledger.NAME
    path.write_bytes(path.read_bytes()[:-40])
    way = Pretend()
    assert send(tmp_path, way, letter(ADA, EVE, message_id="<2@x>")).uncertain == [ADA]
    assert way.sent == [(EVE,)]
    assert send(tmp_path, way, letter(EVE, message_id="<3@x>")).had_it == [EVE]


def _line(**record: object) -> str:
    return json.dumps({"schema": "pimreport/delivery/1", **record})


@pytest.mark.parametrize(
    "line",
    [
        _line(event="result", message_id="m", results=[{}]),
        _line(event="result", message_id="m", results=[{"recipient": ADA, "fate": "odd"}]),
        _line(event="result", message_id=["m"], results=[]),
        _line(event="attempt", message_id="m", campaign="c", recipients=5, attachments=[]),
        _line(event="attempt", message_id="m", campaign="c", recipients=[ADA], attachments=[{}]),
        "[" * 100_000,
        "words",
    ],
)
@pytest.mark.parametrize("after", ["", "{}\n"])
def test_a_forged_record_gets_a_sentence(tmp_path: Path, line: str, after: str) -> None:
    (tmp_path / ledger.NAME).write_text(f"{line}\n{after}")
    with pytest.raises(UsageError, match="line 1 is no delivery record"):
        send(tmp_path, Pretend(), letter(ADA))


@pytest.mark.parametrize("line", ['{"schema": "other"}', "[]", "words", '{"event": "attempt"}'])
def test_a_record_changed_by_hand_stops_everything(tmp_path: Path, line: str) -> None:
    (tmp_path / ledger.NAME).write_text(line + "\n{}\n")
    with pytest.raises(UsageError, match="changed by hand"):
        send(tmp_path, Pretend(), letter(ADA))


def test_two_at_once(tmp_path: Path) -> None:
    with ledger.opened(tmp_path), pytest.raises(UsageError, match="under way"):
        send(tmp_path, Pretend(), letter(ADA))


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").touch()
    (tmp_path / ledger.NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="cannot be written"):
        send(tmp_path, Pretend(), letter(ADA))
