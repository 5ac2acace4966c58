"""The node's part in devices beyond their workers: detours, what is kept of their health, and what a screen asks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from aura_terminal.app.device_answers import find, identified, read_printer, sampled
from aura_terminal.app.device_settings import DeviceSettings
from aura_terminal.app.devices import Device
from aura_terminal.app.node_mail import mail_workers
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.app.paper_wordings import wording_of
from aura_terminal.domain.devices import PaperDetour
from aura_terminal.domain.errors import NotFound, Unavailable
from aura_terminal.domain.saying import ENGLISH, Wording
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.printing import DeviceHealth, Fault, HealthKind, Spool
from devices.detours import Detour, Detours
from devices.mailing import MailWorker
from devices.spooling import DeviceWorker
from sync.node.device_words import Act, DeviceAnswer, DeviceAsk, Outcome, decode_ask, encode_answer
from sync.node.frames import Frame, Topic
from sync.node.store_queue import StoreQueue

NOTE_EVERY = 10.0
"""Seconds between two notes in the journal of one device: one that comes and goes fills no disk."""

_log = logging.getLogger(__name__)
Publish = Callable[[Topic, str], None]


class DeviceDesk:
    """Called by the node's own loop, save `noted`, which any thread may call. What it writes is told by `tick`."""

    def __init__(
        self, devices: Iterable[Device], data: Path, queue: StoreQueue[NodeShop], clock: Clock,
        rows: Iterable[DeviceSettings] = (),
    ) -> None:  # fmt: skip
        self._data, self._queue, self._clock, self._rows = data, queue, clock, tuple(rows)
        self._backups = {device.name: device.backups for device in devices}
        self._begun: SimpleQueue[tuple[str, str, str]] = SimpleQueue()
        self.detours = Detours(self._backups, lambda *said: self._begun.put(said))
        self._workers: Mapping[str, DeviceWorker] = {}
        self._mail: Mapping[str, MailWorker] = {}
        self._reads: dict[str, Callable[[], str]] = {}
        self._lock = Lock()
        self._seen: dict[str, DeviceHealth] = {}
        self._left_open: list[DeviceHealth] = []
        self._noted_at: dict[str, float] = {}
        self._writing: list[Future[object]] = []
        self._asked_detours: Future[tuple[PaperDetour, ...]] | None = None
        self._is_stale = True
        self._search: Thread | None = None
        self._searching = Lock()

    def join(
        self, workers: Mapping[str, DeviceWorker], spool: Spool, on_health: Callable[[DeviceHealth], None]
    ) -> None:
        """The workers by the names of their devices; the spool feeds those that mail as well."""
        self._workers = workers
        self._mail = mail_workers(self._rows, self._data, spool, self._clock, on_health)

    def open(self, publish: Publish) -> None:
        """Begin; nothing is answered before."""
        self._publish = publish
        for worker in self._mail.values():
            worker.start()

    def offer_read(self, device: str, read: Callable[[], str]) -> None:
        """A device of another kind can be read too: `read` answers in words, at once, from any thread."""
        self._reads[device] = read

    def noted(self, health: DeviceHealth) -> None:
        """A device came to be so."""
        with self._lock:
            self._seen[health.device] = health
            if health.kind is HealthKind.CASH_DRAWER and Fault.DRAWER_OPEN in health.faults:
                self._left_open.append(health)

    def committed(self) -> None:
        """Somebody changed the store: perhaps a person switched back, or a receipt is to be mailed."""
        self._is_stale = True
        for worker in self._mail.values():
            worker.wake()

    def hear(self, frame: Frame) -> None:
        """A screen asks; what is no question of ours is logged and passed over."""
        if frame.topic is not Topic.DEVICE:
            return
        try:
            self._do(decode_ask(frame.payload))
        except ValueError as wrong:
            _log.warning("device_ask_unread: %s", wrong)

    def tick(self) -> bool:
        """A quarter of a second has passed; whether something was written since the last one."""
        self._read_detours()
        self._write_detours()
        self._write_health()
        done = [future for future in self._writing if future.done()]
        self._writing = [future for future in self._writing if not future.done()]
        for future in done:
            if future.exception() is not None:
                _log.warning("device_note_waits: %s", future.exception())
        return bool(done)

    def close(self) -> None:
        """End what was begun; may be called twice."""
        for worker in self._mail.values():
            worker.stop()
        if self._search is not None:
            self._search.join(timeout=5.0)

    def _read_detours(self) -> None:
        if self._asked_detours is not None:
            if not self._asked_detours.done():
                return
            if self._asked_detours.exception() is None:
                mine = (each for each in self._asked_detours.result() if each.device in self._backups)
                self.detours.know(Detour(each.device, each.to, each.scope) for each in mine)
                for worker in self._workers.values():
                    worker.wake()
            self._asked_detours = None
        if self._is_stale:
            self._is_stale = False
            self._asked_detours = self._queue.read(_detours_here)

    def _write_detours(self) -> None:
        while True:
            try:
                device, to, reason = self._begun.get_nowait()
            except Empty:
                return
            _log.warning("paper_detour: %s to %s, %s", device, to, reason)
            self._write(partial(_begin_detour, device, to, reason))
            self._is_stale = True

    def _write_health(self) -> None:
        now = self._clock.monotonic()
        with self._lock:
            due = [
                name for name in self._seen if name not in self._noted_at or now - self._noted_at[name] >= NOTE_EVERY
            ]
            rows = tuple(self._seen.pop(name) for name in due)
            left_open, self._left_open = self._left_open, []
        self._noted_at |= dict.fromkeys((row.device for row in rows), now)
        if rows:
            self._write(lambda opened: opened.shop.devices.note_health(rows))
        for health in left_open:
            self._write(partial(_note_open, health))

    def _write(self, call: Callable[[NodeShop], object]) -> None:
        try:
            self._writing.append(self._queue.write(call))
        except Unavailable:  # the node is ending; the state is noted again at its next start
            _log.info("device_note_dropped")

    def _do(self, ask: DeviceAsk) -> None:
        match ask.act:
            case Act.TRY:
                self._try(ask)
            case Act.READ:
                self._read(ask)
            case Act.DISCOVER:
                self._beside(ask, find)
            case Act.IDENTIFY:
                self._beside(ask, identified)
            case Act.SAMPLE:
                self._beside(ask, partial(sampled, self._data, self._clock, self._wording))

    def _wording(self) -> Wording:
        """The store's language; for a thread beside the node's own."""
        try:
            return self._queue.read(lambda store: wording_of(store.reads.store.profile())).result()
        except NotFound:  # a store that nobody set up yet
            return ENGLISH

    def _try(self, ask: DeviceAsk) -> None:
        if ask.device in self._workers:
            self._workers[ask.device].try_now()
            self._answer(DeviceAnswer(ask.ask_id, ask.act, Outcome.DONE))
        elif ask.device in self._mail:
            self._mail[ask.device].try_now()
            self._answer(DeviceAnswer(ask.ask_id, ask.act, Outcome.DONE))
        else:
            self._answer(_unknown(ask))

    def _read(self, ask: DeviceAsk) -> None:
        if ask.device in self._workers:
            self._workers[ask.device].try_now()
            asked = self._workers[ask.device].ask(partial(read_printer, ask))
            asked.add_done_callback(partial(self._answer_read, ask))
        elif ask.device in self._reads:
            self._beside(ask, self._read_other)
        else:
            self._answer(_unknown(ask))

    def _read_other(self, ask: DeviceAsk) -> DeviceAnswer:
        return DeviceAnswer(ask.ask_id, ask.act, Outcome.DONE, self._reads[ask.device]())

    def _answer_read(self, ask: DeviceAsk, asked: Future[DeviceAnswer]) -> None:
        trouble = asked.exception()
        if trouble is None:
            self._answer(asked.result())
        else:
            self._answer(DeviceAnswer(ask.ask_id, ask.act, Outcome.FAILED, str(trouble)))

    def _beside(self, ask: DeviceAsk, call: Callable[[DeviceAsk], DeviceAnswer]) -> None:
        """One at a time, on a thread of its own: a network may be silent for seconds.

        Whoever has an answer may ask the next at once: the way is free before it is said.
        """
        if not self._searching.acquire(blocking=False):
            self._answer(DeviceAnswer(ask.ask_id, ask.act, Outcome.FAILED, "Another search is under way; wait for it."))
            return
        self._search = Thread(target=self._run, args=(ask, call), name="device-search", daemon=True)
        self._search.start()

    def _run(self, ask: DeviceAsk, call: Callable[[DeviceAsk], DeviceAnswer]) -> None:
        try:
            answer = call(ask)
        except (Unavailable, OSError, ValueError) as trouble:
            answer = DeviceAnswer(ask.ask_id, ask.act, Outcome.FAILED, str(trouble))
        finally:
            self._searching.release()
        self._answer(answer)

    def _answer(self, answer: DeviceAnswer) -> None:
        self._publish(Topic.ANSWER, encode_answer(answer))


def _detours_here(opened: NodeShop) -> tuple[PaperDetour, ...]:
    here = opened.shop.terminal.label
    return tuple(each for each in opened.shop.devices.detours() if each.terminal == here)


def _begin_detour(device: str, to: str, reason: str, opened: NodeShop) -> object:
    return opened.shop.devices.begin_detour(device, to, reason)


def _note_open(health: DeviceHealth, opened: NodeShop) -> object:
    return opened.shop.devices.drawer_left_open(health.since)


def _unknown(ask: DeviceAsk) -> DeviceAnswer:
    return DeviceAnswer(ask.ask_id, ask.act, Outcome.FAILED, f"There is no device {ask.device} here.")
