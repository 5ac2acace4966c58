"""Cards where several things go wrong at once: what a terminal moved is kept as it moved it, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from aura_terminal.domain.card_attempts import AttemptState
from aura_terminal.domain.card_facts import CardAttemptCreated, LateChoice
from aura_terminal.domain.card_slips import CardAct, Declining
from aura_terminal.domain.errors import Rule, RuleBroken, Unavailable
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CardDeclined, ReaderOutcome, ReaderRequest, TellStep
from aura_terminal.use_cases.card_wishes import SlipRead
from aura_terminal.use_cases.floor import Part
from tests.support.card_lives import OnDisk
from tests.support.card_till import CardTill
from tests.support.counting_reader import Play
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import founded

NONE = Money(0, "EUR")


@pytest.fixture
def till(tmp_path: Path) -> CardTill:
    return CardTill(tmp_path / "reversals.jsonl")


@pytest.fixture
def stored(tmp_path: Path) -> Iterator[CardTill]:
    """The same till over a store on disk."""
    place = founded(tmp_path / "data")
    try:
        yield CardTill(tmp_path / "reversals.jsonl", store=OnDisk(place))
    finally:
        place.store.close()


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def left_to_staff(till: CardTill, play: Play, tip: int = 0) -> AttemptId:
    """An attempt whose terminal is gone since it was asked, so that a person has to look at its slip."""
    till.book.plays.append(play)
    attempt_id = till.charge(till.order(), tip=tip)
    till.worker.step()
    till.book.is_reached = False
    till.work(8)
    assert till.attempt(attempt_id).state is AttemptState.MANUAL_REVIEW
    return attempt_id


def late(till: CardTill) -> AttemptId:
    """An attempt that was approved after somebody had cancelled it."""
    attempt_id = till.charge(till.order())
    till.cancel_meanwhile(attempt_id)
    assert till.attempt(attempt_id).awaits_choice
    return attempt_id


def reversed_late(till: CardTill, sale: AttemptId) -> AttemptId:
    """The attempt that takes a late approval back, before its terminal has it."""
    done = till.store.shop.card_answers.decide_late(till.marta, sale, LateChoice.REVERSE)
    return next(fact.attempt_id for fact in done.facts if isinstance(fact, CardAttemptCreated))


def test_a_terminal_that_declined_after_all_is_asked_once_more_and_prints_nothing(till: CardTill) -> None:
    attempt_id = left_to_staff(till, Play.LOST_BEFORE)
    till.store.shop.card_answers.answer_not_approved(till.marta, attempt_id)
    till.book.word[till.attempt(attempt_id).asked.key] = CardDeclined(Declining.REFUSED, "refused by the bank")
    till.book.is_reached = True
    till.work(30)
    attempt = till.attempt(attempt_id)
    assert (attempt.state, attempt.needs_query, attempt.mismatch) == (AttemptState.NOT_PROCESSED, False, None)
    assert [job for job in till.memory.journal.jobs if "declined" in job.job.title] == []


@pytest.mark.parametrize("act", [CardAct.REVERSAL, CardAct.REFUND])
def test_what_gave_money_back_is_never_taken_back_because_the_disk_is_full(till: CardTill, act: CardAct) -> None:
    shop = till.store.shop
    if act is CardAct.REVERSAL:
        sale = late(till)
        shop.card_answers.decide_late(till.marta, sale, LateChoice.REVERSE)
    else:
        sale = till.charge(till.order())
        till.work(2)
        till.store.clock.advance(seconds=1)
        of, amount = till.attempt(sale).asked.order_id, Money(500, "EUR")
        shop.card_returns.refund(EVERYTHING, of, shop.cards.new_attempt(), sale, amount, "cold")
    till.fill_disk_after_charge(True)
    with pytest.raises(Unavailable, match="disk is full"):
        till.worker.step()
    till.restart()
    till.work()
    assert [one for _, one, _ in till.book.moved] == [CardAct.SALE, act]
    order = till.folded(till.attempt(sale).asked.order_id)
    if act is CardAct.REVERSAL:
        assert (till.attempt(sale).taken_back, order.payments, order.status) == (True, [], OrderStatus.OPEN)
    else:
        assert [one.refund.amount.minor for one in order.refunds.values()] == [500]


def test_a_reversal_that_was_cancelled_too_late_is_no_new_choice(till: CardTill) -> None:
    sale = late(till)
    reversal = reversed_late(till, sale)
    till.cancel_meanwhile(reversal)
    attempt = till.attempt(reversal)
    assert (attempt.state, attempt.awaits_choice, attempt.holds_up) == (AttemptState.APPROVED, False, False)
    assert (till.attempt(sale).taken_back, till.book.net()) == (True, 0)


def test_a_terminal_that_moved_another_amount_than_a_person_read_is_flagged(till: CardTill) -> None:
    attempt_id = left_to_staff(till, Play.LOST_AFTER, tip=60)
    till.store.shop.card_answers.answer_approved(till.marta, attempt_id, SlipRead(Money(690, "EUR"), NONE))
    till.book.is_reached = True
    till.work(12)
    row = till.store.shop.reads.cards.open()[0]
    assert (row.attempt_id, row.contradiction) == (attempt_id, "approved 7.50")
    assert not till.attempt(attempt_id).needs_query


def test_what_is_kept_aside_needs_no_more_room_while_the_terminal_is_gone(till: CardTill) -> None:
    till.charge(till.order())
    perform = till.reader.perform

    def all_fails(request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        outcome = perform(request, tell)
        till.desk.is_full, till.book.is_reached = True, False
        return outcome

    till.reader.perform = all_fails  # type: ignore[method-assign]  # a disk and a line at the worst moment
    till.worker.step()
    before = till.aside.path.read_bytes()
    till.work(20)
    assert till.aside.path.read_bytes() == before
    till.reader.perform = perform  # type: ignore[method-assign]  # and the end of it
    till.desk.is_full, till.book.is_reached = False, True
    till.work(4)
    assert (till.book.net(), till.aside.pending) == (0, ())


def test_a_reversal_the_terminal_declined_is_not_asked_for_again_while_it_cannot_be_kept(till: CardTill) -> None:
    order_id = till.order()
    till.charge(order_id)
    till.book.plays.extend((Play.APPROVE, Play.DECLINE))
    till.fill_disk_after_charge(True)
    till.worker.step()
    till.work(10)
    assert [request.act for request in till.reader.asked] == [CardAct.SALE, CardAct.REVERSAL]
    till.desk.is_full = False
    till.work(2)
    assert (till.folded(order_id).status, till.book.net()) == (OrderStatus.CLOSED, 690)


def test_a_cancel_at_another_terminal_is_asked_and_the_attempts_own_terminal_ends_it(till: CardTill) -> None:
    attempt_id = till.charge(till.order())
    till.memory.opened_by("R2").shop.cards.cancel(till.marta, attempt_id)
    assert till.attempt(attempt_id).state is AttemptState.CREATED
    till.work(1)
    assert (till.attempt(attempt_id).state, till.book.moved) == (AttemptState.CANCELLED, [])


def test_an_order_whose_last_undecided_card_is_cancelled_ends(till: CardTill) -> None:
    order_id = till.order()
    till.book.plays.append(Play.LOST_AFTER)
    first = till.charge(order_id)
    till.worker.step()
    second = till.wish(order_id, instead_of=first)
    till.store.shop.cards.charge(EVERYTHING, second)
    till.desk.settle(first, till.reader.query(till.reader.asked[0]))
    assert (till.folded(order_id).status, till.folded(order_id).bill.due.minor) == (OrderStatus.OPEN, 0)
    till.store.shop.cards.cancel(till.marta, second.attempt_id)
    assert till.folded(order_id).status is OrderStatus.CLOSED


def test_a_reversal_that_is_cancelled_before_it_began_lets_the_charge_stand_on_disk(stored: CardTill) -> None:
    sale = late(stored)
    reversal = reversed_late(stored, sale)
    stored.store.shop.cards.cancel(stored.marta, reversal)
    assert stored.folded(stored.attempt(sale).asked.order_id).status is OrderStatus.CLOSED


def test_no_part_of_an_order_is_charged_elsewhere_while_a_card_is_undecided(till: CardTill) -> None:
    order_id, other = till.order(2), till.order()
    till.book.plays.append(Play.LOST_BEFORE)
    till.charge(order_id)
    till.worker.step()
    till.book.is_reached = False
    floor, parts = till.store.shop.floor, [Part(next(iter(till.folded(order_id).lines)))]
    assert refusal(lambda: floor.split_order(till.marta, order_id, parts)) is Rule.CARD_UNDECIDED
    assert refusal(lambda: floor.move_lines(till.marta, order_id, parts, other)) is Rule.CARD_UNDECIDED


def test_a_tab_is_captured_for_its_own_order_only(till: CardTill) -> None:
    tab = till.wish(till.order(), 5000)
    till.store.shop.cards.hold_tab(till.marta, tab)
    till.work(2)
    other = till.wish(till.order())
    capture = till.store.shop.cards.capture_tab
    assert refusal(lambda: capture(till.marta, tab.attempt_id, other)) is Rule.TAB_NOT_HELD


def test_what_the_bank_denied_is_not_given_back(till: CardTill) -> None:
    order_id = till.order()
    till.book.plays.append(Play.OFFLINE)
    sale = till.charge(order_id)
    till.work(2)
    shop = till.store.shop
    shop.card_answers.deny_offline(EVERYTHING, sale, "denied by the bank")
    give, new = shop.card_returns.refund, shop.cards.new_attempt()
    refund = partial(give, EVERYTHING, order_id, new, sale, Money(100, "EUR"), "cold")
    assert refusal(refund) is Rule.CARD_OVER_CHARGED
