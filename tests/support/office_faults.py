"""One run of the fault campaign of any back office: people at work, a bad line, dying programs, changing gateways.

What an office is and how it is judged comes from its own `Ground` (`tests/support/<name>_house.py`). Where it keeps no
idempotency keys the line delivers late but never twice, and of two terminals one alone speaks at a time: no program can
make up for that.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Protocol

from sync.reconcile.effects import WITHOUT_KEYS, CourierLimits, Turn
from sync.reconcile.gateway import Gateway
from tests.support.central_faults import CRASH, HOURS, ROUNDS, TAKE_OVER, Outcome, exchange
from tests.support.central_terminal import Speaks, Terminal
from tests.support.chance import FixedClock
from tests.support.contract_server import ContractServer
from tests.support.fault_proxy import Choose, Fault, FaultProxy, at_random
from tests.support.request_budget import over_budget
from tests.support.rough_line import LATEST, RoughLine, sign_in, tidy

ACTS = (20, 45)
SHARES = (0.05, 0.15, 0.3, 0.5)
MOST_SHOWN = 5
FIRST_MORNING, DAYS = datetime(2026, 10, 5, 10, 0, tzinfo=UTC), 28
"""A run begins on a day that its seed decides, for ever; among them is the last Sunday of summer time."""
RUSH, RUSH_ACTS, MOST_STEPS = 0.25, 75, 400
"""How many runs end with so many acts that nothing was told of: then a budget of a minute is what holds it back."""


class People(Protocol):
    """Who works at a terminal."""

    def act(self) -> bool:
        """Do one thing; whether anything was done."""

    def settle(self) -> None:
        """Bring what is open to its end."""


class World(Protocol):
    """An office in one run, and the house that tells it."""

    @property
    def server(self) -> ContractServer:
        """Its server."""

    def people(self, terminal: Terminal, chance: Random) -> People:
        """Who works at a terminal; asked again after the program died."""

    def change(self, chance: Random) -> None:
        """Somebody does something in the office itself."""

    def differences(self, terminal: Terminal) -> list[str]:
        """What the office does not hold just as the terminal holds it, in words."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An office as runs begin with it: `prepare` makes a terminal's folder, and `tokens` let it in."""

    speaks: Speaks
    tokens: Mapping[str, str]
    world: Callable[[FixedClock], World]
    prepare: Callable[[Path, str, FixedClock, int, str], None]
    """Sets a terminal up: folder, label, clock, seed, and the store's id for one more of a store."""
    user: str = ""
    is_auth: Callable[[str], bool] = lambda path: False
    """Whether a path is about signing in, where a refusal waits for a person."""


class LatestClock:
    """The office's clock: as late as the latest of the terminals' own."""

    def __init__(self, clocks: list[FixedClock]) -> None:
        self._clocks = clocks

    def now(self) -> datetime:
        """The aware time in UTC."""
        return max((one.now() for one in self._clocks), default=datetime(2026, 1, 1, tzinfo=UTC))

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return max((one.monotonic() for one in self._clocks), default=0.0)


@dataclass
class OfficeRun:
    """One run, from its seed alone."""

    ground: Ground
    folder: Path
    seed: int
    share: float | None = None
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(f"office faults {self.seed}")

    def play(self) -> Outcome:
        """Live through it and judge."""
        shutil.rmtree(self.folder, ignore_errors=True)
        kind = Random(f"office kind {self.seed}")
        share = self.share if self.share is not None else kind.choice(SHARES)
        has_second, is_abreast = kind.random() < 0.4, kind.random() < 0.15
        has_rush = kind.random() < RUSH
        life = _Life(self, share, has_second=has_second, is_abreast=is_abreast)
        try:
            life.live()
            if has_rush:
                life.rush()
            wrong = life.heal()
            wrong += life.world.differences(life.first)
            wrong += [f"violation: {one}" for one in life.world.server.violations[:MOST_SHOWN]]
            manners = self.ground.speaks.office.manners
            wrong += over_budget(life.terminals, manners.hour, manners.minute)
            parked = life.first.stored.store.reads.central.centre(20)
            wrong += [f"parked: {row.title} {row.step}: {row.refused.status} {row.refused.said}" for row in parked]
        finally:
            life.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        sent = [one for terminal in life.terminals for one in terminal.sent]
        faults = sum(one.fault is not Fault.NONE for one in life.proxy.seen)
        pulls = sum(one.method == "GET" for one in sent)
        return Outcome(self.seed, wrong, len(sent), faults, life.crashes, life.turns, life.acts, pulls)


class _Life:
    """A run while it lasts."""

    def __init__(self, run: OfficeRun, share: float, *, has_second: bool, is_abreast: bool) -> None:
        self._run, self._chance, self._ground = run, run.chance, run.ground
        self._keeps_keys = run.ground.speaks.office.manners.keeps_keys
        morning = FIRST_MORNING + timedelta(days=run.seed % DAYS)
        labels = ("R1", "R2") if has_second else ("R1",)
        clocks = [FixedClock(morning) for _ in labels]
        self.world = run.ground.world(clocks[0] if len(clocks) == 1 else LatestClock(clocks))  # type: ignore[arg-type]
        self.world.server.open()
        self.proxy = FaultProxy(self.world.server.address, lambda method, path: Fault.NONE, delay=0.02)
        self.proxy.open()
        arrives = LATEST * 1.5
        limits = replace(CourierLimits() if self._keeps_keys else WITHOUT_KEYS, settles=arrives)
        self.terminals: list[Terminal] = []
        for place, label in enumerate(labels):
            store_id = self.terminals[0].stored.store.identity.store_id if self.terminals else ""
            run.ground.prepare(run.folder / label, label, clocks[place], run.seed * 2 + place, store_id)
            terminal = Terminal(
                run.folder / label, self.proxy.url, run.ground.user, clocks[place], run.seed * 2 + place, limits,
                in_step=not is_abreast, speaks=run.ground.speaks,
            )  # fmt: skip
            terminal.tokens.clear()
            terminal.tokens.update(run.ground.tokens)
            self.terminals.append(terminal)
            terminal.open(None)
        self._speaks = [place == 0 for place in range(len(labels))]
        self._begin_to_speak(0)
        if not self.first.run(HOURS):
            raise AssertionError("the first terminal cannot be set up")
        self._meet()
        self.proxy.choose = self._chooser(share)
        self._line = RoughLine(self.terminals, self.proxy, self._chance)
        self.crashes = self.turns = self.acts = 0

    @property
    def first(self) -> Terminal:
        """The terminal people work at."""
        return self.terminals[0]

    def live(self) -> None:
        """People work; everything that can go wrong does."""
        people = self.world.people(self.first, self._chance)
        for _ in range(self._chance.randint(*ACTS)):
            self.acts += people.act()
            if self._chance.random() < 0.1:
                self.world.change(self._chance)
            self._line.pass_time()
            self._line.work()
            if self._chance.random() < CRASH:
                place = self._chance.randrange(len(self.terminals))
                self._crash(place)
                people = self.world.people(self.first, self._chance) if place == 0 else people
            if len(self.terminals) > 1 and self._chance.random() < TAKE_OVER * 2:
                self._hand_on()
            self._line.weather()
        people.settle()

    def rush(self) -> None:
        """An outage at the worst hour: people go on, and nothing of it is told yet."""
        people = self.world.people(self.first, self._chance)
        for _ in range(RUSH_ACTS):
            self.acts += people.act()
            self._line.pass_time()
        people.settle()
        if self._speaks[0]:
            self._die_telling()

    def _die_telling(self) -> None:
        """The line is gone and the program dies while requests are under way: none of them arrived."""
        self.proxy.choose = lambda method, path: Fault.DROP_BEFORE
        for _ in range(MOST_STEPS):
            left = self.first.sent[-1:] if self.first.out else []
            if any(one.method == "POST" and not self._ground.is_auth(one.path) for one in left):
                break
            if not self.first.step():
                self.first.rest()
        self.crashes += 1
        self.first.close()
        self.proxy.quiet()
        self.first.open(None)
        self._begin_to_speak(0)

    def heal(self) -> list[str]:
        """The line is good, everybody hears everybody: all must be told in the end."""
        self._line.heal()
        for place in range(ROUNDS):
            if not self._meet() and place > 1:
                break
            for terminal, speaks in zip(self.terminals, self._speaks, strict=True):
                if speaks:
                    terminal.courier.pull_again(terminal.now)
                    terminal.pass_time(LATEST * 2)
                    if not terminal.run(30 * HOURS):
                        return [f"it never comes to rest: {terminal.courier.standing(terminal.now)}"]
                    sign_in(terminal)
                else:
                    tidy(terminal)
        counts = self.first.stored.store.central_book.counts(self.first.name)
        return [] if counts["pending"] == 0 else [f"not told: {dict(counts)}"]

    def close(self) -> None:
        """End."""
        for terminal in self.terminals:
            terminal.close()
        self.proxy.close()
        self.world.server.close()

    def _chooser(self, share: float) -> Choose:
        choose = at_random(Random(f"faults {self._run.seed}"), share)

        def chosen(method: str, path: str) -> Fault:
            fault = choose(method, path)
            if self._ground.is_auth(path) and fault is Fault.EXPIRED_401:
                return Fault.NONE  # an account that is refused waits for a person, and rightly
            if self._ground.is_auth(path) and fault is Fault.LATE:
                return Fault.DROP_BEFORE
            return Fault.NONE if fault is Fault.TWICE and not self._keeps_keys else fault

        return chosen

    def _crash(self, place: int) -> None:
        """The program dies wherever it is, and is started again."""
        terminal = self.terminals[place]
        for _ in range(self._chance.randint(0, 5)):
            terminal.step()
        terminal.close()
        if not self._keeps_keys:
            self.proxy.quiet()
        self.crashes += 1
        terminal.open(None)
        if self._speaks[place]:
            self._begin_to_speak(place)

    def _begin_to_speak(self, place: int) -> None:
        """As a program that has just started and hears nobody who speaks."""
        terminal = self.terminals[place]
        store, others = terminal.stored.store, len(self.terminals) - 1
        last = store.central_book.last_speaker(terminal.name)
        gateway = Gateway(str(store.identity.origin), self._chance, paired=others, last=last)
        terminal.courier.become_gateway(gateway.turn, terminal.now)

    def _meet(self) -> int:
        """Everybody hears everybody and every fact, then nobody again; how many facts came."""
        speaking = dict(zip(self._origins(), self._speaks, strict=True))
        for terminal, origin in zip(self.terminals, self._origins(), strict=True):
            terminal.courier.heard({one: speaks for one, speaks in speaking.items() if one != origin}, terminal.now)
        came = exchange(*self.terminals)
        for terminal in self.terminals:
            terminal.courier.heard({}, terminal.now)
        return came

    def _origins(self) -> list[str]:
        return [str(terminal.stored.store.identity.origin) for terminal in self.terminals]

    def _hand_on(self) -> None:
        """Somebody else speaks, often before it heard what was told last."""
        if self._chance.random() < 0.7:
            self._meet()
        old = self._speaks.index(True)
        new = 1 - old
        self.turns += 1
        self.terminals[old].courier.step_down(self.terminals[old].now)
        self._speaks[old] = False
        self._settle_line()
        self._speaks[new] = True
        self.terminals[new].courier.become_gateway(Turn.TAKEN_OVER, self.terminals[new].now)

    def _settle_line(self) -> None:
        """Who spoke has stopped, and what was under way has ended in one way or another."""
        for terminal in self.terminals:
            while terminal.out:
                terminal.rest()
        self._line.let_late_arrive()
