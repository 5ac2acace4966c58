"""A register without its screens: the demo shop behind a store thread, and every view-model of a till joined to it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from aura_terminal.domain.ids import CategoryId, ItemId, StaffId
from aura_terminal.ports.reads import OrderSheet, TileRow
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.changes import Changes
from aura_terminal.view_models.counter import Counter
from aura_terminal.view_models.held_orders import HeldOrdersModel
from aura_terminal.view_models.menu_board import MenuBoardModel
from aura_terminal.view_models.order_options import OrderOptionsModel
from aura_terminal.view_models.orders_list import OrdersListModel
from aura_terminal.view_models.payment import PaymentModel
from aura_terminal.view_models.register import RegisterModel
from aura_terminal.view_models.runner import Runner, StoreThread
from aura_terminal.view_models.session import SessionModel
from tests.support.memory_shop import MemoryStore, demo_files

T = TypeVar("T")
MARTA, NINA = StaffId("marta-rossi"), StaffId("nina-vogel")
SECOND_MILLISECONDS = 5
TEN_SECONDS = 10.0


class GatedStoreThread:
    """A store thread whose every call waits until the gate is open: a disk as slow as the test wants."""

    def __init__(self, behind: StoreThread) -> None:
        self._behind = behind
        self.gate = Event()
        self.gate.set()

    def submit(self, call: Callable[[Shop], T]) -> Future[T]:
        """Queue a call behind the gate."""

        def waiting(shop: Shop) -> T:
            if not self.gate.wait(TEN_SECONDS):
                raise TimeoutError("the gate was never opened")
            return call(shop)

        return self._behind.submit(waiting)


@dataclass(frozen=True, slots=True)
class Till:
    """One terminal's view-models over one store."""

    store: MemoryStore
    thread: GatedStoreThread
    runner: Runner
    changes: Changes
    session: SessionModel
    board: MenuBoardModel
    counter: Counter
    register: RegisterModel
    options: OrderOptionsModel
    payment: PaymentModel
    orders: OrdersListModel
    held: HeldOrdersModel

    @property
    def shop(self) -> Shop:
        """The shop, for a look while its thread rests."""
        return self.store.shop

    @property
    def order(self) -> OrderSheet:
        """The order on the counter."""
        assert self.counter.order is not None
        return self.counter.order

    def tile(self, item_id: str) -> TileRow:
        """The tile of an item."""
        item = self.shop.reads.menu.sheet(ItemId(item_id)).item
        return next(tile for tile in self.shop.reads.menu.tiles(CategoryId(item.category)) if tile.item_id == item.id)

    def lines(self) -> list[tuple[str, int]]:
        """Names and quantities of the order on the counter."""
        return [(line.name, line.quantity) for line in self.order.lines]


def till_over(store: MemoryStore, thread: StoreThread) -> Till:
    """Join the view-models of a terminal to a store thread."""
    gated = GatedStoreThread(thread)
    runner = Runner(gated)
    changes = Changes(runner)
    session = SessionModel(runner, tick_milliseconds=SECOND_MILLISECONDS)
    counter = Counter(runner, session, changes)
    return Till(
        store=store,
        thread=gated,
        runner=runner,
        changes=changes,
        session=session,
        board=MenuBoardModel(runner, changes),
        counter=counter,
        register=RegisterModel(counter),
        options=OrderOptionsModel(counter),
        payment=PaymentModel(runner, session, changes),
        orders=OrdersListModel(runner, session, changes),
        held=HeldOrdersModel(runner, session, changes, store.clock.now),
    )


def pin_of(staff_id: StaffId) -> str:
    """The PIN of somebody in the demo shop."""
    return demo_files().pins[staff_id]
