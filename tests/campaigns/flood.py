"""A guest of the Wi-Fi knocks 2,000 times a second at a register's port: do taps and the kitchen notice?

    python -m tests.campaigns.flood --rate 2000 --seconds 20 --seed 1 [--addresses 200] [--control]

Two real terminals of a store. An item is put on an order at the register, and what is measured is the time until it is
committed at the kitchen terminal: without, with and without the flood. Every fact has to arrive, both nodes have to be
the processes they were, and what they hold in memory and open files may not go on growing. The control floods a port
behind which every connection is served in turn, as a door without bounds would: its honest caller has to be late.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from statistics import quantiles

from aura_terminal.app.opening import opened
from aura_terminal.store.engine import connect
from aura_terminal.store.locks import Role
from tests.benchmarks.mesh_latency import WayToKitchen, running
from tests.benchmarks.processes import pss_megabytes
from tests.support.mesh_bus import BusEnd
from tests.support.mesh_networks import FIRST_PORT, loopback_host
from tests.support.mesh_terminal import ROOT, NotUp, Terminal

LABELS = ("R1", "K1")
GOAL_MILLISECONDS = 300.0
MOST_MEGABYTES, MOST_FILES = 32.0, 64
SERVED_IN = 0.02


def flooding(host: str, port: int, asked: argparse.Namespace) -> subprocess.Popen[str]:
    """The guest, for as long as a part of the campaign takes."""
    command = [
        sys.executable, "-m", "tests.support.flooder", host, str(port), "--rate", str(asked.rate),
        "--seconds", str(asked.seconds), "--addresses", str(asked.addresses), "--seed", str(asked.seed),
    ]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def percentiles(milliseconds: list[float]) -> dict[str, float]:
    """p50, p99 and the worst."""
    cuts = quantiles(milliseconds, n=100, method="inclusive")
    return {"p50": round(cuts[49], 1), "p99": round(cuts[98], 1), "worst": round(max(milliseconds), 1)}


def files_of(pid: int) -> int:
    """How many files and sockets a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def measured(way: WayToKitchen, seconds: float) -> list[float]:
    """Items put on orders, one after another, for so long: milliseconds until each is on the kitchen's disk."""
    until, taken = time.monotonic() + seconds, list[float]()
    while time.monotonic() < until:
        taken.append(way.seconds() * 1000)
        time.sleep(0.02)
    return taken


def run(asked: argparse.Namespace) -> dict[str, object]:
    """Measure without, with and without the flood; what was found wrong is under `finds`."""
    with tempfile.TemporaryDirectory(prefix="aura-flood-") as name, ExitStack() as held:
        register, kitchen = held.enter_context(running(Path(name), LABELS))
        screen = held.enter_context(opened(register.folder, Role.SCREEN))
        bus, there = (held.enter_context(closing(BusEnd(one.folder))) for one in (register, kitchen))
        raw = held.enter_context(closing(connect(str(kitchen.store))))
        if not (bus.connect() and there.connect()):
            raise NotUp("a node does not answer")
        way = WayToKitchen(screen, bus, raw, there)
        pids = [_pid(register), _pid(kitchen)]
        before = percentiles(measured(way, asked.seconds))
        sizes = [(pss_megabytes(pid), files_of(pid)) for pid in pids]
        guest = flooding(loopback_host(LABELS, "R1"), FIRST_PORT, asked)
        during = percentiles(measured(way, asked.seconds))
        told = json.loads(guest.communicate(timeout=asked.seconds + 60)[0])
        after = percentiles(measured(way, asked.seconds / 2))
        grown = [
            (pss_megabytes(pid) - size, files_of(pid) - files) for pid, (size, files) in zip(pids, sizes, strict=True)
        ]
        finds = [f"p99 {during['p99']} ms during the flood"] if during["p99"] > GOAL_MILLISECONDS else []
        finds += [
            f"{megabytes:.1f} MB and {files} files more"
            for megabytes, files in grown
            if megabytes > MOST_MEGABYTES or files > MOST_FILES
        ]
        finds += [
            f"the node of {one.label} is another process"
            for one, pid in zip((register, kitchen), pids, strict=True)
            if _pid(one) != pid
        ]
        return {
            "without": before, "with": during, "afterwards": after, "guest": told,
            "grown_megabytes": [round(megabytes, 1) for megabytes, _ in grown], "finds": finds,
        }  # fmt: skip


def _pid(terminal: Terminal) -> int:
    if terminal.node is None or terminal.node.poll() is not None:
        raise NotUp(f"the node of {terminal.label} ended")
    return terminal.node.pid


@contextmanager
def served_in_turn() -> Iterator[tuple[str, int]]:
    """A door without bounds: whoever comes is served after all who came before."""
    with socket.create_server(("127.0.0.1", 0), backlog=4096) as door:

        def serve() -> None:
            while True:
                try:
                    pipe, _ = door.accept()
                except OSError:
                    return
                with pipe:
                    time.sleep(SERVED_IN)
                    try:
                        pipe.sendall(b"served")
                    except OSError:
                        continue  # who called is gone already

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()


def control(asked: argparse.Namespace) -> dict[str, object]:
    """An honest caller behind the flood, at a door without bounds."""
    with served_in_turn() as (host, port):
        guest = flooding(host, port, asked)
        time.sleep(1.0)
        began = time.monotonic()
        with suppress(TimeoutError), socket.create_connection((host, port), timeout=asked.seconds) as pipe:
            pipe.recv(6)  # later than anybody waits; that is what is measured
        late = round((time.monotonic() - began) * 1000, 1)
        told = json.loads(guest.communicate(timeout=asked.seconds + 60)[0])
    return {"honest": late, "guest": told, "finds": [f"{late} ms"] if late > GOAL_MILLISECONDS else []}


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=2000.0)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--addresses", type=int, default=1, help="from how many addresses the guest comes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    found = control(asked) if asked.control else run(asked)
    print(json.dumps({"campaign": "flood", "seed": asked.seed, "rate": asked.rate, "control": asked.control, **found}))
    return int(bool(found["finds"]) != asked.control)


if __name__ == "__main__":
    sys.exit(main())
