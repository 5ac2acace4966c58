"""A courier that tells a subscriber of a house's sales, in virtual time; terminals of the house share its facts."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NoReturn

from aura_terminal.domain.central import CentralChoice
from aura_terminal.domain.events import Event
from aura_terminal.domain.ids import ItemId, OrderId, SessionId
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import OrderClosed
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shift_report import ShiftClosed
from aura_terminal.use_cases.asking import Asked, NewOrder
from sync.mesh.contract import Moment
from sync.reconcile.budget import Budget
from sync.reconcile.contract import Answer, Lost, Reply
from sync.reconcile.courier import Courier
from sync.reconcile.effects import CourierLimits, Send
from sync.subscribers.connector import Subscriber, Subscription
from sync.subscribers.payloads import delivery_id
from tests.support.chance import FRIDAY_EVENING
from tests.support.courier_bench import WALL_MS, CourierBench
from tests.support.memory_book import MemoryBook, MemoryPicture, SharedFacts
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store

NAME = "subscriber.books"
URL = "https://books.example/hooks"
NOBODY = Lost("no connection", maybe_done=False)


@dataclass(frozen=True)
class Delivery:
    """What came to a subscriber, and when it was sent, in seconds since the bench began."""

    at: float
    body: bytes

    @property
    def id(self) -> str:
        """The id its header has."""
        return delivery_id(self.body)

    @property
    def order(self) -> str:
        """Which sale it tells."""
        return str(json.loads(self.body)["data"]["transaction_id"])


@dataclass
class Address:
    """Where a subscriber is told; `answers` says what it does with a delivery, and it takes everything at first."""

    answers: Callable[[Delivery], Answer] = lambda _: Reply(200, {}, b"OK")
    heard: list[Delivery] = field(default_factory=list)

    def take(self, send: Send, now: Moment) -> Answer:
        """What comes of a delivery."""
        delivery = Delivery(now.monotonic, send.body)
        answer = self.answers(delivery)
        if answer != NOBODY:
            self.heard.append(delivery)
        return answer


class HousePicture(MemoryPicture):
    """What is true, with the orders of a shop in memory."""

    def __init__(self, shared: SharedFacts, house: MemoryStore) -> None:
        super().__init__(shared)
        self._house = house

    def order(self, order_id: OrderId) -> Order:
        return self._house.journal.order(order_id)


def no_shifts(session_id: SessionId) -> NoReturn:
    """Nobody has a drawer in this house."""
    raise AssertionError(session_id)


class SubscriberBench(CourierBench):
    """One terminal of the house with its courier. Its clock on the wall begins on the evening of the sales."""

    def __init__(
        self, address: Address, shared: SharedFacts | None = None, house: MemoryStore | None = None, origin: str = "o1"
    ) -> None:
        self.address = address
        self.house = house or demo_store()
        self.subscription = Subscription("books", URL, frozenset(Event), FRIDAY_EVENING)
        ahead = FRIDAY_EVENING.timestamp() - WALL_MS / 1000
        super().__init__(shared=shared or SharedFacts(), origin=origin, ahead=ahead, line=address.take)

    def start(self) -> None:
        """Start the program, or start it again after it died."""
        assert isinstance(self.book, MemoryBook)
        self.book.picture = HousePicture(self.shared, self.house)
        shift: Callable[[SessionId], ShiftClosed] = no_shifts
        self.courier = Courier(
            Subscriber(self.subscription, shift), self.book, Budget(3600, 120), self.chance, CourierLimits()
        )
        self.out.clear()

    def sell(self) -> OrderId:
        """A tiramisù is paid at this terminal, now."""
        clock, shop = self.house.clock, self.house.shop
        clock.set(FRIDAY_EVENING + timedelta(seconds=self.passed))
        order_id = shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(ItemId("tiramisu"))).order_id
        shop.paying.take_cash(EVERYTHING, order_id, Money(690, "EUR"), shop.paying.new_attempt())
        closed = [one.fact for one in self.house.journal.entries if isinstance(one.fact, OrderClosed)][-1]
        self.shared.keep(self.origin, closed)
        self.courier.committed(self.now)
        return order_id

    def send_again(self) -> None:
        """A person has everything that failed sent once more."""
        for record in self.shared.records.values():
            for step in tuple(record.refused):
                fact = record.decide(step, CentralChoice.RETRY, self.noon)
                assert fact is not None
                self.shared.keep("screen", fact)
        self.courier.committed(self.now)

    def failed(self) -> list[str]:
        """What each failed event was answered last."""
        return [no.said for record in self.shared.records.values() for no in record.refused.values()]

    def told(self) -> list[OrderId]:
        """The sales the subscriber is known to have taken."""
        return [OrderId(name.rpartition("/")[2]) for name, one in self.shared.records.items() if one.done]
