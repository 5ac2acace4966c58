"""A courier, its book and a scripted back office in virtual time, with a line between them that a test may cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.stock import ItemEightySixed, StockCounted
from aura_terminal.ports.central import CentralBook
from sync.mesh.contract import Moment
from sync.reconcile.budget import Budget
from sync.reconcile.contract import Answer, Lost
from sync.reconcile.courier import Courier
from sync.reconcile.effects import CourierLimits, Kept, Said, Send, Standing, Turn
from tests.support.memory_book import MemoryBook, SharedFacts
from tests.support.scripted_central import ScriptedCentral, ScriptedConnector

WALL_MS = 1_780_000_000_000
AT_ONCE = CourierLimits(linger={})
Line = Callable[[Send, Moment], Answer]


@dataclass
class CourierBench:
    """Everything around one courier. `line` says what comes of a request; it delivers it unless told otherwise.

    `ahead` is how far the clock on the wall was set, in seconds.
    """

    central: ScriptedCentral = field(default_factory=ScriptedCentral)
    shared: SharedFacts = field(default_factory=SharedFacts)
    limits: CourierLimits = AT_ONCE
    origin: str = "o1"
    passed: float = 0.0
    ahead: float = 0.0
    password: str = "right"
    line: Line | None = None
    every: float = 900.0
    make: Callable[[ScriptedCentral, str], ScriptedConnector] = ScriptedConnector

    def __post_init__(self) -> None:
        self.book: CentralBook = MemoryBook(self.shared, self.origin)
        self.chance = Random(7)
        self.said: list[Standing] = []
        self.kept = 0
        self.out: list[Send] = []
        self.start()

    def start(self) -> None:
        """Start the program, or start it again after it died."""
        self.connector = self.make(self.central, self.password)
        self.connector.every = self.every
        self.budget = Budget()
        self.courier = Courier(self.connector, self.book, self.budget, self.chance, self.limits)
        self.out.clear()

    def gateway(self, turn: Turn = Turn.OWN) -> CourierBench:
        """Let it speak."""
        self.courier.become_gateway(turn, self.now)
        return self

    @property
    def now(self) -> Moment:
        """The time."""
        return Moment(self.passed, WALL_MS + round((self.passed + self.ahead) * 1000))

    @property
    def noon(self) -> datetime:
        """The time on the wall."""
        return datetime.fromtimestamp(WALL_MS / 1000, UTC) + timedelta(seconds=self.passed + self.ahead)

    def count(self, local_id: str, number: int, origin: str = "o1") -> None:
        """A thing has a number now."""
        self.shared.keep(origin, StockCounted(ItemId(local_id), number, self.noon))
        self.courier.committed(self.now)

    def pay(self, local_id: str) -> None:
        """A thing is paid."""
        self.shared.keep("o1", ItemEightySixed(ItemId(local_id), self.noon))
        self.courier.committed(self.now)

    def step(self) -> bool:
        """One turn of the courier; what it wants sent waits in `out`."""
        more = self.courier.work(self.now)
        self.collect()
        return more

    def collect(self) -> None:
        """Carry effects out."""
        for effect in self.courier.drain():
            match effect:
                case Send():
                    self.out.append(effect)
                case Said():
                    self.said.append(effect.standing)
                case Kept():
                    self.kept += 1

    def deliver(self) -> None:
        """Let every request that is out be answered, as the line says."""
        out, self.out = self.out, []
        for send in out:
            answer = self.line(send, self.now) if self.line else self.central.answer(send, self.now)
            self.courier.answered(send.ticket, answer, self.now)

    def settle(self) -> None:
        """Work and deliver until nothing moves, without letting time pass."""
        for _ in range(10_000):
            while self.step():
                pass
            if not self.out:
                return
            self.deliver()
        raise AssertionError("it never comes to rest")

    def run(self, seconds: float, every: float = 1.0) -> None:
        """Let time pass."""
        until = self.passed + seconds
        self.settle()
        while self.passed < until:
            self.passed += every
            self.courier.tick(self.now)
            self.collect()
            self.settle()

    def numbers(self) -> dict[str, list[int]]:
        """What the back office holds: by local id the number of everything made for it."""
        found: dict[str, list[int]] = {}
        for made in self.central.objects.values():
            found.setdefault(made["ref"], []).append(made.get("n", 0))
        return found


def cut_after(central: ScriptedCentral) -> Line:
    """A line that takes requests there and brings nothing back."""

    def line(send: Send, now: Moment) -> Answer:
        central.answer(send, now)
        return Lost("the line was cut", maybe_done=True)

    return line


def dead(send: Send, now: Moment) -> Answer:
    """No line at all."""
    return Lost("no connection", maybe_done=False)
