"""A server's hand in a mesh campaign: orders of its own from the first item to the money, and a hand in other tables.

What it works on is read from the store before each act, so that a killed hand goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from aura_terminal.app.invented_guests import GuestBook
from aura_terminal.app.opening import Opened
from aura_terminal.app.simulation import INVENTED_STAFF, LEADING, SELLING
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.order_facts import LinesFired, OrderClosed, PaymentTaken
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.reads import OrderRow, OrderSheet
from aura_terminal.use_cases.ordering import NewOrder
from tests.support.mesh_acks import AckLog

MOST_AT_ONCE = 4
SEAT_CHANCE, MEDDLE_CHANCE, VOID_CHANCE, PART_CHANCE = 0.35, 0.12, 0.06, 0.08


class ServerHand:
    """Serves parties; `served` hears when all that was asked for is settled."""

    def __init__(self, store: Opened, acks: AckLog, chance: Random, served: Callable[[], None]) -> None:
        self._shop, self._store = store.shop, store.store
        self._acks, self._chance, self._served = acks, chance, served
        self._label = self._shop.terminal.label
        self._guests = GuestBook(self._shop.reads.menu, chance)
        self._seller = next(actor for actor in INVENTED_STAFF if actor.permissions >= SELLING)
        self._lead = next(actor for actor in INVENTED_STAFF if actor.permissions >= LEADING)
        self._to_seat = 0
        self._is_serving = False

    def serve(self, orders: int) -> None:
        """Take so many more orders to their end."""
        self._to_seat += orders
        self._is_serving = True

    def step(self) -> bool:
        """The next act; RuleBroken where another terminal was there first."""
        rows = self._shop.reads.orders.open_orders()
        own = [row for row in rows if row.number.startswith(f"{self._label}-")]
        others = [row for row in rows if not row.number.startswith(f"{self._label}-")]
        if self._to_seat and len(own) < MOST_AT_ONCE and (not own or self._chance.random() < SEAT_CHANCE):
            self._seat()
        elif own:
            if others and self._chance.random() < MEDDLE_CHANCE:
                self._meddle(self._chance.choice(others))
            else:
                self._go_on(self._chance.choice(own))
        elif self._is_serving:
            self._is_serving = False
            self._served()
            return False
        return bool(own) or self._is_serving

    def _seat(self) -> None:
        done = self._shop.ordering.add_item(self._seller, self._new_order(), self._guests.wish())
        self._to_seat -= 1
        self._tell("opened", done.order_id, done.facts)

    def _new_order(self) -> NewOrder:
        free = [table for table in self._shop.reads.orders.tables() if table.order_id is None]
        if not free or self._chance.random() < 0.3:
            return NewOrder(OrderType.TAKEOUT, guest_name=self._chance.choice(("Ada", "Björn", "Chloé")))
        table = self._chance.choice(free)
        return NewOrder(OrderType.DINE_IN, table.id, self._chance.randint(1, table.seats))

    def _go_on(self, row: OrderRow) -> None:
        sheet = self._shop.reads.orders.sheet(row.order_id)
        sent = [line for line in sheet.lines if line.state is LineState.SENT and line.quantity > line.voided]
        if len(sheet.lines) < self._wanted(row.order_id):
            self._tell("added", row.order_id, self._add(row.order_id))
        elif sheet.unsent:
            self._tell("sent", row.order_id, self._shop.ordering.send(self._seller, row.order_id).facts)
        elif len(sent) > 1 and not sheet.payments and self._chance.random() < VOID_CHANCE:
            line = self._chance.choice(sent)
            facts = self._shop.ordering.void_line(self._lead, row.order_id, line.line_id, 1, "wrong dish").facts
            self._tell("voided", row.order_id, facts)
        elif sheet.due:
            self._pay(sheet)
        else:
            self._shop.ordering.cancel_order(self._lead, row.order_id, "nothing left to pay")
            self._tell("cancelled", row.order_id, ())

    def _pay(self, sheet: OrderSheet) -> None:
        tendered = sheet.cash_due
        if sheet.due.minor > 400 and self._chance.random() < PART_CHANCE:
            tendered = type(tendered)(sheet.due.minor // 2, sheet.due.currency)
        attempt = self._shop.paying.new_attempt()
        paid = self._shop.paying.take_cash(self._seller, sheet.order_id, tendered, attempt)
        self._tell("paid" if paid.closed else "part_paid", sheet.order_id, paid.facts)

    def _meddle(self, row: OrderRow) -> None:
        """Add to a table of the other register, and sometimes send what is there."""
        if row.unsent and self._chance.random() < 0.5:
            self._tell("sent", row.order_id, self._shop.ordering.send(self._seller, row.order_id).facts)
        else:
            self._tell("added", row.order_id, self._add(row.order_id))

    def _add(self, order_id: OrderId) -> tuple[Fact, ...]:
        return self._shop.ordering.add_item(self._seller, order_id, self._guests.wish()).facts

    def _wanted(self, order_id: OrderId) -> int:
        """How many lines the party will ask for; the same after a restart."""
        return 1 + int(order_id[-2:], 16) % 4

    def _tell(self, event: str, order_id: OrderId, facts: Iterable[Fact]) -> None:
        origin = self._shop.terminal.origin
        seq = dict(self._store.known())[origin]
        held = self._store.hash_at(origin, seq)
        assert held is not None
        self._acks.tell(
            {
                "event": event,
                "by": self._shop.terminal.label,
                "order": order_id,
                "origin": origin,
                "seq": seq,
                "hash": held.hex(),
            }
            | told(facts)
        )


def told(facts: Iterable[Fact]) -> dict[str, Any]:
    """What of an act somebody could count afterwards: what was fired, and the money."""
    fired: list[tuple[str, str, int]] = []
    payments: list[tuple[str, int]] = []
    closed = False
    for fact in facts:
        if isinstance(fact, LinesFired):
            fired.extend((fact.fire_id, line_id, quantity) for line_id, quantity in fact.lines)
        elif isinstance(fact, PaymentTaken):
            payments.append((fact.payment.id, fact.payment.amount.minor))
        closed |= isinstance(fact, OrderClosed)
    return {"fired": fired, "payments": payments, "closed": closed}
