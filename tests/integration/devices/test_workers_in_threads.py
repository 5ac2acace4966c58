"""Workers in their own threads, over real sockets, as the node runs them."""

from __future__ import annotations

import queue
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from aura_terminal.domain.paper import PaperDocument, PrintJob, PrintJobId, SpoolKind, SpoolState
from aura_terminal.ports.printing import DeviceHealth, Fault, Power
from devices.catalog import PrinterStation, Surroundings, build_printer
from devices.printers.profiles import GENERIC_80
from devices.spooling import DeviceWorker
from tests.support.printer_bench import MemorySpool
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

SOON = 10.0


class Shop:
    """Two simulated stations, a spool and a worker for each."""

    def __init__(self, folder: Path) -> None:
        self.spool = MemorySpool()
        self.healths: queue.Queue[DeviceHealth] = queue.Queue()
        self._ids = count()
        around = Surroundings(folder / "cache", folder / "slips", self.now)
        self.stations = {
            name: build_printer(
                name=name, model="simulated", address="127.0.0.1:0", profile=GENERIC_80, surroundings=around
            )
            for name in ("front", "grill")
        }
        self.workers = {name: self._worker(name, station) for name, station in self.stations.items()}

    @staticmethod
    def now() -> datetime:
        return datetime.now(UTC)

    def open(self) -> None:
        for name, station in self.stations.items():
            assert station.simulator is not None
            station.simulator.open()
            self.workers[name].start()

    def close(self) -> None:
        for name, station in self.stations.items():
            self.workers[name].stop()
            assert station.simulator is not None
            station.simulator.close()

    def queue(self, route: str, kind: SpoolKind, document: PaperDocument | None = None) -> PrintJobId:
        job_id = PrintJobId(f"job-{next(self._ids)}")
        self.spool.add(PrintJob(job_id, kind, route, f"{kind} {job_id}", document=document), self.now())
        self.workers[route].wake()
        return job_id

    def await_health(self, device: str, power: Power) -> DeviceHealth:
        while True:
            health = self.healths.get(timeout=SOON)
            if (health.device, health.power) == (device, power):
                return health

    def _worker(self, name: str, station: PrinterStation) -> DeviceWorker:
        return DeviceWorker(
            device=name,
            routes=[name],
            printer=station.printer,
            drawer=station.drawer,
            spool=self.spool,
            now=self.now,
            new_id=lambda: PrintJobId(f"copy-{next(self._ids)}"),
            on_health=self.healths.put,
        )


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    shop.open()
    yield shop
    shop.close()


def wait_for_slips(shop: Shop, name: str, number: int) -> list[str]:
    simulator = shop.stations[name].simulator
    assert simulator is not None
    assert simulator.wait_for_slips(number, SOON)
    return [slip.text for slip in simulator.slips]


def test_a_woken_worker_prints_and_leaves_the_paper_in_its_folder(shop: Shop, tmp_path: Path) -> None:
    job_id = shop.queue("front", SpoolKind.RECEIPT, RECEIPT)
    (text,) = wait_for_slips(shop, "front", 1)
    assert "TOTAL" in text
    shop.workers["front"].stop()
    assert shop.spool.find(job_id).state is SpoolState.PRINTED
    assert len(list((tmp_path / "slips" / "front").glob("*.png"))) == 1


def test_a_stuck_printer_blocks_no_other(shop: Shop) -> None:
    front = shop.stations["front"].simulator
    assert front is not None
    front.cause(Fault.PAPER_OUT)
    stuck = shop.queue("front", SpoolKind.RECEIPT, RECEIPT)
    shop.await_health("front", Power.OFFLINE)
    for _ in range(3):
        shop.queue("grill", SpoolKind.KITCHEN_SLIP, KITCHEN_SLIP)
    assert len(wait_for_slips(shop, "grill", 3)) == 3
    assert shop.spool.find(stuck).state is SpoolState.HELD
    front.mend(Fault.PAPER_OUT)
    shop.workers["front"].wake()
    assert len(wait_for_slips(shop, "front", 1)) == 1


def test_a_printer_switched_off_and_on_is_told_both_times(shop: Shop) -> None:
    shop.await_health("grill", Power.ONLINE)
    grill = shop.stations["grill"].simulator
    assert grill is not None
    grill.close()
    shop.queue("grill", SpoolKind.KITCHEN_SLIP, KITCHEN_SLIP)
    lost = shop.await_health("grill", Power.UNREACHABLE)
    assert "refused" in lost.hint
    grill.open()
    shop.workers["grill"].wake()
    shop.await_health("grill", Power.ONLINE)
    assert len(wait_for_slips(shop, "grill", 1)) == 1


def test_the_drawer_opens_with_the_receipt(shop: Shop) -> None:
    kick = shop.queue("front", SpoolKind.DRAWER_KICK)
    shop.queue("front", SpoolKind.RECEIPT, RECEIPT)
    wait_for_slips(shop, "front", 1)
    simulator = shop.stations["front"].simulator
    assert simulator is not None
    assert (simulator.is_drawer_open, simulator.kicks) == (True, 1)
    assert shop.spool.find(kick).state is SpoolState.PRINTED


def test_an_idle_worker_stops_at_once(shop: Shop) -> None:
    shop.await_health("front", Power.ONLINE)
    started = time.monotonic()
    shop.workers["front"].stop()
    assert time.monotonic() - started < 1.0


def test_a_worker_in_the_middle_of_a_deaf_call_stops_within_a_second(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=1) as deaf:
        station = build_printer(
            name="deaf",
            model="escpos",
            address=f"127.0.0.1:{deaf.getsockname()[1]}",
            profile=GENERIC_80,
            surroundings=Surroundings(tmp_path / "cache", tmp_path / "slips", Shop.now),
        )
        spool = MemorySpool()
        spool.add(PrintJob(PrintJobId("a"), SpoolKind.RECEIPT, "deaf", "a", document=RECEIPT), Shop.now())
        worker = DeviceWorker(
            device="deaf",
            routes=["deaf"],
            printer=station.printer,
            drawer=None,
            spool=spool,
            now=Shop.now,
            new_id=lambda: PrintJobId("copy"),
            on_health=lambda health: None,
        )
        worker.start()
        pipe, _ = deaf.accept()
        started = time.monotonic()
        worker.stop()
        pipe.close()
    assert time.monotonic() - started < 1.0
    assert spool.find(PrintJobId("a")).state in (SpoolState.QUEUED, SpoolState.HELD)
