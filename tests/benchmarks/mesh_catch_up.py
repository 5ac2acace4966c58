"""A terminal that was away gets 10,000 orders: `python -m tests.benchmarks.mesh_catch_up [--orders N] [--scratch DIR]`.

Ours: two real nodes, from their first connection until the last fact is committed at the one that was away; every byte
between them goes through a counting router. In turns with it the floor, the same fact bytes, posted by httpx in batches
of 500 to a process that inserts them without any rule; and PouchDB to express-pouchdb with the final orders.
"""

from __future__ import annotations

import argparse
import json
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from aura_terminal.app.chance import SystemIds
from aura_terminal.app.joining import Newcomer, join_store
from aura_terminal.app.opening import opened
from aura_terminal.app.settings import Settings
from aura_terminal.domain.ids import Origin
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import connect
from aura_terminal.store.locks import Role
from tests.benchmarks import machine, mesh_pouch, table
from tests.benchmarks.measures import Goal, Report, Round, Row, each_goal, ratio_goal, ratio_of_sums
from tests.benchmarks.mesh_backlog import GIVER, ORDERS, TAKER, Backlog, backlog, final_orders, rows_of
from tests.benchmarks.mesh_floor import FloorPeer, post_all
from tests.benchmarks.mesh_taps import Taps
from tests.support.mesh_networks import RoutedNetwork
from tests.support.mesh_router import Line, Router, Traffic
from tests.support.mesh_terminal import Terminal

ROUNDS = 3
LOOK_SECONDS = 0.002
DONE_WITHIN = 600.0
IDLE_TAPS = 200
REACHED = "SELECT last_seq FROM origins WHERE origin = ?"
FLOOR_SHARE, POUCH_TIMES, BYTES_EACH, REQUESTS, BOOTSTRAP_EACH_SECOND, TAP_TIMES = 0.4, 2.0, 900, 60, 30_000, 1.5


class TooSlow(Exception):
    """A hand-over did not end in time."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One hand-over between two nodes."""

    seconds: float
    traffic: Traffic


@contextmanager
def copied(of: Backlog, scratch: Path) -> Iterator[Path]:
    """The backlog's two terminals, to be worked on."""
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        for label in (GIVER, TAKER, "acks"):
            shutil.copytree(of.folder / label, Path(name, label))
        yield Path(name)


@contextmanager
def apart(folder: Path) -> Iterator[tuple[RoutedNetwork, Terminal, Terminal]]:
    """Both nodes up, and nothing between them yet."""
    network = RoutedNetwork((GIVER, TAKER))
    network.start()
    giver, taker = (Terminal(label, folder / label, folder / "acks", network.command) for label in (GIVER, TAKER))
    network.cut((GIVER, TAKER), Line.CUT)
    try:
        for terminal in (giver, taker):
            terminal.settle(network.place(terminal.label))
            terminal.start_node()
            terminal.wait_for_node()
        yield network, giver, taker
    finally:
        giver.kill_node()
        taker.kill_node()
        network.close()


def hand_over(
    of: Backlog, scratch: Path, meanwhile: Callable[[Path, Callable[[], bool]], None] | None = None
) -> HandedOver:
    """From the first connection to the last commit. `meanwhile` works at the taker until it hears that all is there."""
    with copied(of, scratch) as folder, apart(folder) as (network, _, taker), closing(connect(str(taker.store))) as raw:
        network.heal()
        _until(lambda: any(way.connections for way in network.traffic()), "the terminals did not connect")
        began = perf_counter()
        if meanwhile is not None:
            meanwhile(taker.folder, lambda: _reached(raw, of))
        _until(lambda: _reached(raw, of), "the backlog did not arrive")
        seconds = perf_counter() - began
        return HandedOver(seconds, _sum(network.traffic()))


def _reached(raw: RawConnection, of: Backlog) -> bool:
    found = raw.execute(REACHED, (of.origin,)).fetchone()
    return found is not None and found[0] >= of.last


def _until(holds: Callable[[], bool], trouble: str) -> None:
    until = time.monotonic() + DONE_WITHIN
    while not holds():
        if time.monotonic() > until:
            raise TooSlow(trouble)
        time.sleep(LOOK_SECONDS)


def _sum(ways: list[Traffic]) -> Traffic:
    return Traffic(
        sum(way.there for way in ways), sum(way.back for way in ways), sum(way.turns for way in ways),
        sum(way.connections for way in ways),
    )  # fmt: skip


def floor(rows: list[JournalRow], scratch: Path) -> float:
    """Seconds of the floor."""
    with tempfile.TemporaryDirectory(dir=scratch) as name, FloorPeer(Path(name) / "floor.sqlite") as peer:
        return post_all(rows, peer)


def bootstrap(of: Backlog, scratch: Path) -> float:
    """Seconds in which an empty machine becomes a terminal that holds every order, by a code and a snapshot."""
    with copied(of, scratch) as folder, apart(folder) as (_, giver, _):
        shown = json.loads(giver.run("pair", "--show-code", "--json").stdout)
        host, _, port = shown["addresses"][0].rpartition(":")
        new = folder / "R3"
        new.mkdir(mode=0o700)
        newcomer = Newcomer("R3", shown["code"], host, int(port), Settings(terminal="R3"))
        began = perf_counter()
        join_store(new, newcomer, SystemIds(), secrets.token_bytes)
        seconds = perf_counter() - began
        with opened(new, Role.TOOL) as store:
            held = dict(store.store.known())[Origin(of.origin)]
        if held < of.last:
            raise TooSlow(f"the snapshot holds {held} of {of.last} facts")
        return seconds


def taps_row(of: Backlog, scratch: Path) -> Row:
    """Taps at a register that catches up, beside its taps when nothing happens."""
    during: list[float] = []
    idle: list[float] = []

    def tap_until(folder: Path, is_over: Callable[[], bool]) -> None:
        with Taps(folder) as taps:
            while not is_over():
                during.append(taps.milliseconds())
            idle.extend(taps.milliseconds() for _ in range(IDLE_TAPS))

    hand_over(of, scratch, tap_until)
    return Row(
        "a tap while catching up, beside idle", "ms", (Round(tuple(during), tuple(idle)),),
        (ratio_goal(0.99, TAP_TIMES),), note=f"{len(during)} taps during one hand-over, {len(idle)} after it",
    )  # fmt: skip


def rows(of: Backlog, scratch: Path, rounds: int) -> Iterator[Row]:
    """Everything, row by row."""
    with copied(of, scratch) as folder, opened(folder / GIVER, Role.TOOL) as store:
        facts = list(rows_of(store.store, of))
        documents = list(final_orders(store.shop, of.orders))
    handed: list[HandedOver] = []
    bare: list[float] = []
    pouch: list[mesh_pouch.Replicated] = []
    missing = ""
    for _ in range(rounds):
        handed.append(hand_over(of, scratch))
        bare.append(floor(facts, scratch))
        try:
            pouch.append(_replicated(scratch, documents))
        except mesh_pouch.NoPouch as why:
            missing = str(why)
    each = f"{of.facts / of.orders:.1f} facts an order"
    yield _times_row(
        f"hand over {of.orders} orders",
        handed,
        bare,
        f"<= {1 / FLOOR_SHARE}x, {FLOOR_SHARE} of its speed",
        1 / FLOOR_SHARE,
        each,
    )
    if missing:
        print(f"SKIPPED: PouchDB was not measured: {missing}", file=sys.stderr)
    else:
        beside = [one.seconds for one in pouch]
        bytes_each = sum(one.bytes_moved for one in pouch) / sum(one.documents for one in pouch)
        note = f"PouchDB keeps no history and syncs no commit; {bytes_each:.0f} bytes a document"
        yield _times_row(
            "the same beside PouchDB",
            handed,
            beside,
            f"<= {1 / POUCH_TIMES}x, {POUCH_TIMES:.0f} times its speed",
            1 / POUCH_TIMES,
            note,
        )
    sizes = tuple((one.traffic.there + one.traffic.back) / of.orders for one in handed)
    yield Row("bytes an order on the wire", "B", (Round(sizes),), (each_goal(f"<= {BYTES_EACH} B", BYTES_EACH),))
    turns = tuple(float(one.traffic.turns) for one in handed)
    yield Row("times one side spoke after the other", "", (Round(turns),), (each_goal(f"<= {REQUESTS}", REQUESTS),))
    joined = tuple(bootstrap(of, scratch) for _ in range(rounds))
    least = of.orders / BOOTSTRAP_EACH_SECOND
    yield Row(
        f"an empty terminal joins, {of.orders} orders", "s", (Round(joined),),
        (each_goal(f"<= {least:.2f} s, {BOOTSTRAP_EACH_SECOND} orders/s", least),),
    )  # fmt: skip
    yield taps_row(of, scratch)


def _replicated(scratch: Path, documents: list[dict[str, object]]) -> mesh_pouch.Replicated:
    modules, router = mesh_pouch.install(scratch), Router()
    router.start()
    try:
        return mesh_pouch.replicate(modules, documents, router)
    finally:
        router.close()


def _times_row(what: str, ours: list[HandedOver], floor_: list[float], words: str, most: float, note: str) -> Row:
    rounds = tuple(Round((one.seconds,), (bare,)) for one, bare in zip(ours, floor_, strict=True))
    return Row(what, "s", rounds, (Goal(words, ratio_of_sums, most, 1),), note=note)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir(), "aura-mesh-benchmarks"))
    asked = parser.parse_args()
    asked.scratch.mkdir(parents=True, exist_ok=True)
    report = Report(machine.described(asked.scratch))
    for row in rows(backlog(asked.scratch, asked.orders), asked.scratch, asked.rounds):
        report = Report(report.machine, (*report.rows, row))
    print(table.text(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
