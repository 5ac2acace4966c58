"""Nothing a hostile terminal says, and nothing a person types, leaves a card number in any file of the data folder."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aura_terminal.app.logs import open_logs
from aura_terminal.domain.card_slips import CardAmounts, CardSlip, Declining
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import AttemptId
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardApproved,
    CardCancelled,
    CardDeclined,
    CardLost,
    NotSent,
    QueryOutcome,
    ReaderOutcome,
    ReaderRequest,
    TellStep,
)
from aura_terminal.ports.printing import Fault
from aura_terminal.use_cases.card_wishes import SlipRead
from tests.support.card_lives import OnDisk
from tests.support.card_till import CardTill
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import founded

PAN, GROUPED, OTHER = "4111111111111111", "5555 5555 5555 4444", "378282246310005"
TRACK = f";{PAN}=29121010000012300000?"
HOSTILE = f"card {PAN} or {GROUPED} or {OTHER}, track {TRACK}"
TRACES = (b"411111111111", b"4111 1111", b"5555 5555 5555", b"555555555555", b"378282246310", b"2912101000001230")


class HostileTerminal(CardTill):
    """A till whose terminal answers with whatever the test says; the disk may be full when it does."""

    fills_up = False

    def answer(self, *outcomes: ReaderOutcome | QueryOutcome) -> None:
        """What it says next; then whatever it said last."""
        said = list(outcomes)

        def say(request: ReaderRequest, tell: TellStep | None = None) -> ReaderOutcome | QueryOutcome:
            self.desk.is_full = self.desk.is_full or self.fills_up
            return said.pop(0) if len(said) > 1 else said[0]

        self.reader.perform = say  # type: ignore[assignment,method-assign]  # a terminal nobody should trust
        self.reader.query = say  # type: ignore[assignment,method-assign]  # the same


def hostile_slip() -> CardSlip:
    return CardSlip(
        scheme=HOSTILE, last_four="1111", authorisation=HOSTILE, merchant_id=HOSTILE, terminal_id=HOSTILE,
        receipt_number=HOSTILE, application=HOSTILE, application_id=HOSTILE, cryptogram=PAN,
        verification_results=HOSTILE, status_information=HOSTILE, response_code=HOSTILE, cardholder=(HOSTILE, PAN),
        merchant=(TRACK, GROUPED),
    )  # fmt: skip


def approved(till: CardTill, attempt_id: AttemptId) -> CardApproved:
    amount = till.attempt(attempt_id).asked.amount
    none = replace(amount, minor=0)
    return CardApproved(CardAmounts(amount, none, none, none), hostile_slip(), HOSTILE)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    logs_root = logging.getLogger().handlers[:]
    yield folder
    assert logging.getLogger().handlers == logs_root


def traces(folder: Path) -> list[tuple[str, bytes]]:
    """Every file that holds a piece of a card, with the piece."""
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            held = file.read_bytes()
            found += [(str(file.relative_to(folder)), trace) for trace in TRACES if trace in held]
    return found


def test_no_file_keeps_a_card_number_whatever_a_terminal_says(data: Path) -> None:
    stored = founded(data)
    logs = open_logs(data, "R1", "node")
    try:
        till = HostileTerminal(data / "reversals-x.jsonl", store=OnDisk(stored))
        outcomes = (
            CardDeclined(Declining.REFUSED, HOSTILE, hostile_slip()), CardCancelled(HOSTILE),
            NotSent(Fault.UNREACHABLE, HOSTILE), CardLost(HOSTILE),
        )  # fmt: skip
        for outcome in outcomes:
            attempt_id = till.charge(till.order())
            till.answer(outcome, CannotTell(HOSTILE, is_final=True))
            till.work(3)
            if till.attempt(attempt_id).holds_up:
                till.store.shop.card_answers.answer_not_approved(EVERYTHING, attempt_id)
        attempt_id = till.charge(till.order())
        till.answer(approved(till, attempt_id))
        till.work(2)
        _reversed_aside(till)
        _typed(till)
        _logged()
    finally:
        logs.close()
        stored.store.close()
    assert traces(data) == []
    assert any("[card 1111]" in file.read_text("utf-8", "replace") for file in data.rglob("*.log*"))


def _reversed_aside(till: HostileTerminal) -> None:
    """A charge that cannot be kept is written aside as well."""
    attempt_id = till.charge(till.order())
    till.answer(approved(till, attempt_id))
    till.fills_up = True
    till.worker.step()
    assert till.aside.pending
    assert traces(Path(till.aside.path).parent) == []
    till.fills_up = till.desk.is_full = False
    till.work(2)


def _typed(till: HostileTerminal) -> None:
    """What people type: a note, a reason, a guest's name, and a slip's fields."""
    order_id = till.order()
    ordering = till.store.shop.ordering
    ordering.name_guest(EVERYTHING, order_id, HOSTILE)
    ordering.cancel_order(EVERYTHING, order_id, HOSTILE)
    wish = till.wish(till.order(), by_hand=True)
    till.store.shop.cards.charge(till.marta, wish)
    for slip in (SlipRead(wish.amount, wish.tip, scheme=PAN), SlipRead(wish.amount, wish.tip, last_four=PAN)):
        with pytest.raises(RuleBroken):
            till.store.shop.card_answers.answer_approved(till.marta, wish.attempt_id, slip)


def _logged() -> None:
    """A driver that logs what it hears, and one that dies of it."""
    log = logging.getLogger("devices.readers.hostile")
    log.warning("heard %s", HOSTILE)
    try:
        raise ValueError(HOSTILE)
    except ValueError:
        log.exception("a bug over %s", PAN)
