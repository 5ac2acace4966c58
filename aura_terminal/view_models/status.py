"""How things stand: the values behind the status strip and its details."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import NotFound, Unavailable
from aura_terminal.domain.outages import Tier as Tier
from aura_terminal.view_models.changes import EVERY_FACT, Changes, Watch
from aura_terminal.view_models.runner import Runner
from aura_terminal.view_models.session import SessionModel
from aura_terminal.view_models.sharing import Sharing, sharing_of, silent_labels

if TYPE_CHECKING:
    from aura_terminal.domain.paper import SpooledJob
    from aura_terminal.ports.journal import PeerState
    from aura_terminal.ports.reads import StaffRow, StoreStatus
    from aura_terminal.use_cases.shop import Shop

Now = Callable[[], datetime]
NO_FACTS = -1


class NodeState(StrEnum):
    """The second process, which prints and talks to the world."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class JobTrouble:
    """A print job that needs somebody: what it is, which printer, and what the device says, in words for staff."""

    title: str
    route: str
    hint: str


class Health(Protocol):
    """How a device is, as the node reports it."""

    @property
    def device(self) -> str:
        """Its name in the settings."""

    @property
    def faults(self) -> Sequence[object]:
        """What is wrong with it; empty when all is well."""

    @property
    def hint(self) -> str:
        """What the person beside it does next."""


@dataclass(frozen=True, slots=True)
class DeviceTrouble:
    """A device that needs somebody, and what to do, in words for staff."""

    device: str
    hint: str


@dataclass(frozen=True, slots=True)
class StoreTrouble:
    """The store cannot be used: what, and what to do."""

    what: str
    hint: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in."""

    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    """All the status strip says. `time` is on the store's wall clock, None until its zone is known.

    `best` is the tier it would have if all were well; without a central that is the store's own network.
    `peers` are the store's other terminals and `silent` those of them that cannot be reached; a terminal that was never
    paired has none, and nothing to share. `unshared` facts exist on this machine only; the oldest is so many minutes
    old.
    """

    tier: Tier = Tier.ALONE
    best: Tier = Tier.STORE
    node: NodeState = NodeState.STARTING
    node_restarts: int = 0
    jobs_waiting: int = 0
    troubles: tuple[JobTrouble, ...] = ()
    devices: tuple[DeviceTrouble, ...] = ()
    store_trouble: StoreTrouble | None = None
    open_orders: int = 0
    live_tickets: int = 0
    peers: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    unshared: int = 0
    unshared_minutes: int = 0
    business_date: date | None = None
    time: datetime | None = None
    person: Person | None = None


READ_AFTER_MILLISECONDS = 150

Reading: TypeAlias = "tuple[BusinessCalendar | None, StoreStatus | None, Sharing]"


class StatusModel(QObject):
    """Keeps one `StatusRow` true; `changed` carries a row that differs from the one before.

    It reads the store when anything changed, and the clock each second, from `start` on. What it cannot know by itself
    is told: `node_changed` and `devices_changed` by whoever looks after the node, `reach` by the connections. A kitchen
    screen of its own has no session.
    """

    changed = Signal(object)

    def __init__(
        self,
        runner: Runner,
        changes: Changes,
        session: SessionModel | None,
        now: Now,
        parent: QObject | None = None,
        *,
        read_after_milliseconds: int = READ_AFTER_MILLISECONDS,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._now = now
        self._row = StatusRow()
        self._calendar: BusinessCalendar | None = None
        self._sharing = Sharing()
        self._heard: tuple[PeerState, ...] = ()
        self._has_run = False
        self._facts_in_trouble: int | None = None
        self._watch = Watch(changes, EVERY_FACT, self)
        self._soon = QTimer(self, singleShot=True, interval=read_after_milliseconds)
        self._soon.timeout.connect(self._read)
        self._watch.due.connect(self._read_soon)
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self.tick)
        runner.unavailable.connect(self.store_unavailable)
        changes.unavailable.connect(self._cannot_read)
        if session is not None:
            session.signed_in.connect(self._sign_in)
            session.signed_out.connect(self._sign_out)

    @property
    def row(self) -> StatusRow:
        """How things stand now."""
        return self._row

    @Slot()
    def start(self) -> None:
        """Read the store and follow the clock from now on."""
        self._watch.wake()
        self.tick()

    @Slot()
    def stop(self) -> None:
        """Follow nothing any more."""
        self._beat.stop()
        self._soon.stop()
        self._watch.rest()

    @Slot(object)
    def node_changed(self, state: NodeState) -> None:
        """What became of the node; running once more after it ran before is a restart. Without it nobody is reached."""
        restarts = self._row.node_restarts
        if state is NodeState.RUNNING and self._row.node is not NodeState.RUNNING:
            restarts += self._has_run
            self._has_run = True
        tier = self._row.tier if state is NodeState.RUNNING else Tier.ALONE
        self._show(replace(self._row, node=state, node_restarts=restarts, tier=tier))

    @Slot(object)
    def devices_changed(self, health: Sequence[Health]) -> None:
        """How the devices are; those with a fault are told of until they are well."""
        faulty = tuple(DeviceTrouble(each.device, each.hint) for each in health if each.faults)
        self._show(replace(self._row, devices=faulty))

    @Slot(object, object)
    def reach(self, tier: Tier, best: Tier) -> None:
        """How far this terminal reaches now, and how far it would if all were well."""
        self._show(replace(self._row, tier=tier, best=best))

    @Slot(object)
    def peers_heard(self, states: Sequence[PeerState]) -> None:
        """The network's word of the other terminals; what is not shared yet may have changed with it."""
        self._heard = tuple(states)
        self._read_soon()

    @Slot(object)
    def store_unavailable(self, trouble: Unavailable) -> None:
        """Something could not be kept or read; this is said until something is kept again."""
        self._facts_in_trouble = None
        self._show(replace(self._row, store_trouble=StoreTrouble(trouble.what, trouble.hint)))

    @Slot(object)
    def _cannot_read(self, trouble: Unavailable) -> None:
        if self._row.store_trouble is None:
            self.store_unavailable(trouble)
            self._facts_in_trouble = NO_FACTS  # to be read at all is enough

    @Slot()
    def tick(self) -> None:
        """The second has turned: the clock may show another minute, and a peer may have fallen silent."""
        now = self._now()
        self._beat.start(1000 - now.microsecond // 1000)
        self._show(replace(self._shared(self._row, now), time=self._wall_clock(now)))

    @Slot(object)
    def _sign_in(self, person: StaffRow | None) -> None:
        self._show(replace(self._row, person=Person(person.name, person.initials) if person else None))

    @Slot()
    def _sign_out(self) -> None:
        self._show(replace(self._row, person=None))

    @Slot()
    def _read_soon(self) -> None:
        """Read once for what changes together, and not while the tap that changed it is being painted."""
        if self._soon.interval() == 0:
            self._read()
        elif not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _read(self) -> None:
        now = self._now()
        self._runner.run(lambda shop: _reading(shop, now), self._take)

    def _take(self, reading: Reading) -> None:
        self._calendar, status, self._sharing = reading
        now = self._now()
        row = replace(self._shared(self._row, now), time=self._wall_clock(now))
        if status is None:
            self._show(row)
            return
        if self._facts_in_trouble is None:
            self._facts_in_trouble = status.facts
        is_well = status.facts > self._facts_in_trouble
        self._show(
            replace(
                row,
                jobs_waiting=status.jobs_waiting,
                troubles=tuple(_trouble(job) for job in status.jobs_in_trouble),
                store_trouble=None if is_well else self._row.store_trouble,
                open_orders=status.open_orders,
                live_tickets=status.live_tickets,
                business_date=status.business_date,
            )
        )

    def _shared(self, row: StatusRow, now: datetime) -> StatusRow:
        sharing = self._sharing.with_heard(self._heard)
        return replace(
            row,
            peers=tuple(each.label for each in sharing.others),
            silent=silent_labels(sharing.others, now),
            unshared=sharing.waiting(now),
            unshared_minutes=sharing.minutes(now),
        )

    def _wall_clock(self, now: datetime) -> datetime | None:
        if self._calendar is None:
            return None
        return self._calendar.local(now).replace(second=0, microsecond=0)

    def _show(self, row: StatusRow) -> None:
        if row != self._row:
            self._row = row
            self.changed.emit(row)


def _trouble(spooled: SpooledJob) -> JobTrouble:
    return JobTrouble(spooled.job.title, spooled.job.route, spooled.last_error)


def _reading(shop: Shop, now: datetime) -> Reading:
    try:
        return shop.reads.store.profile().calendar, shop.reads.store.status(now), sharing_of(shop)
    except NotFound:  # a store that is not set up yet has no zone and no day
        return None, None, Sharing()
