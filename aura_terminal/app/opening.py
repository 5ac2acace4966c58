"""Opens the store of a data folder and joins the use cases to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.paper_press import press_of
from aura_terminal.app.paper_wordings import BundledWordings
from aura_terminal.app.training_folder import is_training
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.printing import Spool
from aura_terminal.ports.store import PinVault
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store, open_store
from aura_terminal.store.pins import Argon2Vault, pepper_of
from aura_terminal.use_cases.shop import Shop, open_shop
from aura_terminal.use_cases.training_paper import marked
from aura_terminal.use_cases.worded_paper import WordedSpool, worded


@dataclass(frozen=True, slots=True)
class Opened:
    """An open store and the shop that works on it; to be used on the thread that opened them."""

    store: Store
    shop: Shop


def join(store: Store, folder: Path, clock: Clock, ids: Ids) -> Shop:
    """The use cases on an open store."""
    pins = vault(folder, store.identity.store_id)
    press = press_of(folder, store.identity.store_id)
    wordings = BundledWordings()
    begin = marked(worded(store.begin, wordings)) if is_training(folder) else store.begin
    spool = worded_spool(store)
    return open_shop(begin, store.reads, pins, clock, ids, store.identity, spool, store.paper, press, wordings)


def worded_spool(store: Store) -> Spool:
    """The print jobs of a store, whose copies say what they are in the language of their readers."""
    return WordedSpool(store.spool, store.reads.store, BundledWordings())


def vault(folder: Path, store_id: str) -> PinVault:
    """Where PINs of this store are sealed; the key is read at the first PIN."""
    return Argon2Vault(lambda: pepper_of(folder, store_id))


@contextmanager
def opened(folder: Path, role: Role, clock: Clock | None = None, ids: Ids | None = None) -> Iterator[Opened]:
    """The store and shop of a data folder, closed in order afterwards. Unavailable says why it cannot be opened."""
    clock, ids = clock or SystemClock(), ids or SystemIds()
    store = open_store(folder, clock, ids, role=role)
    try:
        yield Opened(store, join(store, folder, clock, ids))
    finally:
        store.close()
