"""What shift leaders do beside selling: parties that move, items that run out, conflicts decided, punches."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.lines import LineState
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.shop import Shop
from tests.simulation.small_shop import ITEMS, TABLES
from tests.support.memory_shop import EVERYTHING

Facts = tuple[Fact, ...]
LATEST = 5


def move_lines(chance: Random, shop: Shop) -> Facts:
    """Charge a part of one open order at another."""
    orders = shop.reads.orders.open_orders()
    if len(orders) < 2:
        return ()
    one, other = chance.sample(orders, 2)
    part = _part_of(chance, shop, one.order_id)
    return () if part is None else shop.floor.move_lines(EVERYTHING, one.order_id, [part], other.order_id).facts


def split_order(chance: Random, shop: Shop) -> Facts:
    """Charge a part of an order on a new one."""
    orders = shop.reads.orders.open_orders()
    if not orders:
        return ()
    order_id = chance.choice(orders).order_id
    part = _part_of(chance, shop, order_id)
    return () if part is None else shop.floor.split_order(EVERYTHING, order_id, [part]).facts


def merge_orders(chance: Random, shop: Shop) -> Facts:
    """Charge two parties as one."""
    orders = shop.reads.orders.open_orders()
    if len(orders) < 2:
        return ()
    one, other = chance.sample(orders, 2)
    return shop.floor.merge_orders(EVERYTHING, one.order_id, other.order_id).facts


def transfer(chance: Random, shop: Shop) -> Facts:
    """Take a party to another table."""
    orders = shop.reads.orders.open_orders()
    if not orders:
        return ()
    return shop.floor.transfer_order(EVERYTHING, chance.choice(orders).order_id, chance.choice(TABLES)).facts


def eighty_six(chance: Random, shop: Shop) -> Facts:
    """Something ran out, or there is some again."""
    item = chance.choice(ITEMS)
    if chance.random() < 0.3:
        return (shop.stock.eighty_six(EVERYTHING, item),)
    return (shop.stock.restore(EVERYTHING, item),)


def count(chance: Random, shop: Shop) -> Facts:
    """Somebody counts what is left."""
    return (shop.stock.set_count(EVERYTHING, chance.choice(ITEMS), chance.choice((None, 2, 5))),)


def punch(chance: Random, shop: Shop) -> Facts:
    """Somebody clocks in or out."""
    labor = shop.labor
    act = chance.choice((labor.clock_in, labor.clock_out, labor.begin_break, labor.end_break))
    return (act(EVERYTHING),)


def decide(chance: Random, shop: Shop) -> Facts:
    """Decide the first conflict of an order that this terminal shows, by one of its choices."""
    orders: list[OrderId] = [row.order_id for row in shop.reads.orders.recent(LATEST)]
    orders += [row.order_id for row in shop.reads.orders.open_orders()]
    if not orders:
        return ()
    open_ones = shop.conflicts.of_order(EVERYTHING, chance.choice(orders))
    if not open_ones:
        return ()
    conflict, choices = chance.choice(open_ones)
    return shop.conflicts.decide(EVERYTHING, conflict.id, chance.choice(choices).code, "agreed").facts


def take_token(chance: Random, shop: Shop) -> Facts:
    """Take the money token of an order from whoever holds it, as a manager may when nobody reaches them."""
    orders = shop.reads.orders.open_orders()
    if not orders:
        return ()
    return (shop.paying.override_token(EVERYTHING, chance.choice(orders).order_id, "not to be reached"),)


def _part_of(chance: Random, shop: Shop, order_id: OrderId) -> Part | None:
    lines = [line for line in shop.reads.orders.sheet(order_id).lines if line.state is not LineState.VOIDED]
    if not lines:
        return None
    line = chance.choice(lines)
    left = line.quantity - line.voided
    if left > 1 and chance.random() < 0.5:
        return Part(line.line_id, chance.randint(1, left - 1))
    return Part(line.line_id)


def holder_named(broken: RuleBroken) -> str:
    """Who holds the token that was missing; empty when that was not what was wrong."""
    return str(broken.details["holder"]) if broken.rule is Rule.TOKEN_ELSEWHERE else ""


ACTS: dict[str, Callable[[Random, Shop], Facts]] = {
    "move": move_lines, "split": split_order, "merge": merge_orders, "transfer": transfer, "86": eighty_six,
    "count stock": count, "punch": punch, "decide": decide, "override": take_token,
}  # fmt: skip
WEIGHTS: dict[str, float] = {
    "move": 4, "split": 3, "merge": 2, "transfer": 1, "86": 0.7, "count stock": 1, "punch": 1, "decide": 5,
    "override": 0.6,
}  # fmt: skip
