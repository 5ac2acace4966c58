"""The node: the process that drives devices, beside a screen or alone. It may be killed at any moment."""

from __future__ import annotations

import faulthandler
import logging
import os
import secrets
import sys
import threading
from concurrent.futures import Future
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.devices import Device, build_devices
from aura_terminal.app.housekeeping import Housekeeping
from aura_terminal.app.logs import open_logs
from aura_terminal.app.node_centrals import NodeCentrals
from aura_terminal.app.node_devices import DeviceDesk
from aura_terminal.app.node_drill import NodeDrill
from aura_terminal.app.node_peers import NodePeers
from aura_terminal.app.node_peripherals import NodePeripherals
from aura_terminal.app.node_readers import NodeReaders
from aura_terminal.app.node_shop import NodeShop, node_thread
from aura_terminal.app.own_copies import OwnCopies
from aura_terminal.app.program import program_version
from aura_terminal.app.settings import Settings
from aura_terminal.app.training_folder import is_training
from aura_terminal.app.value_paper import printing_numbers
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.printing import Confidence, DeviceHealth, Power, Spool
from aura_terminal.ports.reads import Reads
from devices.spooling import DeviceWorker
from sync.node.address import NodeAddress, forget_address, write_address
from sync.node.bus import BusServer
from sync.node.ending import end_on_signals, end_with_input
from sync.node.frames import Frame, Topic
from sync.node.health import encode_health
from sync.node.spool_proxy import SpoolProxy
from sync.node.store_queue import StoreQueue

FINE, BUG = 0, 1
TICK = 0.25  # seconds between two looks at the store
BEAT_EVERY = 2  # ticks
STORE_ANSWERS_WITHIN = 40  # ticks; beyond, the node falls silent, so that its screen starts it anew

_log = logging.getLogger(__name__)


class NodeStore(Protocol):
    """What the node needs of the open store."""

    @property
    def spool(self) -> Spool:
        """The print jobs."""

    @property
    def reads(self) -> Reads:
        """What the store says."""


class Node:
    """Workers for devices, the bus to screens, and one thread that asks the store; all of it from `run` to its end."""

    def __init__(
        self,
        devices: tuple[Device, ...],
        queue: StoreQueue[NodeStore],
        clock: Clock,
        ids: Ids,
        peers: NodePeers | None = None,
        housekeeping: Housekeeping | None = None,
        centrals: NodeCentrals | None = None,
        desk: DeviceDesk | None = None,
        peripherals: NodePeripherals | None = None,
        readers: NodeReaders | None = None,
        drill: NodeDrill | None = None,
        copies: OwnCopies | None = None,
    ) -> None:
        self._devices = devices
        self._clock = clock
        self._peers = peers
        self._housekeeping = housekeeping
        self._centrals = centrals
        self._peripherals = peripherals
        self._readers = readers
        self._drill = drill
        self._copies = copies
        self._desk = desk
        self._inbox: SimpleQueue[Frame] = SimpleQueue()
        self._token = secrets.token_hex(16)
        self._bus = BusServer(self._token, self._inbox.put)
        self._queue = queue
        spool = SpoolProxy(self._queue, lambda store: store.spool, self._tell_change)
        detours = None if desk is None else desk.detours
        self._workers = [device.worker(spool, clock, ids, self.keep_health, detours) for device in devices]
        if desk is not None:
            workers = {device.name: worker for device, worker in zip(devices, self._workers, strict=True)}
            desk.join(workers, spool, self.keep_health)
        self._health = {device.name: _not_seen_yet(device.name, clock) for device in devices}
        if peripherals is not None:
            self._health |= {health.device: health for health in peripherals.health}
        if readers is not None:
            self._health |= {health.device: health for health in readers.health}
        self._health_lock = threading.Lock()
        self._asked: Future[int] | None = None
        self._version: int | None = None
        self._ticks = self._waited = 0
        self._exit_code = FINE

    def end(self) -> None:
        """Have `run` return soon; safe from any thread and from a signal handler."""
        self._inbox.put(Frame(Topic.STOP))

    def end_broken(self, args: threading.ExceptHookArgs) -> None:
        """A thread died of a bug: end, so that a whole node can take over from the store."""
        trace = (args.exc_type, args.exc_value, args.exc_traceback) if args.exc_value else None
        _log.critical("node_bug in thread %s", args.thread.name if args.thread else "?", exc_info=trace)
        self._exit_code = BUG
        self.end()

    def _end_of_bug(self, bug: BaseException) -> None:
        """As `end_broken`, for a bug that a thread lived through to tell."""
        _log.critical("node_bug", exc_info=bug)
        self._exit_code = BUG
        self.end()

    def run(self, data: Path) -> int:
        """Work until told to end; the exit code. `Unavailable` when the store, a port or the folder cannot be used."""
        with ExitStack() as stack:
            stack.callback(self._queue.close)
            self._queue.start()
            for device in self._devices:
                stack.callback(device.end_simulation)
                device.begin_simulation()
            stack.callback(self._bus.close)
            port = self._bus.open()
            stack.callback(forget_address, data, self._token)
            self._announce(data, port)
            if self._copies is not None:
                stack.callback(self._copies.close)
            if self._desk is not None:
                stack.callback(self._desk.close)
                self._desk.open(self._bus.publish)
            stack.callback(stop_together, self._workers)
            for worker in self._workers:
                worker.start()
            if self._peers is not None:
                stack.callback(self._peers.close)
                self._peers.open(self._bus.publish, self._end_of_bug)
            if self._peripherals is not None:
                stack.callback(self._peripherals.close)
                self._peripherals.open(self._bus.publish, self.keep_health)
            if self._readers is not None:
                stack.callback(self._readers.close)
                self._readers.open(self._bus.publish, self._inbox.put, self.keep_health)
            if self._centrals is not None:
                stack.callback(self._centrals.close)
                self._centrals.open(self._bus.publish, self._tell_peers, self._end_of_bug)
            _log.info("node_started", extra={"count": len(self._workers)})
            self._serve()
        _log.info("node_ended")
        return self._exit_code

    def _announce(self, data: Path, port: int) -> None:
        address = NodeAddress(port, os.getpid(), self._clock.now().isoformat(), program_version(), self._token)
        try:
            write_address(data, address)
        except OSError as error:
            raise Unavailable(
                "node", told("{data} cannot be written: {reason}", data=data, reason=error.strerror)
            ) from error

    def _serve(self) -> None:
        next_tick = self._clock.monotonic()
        while (frame := self._next_frame(next_tick - self._clock.monotonic())) is None or frame.topic is not Topic.STOP:
            if frame is not None:
                self._hear(frame)
            if self._clock.monotonic() >= next_tick:
                next_tick = self._clock.monotonic() + TICK
                self._tick()

    def _hear(self, frame: Frame) -> None:
        if frame.topic is Topic.SPOOL:
            self._wake_workers()
        elif frame.topic is Topic.TOKEN:
            self._tell_health()
        if self._desk is not None:
            self._desk.hear(frame)
        if self._peers is not None:
            self._peers.hear(frame)
        if self._peripherals is not None:
            self._peripherals.hear(frame)
        if self._readers is not None:
            self._readers.hear(frame)
        if self._centrals is not None:
            self._centrals.hear(frame)
        if self._drill is not None:
            self._drill.hear(frame)

    def _next_frame(self, within: float) -> Frame | None:
        try:
            return self._inbox.get(timeout=max(within, 0.0))
        except Empty:
            return None

    def _tick(self) -> None:
        self._ticks += 1
        self._look_at_store()
        if self._peers is not None:
            self._peers.tick()
        if self._centrals is not None:
            self._centrals.tick()
        if self._desk is not None and self._desk.tick():
            self._tell_of_own_facts()
        if self._housekeeping is not None and self._housekeeping.tick():
            self._wake_workers()
            self._tell_of_own_facts()
        if self._readers is not None:
            self._readers.tick()
        if self._drill is not None:
            self._drill.tick()
        if self._copies is not None:
            self._copies.tick()
        if self._ticks % BEAT_EVERY == 0 and self._waited < STORE_ANSWERS_WITHIN:
            self._bus.publish(Topic.BEAT)

    def _look_at_store(self) -> None:
        """Find what another process committed, also when its word on the bus was lost."""
        if self._asked is not None and not self._asked.done():
            self._waited += 1
            return
        self._waited = 0
        if self._asked is not None and self._asked.exception() is None:
            before, self._version = self._version, self._asked.result()
            if before != self._version:
                self._wake_workers()
                self._tell_peers()
                if self._centrals is not None:
                    self._centrals.committed()
                if self._housekeeping is not None:
                    self._housekeeping.changed()
                if self._copies is not None:
                    self._copies.changed()
                if self._readers is not None:
                    self._readers.committed()
                if self._desk is not None:
                    self._desk.committed()
        self._asked = self._queue.read(lambda store: store.reads.store.changes())

    def _wake_workers(self) -> None:
        for worker in self._workers:
            worker.wake()

    def _tell_peers(self) -> None:
        if self._peers is not None:
            self._peers.committed()

    def _tell_of_own_facts(self) -> None:
        """This process committed facts, of which nobody else knows yet."""
        self._tell_change()
        self._tell_peers()
        if self._centrals is not None:
            self._centrals.committed()

    def _tell_change(self) -> None:
        self._bus.publish(Topic.CHANGED)

    def keep_health(self, health: DeviceHealth) -> None:
        """A device of whatever kind came to be so; safe from any thread."""
        with self._health_lock:
            self._health[health.device] = health
        if self._desk is not None:
            self._desk.noted(health)
        self._tell_health()

    def _tell_health(self) -> None:
        with self._health_lock:
            self._bus.publish(Topic.HEALTH, encode_health(self._health.values()))


def stop_together(workers: list[DeviceWorker]) -> None:
    """Stop all at once, so that the slowest device decides how long it takes and not their sum."""
    stopping = [threading.Thread(target=worker.stop) for worker in workers]
    for thread in stopping:
        thread.start()
    for thread in stopping:
        thread.join()


def _not_seen_yet(device: str, clock: Clock) -> DeviceHealth:
    return DeviceHealth(device, Power.UNKNOWN, (), Confidence.UNKNOWN, clock.now())


def run_node(data: Path, settings: Settings) -> int:
    """Be the node of a data folder until a signal, the end of standard input or a screen ends it; the exit code.

    `SettingsProblem` when a device is set up wrongly, `Unavailable` when another node works here or the store cannot
    be opened.
    """
    clock, ids = SystemClock(), SystemIds()
    devices = build_devices(settings.devices, data, clock, settings.terminal)
    queue: StoreQueue[NodeShop] = StoreQueue(node_thread(data, clock, ids))
    devices = printing_numbers(devices, queue)
    peers = NodePeers(data, settings.peers, queue, clock, ids)
    centrals = NodeCentrals(data, settings.centrals, queue, clock, lambda: peers.speakers, settings.subscribers)
    desk = DeviceDesk(devices, data, queue, clock, settings.devices)
    peripherals = NodePeripherals(settings.devices, clock)
    readers = NodeReaders(settings.devices, data, queue, clock, ids)
    drill = NodeDrill(devices, clock) if is_training(data) else None
    copies = None if is_training(data) else OwnCopies(data, timedelta(hours=settings.copy_every_hours), clock)
    house = Housekeeping(queue, clock)
    node = Node(devices, queue, clock, ids, peers, house, centrals, desk, peripherals, readers, drill, copies)
    logs = open_logs(data, settings.terminal, "node")
    if sys.stderr is not None:
        faulthandler.enable()
    threading.excepthook = node.end_broken
    end_on_signals(node.end)
    end_with_input(node.end)
    try:
        return node.run(data)
    except Unavailable as trouble:
        _log.error("node_not_started: %s", trouble)
        raise
    except Exception:
        _log.exception("node_bug in the main thread")
        return BUG
    finally:
        logs.close()
