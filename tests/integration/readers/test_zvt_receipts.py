"""What a ZVT terminal's receipt numbers tell after a lost reply, and what they leave to a person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.ports.card_reader import CannotTell, CardApproved, CardLost, NotSent
from aura_terminal.ports.printing import Fault
from devices.readers.zvt import ZvtReader
from devices.readers.zvt_frames import PrefixedFraming
from devices.simulators.card_desk import CardDesk, Turn
from devices.simulators.zvt_terminal import TERMINAL_ID
from tests.support.reader_benches import ReaderBench, zvt_bench


@pytest.fixture
def bench() -> Iterator[ReaderBench]:
    made = zvt_bench()
    yield made
    made.end()


def _lost(bench: ReaderBench, turn: Turn) -> ReaderBench:
    bench.perform(bench.prepared(bench.request(1000)))
    bench.simulator.desk.script(turn)
    return bench


def test_a_charge_made_by_hand_meanwhile_is_left_to_a_person(bench: ReaderBench) -> None:
    _lost(bench, Turn.LOSE_REPLY)
    request = bench.prepared(bench.request())
    assert isinstance(bench.perform(request), CardLost)
    bench.simulator.desk.write(Turn.APPROVE, CardAct.SALE, 999, "EUR")
    told = bench.find_out(request)
    assert isinstance(told, CannotTell)
    assert told.is_final


def test_the_next_receipt_over_another_amount_is_not_ours(bench: ReaderBench) -> None:
    _lost(bench, Turn.REBOOT)
    request = bench.prepared(bench.request())
    assert isinstance(bench.perform(request), CardLost)
    bench.simulator.desk.write(Turn.APPROVE, CardAct.SALE, 999, "EUR")
    told = bench.find_out(request)
    assert isinstance(told, CannotTell)
    assert told.is_final


def test_the_number_after_the_last_one_is_one() -> None:
    bench = zvt_bench()
    bench.simulator.desk = CardDesk(first_number=9999)
    try:
        _lost(bench, Turn.LOSE_REPLY)
        request = bench.prepared(bench.request())
        assert request.note == f"receipt=9999 terminal={TERMINAL_ID}"
        assert isinstance(bench.perform(request), CardLost)
        told = bench.find_out(request)
    finally:
        bench.end()
    assert isinstance(told, CardApproved)
    assert told.reference.startswith("0001/")


def test_without_a_noted_number_nothing_is_asked_and_nothing_can_be_told(bench: ReaderBench) -> None:
    outcome = bench.perform(bench.request())
    assert isinstance(outcome, NotSent)
    assert outcome.fault is Fault.NOT_SET_UP
    assert isinstance(bench.find_out(bench.request()), CannotTell)
    assert bench.simulator.desk.book == ()


def test_a_reversal_of_what_the_terminal_never_did_is_refused(bench: ReaderBench) -> None:
    bench.perform(bench.prepared(first := bench.request()))
    request = bench.prepared(bench.request(act=CardAct.REVERSAL))
    assert isinstance(bench.perform(request), NotSent)
    assert len(bench.simulator.desk.book) == 1
    assert first.key != request.key


def test_the_day_is_handed_over(bench: ReaderBench) -> None:
    assert isinstance(bench.reader, ZvtReader)
    assert bench.reader.end_of_day()


def test_a_till_that_puts_lengths_before_its_messages_is_understood_and_answered_alike() -> None:
    bench = zvt_bench(framing=PrefixedFraming)
    try:
        assert isinstance(bench.perform(bench.prepared(bench.request())), CardApproved)
        assert len(bench.simulator.desk.charges) == 1
    finally:
        bench.end()
