"""A service through the use cases for measuring: orders of ten items each, sent, paid in cash, act by act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from aura_terminal.domain.facts import Fact
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.shop import Shop
from tests.benchmarks.taps import ORDER_TAPS, plain_tiles

Act = Callable[[], tuple[Fact, ...]]


class Evening:
    """Acts without end; each is one transaction and answers with its facts."""

    def __init__(self, shop: Shop, by: Actor) -> None:
        self._shop, self._by = shop, by
        self._items = [tile.item_id for tile in plain_tiles(shop, ORDER_TAPS)]
        self._order: OrderId | None = None

    def acts(self) -> Iterator[Act]:
        """Ten taps, a send, a payment, and again."""
        while True:
            self._order = None
            for place in range(ORDER_TAPS):
                yield partial(self._tap, place)
            yield self._send
            yield self._pay

    def taps(self) -> Iterator[Act]:
        """Taps only; every tenth opens another order."""
        while True:
            self._order = None
            for place in range(ORDER_TAPS):
                yield partial(self._tap, place)

    def _tap(self, place: int) -> tuple[Fact, ...]:
        target = NewOrder() if self._order is None else self._order
        done = self._shop.ordering.add_item(self._by, target, Asked(self._items[place]))
        self._order = done.order_id
        return done.facts

    def _send(self) -> tuple[Fact, ...]:
        assert self._order is not None
        return self._shop.ordering.send(self._by, self._order).facts

    def _pay(self) -> tuple[Fact, ...]:
        assert self._order is not None
        due = self._shop.reads.orders.sheet(self._order).due
        return self._shop.paying.take_cash(self._by, self._order, due, self._shop.paying.new_attempt()).facts
