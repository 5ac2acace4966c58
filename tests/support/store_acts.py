"""Acts of staff on whatever a terminal knows at the moment, picked by numbers; what the rules refuse is no act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TypeVar

from aura_terminal.domain.conflicts import choices_for
from aura_terminal.domain.errors import NotFound, RuleBroken, Unavailable
from aura_terminal.domain.ids import ItemId, LineId, OrderId, TicketId
from aura_terminal.domain.money import Money
from aura_terminal.domain.outages import Tier
from aura_terminal.domain.staff import Actor, Approval
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.outages import OutageCounts
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.store_shop import StoredShop

T = TypeVar("T")


class Staff:
    """Everybody who works at one terminal."""

    def __init__(self, stored: StoredShop, items: Sequence[ItemId]) -> None:
        self._stored = stored
        self._items = items
        self.acts: tuple[Callable[[int, int], object], ...] = (
            self.open, self.add, self.add, self.count_up, self.send, self.send, self.void, self.remove, self.move,
            self.move_part, self.split, self.merge, self.pay, self.pay_part, self.pay_anyway, self.release,
            self.cancel, self.decide, self.name, self.tap, self.bump, self.recall, self.hear, self.see, self.eighty_six,
            self.restore, self.count, self.punch, self.pair, self.revoke, self.end_outage, self.sign_in,
        )  # fmt: skip

    def do(self, act: int, one: int, other: int) -> None:
        """One act, unless it is refused."""
        with suppress(RuleBroken, NotFound, Unavailable):
            self.acts[act % len(self.acts)](one, other)
        self._stored.clock.advance(milliseconds=200 + other % 700)

    # What there is

    def _order(self, number: int) -> OrderId:
        """An order, most often an open one."""
        reads = self._stored.shop.reads.orders
        rows = reads.open_orders() if number % 4 else (*reads.open_orders(), *reads.recent(20))
        return one_of([row.order_id for row in rows], number // 4)

    def _line(self, order_id: OrderId, number: int) -> LineId:
        return one_of([line.line_id for line in self._stored.shop.reads.orders.sheet(order_id).lines], number)

    def _ticket(self, number: int) -> TicketId:
        return one_of([row.ticket_id for row in self._stored.shop.reads.kitchen.live(None)], number)

    def _approval(self) -> Approval:
        return Approval(EVERYTHING.id, self._stored.clock.now(), "test")

    # Guests

    def open(self, one: int, other: int) -> object:
        return self._stored.shop.ordering.add_item(
            EVERYTHING, NewOrder(), Asked(one_of(self._items, one), quantity=1 + other % 4)
        )

    def add(self, one: int, other: int) -> object:
        item = one_of(self._items, other)
        return self._stored.shop.ordering.add_item(EVERYTHING, self._order(one), Asked(item, quantity=1 + other % 3))

    def count_up(self, one: int, other: int) -> object:
        order = self._order(one)
        return self._stored.shop.ordering.change_quantity(EVERYTHING, order, self._line(order, other), 1 + other % 6)

    def send(self, one: int, other: int) -> object:
        return self._stored.shop.ordering.send(EVERYTHING, self._order(one))

    def void(self, one: int, other: int) -> object:
        order = self._order(one)
        line = self._line(order, other)
        return self._stored.shop.ordering.void_line(
            EVERYTHING, order, line, 1 + other % 2, "dropped", approval=self._approval()
        )

    def remove(self, one: int, other: int) -> object:
        order = self._order(one)
        return self._stored.shop.ordering.remove_line(EVERYTHING, order, self._line(order, other))

    def cancel(self, one: int, other: int) -> object:
        return self._stored.shop.ordering.cancel_order(EVERYTHING, self._order(one), "guests left", self._approval())

    def name(self, one: int, other: int) -> object:
        return self._stored.shop.ordering.name_guest(EVERYTHING, self._order(one), f"Guest {other % 50}")

    # The floor

    def move(self, one: int, other: int) -> object:
        order = self._order(one)
        parts = [Part(self._line(order, other))]
        return self._stored.shop.floor.move_lines(EVERYTHING, order, parts, self._order(other))

    def move_part(self, one: int, other: int) -> object:
        order = self._order(one)
        return self._stored.shop.floor.move_lines(
            EVERYTHING, order, [Part(self._line(order, other), 1)], self._order(other)
        )

    def split(self, one: int, other: int) -> object:
        order = self._order(one)
        return self._stored.shop.floor.split_order(EVERYTHING, order, [Part(self._line(order, other), 1 + other % 2)])

    def merge(self, one: int, other: int) -> object:
        return self._stored.shop.floor.merge_orders(EVERYTHING, self._order(one), self._order(other))

    # Money

    def pay(self, one: int, other: int) -> object:
        order = self._order(one)
        paying, sheet = self._stored.shop.paying, self._stored.shop.reads.orders.sheet(order)
        return paying.take_cash(EVERYTHING, order, sheet.due, paying.new_attempt())

    def pay_part(self, one: int, other: int) -> object:
        paying = self._stored.shop.paying
        return paying.take_cash(EVERYTHING, self._order(one), Money(100 + other % 900, "EUR"), paying.new_attempt())

    def pay_anyway(self, one: int, other: int) -> object:
        order = self._order(one)
        self._stored.shop.paying.override_token(EVERYTHING, order, "R9 is out", self._approval())
        return self.pay(one, other)

    def release(self, one: int, other: int) -> object:
        return self._stored.shop.paying.release_token(self._order(one), f"R{1 + other % 3}")

    def decide(self, one: int, other: int) -> object:
        found = self._stored.shop.reads.mesh.conflicts(limit=50)
        conflict = one_of([row for row in found if row.decided_at is None], one)
        if conflict.order_id is None:
            raise NotFound("order", "")
        options = self._stored.shop.conflicts.of_order(EVERYTHING, conflict.order_id)
        offered = one_of([choices_for(each) for each, _ in options if each.id == conflict.conflict_id], 0)
        return self._stored.shop.conflicts.decide(
            EVERYTHING, conflict.conflict_id, one_of(offered, other).code, "decided", self._approval()
        )

    # The kitchen

    def tap(self, one: int, other: int) -> object:
        ticket = self._ticket(one)
        lines = self._stored.shop.reads.kitchen.ticket(ticket).lines
        return self._stored.shop.kitchen.tap_item(EVERYTHING, ticket, one_of(lines, other).item.line_id)

    def bump(self, one: int, other: int) -> object:
        return self._stored.shop.kitchen.bump(EVERYTHING, self._ticket(one))

    def recall(self, one: int, other: int) -> object:
        bumped = self._stored.shop.reads.kitchen.bumped(None, 10)
        return self._stored.shop.kitchen.recall(EVERYTHING, one_of([row.ticket_id for row in bumped], one))

    def hear(self, one: int, other: int) -> object:
        return self._stored.shop.delivery.receive([self._ticket(one)])

    def see(self, one: int, other: int) -> object:
        self._stored.shop.delivery.escalate_overdue()
        return self._stored.shop.delivery.see([self._ticket(one)])

    # The rest of the house

    def eighty_six(self, one: int, other: int) -> object:
        return self._stored.shop.stock.eighty_six(EVERYTHING, one_of(self._items, one))

    def restore(self, one: int, other: int) -> object:
        return self._stored.shop.stock.restore(EVERYTHING, one_of(self._items, one))

    def count(self, one: int, other: int) -> object:
        return self._stored.shop.stock.set_count(EVERYTHING, one_of(self._items, one), other % 5)

    def punch(self, one: int, other: int) -> object:
        labor = self._stored.shop.labor
        return (labor.clock_in, labor.begin_break, labor.end_break, labor.clock_out)[one % 4](EVERYTHING)

    def pair(self, one: int, other: int) -> object:
        return self._stored.shop.terminals.pair(f"machine-{one % 3}", f"K{one % 3}", f"{one % 3:064x}", "test")

    def revoke(self, one: int, other: int) -> object:
        return self._stored.shop.terminals.revoke(EVERYTHING, f"machine-{one % 3}", "stolen", self._approval())

    def end_outage(self, one: int, other: int) -> object:
        began = self._stored.clock.now() - timedelta(minutes=1 + other % 60)
        return self._stored.shop.outages.end(Tier.ALONE, began, OutageCounts(one % 9, Money(other % 10_000, "EUR")))

    def sign_in(self, one: int, other: int) -> Actor:
        return signed_in(self._stored.shop)


def one_of(found: Sequence[T], number: int) -> T:
    """One of several, or NotFound where there is none."""
    if not found:
        raise NotFound("anything", "")
    return found[number % len(found)]
