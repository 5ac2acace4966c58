"""A fact from a register to a kitchen's disk: `python -m tests.benchmarks.mesh_latency [--terminals 2 20] [--quick]`.

Ours: from before the use case at the register until its fact is committed at the kitchen terminal, through two real
nodes, with all the others of the store listening. The floor, sample by sample in turns: a bare commit, an httpx POST to
another process on the loopback, a bare commit there, and its answer. Where there are more than two terminals, also the
same floor in a crowd: as many processes more as there are further terminals are handed the fact at the same moment and
commit it, as the nodes do. What is lost in taking turns on the machine's cores is in both.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter

from aura_terminal.app.opening import Opened, opened
from aura_terminal.domain.ids import OrderId
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import connect
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.ordering import Asked, NewOrder
from sync.node.frames import Topic
from tests.benchmarks import machine, table
from tests.benchmarks.measures import Report, Round, Row, ratio_goal, value_goal
from tests.benchmarks.mesh_floor import FloorCommit, floor_commit
from tests.benchmarks.taps import ORDER_TAPS, plain_tiles
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_bus import BusEnd
from tests.support.mesh_founding import found_mesh
from tests.support.mesh_networks import DirectNetwork
from tests.support.mesh_terminal import Terminal

SAMPLES, ROUNDS = 100, 5
LOOK_SECONDS = 0.001
ARRIVES_WITHIN = 30.0
PAUSE_EACH = 0.02  # seconds for each terminal, so that all of them have taken a fact before the next one comes
SETTLED_SECONDS = 5.0
Milliseconds = tuple[float, ...]
REACHED = "SELECT last_seq FROM origins WHERE origin = ?"


class NotArrived(Exception):
    """A fact did not reach the kitchen in time."""


class WayToKitchen:
    """A register's screen with its node, and the kitchen terminal's file as its last stop."""

    def __init__(self, register: Opened, bus: BusEnd, kitchen: RawConnection, there: BusEnd) -> None:
        self._register, self._bus, self._kitchen, self._there = register, bus, kitchen, there
        self._items = [tile.item_id for tile in plain_tiles(register.shop, ORDER_TAPS)]
        self._origin = register.store.identity.origin
        self._order: OrderId | None = None
        self._taps = 0

    def seconds(self) -> float:
        """One more item on an order, until it is on the kitchen's disk."""
        if self._taps % ORDER_TAPS == 0:
            self._order = self._register.shop.ordering.open_order(EVERYTHING, NewOrder()).order_id
            self._arrived(self._told())
        assert self._order is not None
        self._taps += 1
        asked = Asked(self._items[self._taps % ORDER_TAPS], note=f"{self._taps}")
        began = perf_counter()
        self._register.shop.ordering.add_item(EVERYTHING, self._order, asked)
        self._arrived(self._told())
        return perf_counter() - began

    def _told(self) -> int:
        self._bus.say(Topic.FACTS)
        return dict(self._register.store.known())[self._origin]

    def _arrived(self, seq: int) -> None:
        until = time.monotonic() + ARRIVES_WITHIN
        while self._kitchen.execute(REACHED, (self._origin,)).fetchone()[0] < seq:
            self._there.hear(LOOK_SECONDS)  # the node's word that it committed, else a look every millisecond
            if time.monotonic() > until:
                raise NotArrived(f"fact {seq} did not arrive within {ARRIVES_WITHIN:.0f} s")


def latency_rows(scratch: Path, terminals: int, rounds: int, samples: int) -> tuple[Row, ...]:
    """Milliseconds with so many terminals in the store, beside the floor and beside the floor in a crowd."""
    labels = [f"{'RK'[number % 2]}{number // 2 + 1}" for number in range(terminals)]
    with tempfile.TemporaryDirectory(dir=scratch) as name, running(Path(name), labels) as all_of_them:
        register, kitchen = all_of_them[0], all_of_them[1]
        with (
            opened(register.folder, Role.SCREEN) as screen,
            closing(BusEnd(register.folder)) as bus,
            closing(BusEnd(kitchen.folder)) as there,
            closing(connect(str(kitchen.store))) as raw,
            floor_commit(Path(name)) as floor,
            floor_commit(Path(name), terminals - 2) as crowd,
        ):
            if not (bus.connect() and there.connect()):
                raise NotArrived("a node does not answer")
            way = WayToKitchen(screen, bus, raw, there)
            pause = PAUSE_EACH * terminals
            taken = [_round(way, floor, crowd, screen, samples, pause) for _ in range(rounds)]
    goals = [ratio_goal(0.99, 3.0)] + ([value_goal(0.99, 150.0, "ms")] if terminals >= 20 else [])
    name = f"register -> kitchen's disk, {terminals} terminals"
    alone = Row(name, "ms", tuple(Round(ours, bare) for ours, bare, _ in taken), tuple(goals))
    if terminals == 2:
        return (alone,)
    crowded = tuple(Round(ours, crowd) for ours, _, crowd in taken)
    return alone, Row(f"the same beside a floor of {terminals} processes", "ms", crowded, (ratio_goal(0.99, 3.0),))


def _round(
    way: WayToKitchen, floor: FloorCommit, crowd: FloorCommit, screen: Opened, samples: int, pause: float
) -> tuple[Milliseconds, Milliseconds, Milliseconds]:
    ours, bare, crowded = [], [], []
    origin = screen.store.identity.origin
    for _ in range(samples):
        ours.append(way.seconds() * 1000)
        time.sleep(pause)
        (row,) = screen.store.facts_after(origin, dict(screen.store.known())[origin] - 1, 1)
        bare.append(floor.seconds(row) * 1000)
        crowded.append(crowd.seconds(row) * 1000)
    return tuple(ours), tuple(bare), tuple(crowded)


@contextmanager
def running(folder: Path, labels: Sequence[str]) -> Iterator[list[Terminal]]:
    """So many terminals of one store with their nodes, at rest and all connected."""
    network = DirectNetwork(labels)
    acks = folder / "acks"
    acks.mkdir()
    terminals = [Terminal(label, folder / label, acks, network.command) for label in labels]
    try:
        found_mesh(terminals, network)
        for terminal in terminals:
            terminal.start_node()
            terminal.wait_for_node()
        time.sleep(SETTLED_SECONDS)
        yield terminals
    finally:
        for terminal in terminals:
            terminal.kill_node()


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--terminals", type=int, nargs="+", default=[2, 20])
    asked.add_argument("--quick", action="store_true", help="a fifth of the samples")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="aura-latency-") as name:
        report = Report(machine.described(Path(name)))
        for terminals in given.terminals:
            print(f"measuring {terminals} terminals ...", file=sys.stderr, flush=True)
            rows = latency_rows(Path(name), terminals, ROUNDS, SAMPLES // (5 if given.quick else 1))
            report = Report(report.machine, (*report.rows, *rows))
    print(table.text(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
