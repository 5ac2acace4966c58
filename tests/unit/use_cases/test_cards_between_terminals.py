"""Cards where another terminal, another clock or another card terminal comes between: nothing twice, nobody stuck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from aura_terminal.domain.card_attempts import AttemptState, CardAttempt
from aura_terminal.domain.card_facts import (
    AttemptFact,
    CardAttemptApproved,
    CardAttemptCreated,
    CardCancelAsked,
    LateChoice,
)
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import AttemptId, OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.settling import ChoiceCode
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.card_reader import NotSent, ReaderOutcome, ReaderRequest, TellStep
from aura_terminal.ports.printing import Fault
from aura_terminal.use_cases.card_wishes import CardWish, SlipRead
from aura_terminal.use_cases.shop import Shop
from tests.support.card_till import CardTill
from tests.support.counting_reader import Killed, Play
from tests.support.memory_shop import EVERYTHING

NONE = Money(0, "EUR")
READ = SlipRead(Money(690, "EUR"), NONE)


@pytest.fixture
def till(tmp_path: Path) -> CardTill:
    return CardTill(tmp_path / "reversals.jsonl")


@pytest.fixture
def beside(till: CardTill) -> Shop:
    """Another terminal of the store, which knows all that this one does."""
    return till.memory.opened_by("R2").shop


@pytest.fixture
def cashier(till: CardTill) -> Actor:
    """Somebody who takes payments and decides nothing else."""
    return Actor(till.marta.id, "Nina", frozenset(right for right in EVERYTHING.permissions if right == "take_payment"))


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def sold(till: CardTill) -> AttemptId:
    attempt_id = till.charge(till.order())
    till.work(2)
    till.store.clock.advance(seconds=1)
    return attempt_id


def dead_at_work(till: CardTill, play: Play) -> AttemptId:
    """An attempt at a terminal that died while its card terminal was at it."""
    till.book.plays.append(play)
    attempt_id = till.charge(till.order())
    with pytest.raises(Killed):
        till.worker.step()
    return attempt_id


def held(till: CardTill, order_id: OrderId) -> AttemptId:
    wish = till.wish(order_id, 5000)
    till.store.shop.cards.hold_tab(till.marta, wish)
    till.work(2)
    till.store.clock.advance(seconds=1)
    return wish.attempt_id


def test_money_of_a_card_goes_back_at_its_own_terminal_only(till: CardTill, beside: Shop) -> None:
    sale, new = sold(till), till.store.shop.cards.new_attempt()
    order_id = till.attempt(sale).asked.order_id
    give = partial(beside.card_returns.refund, EVERYTHING, order_id, new, sale, Money(690, "EUR"), "cold")
    undo = partial(beside.card_returns.reverse, EVERYTHING, order_id, new, sale, "cold")
    assert (refusal(give), refusal(undo)) == (Rule.CARD_ELSEWHERE, Rule.CARD_ELSEWHERE)
    till.store.shop.card_returns.reverse(EVERYTHING, order_id, new, sale, "cold")
    till.work()
    assert till.book.net() == 0


def test_a_late_approval_is_kept_anywhere_and_reversed_where_it_was_taken(till: CardTill, beside: Shop) -> None:
    sale = till.charge(till.order())
    till.cancel_meanwhile(sale)
    decide = beside.card_answers.decide_late
    assert refusal(lambda: decide(till.marta, sale, LateChoice.REVERSE)) is Rule.CARD_ELSEWHERE
    assert till.attempt(sale).awaits_choice
    decide(till.marta, sale, LateChoice.KEEP)
    assert till.folded(till.attempt(sale).asked.order_id).status is OrderStatus.CLOSED


def test_a_stand_alone_terminal_gives_back_wherever_it_stands(till: CardTill, beside: Shop) -> None:
    wish = till.wish(till.order(), by_hand=True)
    till.store.shop.cards.charge(till.marta, wish)
    till.store.shop.card_answers.answer_approved(till.marta, wish.attempt_id, READ)
    till.store.clock.advance(seconds=1)
    new, amount = beside.cards.new_attempt(), Money(690, "EUR")
    beside.card_returns.refund(EVERYTHING, wish.order_id, new, wish.attempt_id, amount, "cold")
    beside.card_answers.answer_approved(till.marta, new, READ)
    assert till.attempt(wish.attempt_id).refundable == NONE


def test_a_manager_answers_for_a_machine_that_is_gone(till: CardTill, beside: Shop, cashier: Actor) -> None:
    sale = dead_at_work(till, Play.KILLED_AFTER)
    answer = beside.card_answers.answer_approved
    assert refusal(lambda: answer(EVERYTHING, sale, READ)) is Rule.READER_BUSY
    till.store.clock.advance(minutes=6)
    assert refusal(lambda: answer(cashier, sale, READ)) is Rule.APPROVAL_NEEDED
    answer(EVERYTHING, sale, READ)
    order_id = till.attempt(sale).asked.order_id
    assert till.folded(order_id).status is OrderStatus.CLOSED
    till.restart()
    till.work(12)
    attempt = till.attempt(sale)
    assert (attempt.confirmed is not None, attempt.mismatch) == (True, None)
    assert (len(till.folded(order_id).payments), till.book.net()) == (1, 690)


def test_another_card_is_taken_beside_one_of_a_machine_that_is_gone(till: CardTill, beside: Shop) -> None:
    sale = dead_at_work(till, Play.KILLED_BEFORE)
    order_id = till.attempt(sale).asked.order_id
    beside.paying.override_token(EVERYTHING, order_id, "its machine is broken")
    till.store.clock.advance(milliseconds=1)
    wish = till.wish(order_id, by_hand=True, instead_of=sale)
    assert refusal(lambda: beside.cards.charge(EVERYTHING, wish)) is Rule.READER_BUSY
    till.store.clock.advance(minutes=6)
    beside.cards.charge(EVERYTHING, wish)
    beside.card_answers.answer_approved(till.marta, wish.attempt_id, READ)
    assert till.folded(order_id).bill.due == NONE
    till.restart()
    till.work()
    assert (till.folded(order_id).status, till.book.moved) == (OrderStatus.CLOSED, [])


def test_a_machine_that_comes_back_and_knows_better_is_believed_and_flagged(till: CardTill, beside: Shop) -> None:
    sale = dead_at_work(till, Play.KILLED_AFTER)
    till.store.clock.advance(minutes=6)
    beside.card_answers.answer_not_approved(EVERYTHING, sale)
    till.restart()
    till.work(12)
    assert till.attempt(sale).mismatch is not None
    assert len(till.folded(till.attempt(sale).asked.order_id).payments) == 1


def test_a_contradiction_is_dealt_with_once_and_both_words_stay(till: CardTill, beside: Shop, cashier: Actor) -> None:
    sale = dead_at_work(till, Play.KILLED_AFTER)
    till.store.clock.advance(minutes=6)
    beside.card_answers.answer_not_approved(EVERYTHING, sale)
    till.restart()
    till.work(12)
    settle = till.store.shop.card_answers.settle_contradiction
    assert refusal(lambda: settle(cashier, sale, "compared")) is Rule.APPROVAL_NEEDED
    settle(EVERYTHING, sale, "compared")
    assert till.store.shop.reads.cards.open() == ()
    assert till.attempt(sale).mismatch is not None
    assert refusal(lambda: settle(EVERYTHING, sale, "compared")) is Rule.ATTEMPT_DECIDED


def test_what_a_gone_machine_never_began_is_ended_elsewhere_and_never_begun(till: CardTill, beside: Shop) -> None:
    order_id = till.order()
    attempt_id = till.charge(order_id)
    beside.cards.cancel(till.marta, attempt_id)
    till.store.clock.advance(minutes=6)
    beside.card_answers.answer_not_approved(EVERYTHING, attempt_id)
    till.store.shop.paying.take_cash(till.marta, order_id, Money(690, "EUR"), till.store.shop.paying.new_attempt())
    till.restart()
    till.work()
    assert (till.folded(order_id).status, till.book.moved) == (OrderStatus.CLOSED, [])


def test_a_cancel_that_is_heard_of_after_the_approval_changes_nothing(till: CardTill) -> None:
    sale = sold(till)
    facts = [entry for entry in till.memory.journal.facts(Aggregate.ATTEMPT, sale) if isinstance(entry, AttemptFact)]
    before = next(place for place, fact in enumerate(facts) if isinstance(fact, CardAttemptApproved))
    cancel = CardCancelAsked(sale, till.store.clock.now(), till.marta.id)
    attempt = CardAttempt(sale)
    for fact in (*facts[:before], cancel, *facts[before:]):
        attempt.apply(fact)
    assert (attempt.state, attempt.awaits_choice, attempt.holds_up) == (AttemptState.APPROVED, False, False)


def paid_twice(till: CardTill) -> tuple[OrderId, AttemptId, AttemptId]:
    """An order two cards were charged for, because nobody knew of the first."""
    order_id, shop = till.order(), till.store.shop
    till.book.plays.append(Play.LOST_AFTER)
    first = till.charge(order_id)
    till.worker.step()
    second = till.wish(order_id, instead_of=first)
    shop.cards.charge(EVERYTHING, second)
    till.work()
    till.store.clock.advance(seconds=1)
    assert till.book.net() == 1380
    return order_id, first, second.attempt_id


def test_what_was_given_back_in_cash_is_not_given_back_to_the_card_as_well(till: CardTill) -> None:
    order_id, first, second = paid_twice(till)
    shop = till.store.shop
    conflict, _ = shop.conflicts.of_order(EVERYTHING, order_id)[0]
    shop.conflicts.decide(EVERYTHING, conflict.id, ChoiceCode.GIVE_BACK, "two cards")
    give, amount = shop.card_returns.refund, Money(690, "EUR")
    give(EVERYTHING, order_id, shop.cards.new_attempt(), first, amount, "cold")
    till.work(2)
    till.store.clock.advance(seconds=1)
    again = partial(give, EVERYTHING, order_id, shop.cards.new_attempt(), second, Money(100, "EUR"), "cold")
    assert refusal(again) is Rule.CARD_OVER_CHARGED


@pytest.mark.parametrize("act", [CardAct.REFUND, CardAct.REVERSAL])
def test_what_was_paid_too_much_and_went_back_to_its_card_is_settled(till: CardTill, act: CardAct) -> None:
    order_id, first, _ = paid_twice(till)
    returns, new = till.store.shop.card_returns, till.store.shop.cards.new_attempt()
    if act is CardAct.REFUND:
        returns.refund(EVERYTHING, order_id, new, first, Money(690, "EUR"), "two cards")
    else:
        returns.reverse(EVERYTHING, order_id, new, first, "two cards")
    till.work()
    assert till.store.shop.conflicts.of_order(EVERYTHING, order_id) == ()
    assert (till.folded(order_id).borne, till.book.net()) == ({}, 690)


def test_no_cash_is_given_back_while_a_card_may_be_giving_it_back(till: CardTill) -> None:
    order_id, first, _ = paid_twice(till)
    shop = till.store.shop
    conflict, _ = shop.conflicts.of_order(EVERYTHING, order_id)[0]
    till.book.plays.append(Play.LOST_AFTER)
    shop.card_returns.reverse(EVERYTHING, order_id, shop.cards.new_attempt(), first, "two cards")
    till.worker.step()
    decide = partial(shop.conflicts.decide, EVERYTHING, conflict.id, ChoiceCode.GIVE_BACK, "two cards")
    assert refusal(decide) is Rule.CARD_UNDECIDED
    till.work()
    assert refusal(decide) is Rule.CONFLICT_GONE


def test_what_may_just_be_given_back_is_not_denied(till: CardTill) -> None:
    till.book.plays.extend((Play.OFFLINE, Play.LOST_AFTER))
    sale, shop = sold(till), till.store.shop
    of, amount = till.attempt(sale).asked.order_id, Money(690, "EUR")
    shop.card_returns.refund(EVERYTHING, of, shop.cards.new_attempt(), sale, amount, "cold")
    till.worker.step()
    assert refusal(lambda: shop.card_answers.deny_offline(EVERYTHING, sale, "denied")) is Rule.CARD_UNDECIDED


def test_a_charge_that_cannot_be_taken_back_at_this_card_terminal_stands(till: CardTill) -> None:
    order_id = till.order()
    till.charge(order_id)
    till.fill_disk_after_charge(True)
    perform = till.reader.perform

    def not_ours(request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
        if request.act is CardAct.REVERSAL:
            till.desk.is_full = False
            return NotSent(Fault.NOT_SET_UP, "another terminal stands here")
        return perform(request, tell)

    till.reader.perform = not_ours  # type: ignore[method-assign]  # a terminal that was exchanged
    till.work()
    assert (till.folded(order_id).status, till.book.net(), till.aside.pending) == (OrderStatus.CLOSED, 690, ())


def merged_tab(till: CardTill) -> tuple[OrderId, OrderId, AttemptId]:
    """A tab of an order that went into another one: the order that stays, the tab's own, the tab."""
    stays = till.order()
    till.store.clock.advance(seconds=1)
    goes = till.order()
    tab = held(till, goes)
    assert till.store.shop.floor.merge_orders(till.marta, goes, stays).order_id == stays
    return stays, goes, tab


def test_a_tab_goes_along_where_its_order_is_merged(till: CardTill) -> None:
    stays, _, tab = merged_tab(till)
    capture = till.store.shop.cards.capture_tab
    assert refusal(lambda: capture(till.marta, tab, till.wish(till.order()))) is Rule.TAB_NOT_HELD
    capture(till.marta, tab, till.wish(stays))
    till.work()
    assert (till.folded(stays).status, till.book.net()) == (OrderStatus.CLOSED, 1380)


def test_a_tab_is_captured_by_the_card_terminal_that_holds_it_only(till: CardTill, beside: Shop) -> None:
    order_id = till.order()
    tab = held(till, order_id)
    wish = till.wish(order_id)
    other = replace(wish, reader="bar terminal")
    assert refusal(lambda: till.store.shop.cards.capture_tab(till.marta, tab, other)) is Rule.CARD_ELSEWHERE
    till.store.shop.paying.release_token(order_id, "R2")
    assert refusal(lambda: beside.cards.capture_tab(till.marta, tab, wish)) is Rule.CARD_ELSEWHERE


def test_a_tab_is_not_let_go_while_nobody_knows_whether_it_was_captured(till: CardTill) -> None:
    stays, goes, tab = merged_tab(till)
    till.book.plays.append(Play.LOST_AFTER)
    till.store.shop.cards.capture_tab(till.marta, tab, till.wish(stays))
    till.worker.step()
    till.book.is_reached = False
    till.work(8)
    shop = till.store.shop
    release = partial(shop.card_returns.release_tab, till.marta, goes, tab, shop.cards.new_attempt())
    assert refusal(release) is Rule.CARD_UNDECIDED


def test_a_tab_that_was_held_after_the_cancel_is_let_go(till: CardTill) -> None:
    wish = till.wish(till.order(), 5000)
    till.store.shop.cards.hold_tab(till.marta, wish)
    till.cancel_meanwhile(wish.attempt_id)
    till.store.shop.card_answers.decide_late(till.marta, wish.attempt_id, LateChoice.REVERSE)
    till.work()
    assert till.reader.asked[-1].act is CardAct.RELEASE
    assert (till.attempt(wish.attempt_id).holds_money, till.store.shop.reads.cards.open()) == (False, ())


def test_a_capture_the_full_disk_kept_out_is_asked_for_and_never_lost(till: CardTill) -> None:
    order_id = till.order()
    tab = held(till, order_id)
    till.store.shop.cards.capture_tab(till.marta, tab, till.wish(order_id))
    till.desk.killed_at = (till.desk.commits + 3, "before")
    with pytest.raises(Killed):
        till.worker.step()
    till.restart()
    till.work()
    assert (till.folded(order_id).status, till.attempt(tab).captured) == (OrderStatus.CLOSED, True)
    assert [act for _, act, _ in till.book.moved] == [CardAct.PREAUTHORISATION, CardAct.CAPTURE]


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_that_is_set_back_keeps_no_card_waiting(till: CardTill, back: timedelta) -> None:
    till.book.plays.append(Play.LOST_AFTER)
    attempt_id = till.charge(till.order())
    till.worker.step()
    till.book.is_reached = False
    till.work(1)
    till.store.clock.set(till.store.clock.now() - back)
    till.work(1)
    assert till.attempt(attempt_id).state is AttemptState.MANUAL_REVIEW
    till.book.is_reached = True
    till.work(8)
    assert till.folded(till.attempt(attempt_id).asked.order_id).status is OrderStatus.CLOSED


def test_what_waited_while_the_clock_was_set_back_is_not_begun(till: CardTill) -> None:
    attempt_id = till.charge(till.order())
    till.store.clock.set(till.store.clock.now() - timedelta(hours=1))
    till.work(1)
    assert (till.attempt(attempt_id).state, till.book.moved) == (AttemptState.FAILED_BEFORE_SEND, [])


def test_what_a_card_terminal_shows_ends_also_where_its_outcome_cannot_be_kept(till: CardTill) -> None:
    sale = sold(till)
    shop, of = till.store.shop, till.attempt(sale).asked.order_id
    shop.card_returns.refund(EVERYTHING, of, shop.cards.new_attempt(), sale, Money(100, "EUR"), "cold")
    till.fill_disk_after_charge(True)
    with pytest.raises(Exception, match="disk is full"):
        till.worker.step()
    assert till.news[-1].attempt_id is None


def created(facts: tuple[object, ...]) -> AttemptId:
    return next(fact.attempt_id for fact in facts if isinstance(fact, CardAttemptCreated))


def test_a_tab_stays_held_where_letting_it_go_came_to_nothing(till: CardTill) -> None:
    order_id = till.order()
    tab = held(till, order_id)
    till.book.plays.append(Play.DECLINE)
    shop = till.store.shop
    done = shop.card_returns.release_tab(till.marta, order_id, tab, shop.cards.new_attempt())
    till.work()
    assert till.attempt(created(done.facts)).state is AttemptState.DECLINED
    assert till.attempt(tab).holds_money
    capture: CardWish = till.wish(order_id)
    shop.cards.capture_tab(till.marta, tab, capture)
    till.work()
    assert till.folded(order_id).status is OrderStatus.CLOSED
