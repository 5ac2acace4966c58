"""The people at the terminals: random acts through the use cases, on whatever their own terminal shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import ModifierId, OrderId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.menu import Pick
from aura_terminal.domain.money import Money
from aura_terminal.ports.reads import LineRow, OrderRow, OrderSheet
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.simulation import managers
from tests.simulation.extremes import Extremes
from tests.simulation.small_shop import ITEMS, TABLES
from tests.support.memory_shop import EVERYTHING

Facts = tuple[Fact, ...]
Act = Callable[["Hands", Shop], Facts]


class Hands:
    """What one act decides by chance."""

    def __init__(self, chance: Random, extremes: Extremes) -> None:
        self.chance = chance
        self.extremes = extremes
        self.at: OrderId | None = None

    def act(self, shop: Shop, without: Collection[str]) -> tuple[str, Callable[[], Facts]]:
        """The next thing somebody does at a terminal, by name; calling it does it, no facts means nothing to do.

        `without` are acts that its release does not know.
        """
        orders = len(shop.reads.orders.open_orders())
        name = self.chance.choices(list(WEIGHTS), weights=self._weights(orders))[0]
        if name in without:
            return name, tuple
        if name in managers.ACTS:
            return name, lambda: managers.ACTS[name](self.chance, shop)
        return name, lambda: ACTS[name](self, shop)

    def _weights(self, orders: int) -> list[float]:
        drawn = self.extremes
        factors = {"pay": drawn.paying, "pay part": drawn.paying, "override": drawn.overriding}
        factors |= dict.fromkeys(("move", "split", "merge"), drawn.moving)
        if drawn.haggling:
            factors |= {"pay": 0.0, "pay part": 15.0, "cancel": 0.2, "override": 0.0}
        factors |= dict.fromkeys(("tap", "bump", "recall"), drawn.cooking)
        opening = 30.0 if orders < drawn.orders_most else 0.0
        return [opening if name == "open" else weight * factors.get(name, 1.0) for name, weight in WEIGHTS.items()]

    def order(self, shop: Shop) -> OrderRow | None:
        """An order this terminal shows as open; most acts of a focused world meet on the oldest."""
        rows = shop.reads.orders.open_orders()
        if not rows:
            return None
        row = rows[0] if self.chance.random() < self.extremes.focus else self.chance.choice(rows)
        self.at = row.order_id
        return row

    def sheet(self, shop: Shop) -> OrderSheet | None:
        """The same, with its lines."""
        row = self.order(shop)
        return None if row is None else shop.reads.orders.sheet(row.order_id)

    def line(self, sheet: OrderSheet | None, *states: LineState) -> LineRow | None:
        """A line of it in one of these states."""
        lines = [line for line in sheet.lines if line.state in states] if sheet is not None else []
        return self.chance.choice(lines) if lines else None


def _asked(hands: Hands) -> Asked:
    item = hands.chance.choice(ITEMS[-hands.extremes.items :])
    note = hands.chance.choice(("", "", "no salt"))
    return Asked(item, quantity=hands.chance.choice((1, 1, 2, 3)), note=note, seat=hands.chance.choice((0, 0, 1)))


def _open(hands: Hands, shop: Shop) -> Facts:
    table = hands.chance.choice((None, *TABLES))
    return shop.ordering.add_item(EVERYTHING, NewOrder(table_id=table, guests=2), _asked(hands)).facts


def _add(hands: Hands, shop: Shop) -> Facts:
    row = hands.order(shop)
    return () if row is None else shop.ordering.add_item(EVERYTHING, row.order_id, _asked(hands)).facts


def _count(hands: Hands, shop: Shop) -> Facts:
    sheet = hands.sheet(shop)
    line = hands.line(sheet, LineState.NEW)
    if sheet is None or line is None:
        return ()
    quantity = hands.chance.randint(1, 4)
    return shop.ordering.change_quantity(EVERYTHING, sheet.order_id, line.line_id, quantity).facts


def _choose(hands: Hands, shop: Shop) -> Facts:
    sheet = hands.sheet(shop)
    line = hands.line(sheet, LineState.NEW)
    if sheet is None or line is None or not line.has_choices:
        return ()
    picks = (Pick(ModifierId("pepper"), hands.chance.randint(1, 2)),)
    return shop.ordering.choose(EVERYTHING, sheet.order_id, line.line_id, picks).facts


def _note(hands: Hands, shop: Shop) -> Facts:
    sheet = hands.sheet(shop)
    line = hands.line(sheet, LineState.NEW)
    if sheet is None or line is None:
        return ()
    return shop.ordering.note_line(EVERYTHING, sheet.order_id, line.line_id, f"note {hands.chance.random():.3f}").facts


def _remove(hands: Hands, shop: Shop) -> Facts:
    sheet = hands.sheet(shop)
    line = hands.line(sheet, LineState.NEW)
    if sheet is None or line is None:
        return ()
    return shop.ordering.remove_line(EVERYTHING, sheet.order_id, line.line_id).facts


def _send(hands: Hands, shop: Shop) -> Facts:
    sheet = hands.sheet(shop)
    if sheet is None or not sheet.unsent:
        return ()
    return shop.ordering.send(EVERYTHING, sheet.order_id).facts


def _void(hands: Hands, shop: Shop) -> Facts:
    sheet = hands.sheet(shop)
    line = hands.line(sheet, LineState.SENT)
    if sheet is None or line is None:
        return ()
    quantity = hands.chance.randint(1, max(1, line.quantity - line.voided))
    return shop.ordering.void_line(EVERYTHING, sheet.order_id, line.line_id, quantity, "dropped").facts


def _table(hands: Hands, shop: Shop) -> Facts:
    row = hands.order(shop)
    if row is None:
        return ()
    return shop.ordering.assign_table(EVERYTHING, row.order_id, hands.chance.choice(TABLES), 2).facts


def _name(hands: Hands, shop: Shop) -> Facts:
    row = hands.order(shop)
    name = hands.chance.choice(("Ada", "Björn", "Chloé"))
    return () if row is None else shop.ordering.name_guest(EVERYTHING, row.order_id, name).facts


def _pay(hands: Hands, shop: Shop) -> Facts:
    row = hands.order(shop)
    if row is None or row.due.minor <= 0:
        return ()
    return shop.paying.take_cash(EVERYTHING, row.order_id, row.due, shop.paying.new_attempt()).facts


def pay_again(hands: Hands, shop: Shop, order_id: OrderId) -> Facts:
    """Somebody who was told to wait for an order's token tries once more."""
    row = next((row for row in shop.reads.orders.open_orders() if row.order_id == order_id), None)
    return () if row is None else _part_of_it(hands, shop, row)


def _pay_part(hands: Hands, shop: Shop) -> Facts:
    return _part_of_it(hands, shop, hands.order(shop))


def _part_of_it(hands: Hands, shop: Shop, row: OrderRow | None) -> Facts:
    if row is None or row.due.minor <= 1:
        return ()
    most = max(1, row.due.minor // 8) if hands.extremes.haggling else row.due.minor
    part = Money(hands.chance.randint(1, most), row.due.currency)
    return shop.paying.take_cash(EVERYTHING, row.order_id, part, shop.paying.new_attempt()).facts


def _close(hands: Hands, shop: Shop) -> Facts:
    row = hands.order(shop)
    return () if row is None or row.due.minor else (shop.paying.close_free(EVERYTHING, row.order_id),)


def _cancel(hands: Hands, shop: Shop) -> Facts:
    row = hands.order(shop)
    return () if row is None else shop.ordering.cancel_order(EVERYTHING, row.order_id, "guests left").facts


def _bump(hands: Hands, shop: Shop) -> Facts:
    tickets = shop.reads.kitchen.live(None)
    return (shop.kitchen.bump(EVERYTHING, hands.chance.choice(tickets).ticket_id),) if tickets else ()


def _recall(hands: Hands, shop: Shop) -> Facts:
    tickets = shop.reads.kitchen.bumped(None, 5)
    return (shop.kitchen.recall(EVERYTHING, hands.chance.choice(tickets).ticket_id),) if tickets else ()


def _tap(hands: Hands, shop: Shop) -> Facts:
    tickets = shop.reads.kitchen.live(None)
    if not tickets:
        return ()
    ticket = tickets[0] if hands.chance.random() < hands.extremes.focus else hands.chance.choice(tickets)
    line = hands.chance.choice(ticket.lines)
    return (shop.kitchen.tap_item(EVERYTHING, ticket.ticket_id, line.item.line_id),)


def _reprint(hands: Hands, shop: Shop) -> Facts:
    closed = [row for row in shop.reads.orders.recent(5) if row.status.value == "closed"]
    return (shop.paying.reprint_receipt(EVERYTHING, hands.chance.choice(closed).order_id),) if closed else ()


ACTS: dict[str, Act] = {
    "open": _open, "add": _add, "count": _count, "choose": _choose, "note": _note, "remove": _remove, "send": _send,
    "void": _void, "table": _table, "name": _name, "pay": _pay, "pay part": _pay_part, "close": _close,
    "cancel": _cancel, "bump": _bump, "recall": _recall, "tap": _tap, "reprint": _reprint,
}  # fmt: skip
WEIGHTS: dict[str, float] = {
    "open": 0, "add": 10, "count": 5, "choose": 2, "note": 2, "remove": 3, "send": 9, "void": 5, "table": 2, "name": 1,
    "pay": 3, "pay part": 4, "close": 1, "cancel": 1.5, "bump": 5, "recall": 3, "tap": 5, "reprint": 1,
    **managers.WEIGHTS,
}  # fmt: skip
