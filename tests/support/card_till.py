"""A till with a card terminal beside it: the demo shop in memory, a worker stepped by hand, a book that counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_facts import TipWhen
from aura_terminal.domain.card_payments import key_of
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import AttemptId, ItemId, OrderId
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.staff import Actor
from aura_terminal.ports.card_desk import CardDesk, DeskOutcome
from aura_terminal.ports.card_reader import ReaderAbilities, ReaderOutcome, ReaderRequest, TellStep
from aura_terminal.ports.printing import DeviceHealth
from aura_terminal.ports.store import SYSTEM, Begin
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.card_wishes import CardWish
from aura_terminal.use_cases.shop import Shop
from devices.reading import ReaderNews, ReaderWorker
from devices.reversal_file import ReversalFile
from tests.support.chance import FixedClock
from tests.support.counting_reader import ALL_ABILITIES, CountingReader, Killed, TerminalBook
from tests.support.memory_shop import MemoryStore, demo_store, signed_in

READER = "counter terminal"


class FaultyDesk:
    """A desk that fails where a test says: the disk is full, or the process is killed before or after a commit."""

    def __init__(self, desk: CardDesk) -> None:
        self._desk = desk
        self.is_full = False
        self.commits = 0
        self.killed_at: tuple[int, str] | None = None

    def waiting(self, reader: str) -> CardAttempt | None:
        """As the desk says."""
        return self._desk.waiting(reader)

    def unsettled(self, reader: str) -> Sequence[CardAttempt]:
        """As the desk says."""
        return self._desk.unsettled(reader)

    def find(self, attempt_id: AttemptId) -> CardAttempt:
        """As the desk says."""
        return self._desk.find(attempt_id)

    def send(self, attempt_id: AttemptId, note: str) -> bool:
        """A commit that may fail."""
        self._begin()
        is_sent = self._desk.send(attempt_id, note)
        self._end()
        return is_sent

    def mark(self, attempt_id: AttemptId) -> None:
        """A commit that may fail."""
        self._begin()
        self._desk.mark(attempt_id)
        self._end()

    def settle(self, attempt_id: AttemptId, outcome: DeskOutcome) -> None:
        """A commit that may fail."""
        self._begin()
        self._desk.settle(attempt_id, outcome)
        self._end()

    def _begin(self) -> None:
        self.commits += 1
        if self.is_full:
            raise Unavailable("store", "the disk is full")
        if self.killed_at == (self.commits, "before"):
            raise Killed

    def _end(self) -> None:
        if self.killed_at == (self.commits, "after"):
            raise Killed


class CardStore(Protocol):
    """What the till needs of a store, in memory or on disk."""

    @property
    def shop(self) -> Shop:
        """The use cases."""

    @property
    def begin(self) -> Begin:
        """A fresh unit of work."""

    @property
    def clock(self) -> FixedClock:
        """The time."""


class CardTill:
    """One till, one terminal. `restart` is what a killed node does: everything of it is new but store and terminal."""

    def __init__(self, aside: Path, abilities: ReaderAbilities = ALL_ABILITIES, store: CardStore | None = None) -> None:
        self.store: CardStore = store or demo_store()
        self.marta: Actor = signed_in(self.store.shop)
        self.book = TerminalBook()
        self.news: list[ReaderNews] = []
        self.health: list[DeviceHealth] = []
        self._aside = aside
        self._abilities = abilities
        self.restart()

    def restart(self) -> None:
        """A new process of the node over the same store and beside the same terminal."""
        self.reader = CountingReader(self.book, self._abilities)
        self.desk = FaultyDesk(self.store.shop.card_desk)
        self.aside = ReversalFile(self._aside)
        self.worker = ReaderWorker(
            name=READER, reader=self.reader, desk=self.desk, aside=self.aside, now=self.store.clock.now,
            new_key=lambda: key_of(self.store.shop.cards.new_attempt()), tell=self.news.append,
            on_health=self.health.append,
        )  # fmt: skip

    def fill_disk_after_charge(self, wanted: bool) -> None:
        """The disk fills up just when the terminal has charged the next card, if that is wanted."""
        perform = self.reader.perform

        def then_full(request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
            outcome = perform(request, tell)
            self.desk.is_full = self.desk.is_full or wanted
            return outcome

        self.reader.perform = then_full  # type: ignore[method-assign]  # a disk at the worst moment

    def cancel_meanwhile(self, attempt_id: AttemptId) -> None:
        """Somebody cancels while the terminal is at it, and it approves all the same."""
        perform = self.reader.perform

        def perform_late(request: ReaderRequest, tell: TellStep) -> ReaderOutcome:
            self.store.shop.cards.cancel(self.marta, attempt_id)
            return perform(request, tell)

        self.reader.perform = perform_late  # type: ignore[method-assign]  # a guest at the counter
        self.work(2)
        self.reader.perform = perform  # type: ignore[method-assign]  # and the next one

    def order(self, items: int = 1) -> OrderId:
        """An open order of some tiramisu at 6.90."""
        asked = Asked(ItemId("tiramisu"), quantity=items)
        return self.store.shop.ordering.add_item(self.marta, NewOrder(), asked).order_id

    def wish(
        self, order_id: OrderId, minor: int | None = None, tip: int = 0, *, by_hand: bool = False,
        instead_of: AttemptId | None = None, tip_when: TipWhen = TipWhen.NEVER,
    ) -> CardWish:  # fmt: skip
        """A wish for what is due, or for an amount."""
        self.store.clock.advance(milliseconds=1)
        due = self.folded(order_id).bill.due
        amount = due if minor is None else Money(minor, due.currency)
        when = TipWhen.BEFORE if tip and tip_when is TipWhen.NEVER else tip_when
        return CardWish(
            self.store.shop.cards.new_attempt(), order_id, READER, amount, Money(tip, due.currency), when, by_hand,
            instead_of,
        )  # fmt: skip

    def charge(self, order_id: OrderId, minor: int | None = None, tip: int = 0) -> AttemptId:
        """Ask for a card, and nothing more."""
        wish = self.wish(order_id, minor, tip)
        self.store.shop.cards.charge(self.marta, wish)
        return wish.attempt_id

    def folded(self, order_id: OrderId) -> Order:
        """The order as its facts make it."""
        with self.store.begin(SYSTEM) as work:
            return work.order(order_id)

    def attempt(self, attempt_id: AttemptId) -> CardAttempt:
        """The attempt as its facts make it."""
        return self.store.shop.card_desk.find(attempt_id)

    def attempts(self, orders: Iterable[OrderId]) -> tuple[CardAttempt, ...]:
        """Every attempt about some orders."""
        with self.store.begin(SYSTEM) as work:
            return tuple(one for order_id in orders for one in work.cards.of_order(order_id))

    @property
    def memory(self) -> MemoryStore:
        """The store, for a till whose store is in memory."""
        assert isinstance(self.store, MemoryStore)
        return self.store

    def work(self, rounds: int = 6) -> None:
        """Let the worker do what there is, and time go by between two rounds."""
        for _ in range(rounds):
            pause = self.worker.step()
            self.store.clock.advance(seconds=max(1, int(pause)))
