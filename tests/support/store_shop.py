"""The demo shop in a store file of its own, behind the real use cases."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from aura_terminal.domain.documents import Document
from aura_terminal.domain.staff import PinSet
from aura_terminal.ports.store import SYSTEM
from aura_terminal.store.folders import make_private, store_file
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store, open_store
from aura_terminal.use_cases.shop import Shop, open_shop
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import MemoryVault, demo_files

SMALL_BALLAST = 4096


@dataclass
class StoredShop:
    """A store on disk with the shop it holds; tests may close it and open it again."""

    folder: Path
    clock: FixedClock
    ids: SeededIds
    store: Store
    shop: Shop

    def reopen(self) -> StoredShop:
        """The same store as the next start of the program finds it."""
        self.store.close()
        fresh = opened(self.folder, self.clock, self.ids)
        self.store, self.shop = fresh.store, fresh.shop
        return self


def founded(
    folder: Path, *, label: str = "R1", store_id: str = "", seed: int = 0, documents: Iterable[Document] | None = None
) -> StoredShop:
    """A new store with the demo shop's documents and PINs, or with other documents and none."""
    if documents is None:
        content, made = _demo_file(label, store_id, seed)
        clock, ids = deepcopy(made)
        folder.mkdir(parents=True, exist_ok=True)
        store_file(folder).write_bytes(content)
        make_private(folder)
    else:
        clock = FixedClock()
        ids = SeededIds(clock, seed)
        found_store(folder, clock, ids, label=label, store_id=store_id, documents=documents, vault=MemoryVault())
    return opened(folder, clock, ids)


@cache
def _demo_file(label: str, store_id: str, seed: int) -> tuple[bytes, tuple[FixedClock, SeededIds]]:
    """The file of such a store, which is the same each time, with its clock and ids after that."""
    clock = FixedClock()
    ids = SeededIds(clock, seed)
    files = demo_files()
    with TemporaryDirectory() as place:
        folder = Path(place)
        found_store(
            folder, clock, ids, label=label, store_id=store_id, documents=files.documents, pins=files.pins,
            vault=MemoryVault(),
        )  # fmt: skip
        return store_file(folder).read_bytes(), (clock, ids)


def opened(folder: Path, clock: FixedClock, ids: SeededIds, role: Role = Role.SCREEN) -> StoredShop:
    """An existing store."""
    store = open_store(folder, clock, ids, role=role, ballast_bytes=SMALL_BALLAST)
    shop = open_shop(store.begin, store.reads, MemoryVault(), clock, ids, store.identity, store.spool, store.paper)
    return StoredShop(folder, clock, ids, store, shop)


def pin_facts(shop: StoredShop) -> None:
    """Set the demo shop's PINs in a store that was founded without."""
    with shop.store.begin(SYSTEM) as work:
        for staff_id, pin in demo_files().pins.items():
            work.keep(PinSet(staff_id, MemoryVault().seal(staff_id, pin)))
