"""Failures that restaurants have had with other systems: sales thrown away with the machine they were made on.

The numbers are those of the list of twenty. Real nodes and real commands on two data folders.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from aura_terminal.app.opening import opened
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store.driver import sqlite
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.integration.command_line.asking import ask
from tests.integration.node.node_process import wait_until
from tests.support.memory_shop import EVERYTHING, signed_in
from tests.support.mesh_founding import found_mesh
from tests.support.mesh_networks import DirectNetwork
from tests.support.mesh_oracle import vector_of
from tests.support.mesh_terminal import Terminal

LABELS = ("R1", "R2")
SHARED_WITHIN = 2.0


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two paired terminals, and no process of either."""
    folder = tmp_path_factory.mktemp("paired")
    network = DirectNetwork(LABELS)
    terminals = terminals_in(folder, network)
    try:
        found_mesh(terminals, network)
    finally:
        for terminal in terminals:
            terminal.kill_node()
    return folder


@pytest.fixture
def two(paired: Path, tmp_path: Path) -> Iterator[tuple[Terminal, ...]]:
    """Copies of them, whose nodes a test starts."""
    for label in LABELS:
        shutil.copytree(paired / label, tmp_path / label)
    terminals = terminals_in(tmp_path, DirectNetwork(LABELS))
    yield terminals
    for terminal in terminals:
        terminal.kill_node()


def terminals_in(folder: Path, network: DirectNetwork) -> tuple[Terminal, ...]:
    return tuple(Terminal(label, folder / label, folder, network.command) for label in LABELS)


def test_sales_that_exist_here_only_survive_every_way_to_throw_them_away(
    two: tuple[Terminal, ...], tmp_path: Path
) -> None:
    """Failure 5: sales that were not synchronised yet were wiped by a logout, a reinstallation or a reset."""
    here, there = two
    copy = tmp_path / "copy.sqlite"
    assert here.run("backup", "--to", str(copy)).returncode == 0
    sell(here)
    before = digest(here)
    for words in (("reset",), ("leave",), ("restore", str(copy))):
        refused = ask(*words, "--json", "--data", here.folder)
        assert refused.code != 0, words
        assert "on this terminal only" in refused.err
    assert digest(here) == before
    here.start_node()
    there.start_node()
    assert wait_until(lambda: vector_of(there.store) == vector_of(here.store))
    sell(here)
    assert wait_until(lambda: vector_of(there.store) == vector_of(here.store), SHARED_WITHIN)
    assert wait_until(lambda: peers(here)["unshared"] == 0)
    here.kill_node()
    held = digest(here)
    assert here.run("reset").returncode == 0
    assert not here.store.exists()
    assert digest(there)[0] == held[0]


def test_a_sealed_copy_brings_back_what_was_on_the_terminal_alone(two: tuple[Terminal, ...], tmp_path: Path) -> None:
    """Failure 5: with `--export` the way is free, and nothing is lost by it."""
    here, there = two
    sell(here)
    held, sealed = digest(here), tmp_path / "sealed"
    assert here.run("reset", "--export", str(sealed)).returncode == 0
    assert not here.store.exists()
    assert digest(there)[0] != held[0]
    assert there.run("import", str(sealed)).returncode == 0
    assert digest(there)[0] == held[0]


def test_leaving_the_terminal_throws_no_sale_away(two: tuple[Terminal, ...]) -> None:
    """Failure 5: a log-out cleared what was not synchronised yet. Here it writes one line more."""
    here, _ = two
    sell(here)
    before, marta = digest(here), "marta-rossi"
    with opened(here.folder, Role.SCREEN) as store:
        origin = str(store.store.identity.origin)
        by = signed_in(store.shop, marta)
        unshared = store.shop.reads.mesh.unshared().facts
        store.shop.access.sign_out(by)
        assert store.shop.reads.mesh.unshared().facts == unshared + 1
    after = digest(here)
    assert after[1] == before[1] | {origin: before[1][origin] + 3}  # the PIN tried, signed in, signed out
    with opened(here.folder, Role.TOOL) as store:
        assert store.shop.closing.read().orders == 1


def test_an_older_program_touches_nothing_of_what_a_newer_one_wrote(two: tuple[Terminal, ...], tmp_path: Path) -> None:
    """Failure 5: a downgrade began anew with an empty store. It is refused, and an update finds every sale again."""
    here, _ = two
    sell(here)
    before = digest(here)
    newer = schema(here, 1)
    held = hashlib.sha256(here.store.read_bytes()).digest()
    for words in (("status",), ("report", "x"), ("backup", "--to", str(tmp_path / "copy")), ("reset",), ("leave",)):
        refused = ask(*words, "--data", here.folder)
        assert refused.code != 0, words
        assert "newer version" in refused.err, refused.err
    here.start_node()
    assert here.node is not None
    assert here.node.wait(timeout=30) != 0
    assert hashlib.sha256(here.store.read_bytes()).digest() == held
    here.kill_node()
    assert schema(here, -1) == newer - 1
    assert digest(here) == before


def test_an_old_copy_put_in_place_by_hand_is_noticed_and_costs_nobody_a_sale(
    two: tuple[Terminal, ...], tmp_path: Path
) -> None:
    """Failure 5: the database file was swapped, and what came after it was gone everywhere."""
    here, there = two
    old = tmp_path / "old.sqlite"
    assert here.run("backup", "--to", str(old)).returncode == 0
    sell(here)
    share(here, there)
    held = vector_of(there.store)
    replace_store(here, old)
    sell(here)  # under numbers that the other terminal knows as other sales
    here.start_node()
    there.start_node()
    assert wait_until(lambda: "erify" in json.dumps([peers(here), peers(there)]))
    for terminal in two:
        terminal.kill_node()
    reached = vector_of(there.store)  # beside it stand the report of the outage, and how its devices are
    assert all(reached[origin] >= seq for origin, seq in held.items())
    crooked = vector_of(here.store)
    refused = here.run("restore", str(old))
    assert refused.returncode != 0
    assert "on this terminal only" in refused.stderr
    restored = here.run("restore", str(old), "--export", str(tmp_path / "sealed"))
    assert restored.returncode == 0, restored.stderr
    (aside,) = (here.folder / "quarantine").rglob("store.sqlite")  # what was sold on it meanwhile can be looked at
    assert vector_of(aside) == crooked
    share(here, there)
    with opened(here.folder, Role.TOOL) as store:
        assert store.store.identity.label == "R1B"
        assert store.shop.closing.read().orders == 1


def test_the_store_of_another_terminal_in_this_ones_place_meets_nobody(two: tuple[Terminal, ...]) -> None:
    """Failure 5: the database file of one machine was put on another, and both wrote under one name."""
    here, there = two
    sell(there)
    held = facts_of(there)
    replace_store(here, there.store)
    here.start_node()
    there.start_node()
    assert wait_until(lambda: "the keys are those of R1" in logged(here))
    sell(here)
    assert not any(peer["connected"] for peer in peers(there)["peers"])
    for terminal in two:
        terminal.kill_node()
    now = facts_of(there)
    assert now[: len(held)] == held
    assert {row.type for row in now[len(held) :]} <= {"document_put"}  # how its own devices are


def share(here: Terminal, there: Terminal) -> None:
    """Both work until they know the same; then the first one ends."""
    for terminal in (here, there):
        terminal.start_node()
    assert wait_until(lambda: vector_of(there.store) == vector_of(here.store))
    here.kill_node()


def peers(terminal: Terminal) -> Any:  # plain JSON
    """What it says of the others."""
    return ask("peers", "--json", "--data", terminal.folder).json


def facts_of(terminal: Terminal) -> tuple[JournalRow, ...]:
    """Everything it ever did under its own name."""
    with opened(terminal.folder, Role.TOOL) as store:
        return store.store.facts_after(store.store.identity.origin, 0, 100_000)


def replace_store(terminal: Terminal, file: Path) -> None:
    """Somebody puts a file in the place of a store, and knows of what SQLite keeps beside it."""
    for part in terminal.store.parent.glob(f"{terminal.store.name}*"):
        part.unlink()
    shutil.copyfile(file, terminal.store)


def logged(terminal: Terminal) -> str:
    return "".join(file.read_text("utf-8") for file in terminal.folder.rglob("*.log*"))


def schema(terminal: Terminal, more: int) -> int:
    """Say that another release wrote the file; answers its number."""
    with closing(sqlite.connect(terminal.store, isolation_level=None)) as raw:
        number = int(raw.execute("PRAGMA user_version").fetchone()[0]) + more
        raw.execute(f"PRAGMA user_version = {number}")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return number


def sell(terminal: Terminal) -> None:
    """An order, as the screen's process takes it."""
    with opened(terminal.folder, Role.SCREEN) as store:
        menu = store.shop.reads.menu
        item = next(tile.item_id for row in menu.categories() for tile in menu.tiles(row.id) if not tile.asks)
        done = store.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(item))
        due = store.shop.reads.orders.sheet(done.order_id).cash_due
        store.shop.paying.take_cash(EVERYTHING, done.order_id, due, store.shop.paying.new_attempt())


def digest(terminal: Terminal) -> tuple[str, dict[str, int]]:
    """The folds of a terminal, and how far it knows everybody."""
    with opened(terminal.folder, Role.TOOL) as store:
        return store.store.fold_digest(), dict(vector_of(terminal.store))
