"""The store as the node holds it: its rows and use cases together, on the node's store thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aura_terminal.app.opening import join, worded_spool
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.printing import Spool
from aura_terminal.ports.reads import Reads
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store, open_store
from aura_terminal.store.thread import StoreThread
from aura_terminal.use_cases.role_editions import bring_up_roles
from aura_terminal.use_cases.shop import Shop


@dataclass(frozen=True, slots=True)
class NodeShop:
    """An open store and what can be asked of its shop."""

    store: Store
    shop: Shop

    @property
    def spool(self) -> Spool:
        """The print jobs."""
        return worded_spool(self.store)

    @property
    def reads(self) -> Reads:
        """What the store says."""
        return self.store.reads


def node_thread(folder: Path, clock: Clock, ids: Ids) -> StoreThread[NodeShop]:
    """A thread whose calls are given the node's shop; the store is closed in order when it stops."""

    def open_it() -> NodeShop:
        store = open_store(folder, clock, ids, role=Role.NODE)
        bring_up_roles(store.begin)
        return NodeShop(store, join(store, folder, clock, ids))

    return StoreThread(open_it, lambda opened: opened.store.close())
