"""What a worker remembers of the orders it has just worked on, so that the next request need not read them again.

A store's row is locked by whoever writes, and says how far its journal has come. What was remembered at that place is
still true there; anything written since, by whomever, moves the place, and all of it is forgotten. A transaction takes
the memory of its store out and puts it back only after it has committed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from aura_terminal.domain.ordering import Order
from sync.central.store.journal import Head

MOST_STORES = 100
MOST_ORDERS = 16
"""Of one store; a closed order is not kept in mind."""


@dataclass(slots=True)
class Recalled:
    """One order: its fold, its number, the numbers of its parts by kind, and what its rows say."""

    order: Order
    number: int
    numbers: Mapping[str, Mapping[str, int]]
    notes: dict[str, Any]


@dataclass(slots=True)
class Memory:
    """One store as it stood at a place of its journal; None for what was not asked for yet."""

    place: int
    heads: dict[str, Head] | None = None
    counters: dict[str, int] | None = None
    known: dict[str, Any] = field(default_factory=dict)
    orders: OrderedDict[int, Recalled] = field(default_factory=OrderedDict)

    def keep(self, recalled: Recalled) -> None:
        """Keep an order in mind, and forget the one that nobody asked for the longest."""
        self.orders.pop(recalled.number, None)
        self.orders[recalled.number] = recalled
        if len(self.orders) > MOST_ORDERS:
            self.orders.popitem(last=False)


class Memories:
    """The memory of each store, shared by the threads of one worker."""

    def __init__(self) -> None:
        self._stores: OrderedDict[int, Memory] = OrderedDict()
        self._lock = Lock()

    def take(self, tenant: int, place: int) -> Memory | None:
        """What is remembered of a store that stands at a place; nobody else has it meanwhile."""
        with self._lock:
            found = self._stores.pop(tenant, None)
        return found if found is not None and found.place == place else None

    def give(self, tenant: int, memory: Memory) -> None:
        """Remember a store as a transaction left it, once it has committed."""
        with self._lock:
            self._stores[tenant] = memory
            if len(self._stores) > MOST_STORES:
                self._stores.popitem(last=False)
