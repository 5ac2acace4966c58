"""Taps at a register whose node is busy: items put on orders through the use case, four of them a second."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from pathlib import Path
from time import perf_counter
from types import TracebackType

from aura_terminal.app.opening import Opened, opened
from aura_terminal.domain.ids import OrderId
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.ordering import Asked, NewOrder
from sync.node.frames import Topic
from tests.benchmarks.taps import ORDER_TAPS, plain_tiles
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_bus import BusEnd

PACE_SECONDS = 0.15
PRESS_SECONDS = 0.08  # a finger's way down and up again, known to the screen before it knows what is meant


class Taps:
    """A screen's process on a data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        self._store: Opened | None = None
        self._order: OrderId | None = None
        self._count = 0

    def __enter__(self) -> Taps:
        self._bus = self._stack.enter_context(closing(BusEnd(self._folder)))
        self._bus.connect()
        self._store = self._stack.enter_context(opened(self._folder, Role.SCREEN))
        self._items = [tile.item_id for tile in plain_tiles(self._store.shop, ORDER_TAPS)]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def milliseconds(self) -> float:
        """One tap, from the finger leaving the glass until it is durable; the screen tells when it came down."""
        assert self._store is not None
        time.sleep(PACE_SECONDS)
        self._bus.say(Topic.TOUCH)
        time.sleep(PRESS_SECONDS)
        place, self._count = self._count % ORDER_TAPS, self._count + 1
        if self._order is None or place == 0:
            self._order = self._store.shop.ordering.open_order(EVERYTHING, NewOrder()).order_id
        began = perf_counter()
        self._store.shop.ordering.add_item(EVERYTHING, self._order, Asked(self._items[place]))
        return (perf_counter() - began) * 1000
