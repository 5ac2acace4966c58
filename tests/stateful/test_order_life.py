"""Random lives of orders through the unit of work: after every step the folds are what a refold would give."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.ids import LineId, OrderId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.families import FAMILIES
from aura_terminal.store.folds import Loaded
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import plain_items
from tests.support.store_shop import StoredShop, founded, opened

PLACES = st.integers(0, 30)


class Abandoned(Exception):
    """Somebody changed their mind in the middle of a transaction."""


class OrderLife(RuleBasedStateMachine):
    """A shop in which anything is asked for in any order; refusals are part of the day."""

    template: Path

    @initialize()
    def open_shop(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        folder = Path(self.place.name) / "store"
        shutil.copytree(self.template, folder)
        clock = FixedClock()
        self.stored: StoredShop = opened(folder, clock, SeededIds(clock, 5))
        self.items = plain_items(self.stored)
        self.orders: list[OrderId] = []
        self.facts = 0

    def teardown(self) -> None:
        if hasattr(self, "stored"):
            assert self.stored.store.verify() == ()
            self.stored.store.close()
            self.place.cleanup()

    @rule(place=PLACES)
    def open_order(self, place: int) -> None:
        shop = self.stored.shop
        self.orders.append(shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(self._item(place))).order_id)

    @precondition(lambda self: self.orders)
    @rule(order=PLACES, place=PLACES, quantity=st.integers(0, 4))
    def add(self, order: int, place: int, quantity: int) -> None:
        asked = Asked(self._item(place), quantity=quantity)
        self._ask(lambda: self.stored.shop.ordering.add_item(EVERYTHING, self._order(order), asked))

    @precondition(lambda self: self.orders)
    @rule(order=PLACES, line=PLACES, quantity=st.integers(0, 5))
    def change_quantity(self, order: int, line: int, quantity: int) -> None:
        id_ = self._order(order)
        self._ask(lambda: self.stored.shop.ordering.change_quantity(EVERYTHING, id_, self._line(id_, line), quantity))

    @precondition(lambda self: self.orders)
    @rule(order=PLACES, line=PLACES)
    def remove_or_restore(self, order: int, line: int) -> None:
        id_, ordering = self._order(order), self.stored.shop.ordering
        self._ask(lambda: ordering.remove_line(EVERYTHING, id_, self._line(id_, line)))
        self._ask(lambda: ordering.restore_line(EVERYTHING, id_, self._line(id_, line)))

    @precondition(lambda self: self.orders)
    @rule(order=PLACES)
    def send(self, order: int) -> None:
        self._ask(lambda: self.stored.shop.ordering.send(EVERYTHING, self._order(order)))

    @precondition(lambda self: self.orders)
    @rule(order=PLACES, line=PLACES, quantity=st.integers(1, 2))
    def void(self, order: int, line: int, quantity: int) -> None:
        id_ = self._order(order)
        self._ask(
            lambda: self.stored.shop.ordering.void_line(EVERYTHING, id_, self._line(id_, line), quantity, "dropped")
        )

    @precondition(lambda self: self.orders)
    @rule(order=PLACES, part=st.integers(1, 4))
    def pay(self, order: int, part: int) -> None:
        id_, paying = self._order(order), self.stored.shop.paying
        due = self.stored.shop.reads.orders.sheet(id_).due
        given = due.split([1] * part)[0] if due.minor > 0 else due
        self._ask(lambda: paying.take_cash(EVERYTHING, id_, given, paying.new_attempt()))

    @precondition(lambda self: self.orders)
    @rule(order=PLACES)
    def cancel(self, order: int) -> None:
        self._ask(lambda: self.stored.shop.ordering.cancel_order(EVERYTHING, self._order(order), "guests left"))

    @rule(place=PLACES)
    def bump_or_recall(self, place: int) -> None:
        kitchen, reads = self.stored.shop.kitchen, self.stored.shop.reads.kitchen
        for ticket in reads.live(None)[place : place + 1]:
            self._ask(lambda ticket=ticket: kitchen.bump(EVERYTHING, ticket.ticket_id))
        for ticket in reads.bumped(None, 30)[place : place + 1]:
            self._ask(lambda ticket=ticket: kitchen.recall(EVERYTHING, ticket.ticket_id))

    @precondition(lambda self: self.orders)
    @rule(order=PLACES)
    def abandon(self, order: int) -> None:
        try:
            with self.stored.store.begin(SYSTEM) as work:
                found = work.order(self._order(order))
                work.keep(found.name_guest("nobody"))
                raise Abandoned
        except (Abandoned, RuleBroken):
            return

    @rule()
    def restart(self) -> None:
        self.stored.reopen()

    @invariant()
    def the_folds_are_what_a_refold_gives(self) -> None:
        if not hasattr(self, "stored"):
            return
        connection, cache = self.stored.store._connections.read, self.stored.store._writer.cache
        for (aggregate, id_), kept in list(cache._loaded.items()):
            fresh = cache.refold(connection, FAMILIES[aggregate], id_)
            assert fresh.rows == kept.rows
            assert self._stored_rows(fresh) == fresh.rows
            if aggregate is Aggregate.ORDER:
                assert kept.state == fresh.state

    @invariant()
    def money_adds_up(self) -> None:
        for id_ in getattr(self, "orders", []):
            sheet = self.stored.shop.reads.orders.sheet(id_)
            assert sheet.due == sheet.total - sheet.paid
            assert sheet.paid.minor == sum(payment.amount.minor for payment in sheet.payments)
            assert sheet.due.minor >= 0 or sheet.paid.minor > 0
            assert all(payment.change.minor >= 0 for payment in sheet.payments)
            if sheet.status is OrderStatus.CLOSED:
                assert sheet.due.minor == 0
            assert all(line.quantity > 0 and 0 <= line.voided <= line.quantity for line in sheet.lines)

    @invariant()
    def the_journal_only_grows(self) -> None:
        if hasattr(self, "stored"):
            facts = self.stored.shop.reads.store.status(self.stored.clock.now()).facts
            assert facts >= self.facts
            self.facts = facts

    def _stored_rows(self, loaded: Loaded) -> tuple[dict[tuple[object, ...], tuple[object, ...]], ...]:
        connection = self.stored.store._connections.read
        found = []
        for table, rows in zip(loaded.family.tables, loaded.rows, strict=True):
            every = {tuple(row[: table.key]): tuple(row) for row in connection.rows(table.every)}
            found.append({key: every[key] for key in rows if key in every})
        return tuple(found)

    def _ask(self, call: object) -> None:
        assert callable(call)
        self.stored.clock.advance(seconds=1)
        try:
            call()
        except RuleBroken:
            return

    def _item(self, place: int):  # type: ignore[no-untyped-def]  # an ItemId
        return self.items[place % len(self.items)]

    def _order(self, place: int) -> OrderId:
        return self.orders[place % len(self.orders)]

    def _line(self, order_id: OrderId, place: int) -> LineId:
        with self.stored.store.begin(SYSTEM) as work:
            order: Order = work.order(order_id)
            lines = [line.id for line in order.lines.values() if line.state is not LineState.VOIDED]
        return lines[place % len(lines)] if lines else LineId("none")


def test_any_life_of_orders_leaves_folds_that_a_refold_would_give(tmp_path: Path) -> None:
    OrderLife.template = tmp_path / "template"
    founded(OrderLife.template).store.close()
    run_state_machine_as_test(
        OrderLife,
        settings=settings(
            max_examples=8, stateful_step_count=25, deadline=None, derandomize=True,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )  # fmt: skip


@pytest.mark.campaign
def test_many_lives_of_orders(tmp_path: Path) -> None:
    OrderLife.template = tmp_path / "template"
    founded(OrderLife.template).store.close()
    run_state_machine_as_test(
        OrderLife,
        settings=settings(
            max_examples=200, stateful_step_count=50, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )  # fmt: skip
