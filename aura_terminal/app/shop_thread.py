"""The store thread of a screen: it opens the store itself, so that its slow imports are behind the first picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.store.locks import Role
from aura_terminal.store.thread import StoreThread

if TYPE_CHECKING:
    from aura_terminal.ports.chance import Clock, Ids
    from aura_terminal.store.open_store import Store
    from aura_terminal.use_cases.shop import Shop


def shop_thread(folder: Path, clock: Clock, ids: Ids) -> StoreThread[Shop]:
    """A thread whose calls are given the shop; the store is closed in order when it stops."""
    held: list[Store] = []

    def open_it() -> Shop:
        from aura_terminal.app.opening import join
        from aura_terminal.store.open_store import open_store
        from aura_terminal.use_cases.role_editions import bring_up_roles

        store = open_store(folder, clock, ids, role=Role.SCREEN)
        held.append(store)
        bring_up_roles(store.begin)
        return join(store, folder, clock, ids)

    def close_it(_: Shop) -> None:
        held.pop().close()

    return StoreThread(open_it, close_it)
