"""The demo shop in a store file, opened in this process as a screen opens it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.commands.set_up import set_up
from aura_terminal.app.new_shop import demo_shop
from aura_terminal.app.opening import join
from aura_terminal.store.engine import Connect, connect
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import Store, open_store
from aura_terminal.use_cases.shop import Shop


@dataclass(frozen=True)
class Stored:
    """An open store with its shop."""

    folder: Path
    store: Store
    shop: Shop

    def close(self) -> None:
        """Leave it in order."""
        self.store.close()


def opened(folder: Path, open_raw: Connect = connect) -> Stored:
    """An existing store."""
    clock, ids = SystemClock(), SystemIds()
    store = open_store(folder, clock, ids, role=Role.SCREEN, open_raw=open_raw)
    return Stored(folder, store, join(store, folder, clock, ids))


def found_demo(folder: Path) -> None:
    """Set the demo shop up in a folder that holds nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    set_up(folder, "R1", demo_shop())


def founded(folder: Path, open_raw: Connect = connect) -> Stored:
    """A new store of the demo shop."""
    found_demo(folder)
    return opened(folder, open_raw)
