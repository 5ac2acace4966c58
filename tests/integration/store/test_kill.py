"""Kill the process between two instants of a commit: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.integration.store.conftest import Make
from tests.support.chance import FixedClock, SeededIds
from tests.support.store_shop import opened

TAP = """
import sys
from pathlib import Path
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.ordering import Asked, NewOrder
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import pay, plain_items
from tests.support.store_shop import opened

clock = FixedClock()
stored = opened(Path(sys.argv[1]), clock, SeededIds(clock, int(sys.argv[2])), Role(sys.argv[3]))
items = plain_items(stored)
print("ready", flush=True)
for number in range(int(sys.argv[4])):
    order_id = stored.shop.ordering.add_item(EVERYTHING, NewOrder(), Asked(items[number % len(items)])).order_id
    stored.shop.ordering.send(EVERYTHING, order_id)
    pay(stored, EVERYTHING, order_id)
    print(order_id, flush=True)
stored.store.close()
"""


def start(folder: Path, seed: int, role: str, orders: int) -> subprocess.Popen[str]:
    """A process that takes orders and acknowledges each once it is paid."""
    arguments = [sys.executable, "-c", TAP, str(folder), str(seed), role, str(orders)]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("seed", range(3))
def test_what_was_acknowledged_survives_a_kill(make: Make, seed: int) -> None:
    stored = make()
    stored.store.close()
    process = start(stored.folder, seed, "screen", 100_000)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(Random(seed).randrange(3, 12))]
    process.kill()
    rest = process.stdout.read().splitlines(keepends=True)
    acknowledged += [line.strip() for line in rest if line.endswith("\n")]
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL

    clock = FixedClock()
    again = opened(stored.folder, clock, SeededIds(clock, 99))
    closed = {row.order_id for row in again.shop.reads.orders.recent(100_000)}
    assert set(acknowledged) <= closed
    assert len(closed) <= len(acknowledged) + 1
    assert again.store.verify() == ()
    again.store.close()


def test_two_processes_write_at_once_and_no_fact_is_lost_or_doubled(make: Make) -> None:
    stored, orders = make(), 25
    stored.store.close()
    processes = [start(stored.folder, seed, role, orders) for seed, role in ((11, "screen"), (12, "node"))]
    told = [process.communicate(timeout=120)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    clock = FixedClock()
    again = opened(stored.folder, clock, SeededIds(clock, 99))
    rows = again.shop.reads.orders.recent(1000)
    assert {row.order_id for row in rows} == {*told[0], *told[1]}
    assert sorted(row.number for row in rows) == [f"R1-{number:03}" for number in range(1, 2 * orders + 1)]
    assert again.store.verify() == ()
    again.store.close()
