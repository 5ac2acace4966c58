"""Cards: one charge for one attempt, whatever is cut, and an order that waits until everybody knows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from aura_terminal.domain.card_attempts import AttemptState
from aura_terminal.domain.card_exposure import CARD_RULES, CardRules
from aura_terminal.domain.card_facts import LateChoice, TipWhen
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.documents import put
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.card_reader import ReaderAbilities
from aura_terminal.ports.store import SYSTEM
from aura_terminal.use_cases.card_wishes import SlipRead
from tests.support.card_till import CardTill
from tests.support.counting_reader import ALL_ABILITIES, Killed, Play
from tests.support.memory_shop import EVERYTHING

NONE = Money(0, "EUR")


@pytest.fixture
def till(tmp_path: Path) -> CardTill:
    return CardTill(tmp_path / "reversals.jsonl")


@pytest.fixture
def cashier(till: CardTill) -> Actor:
    """Somebody who takes payments and decides nothing else."""
    kept = {right for right in EVERYTHING.permissions if right.value in ("sell", "take_payment", "send")}
    return Actor(till.marta.id, "Nina", frozenset(kept))


def refusal(act: Callable[[], object]) -> Rule:
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.rule


def read(minor: int, tip: int = 0, last_four: str = "4242") -> SlipRead:
    return SlipRead(Money(minor, "EUR"), Money(tip, "EUR"), "Visa", last_four, "A1", "0007")


def test_an_approved_card_closes_the_order_and_the_drawer_stays_shut(till: CardTill) -> None:
    order_id = till.order(2)
    attempt = till.charge(order_id)
    till.work()
    order = till.folded(order_id)
    assert order.status is OrderStatus.CLOSED
    assert [(one.tender, one.amount.minor, one.attempt_id) for one in order.payments] == [("card", 1380, attempt)]
    assert till.book.net() == 1380
    assert [job.job.kind.value for job in till.memory.journal.jobs if job.job.route == "drawer"] == []
    assert any(job.job.title.startswith("Receipt") for job in till.memory.journal.jobs)


def test_the_key_is_kept_before_the_first_byte_and_the_terminal_is_told_it(till: CardTill) -> None:
    attempt_id = till.charge(till.order())
    till.book.plays.append(Play.KILLED_BEFORE)
    with pytest.raises(Killed):
        till.work()
    kept = till.attempt(attempt_id)
    assert (kept.state, kept.note) == (AttemptState.IN_PROGRESS, "after 0")
    assert till.reader.asked[0].key == kept.asked.key


def test_a_lost_reply_is_asked_for_and_charged_once(till: CardTill) -> None:
    order_id = till.order()
    till.book.plays.append(Play.LOST_AFTER)
    attempt_id = till.charge(order_id)
    till.work()
    assert till.attempt(attempt_id).state is AttemptState.APPROVED
    assert till.folded(order_id).status is OrderStatus.CLOSED
    assert till.book.times(till.attempt(attempt_id).asked.key) == 1


def test_while_nobody_knows_neither_card_nor_cash_nor_an_end_is_taken(till: CardTill) -> None:
    order_id = till.order()
    till.book.plays.append(Play.LOST_BEFORE)
    first = till.charge(order_id)
    till.worker.step()
    till.book.is_reached = False
    shop, marta = till.store.shop, till.marta
    assert till.attempt(first).state is AttemptState.UNKNOWN
    cash = shop.paying.new_attempt()
    for act in (
        lambda: shop.cards.charge(marta, till.wish(order_id)),
        lambda: shop.paying.take_cash(marta, order_id, Money(690, "EUR"), cash),
        lambda: shop.paying.close_free(marta, order_id),
        lambda: shop.ordering.cancel_order(EVERYTHING, order_id, "left"),
        lambda: shop.closing.close_day(EVERYTHING),
        lambda: shop.labor.clock_out(marta),
    ):
        assert refusal(act) is Rule.CARD_UNDECIDED
    assert refusal(lambda: shop.paying.release_token(order_id, "R2")) is Rule.BEING_PAID
    till.book.is_reached = True
    till.work()
    assert till.attempt(first).state is AttemptState.NOT_PROCESSED
    assert shop.paying.take_cash(marta, order_id, Money(690, "EUR"), cash).closed


def test_a_manager_who_names_the_attempt_lets_another_card_be_taken(till: CardTill, cashier: Actor) -> None:
    order_id = till.order()
    till.book.plays.append(Play.LOST_BEFORE)
    first = till.charge(order_id)
    till.worker.step()
    second = till.wish(order_id, instead_of=first)
    assert refusal(lambda: till.store.shop.cards.charge(cashier, second)) is Rule.APPROVAL_NEEDED
    till.store.shop.cards.charge(EVERYTHING, second)
    created = till.attempt(second.attempt_id).asked
    assert created.instead_of is not None
    assert (created.instead_of.attempt_id, created.instead_of.approval.by) == (first, SYSTEM)
    till.work()
    assert till.folded(order_id).status is OrderStatus.CLOSED
    assert till.attempt(first).state is AttemptState.NOT_PROCESSED


def test_a_terminal_has_one_attempt_at_a_time(till: CardTill) -> None:
    till.charge(till.order())
    other = till.order()
    assert refusal(lambda: till.store.shop.cards.charge(till.marta, till.wish(other))) is Rule.READER_BUSY


def test_the_same_attempt_said_twice_is_one(till: CardTill) -> None:
    wish = till.wish(till.order())
    first, second = (till.store.shop.cards.charge(till.marta, wish) for _ in range(2))
    assert (len(first.facts), second.facts) == (1, ())
    till.work()
    assert till.book.net() == 690


def test_a_card_takes_no_more_than_is_due_and_a_tip_within_reason(till: CardTill) -> None:
    order_id = till.order()
    assert refusal(lambda: till.charge(order_id, 700)) is Rule.CARD_OVER_DUE
    assert refusal(lambda: till.charge(order_id, 0)) is Rule.AMOUNT_NOT_POSITIVE
    assert refusal(lambda: till.charge(order_id, 690, tip=500)) is Rule.TIP_OUT_OF_RANGE


def test_a_partial_approval_leaves_the_rest_due(till: CardTill) -> None:
    order_id = till.order(2)
    till.book.plays.append(Play.PART)
    till.charge(order_id)
    till.work()
    order = till.folded(order_id)
    assert (order.status, order.bill.due.minor, order.bill.paid.minor) == (OrderStatus.OPEN, 690, 690)
    till.charge(order_id)
    till.work()
    assert till.folded(order_id).status is OrderStatus.CLOSED


@pytest.mark.parametrize(("play", "tip"), [(Play.TIP, 0), (Play.APPROVE, 69)])
def test_a_tip_is_a_value_of_its_own_and_never_change(till: CardTill, play: Play, tip: int) -> None:
    order_id = till.order()
    till.book.plays.append(play)
    till.charge(order_id, tip=tip)
    till.work()
    order = till.folded(order_id)
    payment = order.payments[0]
    assert (payment.amount.minor, payment.tip.minor, payment.change.minor) == (690, 69, 0)
    assert payment.tendered.minor == 759 == till.book.net()
    assert till.store.shop.closing.read().tips[0].amount.minor == 69


def test_a_partial_approval_pays_the_check_before_the_tip(till: CardTill) -> None:
    order_id = till.order(2)
    till.book.plays.append(Play.PART)
    till.charge(order_id, tip=120)
    till.work()
    payment = till.folded(order_id).payments[0]
    assert (payment.amount.minor, payment.tip.minor) == (750, 0)


@pytest.mark.parametrize(
    ("play", "state"),
    [
        (Play.DECLINE, AttemptState.DECLINED),
        (Play.GIVE_UP, AttemptState.CANCELLED),
        (Play.NOT_SENT, AttemptState.FAILED_BEFORE_SEND),
    ],
)
def test_what_moved_no_money_leaves_the_order_as_it_was(till: CardTill, play: Play, state: AttemptState) -> None:
    order_id = till.order()
    till.book.plays.append(play)
    attempt_id = till.charge(order_id)
    till.work()
    assert till.attempt(attempt_id).state is state
    assert (till.folded(order_id).payments, till.book.net()) == ([], 0)
    declined = [job for job in till.memory.journal.jobs if "declined" in job.job.title]
    assert len(declined) == (play is Play.DECLINE)


def test_a_terminal_nobody_reaches_charges_nothing(till: CardTill) -> None:
    attempt_id = till.charge(till.order())
    till.book.is_reached = False
    till.work(1)
    assert till.attempt(attempt_id).state is AttemptState.FAILED_BEFORE_SEND
    assert "not reachable" in till.health[-1].hint


def test_an_attempt_that_waited_too_long_is_not_begun(till: CardTill) -> None:
    attempt_id = till.charge(till.order())
    till.store.clock.advance(minutes=2)
    till.work(1)
    assert till.attempt(attempt_id).state is AttemptState.FAILED_BEFORE_SEND
    assert till.book.moved == []


def test_a_cancel_before_the_terminal_has_it_ends_it(till: CardTill) -> None:
    order_id = till.order()
    attempt_id = till.charge(order_id)
    till.store.shop.cards.cancel(till.marta, attempt_id)
    till.work()
    assert till.attempt(attempt_id).state is AttemptState.CANCELLED
    assert till.book.moved == []


def late(till: CardTill) -> AttemptId:
    """An attempt that was approved after somebody had cancelled it."""
    attempt_id = till.charge(till.order())
    till.book.plays.append(Play.LOST_AFTER)
    perform = till.reader.perform

    def cancelled_meanwhile(request, tell):  # type: ignore[no-untyped-def]  # stands for the port's method
        till.store.shop.cards.cancel(till.marta, attempt_id)
        till.worker.hear()
        return perform(request, tell)

    till.reader.perform = cancelled_meanwhile  # type: ignore[method-assign]  # a guest at the counter
    till.work()
    assert till.reader.cancels == 1
    return attempt_id


def test_an_approval_after_the_cancel_waits_for_a_choice(till: CardTill) -> None:
    attempt_id = late(till)
    attempt = till.attempt(attempt_id)
    assert (attempt.state, attempt.awaits_choice) == (AttemptState.APPROVED, True)
    order_id = attempt.asked.order_id
    assert till.folded(order_id).payments == []
    assert refusal(lambda: till.store.shop.cards.charge(till.marta, till.wish(order_id))) is Rule.CARD_UNDECIDED
    till.store.shop.card_answers.decide_late(till.marta, attempt_id, LateChoice.KEEP)
    assert till.folded(order_id).status is OrderStatus.CLOSED


def test_an_approval_after_the_cancel_can_be_reversed(till: CardTill) -> None:
    attempt_id = late(till)
    till.store.shop.card_answers.decide_late(till.marta, attempt_id, LateChoice.REVERSE)
    till.work()
    assert till.book.net() == 0
    order = till.folded(till.attempt(attempt_id).asked.order_id)
    assert (order.payments, order.status) == ([], OrderStatus.OPEN)
    assert till.attempt(attempt_id).taken_back


def test_a_terminal_that_cannot_tell_leaves_it_to_whoever_has_its_slip(till: CardTill, cashier: Actor) -> None:
    order_id = till.order()
    till.book.plays.append(Play.LOST_AFTER)
    attempt_id = till.charge(order_id)
    till.worker.step()
    till.book.is_reached = False
    till.work(1)
    answer = till.store.shop.card_answers.answer_approved
    assert refusal(lambda: answer(cashier, attempt_id, read(690))) is Rule.APPROVAL_NEEDED
    till.work(8)
    assert till.attempt(attempt_id).state is AttemptState.MANUAL_REVIEW
    answer(cashier, attempt_id, read(690))
    assert till.folded(order_id).status is OrderStatus.CLOSED
    till.book.is_reached = True
    till.work(12)
    attempt = till.attempt(attempt_id)
    assert (attempt.confirmed is not None, attempt.mismatch) == (True, None)
    assert len(till.folded(order_id).payments) == 1


@pytest.mark.parametrize("charged", [True, False])
def test_a_terminal_that_contradicts_a_person_later_is_flagged(till: CardTill, charged: bool) -> None:
    order_id = till.order()
    till.book.plays.append(Play.LOST_AFTER if charged else Play.LOST_BEFORE)
    attempt_id = till.charge(order_id)
    till.worker.step()
    till.book.is_reached = False
    till.work(8)
    answers = till.store.shop.card_answers
    if charged:
        answers.answer_not_approved(till.marta, attempt_id)
    else:
        answers.answer_approved(till.marta, attempt_id, read(690))
    till.book.is_reached = True
    till.work(12)
    mismatch = till.attempt(attempt_id).mismatch
    assert mismatch is not None
    assert mismatch.terminal_says == ("approved" if charged else "not charged")
    assert till.store.shop.reads.cards.open()[0].contradiction
    assert len(till.folded(order_id).payments) == 1


def test_a_stand_alone_terminal_is_answered_by_the_cashier_with_four_digits_at_most(till: CardTill) -> None:
    order_id = till.order()
    wish = till.wish(order_id, by_hand=True)
    till.store.shop.cards.charge(till.marta, wish)
    till.work()
    row = till.store.shop.reads.cards.of_order(order_id)[0]
    assert (row.needs_answer, row.state, till.book.moved) == (True, AttemptState.SENT, [])
    answer = till.store.shop.card_answers.answer_approved
    wrong = [read(690, last_four=number) for number in ("4111111111111111", "42424", "42", "42a4")]
    wrong.append(SlipRead(Money(690, "EUR"), NONE, scheme="4111 1111 1111 1111"))
    for slip in wrong:
        assert refusal(partial(answer, till.marta, wish.attempt_id, slip)) is Rule.LAST_FOUR_ONLY
    answer(till.marta, wish.attempt_id, read(690, tip=100))
    payment = till.folded(order_id).payments[0]
    assert (payment.amount.minor, payment.tip.minor, payment.reference) == (690, 100, "0007")
    assert refusal(lambda: answer(till.marta, wish.attempt_id, read(690))) is Rule.ATTEMPT_DECIDED


def test_a_refund_goes_to_the_card_it_came_from_and_never_beyond(till: CardTill, cashier: Actor) -> None:
    order_id = till.order(2)
    sale = till.charge(order_id)
    till.work()
    cards, returns = till.store.shop.cards, till.store.shop.card_returns
    amount, more = Money(500, "EUR"), Money(900, "EUR")
    assert (
        refusal(lambda: returns.refund(cashier, order_id, cards.new_attempt(), sale, amount, "cold"))
        is Rule.APPROVAL_NEEDED
    )
    refund = cards.new_attempt()
    returns.refund(EVERYTHING, order_id, refund, sale, amount, "cold")
    till.work()
    asked = till.reader.asked[-1]
    assert (asked.act, asked.original and asked.original.key) == (CardAct.REFUND, till.attempt(sale).asked.key)
    order = till.folded(order_id)
    assert [(one.refund.tender, one.refund.amount.minor) for one in order.refunds.values()] == [("card", 500)]
    assert order.bill.due.minor == 0
    till.store.clock.advance(seconds=1)
    over = cards.new_attempt()
    assert refusal(lambda: returns.refund(EVERYTHING, order_id, over, sale, more, "again")) is Rule.CARD_OVER_CHARGED
    assert till.book.net() == 880


def test_a_tab_is_held_captured_with_a_tip_and_not_twice(till: CardTill) -> None:
    order_id = till.order()
    cards, hold = till.store.shop.cards, till.wish(order_id, 5000)
    cards.hold_tab(till.marta, hold)
    till.work()
    assert [row.attempt_id for row in till.store.shop.reads.cards.tabs()] == [hold.attempt_id]
    assert till.folded(order_id).payments == []
    capture = till.wish(order_id, 690, tip=60)
    cards.capture_tab(till.marta, hold.attempt_id, capture)
    till.work()
    payment = till.folded(order_id).payments[0]
    assert (payment.amount.minor, payment.tip.minor, till.book.net()) == (690, 60, 750)
    other = till.wish(till.order())
    assert refusal(lambda: cards.capture_tab(till.marta, hold.attempt_id, other)) is Rule.TAB_NOT_HELD


def test_a_tab_is_released_or_expires(till: CardTill) -> None:
    cards, order_id = till.store.shop.cards, till.order()
    first = till.wish(order_id, 5000)
    cards.hold_tab(till.marta, first)
    till.work()
    till.store.clock.advance(seconds=1)
    till.store.shop.card_returns.release_tab(till.marta, order_id, first.attempt_id, cards.new_attempt())
    till.work()
    assert till.store.shop.reads.cards.tabs() == ()
    second = till.wish(order_id, 5000)
    cards.hold_tab(till.marta, second)
    till.work()
    assert cards.expire_tabs() == ()
    till.store.clock.advance(hours=25)
    assert [one.attempt_id for one in cards.expire_tabs()] == [second.attempt_id]
    assert till.store.shop.reads.cards.tabs() == ()


def offline(till: CardTill, items: int = 1) -> AttemptId:
    till.book.plays.append(Play.OFFLINE)
    attempt_id = till.charge(till.order(items))
    till.work()
    return attempt_id


def test_cards_approved_offline_count_over_the_store_until_the_cap_asks_a_manager(till: CardTill) -> None:
    shop = till.store.shop
    shop.administration.put_documents(EVERYTHING, [put(CardRules(CARD_RULES, 1500)).body])
    offline(till)
    offline(till)
    exposure = shop.reads.cards.terms().exposure
    assert (exposure.count, exposure.amount.minor) == (2, 1380)
    third = till.wish(till.order())
    assert refusal(lambda: shop.cards.charge(till.marta, third)) is Rule.CARD_EXPOSURE
    elsewhere = till.memory.opened_by("R2").shop
    assert elsewhere.reads.cards.terms().exposure == exposure


def test_an_offline_approval_that_is_too_old_asks_a_manager_until_it_is_settled(till: CardTill) -> None:
    attempt_id = offline(till)
    till.store.clock.advance(hours=25)
    wish = till.wish(till.order())
    assert refusal(lambda: till.store.shop.cards.charge(till.marta, wish)) is Rule.CARD_EXPOSURE
    till.store.shop.card_answers.settle_offline(EVERYTHING, attempt_id, "in the batch of the day")
    till.store.shop.cards.charge(till.marta, wish)


def test_an_offline_approval_that_is_denied_opens_the_debt_again(till: CardTill) -> None:
    attempt_id = offline(till)
    order_id = till.attempt(attempt_id).asked.order_id
    till.store.shop.card_answers.deny_offline(EVERYTHING, attempt_id, "denied by the bank")
    order = till.folded(order_id)
    assert order.bill.due.minor == 690
    conflicts = till.store.shop.conflicts.of_order(EVERYTHING, order_id)
    assert [conflict.kind.value for conflict, _ in conflicts] == ["underpaid"]


def test_a_charge_that_cannot_be_kept_is_reversed_at_once(till: CardTill) -> None:
    order_id = till.order()
    attempt_id = till.charge(order_id)
    perform = till.reader.perform

    def disk_fills_meanwhile(request, tell):  # type: ignore[no-untyped-def]  # stands for the port's method
        outcome = perform(request, tell)
        till.desk.is_full = True
        return outcome

    till.reader.perform = disk_fills_meanwhile  # type: ignore[method-assign]  # a disk at the worst moment
    till.worker.step()
    assert [act for _, act, _ in till.book.moved] == [CardAct.SALE, CardAct.REVERSAL]
    till.restart()
    till.work()
    attempt = till.attempt(attempt_id)
    assert (attempt.state, attempt.taken_back, till.book.net()) == (AttemptState.APPROVED, True, 0)
    order = till.folded(order_id)
    assert (order.payments, order.status) == ([], OrderStatus.OPEN)
    assert till.aside.pending == ()


def test_a_reversal_that_is_refused_lets_the_charge_stand(till: CardTill) -> None:
    order_id = till.order()
    till.charge(order_id)
    till.book.plays.extend((Play.APPROVE, Play.DECLINE))
    perform = till.reader.perform

    def disk_is_full_for_once(request, tell):  # type: ignore[no-untyped-def]  # stands for the port's method
        outcome = perform(request, tell)
        till.desk.is_full = not till.desk.is_full
        return outcome

    till.reader.perform = disk_is_full_for_once  # type: ignore[method-assign]  # a disk at the worst moment
    till.worker.step()
    assert till.folded(order_id).status is OrderStatus.CLOSED
    assert till.book.net() == 690


def test_a_reader_that_cannot_reverse_is_asked_again_when_the_store_can_be_written(tmp_path: Path) -> None:
    abilities = ReaderAbilities(can_query=True)
    till = CardTill(tmp_path / "reversals.jsonl", abilities)
    order_id = till.order()
    till.charge(order_id)
    till.desk.killed_at = (3, "before")
    with pytest.raises(Killed):
        till.work()
    till.restart()
    till.work()
    assert till.folded(order_id).status is OrderStatus.CLOSED
    assert len(till.book.moved) == 1
    assert ALL_ABILITIES.can_reverse


def test_a_tip_the_terminal_asks_for_is_asked_for(till: CardTill) -> None:
    order_id = till.order()
    wish = till.wish(order_id, tip_when=TipWhen.AT_TERMINAL)
    till.store.shop.cards.charge(till.marta, wish)
    till.work()
    assert till.reader.asked[0].asking.value == "tip"
