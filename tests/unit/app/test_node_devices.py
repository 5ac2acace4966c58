"""The node's desk for devices: what it writes, how often, and whose paper goes elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, cast

import pytest

from aura_terminal.app.device_settings import DeviceSettings
from aura_terminal.app.devices import build_devices
from aura_terminal.app.node_devices import NOTE_EVERY, DeviceDesk
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, HealthKind, Power
from sync.node.store_queue import StoreQueue
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.printer_samples import KITCHEN_SLIP

T = TypeVar("T")


class ShopOnly:
    """What the desk asks of an open store."""

    def __init__(self, store: MemoryStore) -> None:
        self.shop = store.shop


class AtOnce:
    """A store thread that answers before it is asked twice."""

    def __init__(self, store: MemoryStore) -> None:
        self._opened = cast("NodeShop", ShopOnly(store))

    def submit(self, call: Callable[[NodeShop], T]) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(call(self._opened))
        return future

    def stop(self) -> None:
        """Nothing is held."""


@pytest.fixture
def store() -> MemoryStore:
    return demo_store()


@pytest.fixture
def desk(store: MemoryStore, tmp_path: Path) -> DeviceDesk:
    rows = (DeviceSettings("grill", backups=("bar",)), DeviceSettings("bar"))
    queue: StoreQueue[NodeShop] = StoreQueue(AtOnce(store), rest=0.0)
    return DeviceDesk(build_devices(rows, tmp_path, store.clock), tmp_path, queue, store.clock)


def grill(store: MemoryStore, *faults: Fault) -> DeviceHealth:
    return DeviceHealth("grill", Power.ONLINE, faults, Confidence.REPORTED, store.clock.now())


def test_a_device_that_comes_and_goes_is_noted_every_ten_seconds_at_most(store: MemoryStore, desk: DeviceDesk) -> None:
    written = 0
    for second in range(31):
        desk.noted(grill(store, *((Fault.PAPER_OUT,) if second % 3 else ())))
        before = len(store.journal.entries)
        desk.tick()
        written += len(store.journal.entries) - before
        store.clock.advance(seconds=1)
    assert written <= 31 / NOTE_EVERY + 1
    assert written > 1


def test_a_detour_begun_by_a_worker_is_kept_and_ended_by_a_person(store: MemoryStore, desk: DeviceDesk) -> None:
    job = PrintJob(PrintJobId("a"), SpoolKind.KITCHEN_SLIP, "kitchen", "a", document=KITCHEN_SLIP)
    assert desk.detours.begin("grill", "off") == "bar"
    for _ in range(4):
        desk.tick()
    (detour,) = store.shop.devices.detours()
    assert (detour.device, detour.reason) == ("grill", "off")
    assert desk.detours.way_of("grill", job) == "bar"
    store.shop.devices.switch_back(EVERYTHING, detour.id)
    desk.committed()
    for _ in range(2):
        desk.tick()
    assert desk.detours.way_of("grill", job) is None


def test_the_detour_of_another_terminal_is_none_of_ours(store: MemoryStore, desk: DeviceDesk) -> None:
    store.opened_by("K1").shop.devices.begin_detour("grill", "bar", "off")
    for _ in range(3):
        desk.tick()
    job = PrintJob(PrintJobId("a"), SpoolKind.KITCHEN_SLIP, "kitchen", "a", document=KITCHEN_SLIP)
    assert desk.detours.way_of("grill", job) is None


def test_a_drawer_left_open_is_written_once(store: MemoryStore, desk: DeviceDesk) -> None:
    drawer = replace(grill(store, Fault.DRAWER_OPEN), device="front drawer", kind=HealthKind.CASH_DRAWER)
    desk.noted(drawer)
    for _ in range(4):
        desk.tick()
    kinds = [type(entry.fact).__name__ for entry in store.journal.entries]
    assert kinds.count("DrawerLeftOpen") == 1
