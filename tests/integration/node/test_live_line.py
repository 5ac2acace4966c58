"""Asking a back office while somebody waits: over real HTTP and a real WebSocket, on the loopback."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from sync.node.live_line import LiveLine
from sync.reconcile.contract import Account, Call
from sync.reconcile.endpoints import Endpoint
from sync.reconcile.live import (
    LEAVE,
    Conversation,
    Download,
    EventStream,
    Failure,
    Heard,
    LiveAsk,
    LiveForms,
    LiveKind,
    LivePart,
)
from sync.reconcile.session import PASSWORD, Session, SessionForm
from tests.support.chance import FixedClock
from tests.support.contract_server import Access, Answered, ContractServer, Route
from tests.support.live_socket import LiveSocket
from tests.support.myhibachi_server import EMAIL, Hibachi
from tests.support.myhibachi_server import PASSWORD as SECRET

V1 = "/api/v1"
FORM = SessionForm(
    Endpoint("POST", f"{V1}/auth/login"), Endpoint("POST", f"{V1}/auth/refresh"), Endpoint("POST", f"{V1}/auth/logout")
)
PATIENCE = 20.0


class Kept(dict[str, str]):
    """Secrets for as long as a test takes."""

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]  # the Tokens port
        return super().get(name, default)

    def put(self, name: str, secret: str) -> None:
        self[name] = secret


class Account_:  # noqa: N801  (an account that can only sign in)
    """As much of a connector as a line needs."""

    def __init__(self, secret: str) -> None:
        self.session = Session(Account("myhibachi", "", EMAIL), Kept({PASSWORD: secret}), FORM)
        self.sign_in, self.signed_in = self.session.sign_in, self.session.signed_in

    def headers(self, key: str) -> dict[str, str]:
        return dict(self.session.headers())

    def expire(self, now_ms: int) -> None:
        self.session.expire()


def _event(data: str) -> Heard | None:
    said = json.loads(data)
    kinds = {"start": LiveKind.BEGUN, "token": LiveKind.PIECE, "done": LiveKind.DONE}
    return Heard(kinds[said["type"]], said.get("content", ""), said.get("thread_id", ""))


def _message(text: str) -> Heard | None:
    said = json.loads(text)
    return Heard(LiveKind.MESSAGE, said["content"]) if said["type"] == "message" else None


FORMS = LiveForms(
    {
        "chat": EventStream(lambda ask: Call("POST", f"{V1}/ai/chat/stream", {"message": ask.words}), _event),
        "thread": Conversation(
            lambda thread, token: f"/ws/chat/{thread}?token={token}",
            lambda ask: json.dumps({"type": "message", "content": ask.words}), _message,
        ),
        "paper": Download(lambda ask: Call("GET", f"{V1}/papers/{ask.words}"), lambda ask: f"{ask.words}.pdf"),
    },
    minute=10,
)  # fmt: skip


class Desk:
    """A line and what it told."""

    def __init__(self, url: str, secret: str, folder: Path, clock: FixedClock) -> None:
        self.clock = clock
        self.parts: SimpleQueue[LivePart] = SimpleQueue()
        self.bugs: list[BaseException] = []
        self.folder = folder
        account = Account_(secret)
        self.line = LiveLine(url, account, FORMS, self._keep, self.clock, self.parts.put, self.bugs.append)  # type: ignore[arg-type]  # as much as is needed

    def ask(self, about: str, words: str, thread: str = "") -> list[LivePart]:
        """Every part of the answer."""
        self.line.ask(LiveAsk("one", "myhibachi", about, words, thread))
        found = [self.parts.get(timeout=PATIENCE)]
        while found[-1].kind not in (LiveKind.DONE, LiveKind.FILE, LiveKind.FAILED, LiveKind.MESSAGE):
            found.append(self.parts.get(timeout=PATIENCE))
        return found

    def _keep(self, name: str, content: bytes) -> str:
        (self.folder / name).write_bytes(content)
        return name


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def hibachi(clock: FixedClock) -> Iterator[Hibachi]:
    with Hibachi(clock) as office:
        yield office


def _desk(url: str, folder: Path, secret: str = SECRET, clock: FixedClock | None = None) -> Iterator[Desk]:
    desk = Desk(url, secret, folder, clock or FixedClock())
    yield desk
    desk.line.close()
    assert desk.bugs == []


@pytest.fixture
def desk(hibachi: Hibachi, tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    yield from _desk(hibachi.server.url, tmp_path, clock=clock)


def test_an_answer_is_heard_while_it_is_written_and_signed_in_for_once(desk: Desk, hibachi: Hibachi) -> None:
    said = desk.ask("chat", "Have we a table for 25?")
    assert [part.kind for part in said] == [LiveKind.BEGUN, *[LiveKind.PIECE] * 3, LiveKind.DONE]
    assert "".join(part.words for part in said) == "Of course!"
    assert said[0].thread == "thread_abc123"
    desk.ask("chat", "And for 26?")
    assert len(hibachi.server.asked("POST", f"{V1}/auth/login")) == 1
    assert hibachi.server.violations == []


def test_a_token_that_ran_out_is_replaced_and_the_question_asked_again(desk: Desk, hibachi: Hibachi) -> None:
    desk.ask("chat", "one")
    hibachi.access.clear()  # they forgot us
    hibachi.asks_who = True
    assert desk.ask("chat", "two")[-1].kind is LiveKind.DONE
    assert len(hibachi.server.asked("POST", f"{V1}/auth/refresh")) == 1


def test_the_eleventh_question_of_a_minute_is_not_sent(desk: Desk, hibachi: Hibachi) -> None:
    for _ in range(10):
        assert desk.ask("chat", "again")[-1].kind is LiveKind.DONE
    (refused,) = desk.ask("chat", "again")
    assert (refused.kind, refused.words) == (LiveKind.FAILED, Failure.TOO_MANY)
    assert 1 <= refused.seconds <= 61
    assert hibachi.server.overruns == []
    desk.clock.advance(seconds=61)
    assert desk.ask("chat", "again")[-1].kind is LiveKind.DONE


def test_a_wrong_password_and_an_unknown_question_are_told_apart(hibachi: Hibachi, tmp_path: Path) -> None:
    for desk in _desk(hibachi.server.url, tmp_path, "guessed"):
        assert desk.ask("chat", "hello")[0].words == Failure.SIGNED_OUT
        assert desk.ask("fortune", "hello")[0].words == Failure.NOT_OFFERED


def test_nobody_there_is_told_at_once(tmp_path: Path) -> None:
    for desk in _desk("http://127.0.0.1:9", tmp_path):
        assert desk.ask("chat", "hello")[0].words == Failure.UNREACHED


def test_an_answer_that_ends_in_the_middle_is_told_as_cut(tmp_path: Path) -> None:
    with Hibachi(FixedClock(), ("Of",)) as office:
        office.breaks_off = True
        for desk in _desk(office.server.url, tmp_path):
            said = desk.ask("chat", "hello")
            assert [part.kind for part in said] == [LiveKind.BEGUN, LiveKind.PIECE, LiveKind.FAILED]
            assert (said[1].words, said[2].words) == ("Of", Failure.CUT)


def test_a_document_comes_whole_and_what_is_none_is_not_kept(tmp_path: Path) -> None:
    papers = {"good": b"%PDF-1.7 an invoice", "bad": b"<html>sign in to the Wi-Fi</html>"}
    route = Route(
        "GET", f"{V1}/papers/{{id}}", lambda asked: Answered(raw=papers[asked.names["id"]]), access=Access.ANYBODY
    )
    with ContractServer([route], Hibachi(FixedClock()), FixedClock()) as server:
        for desk in _desk(server.url, tmp_path, ""):
            assert desk.ask("paper", "good")[0].words == "good.pdf"
            assert (tmp_path / "good.pdf").read_bytes() == papers["good"]
            assert desk.ask("paper", "bad")[0].words == Failure.UNREADABLE
            assert not (tmp_path / "bad.pdf").exists()


@pytest.fixture
def socket_desk(tmp_path: Path) -> Iterator[tuple[Desk, LiveSocket]]:
    with LiveSocket() as socket:
        for desk in _desk(socket.url, tmp_path, ""):  # without a password nobody signs in, which the document allows
            yield desk, socket


def test_a_conversation_goes_on_in_its_thread(socket_desk: tuple[Desk, LiveSocket]) -> None:
    desk, socket = socket_desk
    assert desk.ask("thread", "Hello", "thread_1")[-1].words == "You said: Hello"
    assert desk.ask("thread", "Again", "thread_1")[-1].words == "You said: Again"
    assert socket.paths == ["/ws/chat/thread_1"]


def test_a_line_that_is_cut_is_told_and_taken_up_again(socket_desk: tuple[Desk, LiveSocket]) -> None:
    desk, socket = socket_desk
    desk.ask("thread", "Hello", "thread_1")
    socket.answers = False
    desk.line.ask(LiveAsk("two", "myhibachi", "thread", "Still there?", "thread_1"))
    assert desk.parts.get(timeout=PATIENCE).kind is LiveKind.BEGUN
    socket.cut()
    assert desk.parts.get(timeout=PATIENCE).words == Failure.CUT
    assert desk.parts.get(timeout=PATIENCE).kind is LiveKind.RESTING  # taken up again
    socket.answers = True
    assert desk.ask("thread", "And now?", "thread_1")[-1].words == "You said: And now?"
    assert [said["content"] for said in socket.heard] == ["Hello", "Still there?", "And now?"]  # each said once


def test_nothing_of_a_question_or_a_token_is_logged(
    socket_desk: tuple[Desk, LiveSocket], caplog: pytest.LogCaptureFixture
) -> None:
    desk, _ = socket_desk
    with caplog.at_level(logging.DEBUG):
        desk.ask("thread", "a secret of a guest", "thread_1")
        desk.line.ask(LiveAsk("", "myhibachi", LEAVE))
    assert "secret of a guest" not in caplog.text
