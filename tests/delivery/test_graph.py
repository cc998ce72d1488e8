"""Microsoft Graph against a double that follows the documented protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mailparser
import pytest
from graph_double import TOKEN, State, graph
from letters import ADA, BOB, attachment, letter

from pimreport.delivery.graph import Graph
from pimreport.delivery.graph_client import GraphClient
from pimreport.delivery.outcome import Fate
from pimreport.delivery.retry import Patience
from pimreport.delivery.secret import Secret

if TYPE_CHECKING:
    from pimreport.delivery.outcome import Result

LARGE = attachment(bytes(range(256)) * 32_000)  # 8 MB: three ranges
UPLOAD = ("PUT", "AAMk0%3D")


class Client:
    """A way out to the double, with waits that only count."""

    def __init__(self, base: str, token: str = TOKEN) -> None:
        self.waits: list[float] = []
        patience = Patience(sleep=self.waits.append, pauses=(5, 30, 120))
        client = GraphClient(
            mailbox="pim@contoso.example",
            token=Secret(token),
            patience=patience,
            base=base,
            timeout=10,
        )
        self.way = Graph(client=client)

    def send(self, *to: str, **changes: Any) -> dict[str, Result]:  # noqa: ANN401  # of a letter
        return {one.recipient: one for one in self.way.send(letter(*to, **changes))}


def test_a_small_message_is_one_request() -> None:
    state = State()
    with graph(state) as base:
        results = Client(base).send(ADA, BOB)
    assert state.requests == ["POST /sendMail"]
    assert {one.fate for one in results.values()} == {Fate.ACCEPTED}
    assert results[ADA].reply == "202 request-id 0000-1111"
    received = mailparser.parse_from_bytes(state.sent[0][0])
    assert received.to == [("", ADA), ("", BOB)]
    assert [one["filename"] for one in received.attachments] == ["c.pdf"]
    assert not state.faults


def test_a_large_file_goes_in_ranges_into_a_draft() -> None:
    state = State()
    small = attachment(b"small", "c.xlsx")
    with graph(state) as base:
        results = Client(base).send(ADA, attachments=(LARGE, small))
    assert results[ADA].fate is Fate.ACCEPTED
    assert not results[ADA].summary_only
    [(content, files)] = state.sent
    assert files == {"c.pdf": LARGE.content, "c.xlsx": b"small"}
    received = mailparser.parse_from_bytes(content)
    assert "Attached: c.pdf, c.xlsx" in received.text_plain[0]
    assert not received.attachments
    assert sum(one.startswith("PUT") for one in state.requests) == 3
    assert not state.faults


def test_throttling_is_obeyed() -> None:
    state = State(trouble={("POST", "/sendMail"): [(429, "17"), (503, "")]})
    with graph(state) as base:
        client = Client(base)
        results = client.send(ADA)
    assert results[ADA].fate is Fate.ACCEPTED
    assert client.waits == [17, 30]
    assert len(state.sent) == 1


def test_throttling_for_too_long_is_left_to_a_later_run() -> None:
    state = State(trouble={("POST", "/sendMail"): [(429, "3600")]})
    with graph(state) as base:
        client = Client(base)
        results = client.send(ADA)
    assert results[ADA].fate is Fate.NOT_SENT
    assert "429 TooManyRequests" in results[ADA].reply
    assert client.waits == []


@pytest.mark.parametrize("how", ["cut", "half", (503, "9"), (429, "9")])
def test_a_broken_upload_is_carried_on(how: tuple[int, str] | str) -> None:
    state = State(trouble={UPLOAD: [how]})
    with graph(state) as base:
        client = Client(base)
        results = client.send(ADA, attachments=(LARGE,))
    assert results[ADA].fate is Fate.ACCEPTED
    assert state.sent[0][1] == {"c.pdf": LARGE.content}
    assert len(client.waits) == 1
    assert not state.faults


def test_the_last_answer_of_an_upload_is_lost() -> None:
    one_range = attachment(b"x" * 3_200_000)
    state = State(trouble={UPLOAD: ["late"]})
    with graph(state) as base:
        results = Client(base).send(ADA, attachments=(one_range,))
    assert results[ADA].fate is Fate.ACCEPTED
    assert state.sent[0][1] == {"c.pdf": one_range.content}


def test_an_upload_that_never_comes_through_leaves_no_draft() -> None:
    state = State(trouble={UPLOAD: ["cut"] * 9})
    with graph(state) as base:
        results = Client(base).send(ADA, attachments=(LARGE,))
    assert results[ADA].fate is Fate.NOT_SENT
    assert not state.sent
    assert not state.drafts


@pytest.mark.parametrize("how", ["late", "cut", (504, ""), (500, "")])
@pytest.mark.parametrize(
    ("end", "files"), [("/sendMail", (attachment(),)), ("/send", (LARGE,))], ids=["one", "draft"]
)
def test_no_answer_to_sending_is_not_tried_again(
    end: str, files: tuple[Any, ...], how: tuple[int, str] | str
) -> None:
    state = State(trouble={("POST", end): [how]})
    with graph(state) as base:
        client = Client(base)
        results = client.send(ADA, attachments=files)
    assert results[ADA].fate is Fate.UNKNOWN
    assert sum(one.endswith(end) for one in state.requests) == 1
    assert client.waits == []


@pytest.mark.parametrize(
    ("answer", "fate", "told"),
    [
        ((403, ""), Fate.NOT_SENT, "Mail.Send"),
        ((404, ""), Fate.NOT_SENT, "no such mailbox"),
        ((400, ""), Fate.REFUSED, "400 Code: words"),
        ((302, ""), Fate.REFUSED, "302"),
    ],
)
def test_refusals(answer: tuple[int, str], fate: Fate, told: str) -> None:
    state = State(trouble={("POST", "/sendMail"): [answer]})
    with graph(state) as base:
        client = Client(base)
        results = client.send(ADA)
    assert results[ADA].fate is fate
    assert told in results[ADA].reply
    assert client.waits == []


def test_a_wrong_token_is_told_without_it() -> None:
    state = State()
    with graph(state) as base:
        results = Client(base, token="ey.wrong").send(ADA)  # noqa: S106
    assert results[ADA].fate is Fate.NOT_SENT
    assert "InvalidAuthenticationToken" in results[ADA].reply
    assert "ey.wrong" not in results[ADA].reply


def test_what_is_too_large_goes_without_the_files() -> None:
    state = State(limit=20_000)
    with graph(state) as base:
        results = Client(base).send(ADA, attachments=(attachment(b"x" * 30_000),))
    assert results[ADA].summary_only
    assert "not attached" in mailparser.parse_from_bytes(state.sent[0][0]).text_plain[0]


def test_a_lost_network() -> None:
    state = State()
    with graph(state) as base:
        client = Client(base)
    results = client.send(ADA)
    assert results[ADA].fate is Fate.NOT_SENT
    assert "no connection to Microsoft Graph" in results[ADA].reply
    assert client.waits == [5, 30, 120]


@pytest.mark.parametrize("base", ["http://graph.example/v1.0", "ftp://127.0.0.1/v1.0"])
def test_only_https(base: str) -> None:
    assert "HTTPS only" in Client(base).send(ADA)[ADA].reply
