"""Outage drills: what is pulled, what there is to do meanwhile, and what of it was done, noticed by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, SignalInstance, Slot

from aura_terminal.domain.devices import PaperDetour
from aura_terminal.domain.documents import DocumentPut
from aura_terminal.domain.order_facts import LineAdded, LinesFired, PaymentTaken
from aura_terminal.domain.outages import Tier
from aura_terminal.view_models.changes import EVERY_FACT, Changes, FactTypes
from aura_terminal.view_models.status import StatusModel, StatusRow

if TYPE_CHECKING:
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.counter import Counter
    from aura_terminal.view_models.runner import Runner

LONGEST_SECONDS = 600


class Drill(StrEnum):
    """What is pulled."""

    INTERNET = "internet"
    NETWORK = "network"
    PRINTER = "printer"
    TERMINAL = "terminal"


class Task(StrEnum):
    """Something to do, or to see, while something is pulled."""

    SEE_IT = "see_it"
    ORDER = "order"
    SEND = "send"
    PAY = "pay"
    DETOUR = "detour"
    PAPER_OUT = "paper_out"
    SHARED = "shared"
    BACK = "back"
    KEPT = "kept"
    TOLD = "told"
    SWITCH_BACK = "switch_back"


class Phase(StrEnum):
    """Where a drill stands."""

    IDLE = "idle"
    PREPARING = "preparing"
    READY = "ready"
    PULLED = "pulled"
    MENDED = "mended"
    OVER = "over"


BEFORE: Mapping[Drill, tuple[Task, ...]] = {Drill.TERMINAL: (Task.ORDER,)}
"""What comes before it is pulled; a drill without any is pulled at once."""
DURING: Mapping[Drill, tuple[Task, ...]] = {
    Drill.INTERNET: (Task.SEE_IT, Task.SEND, Task.PAY),
    Drill.NETWORK: (Task.SEE_IT, Task.SEND, Task.PAY),
    Drill.PRINTER: (Task.SEND, Task.SEE_IT, Task.DETOUR, Task.PAPER_OUT),
    Drill.TERMINAL: (Task.BACK, Task.KEPT, Task.PAY),
}
AFTER: Mapping[Drill, tuple[Task, ...]] = {
    Drill.INTERNET: (Task.TOLD,),
    Drill.NETWORK: (Task.SHARED,),
    Drill.PRINTER: (Task.SWITCH_BACK,),
}
"""What shows itself, or is to be put right by hand, once what was pulled is there again."""
FACTS: Mapping[Task, type[object]] = {Task.ORDER: LineAdded, Task.SEND: LinesFired, Task.PAY: PaymentTaken}


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One line of the list."""

    task: Task
    is_done: bool


class DrillHands(Protocol):
    """Who really pulls and mends. Signals: `ready`, `failed(words)`, `caught_up`."""

    @property
    def ready(self) -> SignalInstance:
        """What is to be pulled is there."""

    @property
    def failed(self) -> SignalInstance:
        """It cannot be had; carries why, in words."""

    @property
    def caught_up(self) -> SignalInstance:
        """The back office is reached again and says that it has heard everything."""

    def prepare(self, drill: Drill) -> None:
        """Have there be something to pull."""

    def pull(self, drill: Drill) -> None:
        """Pull it."""

    def mend(self) -> None:
        """Everything is as it was."""

    def pulled_printer(self) -> str:
        """The name of the printer that is pulled in its drill."""

    def resumed(self) -> bool:
        """Whether this start is the one after this terminal was pulled; asked once."""


class DrillModel(QObject):
    """One drill at a time; it ends by itself when all is done, when time is up, and when training is left.

    `changed` follows every change, `failed` carries why a drill cannot begin.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(
        self, hands: DrillHands, runner: Runner, changes: Changes, status: StatusModel, counter: Counter,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._hands, self._runner, self._status, self._counter = hands, runner, status, counter
        self._drill: Drill | None = None
        self._phase = Phase.IDLE
        self._done: set[Task] = set()
        self._was_waiting = False
        self._time = QTimer(self, singleShot=True, interval=LONGEST_SECONDS * 1000)
        self._time.timeout.connect(self.end)
        self._lasts, self._lasted = QElapsedTimer(), 0
        hands.ready.connect(self._begin)
        hands.failed.connect(self._give_up)
        hands.caught_up.connect(self._notice_told)
        changes.changed.connect(self._notice_facts)
        status.changed.connect(self._notice_status)
        counter.changed.connect(self._notice_order)
        if hands.resumed():
            self._drill, self._phase = Drill.TERMINAL, Phase.PULLED
            self._time.start()
            self._lasts.start()
            self._done.update(BEFORE[Drill.TERMINAL])
            self._tick(Task.BACK)

    @property
    def drill(self) -> Drill | None:
        """The drill that runs, or ran last."""
        return self._drill

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        return self._phase

    @property
    def printer(self) -> str:
        """What the printer is called that its drill pulls."""
        return self._hands.pulled_printer()

    @property
    def is_running(self) -> bool:
        """Whether a drill has begun that is not over."""
        return self._phase not in (Phase.IDLE, Phase.OVER)

    @property
    def tasks(self) -> tuple[TaskRow, ...]:
        """What there is to do, in order."""
        if self._drill is None:
            return ()
        return tuple(TaskRow(task, task in self._done) for task in _tasks(self._drill))

    @property
    def seconds(self) -> int:
        """How long the drill that is over took, from what was pulled to the last of its list."""
        return self._lasted

    def begin(self, drill: Drill) -> None:
        """Begin a drill; another one must be over."""
        if self.is_running:
            return
        self._drill, self._phase, self._done = drill, Phase.PREPARING, set()
        self._was_waiting = False
        self.changed.emit()
        self._hands.prepare(drill)

    @Slot()
    def pull_now(self) -> None:
        """Pull this terminal: the program ends as in a power cut and begins again."""
        if self._drill is not None and self._phase is Phase.READY and set(BEFORE.get(self._drill, ())) <= self._done:
            self._pull(self._drill)

    @Slot()
    def end(self) -> None:
        """Mend everything, whatever is not done yet."""
        if self.is_running:
            self._hands.mend()
            self._become(Phase.OVER)

    @Slot()
    def close(self) -> None:
        """Whoever drilled has read how it went."""
        if self._phase is Phase.OVER:
            self._become(Phase.IDLE)

    def saw(self, drill: Drill) -> None:
        """Somebody opened the page where the outage of this drill is shown."""
        if self._phase is Phase.PULLED and drill is self._drill:
            self._tick(Task.SEE_IT)

    @Slot()
    def _begin(self) -> None:
        if self._phase is not Phase.PREPARING or self._drill is None:
            return
        self._time.start()
        self._lasts.start()
        if self._drill in BEFORE:
            self._become(Phase.READY)
            self._notice_order()
        else:
            self._pull(self._drill)

    def _pull(self, drill: Drill) -> None:
        self._become(Phase.PULLED)
        self._hands.pull(drill)

    @Slot(str)
    def _give_up(self, why: str) -> None:
        if self._phase is Phase.PREPARING:
            self._become(Phase.IDLE)
            self.failed.emit(why)

    @Slot(object)
    def _notice_facts(self, kinds: FactTypes) -> None:
        if self._drill is Drill.PRINTER and DocumentPut in kinds and self.is_running:
            self._runner.run(_detours, self._notice_detours)
        if self._phase not in (Phase.READY, Phase.PULLED):
            return
        if kinds != EVERY_FACT:  # every type at once: another process kept something, and nobody here did
            for task, kind in FACTS.items():
                if kind in kinds and not (task is Task.ORDER and self._phase is Phase.PULLED):
                    self._tick(task)

    def _notice_detours(self, detours: tuple[PaperDetour, ...]) -> None:
        goes_elsewhere = any(each.device == self._hands.pulled_printer() for each in detours)
        if self._phase is Phase.PULLED and goes_elsewhere:
            self._tick(Task.DETOUR)
            self._notice_status(self._status.row)
        elif self._phase is Phase.MENDED and not goes_elsewhere:
            self._tick(Task.SWITCH_BACK)

    @Slot()
    def _notice_told(self) -> None:
        """The node says so; the store has to say that nothing is left."""
        if self._phase is Phase.MENDED and self._drill is Drill.INTERNET:
            self._runner.run(_untold, lambda untold: None if untold else self._tick(Task.TOLD))

    @Slot(object)
    def _notice_status(self, row: StatusRow) -> None:
        if self._phase is Phase.PULLED and self._drill is Drill.PRINTER:
            self._was_waiting = self._was_waiting or row.jobs_waiting > 0
            if self._was_waiting and row.jobs_waiting == 0 and Task.DETOUR in self._done:
                self._tick(Task.PAPER_OUT)
        is_network = self._phase is Phase.MENDED and self._drill is Drill.NETWORK
        if is_network and row.tier is row.best and row.tier is not Tier.ALONE and not row.unshared:
            self._tick(Task.SHARED)

    @Slot()
    def _notice_order(self, _facts: object = None) -> None:
        order = self._counter.order
        has_lines = order is not None and bool(order.lines)
        if has_lines and self._phase is Phase.READY:
            self._tick(Task.ORDER)
        if has_lines and self._phase is Phase.PULLED and self._drill is Drill.TERMINAL:
            self._tick(Task.KEPT)

    def _tick(self, task: Task) -> None:
        drill = self._drill
        if drill is None or task in self._done or task not in _tasks(drill):
            return
        self._done.add(task)
        if self._phase is Phase.PULLED and set(DURING[drill]) <= self._done:
            self._hands.mend()
            self._phase = Phase.MENDED
        if self._phase is Phase.MENDED and set(AFTER.get(drill, ())) <= self._done:
            self._phase = Phase.OVER
            self._stop_time()
        self.changed.emit()

    def _become(self, phase: Phase) -> None:
        if phase in (Phase.IDLE, Phase.OVER) and self._phase is not Phase.OVER:
            self._stop_time()
        self._phase = phase
        self.changed.emit()

    def _stop_time(self) -> None:
        self._time.stop()
        self._lasted = self._lasts.elapsed() // 1000 if self._lasts.isValid() else 0


def _tasks(drill: Drill) -> tuple[Task, ...]:
    return (*BEFORE.get(drill, ()), *DURING[drill], *AFTER.get(drill, ()))


def _untold(shop: Shop) -> int:
    return sum(each.pending + each.unknown for each in shop.reads.central.figures())


def _detours(shop: Shop) -> tuple[PaperDetour, ...]:
    here = shop.terminal.label
    return tuple(each for each in shop.devices.detours() if each.terminal == here)
