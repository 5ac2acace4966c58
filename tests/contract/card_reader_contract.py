"""What every card terminal's driver promises. A test class supplies `bench`: the driver and the other side of it.

The simulator's book of charges is the truth that every outcome is compared with.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.card_reader import (
    Asking,
    CannotTell,
    CardApproved,
    CardCancelled,
    CardDeclined,
    CardLost,
    Declining,
    NotProcessed,
    NotSent,
    Original,
    QueryOutcome,
    ReaderOutcome,
    Step,
)
from aura_terminal.ports.printing import Power
from devices.simulators.card_desk import Turn
from tests.support.cut_line import Cut, Way
from tests.support.reader_benches import CARD_NUMBER, ReaderBench

SHORT_FORM = 6
TEST_CARDS = (
    ("4242 4242 4242 4242", CardApproved), ("4000 0000 0000 0002", CardDeclined), ("4000 0000 0000 9995", CardDeclined),
)  # fmt: skip


class CardReaderContract:
    """The promises of the `CardReader` port."""

    def test_a_card_that_is_approved_is_charged_once(self, bench: ReaderBench) -> None:
        outcome = bench.perform(bench.prepared(bench.request()))
        assert isinstance(outcome, CardApproved)
        assert (outcome.amounts.taken.minor, outcome.amounts.tip.minor, outcome.offline) == (4250, 0, False)
        assert outcome.reference
        assert [charge.minor for charge in bench.simulator.desk.charges] == [4250]

    @pytest.mark.parametrize("turn", [Turn.DECLINE, Turn.WRONG_PIN, Turn.INSUFFICIENT_FUNDS])
    def test_a_card_that_is_declined_is_not_charged(self, bench: ReaderBench, turn: Turn) -> None:
        bench.simulator.desk.script(turn)
        outcome = bench.perform(bench.prepared(bench.request()))
        assert isinstance(outcome, CardDeclined)
        assert outcome.why in (Declining.REFUSED, Declining.WRONG_PIN)
        assert bench.simulator.desk.charges == ()

    def test_a_busy_terminal_charges_nothing(self, bench: ReaderBench) -> None:
        bench.simulator.desk.script(Turn.BUSY)
        outcome = bench.perform(bench.prepared(bench.request()))
        assert isinstance(outcome, CardDeclined | NotSent)
        assert bench.simulator.desk.charges == ()

    def test_a_guest_who_gives_up_is_not_charged(self, bench: ReaderBench) -> None:
        bench.simulator.desk.script(Turn.GUEST_GIVES_UP)
        assert isinstance(bench.perform(bench.prepared(bench.request())), CardCancelled | CardDeclined)
        assert bench.simulator.desk.charges == ()

    def test_a_part_is_told_as_what_was_taken(self, bench: ReaderBench) -> None:
        bench.simulator.desk.script(Turn.PART)
        outcome = bench.perform(bench.prepared(bench.request()))
        if not bench.reader.abilities.takes_part and isinstance(outcome, CardDeclined):
            assert bench.simulator.desk.charges == ()  # this terminal takes all or nothing
            return
        assert isinstance(outcome, CardApproved)
        assert outcome.amounts.taken.minor == bench.simulator.desk.charges[0].minor == 2125

    def test_a_tip_is_told_apart_from_what_was_asked(self, bench: ReaderBench) -> None:
        if not bench.reader.abilities.asks_tip:
            pytest.skip("this driver asks for no tip")
        bench.simulator.desk.script(Turn.TIP)
        outcome = bench.perform(bench.prepared(bench.request(asking=Asking.TIP)))
        assert isinstance(outcome, CardApproved)
        assert (outcome.amounts.taken.minor, outcome.amounts.tip.minor) == (4250, 425)
        assert outcome.amounts.total.minor == bench.simulator.desk.charges[0].minor

    def test_cancelling_from_another_thread_ends_it_uncharged(self, bench: ReaderBench) -> None:
        if not bench.reader.abilities.can_cancel:
            pytest.skip("this driver cannot cancel")
        bench.simulator.desk.script(Turn.WAIT_FOR_CANCEL)
        with _cancelled_once_asked(bench):
            assert isinstance(bench.perform(bench.prepared(bench.request())), CardCancelled)
        assert bench.simulator.desk.charges == ()

    def test_a_cancel_that_comes_too_late_does_not_end_the_next_charge(self, bench: ReaderBench) -> None:
        bench.perform(bench.prepared(bench.request()))
        bench.reader.cancel()
        assert isinstance(bench.perform(bench.prepared(bench.request(1700))), CardApproved)
        assert [charge.minor for charge in bench.simulator.desk.charges] == [4250, 1700]

    def test_an_approval_after_the_cancel_is_still_told(self, bench: ReaderBench) -> None:
        if not bench.reader.abilities.can_cancel:
            pytest.skip("this driver cannot cancel")
        bench.simulator.desk.script(Turn.LATE_APPROVAL)
        with _cancelled_once_asked(bench):
            assert isinstance(bench.perform(bench.prepared(bench.request())), CardApproved)
        assert len(bench.simulator.desk.charges) == 1

    @pytest.mark.parametrize("turn", [Turn.LOSE_REPLY, Turn.GARBAGE])
    def test_a_lost_reply_is_never_asked_twice_and_is_found_out(self, bench: ReaderBench, turn: Turn) -> None:
        bench.simulator.desk.script(turn)
        bench.hurry()
        request = bench.prepared(bench.request())
        outcome = bench.perform(request)
        assert isinstance(outcome, CardLost if turn is Turn.LOSE_REPLY else CardLost | CardApproved)
        told = [bench.find_out(request) for _ in range(2)]
        if bench.reader.abilities.can_query:
            assert all(isinstance(found, CardApproved) and found.amounts.taken.minor == 4250 for found in told)
        else:
            assert all(isinstance(found, CannotTell) and found.is_final for found in told)
        assert len(bench.simulator.desk.charges) == 1

    def test_a_reply_that_comes_twice_counts_once(self, bench: ReaderBench) -> None:
        bench.simulator.desk.script(Turn.REPLY_TWICE)
        assert isinstance(bench.perform(bench.prepared(bench.request())), CardApproved)
        assert isinstance(bench.perform(bench.prepared(bench.request(1700))), CardApproved)
        assert [charge.minor for charge in bench.simulator.desk.charges] == [4250, 1700]

    def test_the_reply_of_another_charge_is_never_taken_for_ours(self, bench: ReaderBench) -> None:
        bench.perform(bench.prepared(bench.request(1700)))
        bench.simulator.desk.script(Turn.REPLY_OF_ANOTHER)
        bench.hurry()
        request = bench.prepared(bench.request())
        outcome = bench.resolve(request)
        if bench.reader.abilities.can_query:
            assert isinstance(outcome, CardApproved)
            assert outcome.amounts.taken.minor == 4250
        else:
            assert isinstance(outcome, CardApproved | CannotTell)
            assert not isinstance(outcome, CardApproved) or outcome.amounts.taken.minor == 4250

    def test_a_terminal_that_restarts_before_the_card_did_nothing(self, bench: ReaderBench) -> None:
        bench.simulator.desk.script(Turn.REBOOT)
        bench.hurry()
        outcome = bench.resolve(bench.prepared(bench.request()))
        if bench.reader.abilities.can_query:
            assert isinstance(outcome, NotProcessed | CardCancelled)
        else:
            assert isinstance(outcome, CannotTell)
        assert bench.simulator.desk.charges == ()

    def test_silence_ends_in_time_and_is_unknown(self, bench: ReaderBench) -> None:
        bench.simulator.desk.script(Turn.STALL)
        bench.hurry()
        assert isinstance(bench.perform(bench.prepared(bench.request())), CardLost)

    def test_a_terminal_that_is_off_is_unavailable_and_asked_nothing(self, bench: ReaderBench) -> None:
        request = bench.prepared(bench.request())
        bench.reader.close()
        reader = bench.renew()
        bench.simulator.close()
        bench.line.end()
        assert isinstance(reader.perform(request, _tell), NotSent | CardLost)
        with pytest.raises(Unavailable):
            reader.status()
        if bench.reader.abilities.can_query:
            told = reader.query(request)
            assert isinstance(told, CannotTell)
            assert not told.is_final
        reader.close()

    def test_a_terminal_in_order_says_so(self, bench: ReaderBench) -> None:
        status = bench.reader.status()
        assert (status.power, status.faults) == (Power.ONLINE, ())

    def test_what_was_never_asked_was_not_processed(self, bench: ReaderBench) -> None:
        request = bench.prepared(bench.request())
        told = bench.find_out(request)
        assert isinstance(told, NotProcessed if bench.reader.abilities.can_query else CannotTell)

    def test_what_was_declined_is_told_again_as_declined_or_not_done(self, bench: ReaderBench) -> None:
        if not bench.reader.abilities.can_query:
            pytest.skip("this driver cannot ask again")
        bench.simulator.desk.script(Turn.DECLINE)
        request = bench.prepared(bench.request())
        bench.perform(request)
        assert isinstance(bench.find_out(request), CardDeclined | NotProcessed)

    def test_a_charge_is_reversed_once(self, bench: ReaderBench) -> None:
        if not bench.reader.abilities.can_reverse:
            pytest.skip("this driver cannot reverse")
        sold = bench.perform(bench.prepared(first := bench.request()))
        assert isinstance(sold, CardApproved)
        original = Original(first.key, sold.reference, sold.amounts.taken)
        undone = bench.perform(bench.prepared(bench.request(act=CardAct.REVERSAL, original=original)))
        assert isinstance(undone, CardApproved)
        assert undone.amounts.taken.minor == 4250
        assert [charge.act for charge in bench.simulator.desk.charges] == [CardAct.SALE, CardAct.REVERSAL]

    def test_a_lost_reversal_is_found_out(self, bench: ReaderBench) -> None:
        if not (bench.reader.abilities.can_reverse and bench.reader.abilities.can_query):
            pytest.skip("this driver cannot reverse, or not ask again")
        sold = bench.perform(bench.prepared(first := bench.request()))
        assert isinstance(sold, CardApproved)
        bench.simulator.desk.script(Turn.LOSE_REPLY)
        original = Original(first.key, sold.reference, sold.amounts.taken)
        undone = bench.resolve(bench.prepared(bench.request(act=CardAct.REVERSAL, original=original)))
        assert isinstance(undone, CardApproved)
        assert len(bench.simulator.desk.charges) == 2

    def test_money_is_given_back(self, bench: ReaderBench) -> None:
        if not bench.reader.abilities.can_refund:
            pytest.skip("this driver cannot refund")
        sold = bench.perform(bench.prepared(first := bench.request()))
        assert isinstance(sold, CardApproved)
        original = Original(first.key, sold.reference, sold.amounts.taken)
        refund = bench.request(1000, act=CardAct.REFUND, original=original)
        back = bench.perform(bench.prepared(refund))
        assert isinstance(back, CardApproved)
        assert back.amounts.taken.minor == bench.simulator.desk.charges[1].minor == 1000

    @pytest.mark.parametrize("end", [CardAct.CAPTURE, CardAct.RELEASE])
    def test_a_tab_is_opened_and_ended(self, bench: ReaderBench, end: CardAct) -> None:
        opening = bench.request(5000, act=CardAct.PREAUTHORISATION)
        if not bench.reader.abilities.can_preauthorise:
            assert isinstance(bench.reader.perform(opening, _tell), NotSent)
            return
        opened = bench.perform(bench.prepared(opening))
        assert isinstance(opened, CardApproved)
        original = Original(opening.key, opened.reference, opened.amounts.taken)
        ended = bench.perform(bench.prepared(bench.request(4600, act=end, original=original)))
        assert isinstance(ended, CardApproved)
        assert [charge.act for charge in bench.simulator.desk.charges] == [CardAct.PREAUTHORISATION, end]

    @pytest.mark.parametrize(("number", "outcome"), TEST_CARDS)
    def test_a_test_card_answers_as_documented_and_four_digits_of_it_are_told(
        self, bench: ReaderBench, number: str, outcome: type[ReaderOutcome], caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        bench.simulator.desk.hold(number)
        found = bench.perform(bench.prepared(bench.request()))
        assert isinstance(found, outcome)
        assert len(bench.simulator.desk.charges) == (outcome is CardApproved)
        kept = _without_gaps(f"{found!r} {bench.simulator.desk.book!r} {caplog.text}")
        assert _without_gaps(number) not in kept
        if isinstance(found, CardApproved):
            assert found.slip.last_four in ("", "4242")

    def test_a_card_number_on_the_wire_is_nowhere_afterwards(
        self, bench: ReaderBench, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        careless = bench.tells_card_numbers()
        try:
            request = careless.prepared(careless.request())
            outcomes: list[ReaderOutcome | QueryOutcome] = [careless.perform(request)]
            careless.simulator.desk.script(Turn.DECLINE, Turn.LOSE_REPLY)
            outcomes.append(careless.perform(careless.prepared(careless.request())))
            lost = careless.prepared(careless.request())
            outcomes += [careless.perform(lost), careless.find_out(lost)]
        finally:
            careless.end()
        for outcome in outcomes:
            assert _without_gaps(repr(outcome)).count(CARD_NUMBER) == 0
        assert isinstance(outcomes[0], CardApproved)
        assert len(outcomes[0].slip.last_four) in (0, 4)
        assert CARD_NUMBER not in _without_gaps(caplog.text)

    def test_closing_twice_is_fine_and_the_next_request_opens_again(self, bench: ReaderBench) -> None:
        bench.reader.close()
        bench.reader.close()
        assert isinstance(bench.perform(bench.prepared(bench.request())), CardApproved)

    @pytest.mark.parametrize("way", list(Way))
    def test_a_line_cut_anywhere_leaves_one_charge_or_none_and_both_agree(self, bench: ReaderBench, way: Way) -> None:
        bench.line.arm(None)
        request = bench.prepared(bench.request())
        bench.line.arm(None)
        assert isinstance(bench.reader.perform(request, _tell), CardApproved)
        length = bench.line.passed[way]
        for place in range(SHORT_FORM):
            judge_cut(bench, Cut(way, length * place // SHORT_FORM))


def judge_cut(bench: ReaderBench, cut: Cut) -> ReaderOutcome | QueryOutcome:
    """One charge over a line that is cut: the terminal's book and the outcome must agree, and never two charges."""
    before = len(bench.simulator.desk.charges)
    outcome = bench.resolve(bench.prepared(bench.request()), cut)
    charged = len(bench.simulator.desk.charges) - before
    assert charged in (0, 1), f"{charged} charges for one key after {cut}"
    if isinstance(outcome, CardApproved):
        assert charged == 1, f"approved without a charge after {cut}"
    elif isinstance(outcome, CannotTell):
        assert not bench.reader.abilities.can_query, f"{outcome} after {cut}"
    else:
        assert charged == 0, f"{outcome} although it was charged, after {cut}"
    return outcome


@contextmanager
def _cancelled_once_asked(bench: ReaderBench) -> Iterator[None]:
    """Somebody else presses cancel as soon as the terminal works."""
    waiting = bench.simulator.desk

    def press() -> None:
        assert waiting.wait_until_asked(1, 10.0)
        bench.reader.cancel()

    other = threading.Thread(target=press)
    other.start()
    try:
        yield
    finally:
        other.join(15)


def _tell(step: Step) -> None:
    assert step in Step


def _without_gaps(text: str) -> str:
    return "".join(text.split())
