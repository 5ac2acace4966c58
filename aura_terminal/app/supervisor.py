"""Starts the node, watches it, and starts it again; the screen goes on selling whatever happens to it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QIODevice, QObject, QProcess, QTimer, Signal, Slot

from aura_terminal.app import program
from aura_terminal.app.node_link import NodeLink
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.printing import DeviceHealth
from aura_terminal.view_models.status import NodeState
from sync.node.address import NodeAddress, read_address
from sync.node.frames import Frame, Topic
from sync.node.health import decode_health
from sync.node.words import Neighbourhood, decode_neighbourhood, decode_presences, encode_saying

BACK_OFF = (200, 500, 1000, 5000)  # milliseconds; the last one for ever
SETTLED_AFTER = 30_000
LOOK_EVERY = 100
START_WITHIN = 60_000  # a store that was not closed in order is checked first, and that takes its time
ANSWER_WITHIN = 10_000
END_WITHIN = 2_000
LARGEST_LAST_WORDS = 1_000_000

_log = logging.getLogger(__name__)


def last_words(data: Path) -> tuple[str, QIODevice.OpenModeFlag]:
    """The file for what a dying node says, and how to open it: begun anew when it has grown large."""
    place = data / "logs"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = place / "node-last-words.txt"
    is_full = file.exists() and file.stat().st_size > LARGEST_LAST_WORDS
    return str(file), QIODevice.OpenModeFlag.Truncate if is_full else QIODevice.OpenModeFlag.Append


class NodeSupervisor(QObject):
    """Keeps one node running beside this screen, or attaches to one that already works in the data folder.

    `state_changed` carries a `NodeState`, `health` a tuple of `DeviceHealth`; `changed` says that the node committed
    something. Of the store's other terminals `peers_changed` carries a `Neighbourhood` (at least every two seconds) and
    `presence_changed` a tuple of `Presence`; `code_shown` carries a pairing code, its seconds and the node's port,
    `pairing_ended` a word and a label. `centrals_changed` carries a tuple of `CentralState`, on change; `weighed` what
    the scale says as the node said it, `scanned` a code. A node that is gone counts as stopped until one answers again.
    `readers_changed` carries a tuple of `ReaderRow`, `live_heard` a `LivePart` of what a back office says just now.
    """

    state_changed = Signal(object)
    changed = Signal()
    health = Signal(object)
    peers_changed = Signal(object)
    presence_changed = Signal(object)
    code_shown = Signal(str, int, int)
    pairing_ended = Signal(str, str)
    centrals_changed = Signal(object)
    readers_changed = Signal(object)
    device_answered = Signal(object)
    live_heard = Signal(object)
    weighed = Signal(str)
    scanned = Signal(str)

    def __init__(
        self, data: Path, clock: Clock, *, command: Sequence[str] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._data = data
        self._clock = clock
        self._command = tuple(command or program.command("node", "--data", str(data)))
        self._state = NodeState.STARTING
        self._since = clock.now()
        self._restarts = 0
        self._devices: tuple[DeviceHealth, ...] = ()
        self._neighbourhood: Neighbourhood | None = None
        self._failures = 0
        self._refused: NodeAddress | None = None
        self._is_ending = False
        self._link = NodeLink(self)
        self._link.heard.connect(self._on_heard)
        self._link.lost.connect(self._on_lost)
        self._readers: dict[Topic, Callable[[str], None]] = {
            Topic.HEALTH: self._read_health,
            Topic.PEERS: self._read_peers,
            Topic.PRESENT: self._read_presences,
            Topic.CODE: self._read_code,
            Topic.PAIRED: self._read_outcome,
            Topic.CENTRAL: self._read_centrals,
            Topic.READERS: self._read_readers,
            Topic.ANSWER: self._read_answer,
            Topic.REPLY: self._read_reply,
            Topic.WEIGHT: self.weighed.emit,
            Topic.SCANNED: self.scanned.emit,
        }
        self._process = QProcess(self)
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_process_error)
        self._look = QTimer(self, interval=LOOK_EVERY)
        self._look.timeout.connect(self._on_look)
        self._retry = QTimer(self, singleShot=True)
        self._retry.timeout.connect(self._begin)
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._on_patience_over)
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_AFTER)
        self._settled.timeout.connect(self._on_settled)

    @property
    def state(self) -> NodeState:
        """How the node is now."""
        return self._state

    @property
    def since(self) -> datetime:
        """When it came to be so; aware UTC."""
        return self._since

    @property
    def restarts(self) -> int:
        """How often the node had to be started again since the screen opened."""
        return self._restarts

    @property
    def devices(self) -> tuple[DeviceHealth, ...]:
        """How every device is, as last heard from a node."""
        return self._devices

    @property
    def neighbourhood(self) -> Neighbourhood | None:
        """How the store's other terminals are, as last heard; None until a node said so."""
        return self._neighbourhood

    @property
    def node_pid(self) -> int | None:
        """The process this supervisor started, None while there is none."""
        return self._process.processId() or None

    @Slot()
    def start(self) -> None:
        """Have a node from now on until `stop`."""
        self._is_ending = False
        self._begin()

    @Slot()
    def nudge_spool(self) -> None:
        """Something was spooled: tell the node, which would else find it a quarter of a second later."""
        self._link.say(Topic.SPOOL)

    @Slot()
    def nudge_facts(self) -> None:
        """This screen committed facts: have them sent at once, and not a quarter of a second later."""
        self._link.say(Topic.FACTS)

    @Slot()
    def nudge_touch(self) -> None:
        """A finger went down: what it means must not wait for what the node takes in."""
        self._link.say(Topic.TOUCH)

    def say_presence(self, order_id: str, staff: str, doing: str) -> None:
        """Tell the other terminals what somebody does here (`editing`, `paying`), until it is said with no `doing`.

        Without an order and without a `doing` nobody does anything here any more.
        """
        self._link.say(Topic.SAID, encode_saying(order_id, staff, doing))

    def ask_device(self, ask: str) -> None:
        """Ask something of a device, as `encode_ask` wrote it; `device_answered` carries the DeviceAnswer."""
        self._link.say(Topic.DEVICE, ask)

    def pull_printer(self, device: str) -> None:
        """Have a played printer of a training store lose its power; "" gives it back."""
        self._link.say(Topic.DRILL, device)

    def restart_node(self) -> None:
        """Have the node end in order and begin anew, because its settings changed."""
        self._link.say(Topic.STOP)

    def ask_token(self, order_id: str, holder: str) -> None:
        """Ask the terminal called `holder` for an order's money token; the answer, if any, comes as a fact."""
        self._link.say(Topic.ASK, f"{order_id} {holder}")

    @Slot()
    def nudge_centrals(self) -> None:
        """Have every back office told of all that is due, and mirrored anew."""
        self._link.say(Topic.SYNC)

    def ask_live(self, question: str) -> bool:
        """Ask a back office while somebody waits, as `live_words` writes it; whether a node is there to carry it."""
        self._link.say(Topic.CALL, question)
        return self._state is NodeState.RUNNING

    @Slot()
    def nudge_scale(self) -> None:
        """Somebody looks at the scale: have it asked for the next seconds."""
        self._link.say(Topic.WEIGH)

    def load_scale(self, grams: int) -> None:
        """Have so many grams lie on the simulated scale."""
        self._link.say(Topic.LOAD, str(grams))

    def show_guest(self, words: str) -> None:
        """Have the customer display say this, as `encode_shown` writes it."""
        self._link.say(Topic.SHOW, words)

    @Slot()
    def nudge_cards(self) -> None:
        """An attempt at a card was made, or is to be cancelled."""
        self._link.say(Topic.CARDS)

    def show_pairing_code(self) -> None:
        """Have a pairing code made; it comes by `code_shown`."""
        self._link.say(Topic.PAIR)

    def stop(self) -> None:
        """End the node this supervisor started, waiting up to two seconds; to be called when the screen is gone."""
        self._is_ending = True
        for timer in (self._look, self._retry, self._patience, self._settled):
            timer.stop()
        if self._is_ours:
            self._link.say(Topic.STOP)
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(END_WITHIN):
                self._process.kill()
                self._process.waitForFinished(END_WITHIN)
        self._link.close()

    @property
    def _is_ours(self) -> bool:
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @Slot()
    def _begin(self) -> None:
        """Attach to the node that is there; when none answers, start one."""
        self._refused = None
        address = read_address(self._data)
        if address is None:
            self._launch()
        else:
            self._link.connect_to(address)

    def _launch(self) -> None:
        try:
            self._process.setStandardErrorFile(*last_words(self._data))
        except OSError as error:
            _log.error("node_not_started: %s", error)
            self._on_gone()
            return
        self._patience.start(START_WITHIN)
        self._look.start()
        self._process.start(self._command[0], self._command[1:])

    @Slot()
    def _on_look(self) -> None:
        address = None if self._link.is_busy else read_address(self._data)
        if address is not None and address != self._refused:
            self._link.connect_to(address)

    @Slot(object)
    def _on_heard(self, frame: Frame) -> None:
        self._look.stop()
        self._patience.stop()
        if self._state is not NodeState.RUNNING:
            self._settled.start()
            self._become(NodeState.RUNNING)
        if frame.topic is Topic.CHANGED:
            self.changed.emit()
        elif (read := self._readers.get(frame.topic)) is not None:
            try:
                read(frame.payload)
            except ValueError as wrong:
                _log.warning("node_word_unread: %s: %s", frame.topic, wrong)

    def _read_health(self, payload: str) -> None:
        self._devices = decode_health(payload)
        self.health.emit(self._devices)

    def _read_peers(self, payload: str) -> None:
        self._neighbourhood = decode_neighbourhood(payload)
        self.peers_changed.emit(self._neighbourhood)

    def _read_presences(self, payload: str) -> None:
        self.presence_changed.emit(decode_presences(payload))

    def _read_code(self, payload: str) -> None:
        code, seconds, port = payload.split(" ")
        self.code_shown.emit(code, int(seconds), int(port))

    def _read_outcome(self, payload: str) -> None:
        word, _, label = payload.partition(" ")
        self.pairing_ended.emit(word, label)

    def _read_centrals(self, payload: str) -> None:
        from sync.node.central_words import decode_centrals

        self.centrals_changed.emit(decode_centrals(payload))

    def _read_answer(self, payload: str) -> None:
        from sync.node.device_words import decode_answer

        self.device_answered.emit(decode_answer(payload))

    def _read_reply(self, payload: str) -> None:
        from sync.node.live_words import decode_part

        self.live_heard.emit(decode_part(payload))

    def _read_readers(self, payload: str) -> None:
        from sync.node.reader_words import decode_readers

        self.readers_changed.emit(decode_readers(payload))

    @Slot(str)
    def _on_lost(self, why: str) -> None:
        was_running = self._state is NodeState.RUNNING
        if was_running:
            _log.warning("node_lost: %s", why)
            self._settled.stop()
            self._become(NodeState.STOPPED)
        if self._is_ours:
            if not self._look.isActive():
                self._patience.start(ANSWER_WITHIN)
                self._look.start()
        elif was_running:
            self._try_again()
        else:
            self._refused = read_address(self._data)
            self._launch()

    @Slot()
    def _on_finished(self) -> None:
        if not self._is_ending:
            _log.warning("node_ended: exit code %d", self._process.exitCode())
            self._on_gone()

    @Slot(QProcess.ProcessError)
    def _on_process_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and not self._is_ending:
            _log.error("node_not_started: %s", self._process.errorString())
            self._on_gone()

    def _on_gone(self) -> None:
        self._look.stop()
        self._patience.stop()
        self._settled.stop()
        self._link.close()
        self._become(NodeState.STOPPED)
        self._try_again()

    def _try_again(self) -> None:
        delay = BACK_OFF[min(self._failures, len(BACK_OFF) - 1)]
        self._failures += 1
        self._restarts += 1
        self._retry.start(delay)

    @Slot()
    def _on_patience_over(self) -> None:
        _log.error("node_hangs: it is ended by force")
        self._process.kill()

    @Slot()
    def _on_settled(self) -> None:
        self._failures = 0

    def _become(self, state: NodeState) -> None:
        if state is not self._state:
            self._state, self._since = state, self._clock.now()
            self.state_changed.emit(self._state)
