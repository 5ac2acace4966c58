"""Failures that restaurants have had with other systems: sales thrown away with the machine they were made on.

The numbers are those of the list of twenty. Real nodes and real commands on two data folders.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from aura_terminal.app.opening import opened
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.integration.node.node_process import wait_until
from tests.support.memory_shop import EVERYTHING
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
        refused = here.run(*words, "--json")
        assert refused.returncode != 0, words
        assert "on this terminal only" in refused.stderr
    assert digest(here) == before
    here.start_node()
    there.start_node()
    assert wait_until(lambda: vector_of(there.store) == vector_of(here.store))
    sell(here)
    assert wait_until(lambda: vector_of(there.store) == vector_of(here.store), SHARED_WITHIN)
    assert wait_until(lambda: json.loads(here.run("peers", "--json").stdout)["unshared"] == 0)
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
