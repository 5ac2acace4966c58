"""Dishes that go against what their guest must not have: found at once, acknowledged by somebody, never in the way."""

from __future__ import annotations

from aura_terminal.domain.dietary import Concern, Dish, concerns_of
from aura_terminal.domain.errand_facts import WarningSeen
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import ItemId, OrderId
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.ports.reads import OrderSheet, Reads
from aura_terminal.ports.store import Begin


class Dietary:
    """What is read of an order's dishes, and the verb that says somebody has seen it."""

    def __init__(self, begin: Begin, reads: Reads) -> None:
        self._begin = begin
        self._reads = reads

    def concerns(self, order_id: OrderId) -> tuple[Concern, ...]:
        """The lines that go against something; none where nothing is known of guest and seats. Raises NotFound."""
        order = self._reads.orders.sheet(order_id)
        guest = self._words_of_guest(order)
        if not guest and not any(line.note for line in order.lines):
            return ()
        kept = [line for line in order.lines if line.quantity > line.voided]
        dishes = [
            Dish(line.line_id, line.allergens, self._dietary(line.item_id), line.note, line.seat) for line in kept
        ]
        return concerns_of(dishes, guest, dict(order.errand.seen) if order.errand is not None else {})

    def acknowledge(self, by: Actor, order_id: OrderId) -> tuple[WarningSeen, ...]:
        """Keep that somebody saw every warning there is now; nothing where all were seen."""
        by.must(Permission.SELL)
        concerns = [one for one in self.concerns(order_id) if not one.is_seen]
        with self._begin(by.id) as work:
            facts = tuple(WarningSeen(order_id, one.line_id, work.now, by.id, one.words) for one in concerns)
            work.keep(*facts)
        return facts

    def _words_of_guest(self, order: OrderSheet) -> tuple[str, ...]:
        if order.guest_id is None:
            return ()
        try:
            return self._reads.guests.sheet(order.guest_id).dietary
        except NotFound:  # forgotten since
            return ()

    def _dietary(self, item_id: ItemId) -> tuple[str, ...]:
        try:
            return self._reads.menu.sheet(item_id).item.dietary
        except NotFound:  # withdrawn since it was sold: nothing is promised of it
            return ()
