"""What every connector shares, with a back office that has one kind of thing."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from aura_terminal.domain.central import CentralRecord, record_id
from aura_terminal.ports.central import Picture, WireRow, WireState
from sync.reconcile.contract import (
    Answer,
    Call,
    Done,
    Lane,
    LookFirst,
    Lost,
    Outcome,
    Page,
    Plan,
    Problem,
    Refusal,
    Reply,
    SignInAgain,
    Unknown,
    Unreadable,
)
from sync.reconcile.keys import KeySession
from sync.reconcile.translator import Answered, CannotTell, Translation, Translator
from tests.support.memory_journal import MemoryJournal
from tests.unit.sync.connectors.auraconnect.pictures import JournalPicture, MemoryTokens

THING, OTHER = record_id("tiny", "thing", "t1"), record_id("tiny", "other", "o1")
HEADERS = {"content-type": "application/json"}


def plan_thing(record: CentralRecord, local_id: str, picture: Picture) -> Plan:
    raise CannotTell(Problem.UNKNOWN_ITEM, f"{local_id} is not known there", "tiny/thing/t0")


def read(answered: Answered) -> Outcome:
    same = answered.sent == {"amount": Decimal("0.10000000000000000001")}
    return Done(answered.reading["id"].id() if answered.reading.has("id") else answered.local_id, is_same=same)


def means(row: WireRow, outcome: Outcome) -> Outcome:
    is_gone = isinstance(outcome, Refusal) and outcome.problem is Problem.GONE
    return Done() if is_gone or isinstance(outcome, LookFirst) else outcome


TINY = Translation(
    name="tiny", lanes={"thing": Lane.MONEY}, other_lane=Lane.STOCK,
    records_of=lambda touched, picture: [THING, OTHER, THING],
    planners={"thing": plan_thing}, read=read,
    look=lambda row, sent: Call("GET", f"/things?amount={sent['amount']}"), looked=read,
    pulls=(), ask=lambda sweep: Call("GET", "/"), page=lambda sweep, answer, picture, now_ms: Page((), (), False),
    vanished=lambda sweep, ids, picture: (),
)  # fmt: skip
ROW = WireRow(
    "k", "tiny", THING, "create", "d", int(Lane.MONEY), "POST", "/things", b'{"amount":0.10000000000000000001}',
    WireState.SENT, 0,
)  # fmt: skip


@pytest.fixture
def tiny() -> Translator:
    return Translator(KeySession(("X-Key",), MemoryTokens(password="k1")), TINY)


@pytest.fixture
def picture() -> JournalPicture:
    return JournalPicture(MemoryJournal())


def said(status: int, body: object = None) -> Reply:
    if body is None:
        return Reply(status, HEADERS | {"content-length": "0"}, b"")
    return Reply(status, HEADERS, json.dumps(body).encode())


def test_what_a_kind_is_named_for_goes_in_its_lane_and_all_else_in_the_other(tiny: Translator) -> None:
    assert (tiny.lane(THING), tiny.lane(OTHER)) == (Lane.MONEY, Lane.STOCK)


def test_what_has_no_counterpart_there_waits_for_a_person(tiny: Translator, picture: JournalPicture) -> None:
    plan = tiny.plan(CentralRecord(THING), picture)

    assert (plan.steps, plan.problem, plan.problem_step) == ((), Problem.UNKNOWN_ITEM, "create")
    assert (plan.detail, plan.about) == ("t1 is not known there", "tiny/thing/t0")


def test_it_waits_as_the_step_that_would_have_been_the_first(picture: JournalPicture) -> None:
    tiny = Translator(KeySession((), MemoryTokens()), replace(TINY, first_step=lambda record: "sell"))

    assert tiny.plan(CentralRecord(THING), picture).problem_step == "sell"


def test_of_a_kind_nobody_plans_nothing_is_due(tiny: Translator, picture: JournalPicture) -> None:
    assert tiny.plan(CentralRecord(OTHER), picture) == Plan()


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Lost("cut", maybe_done=True), Unknown("cut")),
        (said(401, {}), SignInAgain()),
        (said(404, {"message": "who?"}), Refusal(Problem.GONE, 404, "who?")),
        (said(201, {"id": 7}), Done("7")),
        (said(204), Done("t1")),
    ],
)
def test_an_answer_means_what_it_means_of_every_step(
    tiny: Translator, picture: JournalPicture, answer: Answer, outcome: Outcome
) -> None:
    assert tiny.read(ROW, answer, picture, 0) == outcome


def test_a_step_that_knows_better_says_what_a_status_comes_to(picture: JournalPicture) -> None:
    tiny = Translator(KeySession((), MemoryTokens()), replace(TINY, means=means))

    assert tiny.read(ROW, said(404, {}), picture, 0) == Done()
    assert tiny.read(ROW, said(409, {}), picture, 0) == Done()
    assert tiny.looked(ROW, said(404, {}), picture, 0) == Done()
    assert isinstance(tiny.looked(ROW, said(409, {}), picture, 0), LookFirst)


def test_what_was_sent_is_looked_for_to_the_last_digit(tiny: Translator) -> None:
    assert tiny.look(ROW) == Call("GET", "/things?amount=0.10000000000000000001")


def test_a_look_that_shows_nothing_at_all_is_no_answer(tiny: Translator, picture: JournalPicture) -> None:
    with pytest.raises(Unreadable):
        tiny.looked(ROW, said(204), picture, 0)


def test_a_request_has_the_headers_of_its_session_and_of_its_document(tiny: Translator) -> None:
    more = Translator(tiny.session, replace(TINY, headers=lambda key: {"X-Once": key}))

    assert tiny.headers("k") == {"X-Key": "k1"}
    assert more.headers("k") == {"X-Key": "k1", "X-Once": "k"}


def test_a_record_is_named_once(tiny: Translator, picture: JournalPicture) -> None:
    assert list(tiny.records_of(None, picture)) == [THING, OTHER]  # type: ignore[arg-type]  # not looked at
