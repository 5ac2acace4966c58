"""Random lives of cards over a store on disk: cut lines, full disks, and a process killed at every commit there is.

The terminal keeps its own book. Money never moves twice under one key; once everybody has had the chance to ask, what
the journal says was taken is what the book says.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from aura_terminal.domain.card_attempts import AttemptState, CardAttempt
from aura_terminal.domain.card_facts import LateChoice
from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CardApproved
from aura_terminal.ports.store import Begin
from aura_terminal.use_cases.card_wishes import SlipRead
from aura_terminal.use_cases.shop import Shop
from tests.support.card_till import CardTill
from tests.support.chance import FixedClock, SeededIds
from tests.support.counting_reader import Killed, Play
from tests.support.memory_shop import EVERYTHING
from tests.support.store_shop import StoredShop, opened

PLAYS = st.sampled_from(Play)
PLACES = st.integers(0, 20)
KILLS = st.none() | st.tuples(st.integers(1, 5), st.sampled_from(("before", "after")))
TAKING = (CardAct.SALE, CardAct.CAPTURE)
GIVING = (CardAct.REFUND, CardAct.REVERSAL)


@dataclass
class OnDisk:
    """A store on disk as a till needs it."""

    stored: StoredShop

    @property
    def shop(self) -> Shop:
        """The use cases."""
        return self.stored.shop

    @property
    def begin(self) -> Begin:
        """A fresh unit of work."""
        return self.stored.store.begin

    @property
    def clock(self) -> FixedClock:
        """The time."""
        return self.stored.clock


class CardLives(RuleBasedStateMachine):
    """One till, one terminal, orders that come and go, and everything that can go wrong between them."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.orders: list[OrderId] = []
        self.killed = 0

    @initialize(seed=st.integers(0, 2**16))
    def found(self, seed: int) -> None:
        data, clock = self.folder / "data", FixedClock()
        shutil.copytree(self.template, data)
        clock.advance(minutes=1)
        self.place = OnDisk(opened(data, clock, SeededIds(clock, seed)))
        self.till = CardTill(self.folder / "reversals.jsonl", store=self.place)
        self.orders = [self.till.order(2), self.till.order(1)]

    def teardown(self) -> None:
        try:
            if hasattr(self, "till"):
                self.come_to_rest()
        finally:
            if hasattr(self, "place"):
                self.place.stored.store.close()
            shutil.rmtree(self.folder)

    # What people do

    @rule(items=st.integers(1, 3))
    def open_an_order(self, items: int) -> None:
        self.orders.append(self.till.order(items))

    @rule(place=PLACES, play=PLAYS, part=st.sampled_from((None, None, 100)), tip=st.sampled_from((0, 0, 30)))
    def take_a_card(self, place: int, play: Play, part: int | None, tip: int) -> None:
        with suppress(RuleBroken):
            self.till.charge(self.orders[place % len(self.orders)], part, tip)
            self.till.book.plays.append(play)

    @rule(play=PLAYS, kill=KILLS, then_full=st.booleans())
    def take_a_card_on_a_new_order_and_wait(self, play: Play, kill: tuple[int, str] | None, then_full: bool) -> None:
        self.orders.append(self.till.order(1))
        with suppress(RuleBroken):
            self.till.charge(self.orders[-1])
            self.till.book.plays.clear()
            self.till.book.plays.append(play)
            self.till.fill_disk_after_charge(then_full)
            self.let_the_node_work(2, kill)

    @rule(place=PLACES)
    def take_another_card_although_nobody_knows(self, place: int) -> None:
        unknown = [one for one in self.attempts() if one.state in (AttemptState.UNKNOWN, AttemptState.MANUAL_REVIEW)]
        if unknown:
            attempt = unknown[place % len(unknown)]
            with suppress(RuleBroken):
                wish = self.till.wish(attempt.asked.order_id, instead_of=attempt.id)
                self.till.store.shop.cards.charge(EVERYTHING, wish)

    @rule(place=PLACES)
    def cancel(self, place: int) -> None:
        attempt = self.any_attempt(place)
        if attempt is not None:
            self.till.store.shop.cards.cancel(self.till.marta, attempt.id)

    @rule(place=PLACES, truthfully=st.booleans())
    def answer_for_the_terminal(self, place: int, truthfully: bool) -> None:
        """A person looks at the slip; sometimes at the wrong one."""
        attempt = self.any_attempt(place)
        if attempt is None or attempt.asked.act is not CardAct.SALE:
            return
        was_charged = isinstance(self.till.book.word.get(attempt.asked.key), CardApproved)
        answers = self.till.store.shop.card_answers
        with suppress(RuleBroken):
            if was_charged is truthfully:
                none = Money(0, attempt.asked.amount.currency)
                answers.answer_approved(EVERYTHING, attempt.id, SlipRead(attempt.asked.amount, none))
            else:
                answers.answer_not_approved(EVERYTHING, attempt.id)

    @rule(place=PLACES, choice=st.sampled_from(LateChoice))
    def decide_about_a_late_approval(self, place: int, choice: LateChoice) -> None:
        attempt = self.any_attempt(place)
        if attempt is not None:
            with suppress(RuleBroken):
                self.till.store.shop.card_answers.decide_late(self.till.marta, attempt.id, choice)

    @rule(place=PLACES)
    def reverse(self, place: int) -> None:
        attempt = self.any_attempt(place)
        if attempt is not None:
            self.till.store.clock.advance(milliseconds=1)
            shop, order_id = self.till.store.shop, attempt.asked.order_id
            with suppress(RuleBroken):
                shop.card_returns.reverse(EVERYTHING, order_id, shop.cards.new_attempt(), attempt.id, "charged wrongly")

    @rule(place=PLACES, play=PLAYS)
    def hold_a_tab(self, place: int, play: Play) -> None:
        wish = self.till.wish(self.orders[place % len(self.orders)], 2000)
        with suppress(RuleBroken):
            self.till.store.shop.cards.hold_tab(self.till.marta, wish)
            self.till.book.plays.append(play)

    @rule(place=PLACES, other=PLACES, play=PLAYS)
    def capture_a_tab(self, place: int, other: int, play: Play) -> None:
        """For its own order or for another one, which is refused."""
        tabs = self.till.store.shop.reads.cards.tabs()
        if tabs:
            own = tabs[place % len(tabs)]
            wish = self.till.wish(self.orders[other % len(self.orders)] if other % 4 == 0 else own.order_id)
            with suppress(RuleBroken):
                self.till.store.shop.cards.capture_tab(self.till.marta, own.attempt_id, wish)
                self.till.book.plays.append(play)

    @rule(place=PLACES)
    def let_a_tab_go(self, place: int) -> None:
        tabs, shop = self.till.store.shop.reads.cards.tabs(), self.till.store.shop
        if tabs:
            own = tabs[place % len(tabs)]
            self.till.store.clock.advance(milliseconds=1)
            with suppress(RuleBroken):
                new = shop.cards.new_attempt()
                shop.card_returns.release_tab(self.till.marta, own.order_id, own.attempt_id, new)

    @rule(place=PLACES, minor=st.integers(1, 900))
    def give_back(self, place: int, minor: int) -> None:
        attempt = self.any_attempt(place)
        if attempt is not None:
            self.till.store.clock.advance(milliseconds=1)
            shop, amount = self.till.store.shop, Money(minor, attempt.asked.amount.currency)
            new = shop.cards.new_attempt()
            with suppress(RuleBroken):
                shop.card_returns.refund(EVERYTHING, attempt.asked.order_id, new, attempt.id, amount, "cold soup")

    @rule(place=PLACES)
    def pay_in_cash(self, place: int) -> None:
        order_id = self.orders[place % len(self.orders)]
        paying = self.till.store.shop.paying
        due = self.till.folded(order_id).bill.due
        with suppress(RuleBroken):
            paying.take_cash(self.till.marta, order_id, due, paying.new_attempt())

    # What the world does

    @rule(rounds=st.integers(1, 3), kill=KILLS)
    def let_the_node_work(self, rounds: int, kill: tuple[int, str] | None) -> None:
        desk = self.till.desk
        desk.killed_at = None if kill is None else (desk.commits + kill[0], kill[1])
        try:
            self.step(rounds)
        except Killed:
            self.killed += 1
            self.till.restart()
        self.till.desk.killed_at = None

    @rule()
    def fill_the_disk_or_free_it(self) -> None:
        self.till.desk.is_full = not self.till.desk.is_full

    @rule()
    def cut_the_line_or_mend_it(self) -> None:
        self.till.book.is_reached = not self.till.book.is_reached

    @rule(minutes=st.integers(1, 90))
    def set_the_clock_back(self, minutes: int) -> None:
        clock = self.till.store.clock
        clock.set(clock.now() - timedelta(minutes=minutes))

    @rule()
    def restart_everything(self) -> None:
        self.place.stored.reopen()
        self.till.restart()

    # What must hold

    @invariant()
    def no_more_goes_back_than_was_taken(self) -> None:
        if hasattr(self, "till"):
            for attempt in self.attempts():
                if attempt.charged is not None and attempt.asked.act in TAKING:
                    assert attempt.given_back <= attempt.charged
            assert self.till.book.net() >= 0

    @invariant()
    def money_moves_at_most_once_under_a_key(self) -> None:
        if hasattr(self, "till"):
            keys = [key for key, _, _ in self.till.book.moved]
            assert len(keys) == len(set(keys))

    @invariant()
    def an_order_that_ended_has_no_card_that_nobody_knows_of(self) -> None:
        if not hasattr(self, "till"):
            return
        for order_id in self.orders:
            if self.till.folded(order_id).status is OrderStatus.CLOSED:
                open_sales = [one for one in self.attempts((order_id,)) if one.holds_up and one.asked.act in TAKING]
                assert not open_sales

    def come_to_rest(self) -> None:
        """The line is whole, the disk has room, and everybody has time: what does the journal say then?"""
        self.till.desk.is_full, self.till.book.is_reached = False, True
        self.till.desk.killed_at = None
        self.till.book.plays.clear()
        self.till.restart()
        for _ in range(3):
            self.step(12)
            for attempt in self.attempts():
                if attempt.awaits_choice:
                    self.till.store.shop.card_answers.decide_late(self.till.marta, attempt.id, LateChoice.KEEP)
        attempts = self.attempts()
        assert [one.id for one in attempts if not one.is_final] == []
        moved = {key: minor for key, _, minor in self.till.book.moved}
        said = {one.asked.key: one.charged.minor for one in attempts if one.confirmed and one.charged is not None}
        assert said == moved
        self.check_orders(attempts)
        before = self.place.stored.store.fold_digest()
        self.place.stored.store.rebuild()
        assert self.place.stored.store.fold_digest() == before

    def check_orders(self, attempts: tuple[CardAttempt, ...]) -> None:
        """What the orders say they got by card is what the attempts say, but for what a person said wrongly."""
        for order_id in self.orders:
            order = self.till.folded(order_id)
            taken = {one.attempt_id: one.tendered.minor for one in order.payments if one.tender == "card"}
            for one in order.payments:
                if one.id in order.reversals:
                    taken.pop(one.attempt_id, None)
            kept = {
                one.id: one.approved.amounts.total.minor
                for one in attempts
                if one.asked.order_id == order_id
                and one.asked.act in TAKING
                and one.approved is not None
                and not one.taken_back
            }
            assert taken == kept

    # Hands

    def step(self, rounds: int) -> None:
        for _ in range(rounds):
            try:
                pause = self.till.worker.step()
            except Unavailable:
                self.till.restart()
                pause = 5.0
            self.till.store.clock.advance(seconds=max(1, int(pause)))

    def attempts(self, orders: tuple[OrderId, ...] | None = None) -> tuple[CardAttempt, ...]:
        return self.till.attempts(self.orders if orders is None else orders)

    def any_attempt(self, place: int) -> CardAttempt | None:
        attempts = self.attempts()
        return attempts[-1 - place % len(attempts)] if attempts else None
