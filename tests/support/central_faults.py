"""One run of the fault campaign: a house at work, a bad line to the central, programs that die, gateways that change.

After the run the line is good until everything is told, and then the central must hold what the terminals hold.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from sync.central.founding import Founded
from sync.reconcile.effects import CourierLimits, Turn
from tests.support.central_judge import differences
from tests.support.central_process import CentralProcess, central_process
from tests.support.central_service import House
from tests.support.central_shop import central_documents
from tests.support.central_terminal import Terminal, set_up
from tests.support.chance import FixedClock
from tests.support.fault_proxy import Choose, Fault, FaultProxy, Seen, at_random
from tests.support.request_budget import over_budget
from tests.support.rough_line import LATEST, RoughLine, sign_in, tidy

ACTS = (25, 60)
ALWAYS = ("orders", "kitchen")
SOMETIMES = (
    "me", "customers", "reservations", "low_stock", "inventory", "promotions", "layout", "restaurants", "tiers",
)  # fmt: skip
A_FEW = 3
"""Resources a run mirrors: those that come back as what was told, and some of the others."""
ROUNDS = 6
CRASH, TAKE_OVER = 0.03, 0.03
"""How likely each is after an act."""
HOURS = 3600.0
REFERRED = ("/orders", "/payments/process", "/payments/split", "/payments/refund", "/staff/clock-in",
            "/staff/clock-out", "/inventory/count")  # fmt: skip
"""Writes whose bodies name our thing: the same bytes are the same act, so they must carry the same key."""
MAKING = ("/orders", "/customers", "/reservations")
"""Writes that make something under one key, whichever of two terminals tells it and however much it knows by then."""
A_MINUTE, AN_HOUR = 100, 1000


@dataclass(frozen=True, slots=True)
class Kind:
    """What a run is made of, drawn from its seed."""

    share: float
    has_second: bool
    hides_keys: bool
    resources: tuple[str, ...]
    is_abreast: bool
    """Whether requests run beside each other: then the same seed makes the same run but for who comes first."""


@dataclass
class Outcome:
    """What a run came to."""

    seed: int
    wrong: list[str]
    requests: int = 0
    faults: int = 0
    crashes: int = 0
    turns: int = 0
    acts: int = 0
    pulls: int = 0


class Ground:
    """What every run begins with: a central, and two terminals that were set up from it once."""

    def __init__(self, folder: Path, central: CentralProcess) -> None:
        self._folder = folder
        self._stores = 0
        self.central = central
        self._morning = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
        self._template()

    def store(self, seed: int) -> tuple[Founded, str]:
        """A new store of the central, which numbers its things as the first one did."""
        self._stores += 1
        email = f"run-{seed}-{self._stores}@example.com"
        return self.central.add_store(central_documents(), email), email

    def copy(self, label: str, target: Path) -> Path:
        """A terminal of the store as it was set up."""
        return Path(shutil.copytree(self._folder / label, target, ignore=shutil.ignore_patterns("*.lock")))

    def clock(self) -> FixedClock:
        """The time at which runs begin."""
        return FixedClock(self._morning)

    def _template(self) -> None:
        _, email = self.store(-1)
        clock = self.clock()
        set_up(self._folder / "R1", "R1", clock, 1)
        first = Terminal(self._folder / "R1", self.central.url, email, clock, 1).open()
        if not first.run(HOURS):
            raise AssertionError("the first terminal cannot be set up")
        store_id = first.stored.store.identity.store_id
        set_up(self._folder / "R2", "R2", clock, 2, store_id)
        second = Terminal(self._folder / "R2", self.central.url, email, clock, 2).open(None)
        exchange(first, second)
        for terminal in (first, second):
            terminal.close()


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """A central that runs, and what runs begin with."""
    with central_process(folder / "central", tier="enterprise") as central:
        yield Ground(folder, central)


def exchange(*terminals: Terminal) -> int:
    """Every terminal gets every fact of the others; how many there were."""
    came = 0
    for giver in terminals:
        for taker in terminals:
            if giver is not taker:
                known = dict(taker.stored.store.known())
                for origin, _ in giver.stored.store.known():
                    facts = giver.stored.store.facts_after(origin, known.get(origin, 0), 100_000)
                    taker.stored.store.receive(facts)
                    came += len(facts)
                taker.courier.committed(taker.now)
    return came


@dataclass
class Run:
    """One run, from its seed alone."""

    ground: Ground
    folder: Path
    seed: int
    share: float | None = None
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(f"central faults {self.seed}")

    def kind(self) -> Kind:
        """What this run is made of."""
        chance = Random(f"kind {self.seed}")
        share = self.share if self.share is not None else chance.choice((0.05, 0.15, 0.3, 0.5))
        hides_keys = chance.random() < 0.15
        has_second = not hides_keys and chance.random() < 0.4
        is_abreast = chance.random() < 0.15
        resources = (*ALWAYS, *chance.sample(SOMETIMES, A_FEW))
        return Kind(share, has_second, hides_keys, resources, is_abreast)

    def play(self) -> Outcome:
        """Live through it and judge."""
        shutil.rmtree(self.folder, ignore_errors=True)
        kind = self.kind()
        founded, email = self.ground.store(self.seed)
        proxy = FaultProxy(self.ground.central.address, self._chooser(kind), delay=0.02, hides_keys=kind.hides_keys)
        proxy.open()
        life = _Life(self, kind, proxy, email)
        try:
            life.live()
            wrong = life.heal()
            with self.ground.central.store(founded.tenant, email) as at:
                found = differences(life.first.stored.store, at, self.ground.central.facts(founded.tenant))
            wrong += [one for one in found if not kind.hides_keys or "order" in one or "payment" in one]
            wrong += _keys(proxy.writes(), has_second=kind.has_second) + over_budget(life.terminals, AN_HOUR, A_MINUTE)
            parked = life.first.stored.store.reads.central.centre(20)
            if not kind.hides_keys:
                wrong += [f"parked: {row.title} {row.step}: {row.refused.status} {row.refused.said}" for row in parked]
        finally:
            life.close()
            proxy.close()
            shutil.rmtree(self.folder, ignore_errors=True)
        sent = [one for terminal in life.terminals for one in terminal.sent]
        faults = sum(one.fault is not Fault.NONE for one in proxy.seen)
        pulls = sum(one.method == "GET" for one in sent)
        return Outcome(self.seed, wrong, len(sent), faults, life.crashes, life.turns, life.acts, pulls)

    def _chooser(self, kind: Kind) -> Choose:
        chance = Random(f"faults {self.seed}")
        choose = at_random(chance, kind.share)

        def chosen(method: str, path: str) -> Fault:
            fault = choose(method, path)
            if fault is Fault.EXPIRED_401 and "/auth/login" in path:
                return Fault.NONE  # an account that is refused waits for a person, and rightly
            if fault is Fault.LATE and "/auth/" in path:
                return Fault.DROP_BEFORE
            return Fault.NONE if kind.hides_keys and fault in (Fault.TWICE, Fault.LATE) else fault

        return chosen


class _Life:
    """A run while it lasts."""

    def __init__(self, run: Run, kind: Kind, proxy: FaultProxy, email: str) -> None:
        self._run, self._kind, self._proxy, self._chance = run, kind, proxy, run.chance
        limits = CourierLimits(look_from=1 if kind.hides_keys else 2, settles=LATEST * 1.5)  # nobody is silent before
        labels = ("R1", "R2") if kind.has_second else ("R1",)
        self.terminals = [
            Terminal(
                run.ground.copy(label, run.folder / label), proxy.url, email, run.ground.clock(), run.seed * 2 + place,
                limits, in_step=not kind.is_abreast, resources=kind.resources,
            )
            for place, label in enumerate(labels)
        ]  # fmt: skip
        self._speaks = [place == 0 for place in range(len(labels))]
        self._line = RoughLine(self.terminals, proxy, run.chance)
        self.crashes = self.turns = self.acts = 0
        for place, terminal in enumerate(self.terminals):
            terminal.open(Turn.OWN if place == 0 else None)

    @property
    def first(self) -> Terminal:
        """The terminal people work at."""
        return self.terminals[0]

    def live(self) -> None:
        """People work; everything that can go wrong does."""
        house = self._house()
        for _ in range(self._chance.randint(*ACTS)):
            self.acts += house.act()
            self._line.pass_time()
            self._line.work()
            if self._chance.random() < CRASH:
                place = self._chance.randrange(len(self.terminals))
                self._crash(place)
                house = self._house() if place == 0 else house
            if len(self.terminals) > 1 and self._chance.random() < TAKE_OVER * 2:
                self._hand_on()
            self._line.weather()
        house.settle()

    def heal(self) -> list[str]:
        """The line is good, everybody hears everybody: all must be told in the end."""
        self._line.heal()
        for place in range(ROUNDS):
            if not exchange(*self.terminals) and place > 1:
                break
            for terminal, speaks in zip(self.terminals, self._speaks, strict=True):
                if not speaks:
                    tidy(terminal)
                    continue
                terminal.courier.pull_again(terminal.now)  # what one heard before it was known here counts twice
                terminal.pass_time(LATEST * 2)  # what was told just after a change of speakers is told once more
                if not terminal.run(30 * HOURS):
                    return [f"it never comes to rest: {terminal.courier.standing(terminal.now)}"]
        for terminal in self.terminals:
            sign_in(terminal)
        pending = self.first.stored.store.central_book.counts("auraconnect")
        return [] if pending["pending"] == 0 else [f"not told: {dict(pending)}"]

    def close(self) -> None:
        """End."""
        for terminal in self.terminals:
            terminal.close()

    def _house(self) -> House:
        stored = self.first.stored
        return House(stored.store, stored.shop, self.first.clock, stored.ids, self._chance)

    def _crash(self, place: int) -> None:
        """The program dies wherever it is, and is started again."""
        terminal = self.terminals[place]
        for _ in range(self._chance.randint(0, 5)):
            terminal.step()
        terminal.close()
        if self._kind.hides_keys:
            self._proxy.quiet()
        self.crashes += 1
        terminal.open(Turn.OWN if self._speaks[place] else None)

    def _hand_on(self) -> None:
        """Somebody else speaks; often before it heard what was told last, sometimes while the other still does."""
        if self._chance.random() < 0.7:
            exchange(*self.terminals)
        old = self._speaks.index(True)
        new = 1 - old
        self.turns += 1
        if self._chance.random() < 0.7:
            self.terminals[old].courier.step_down(self.terminals[old].now)
            self._speaks[old] = False
        if not self._speaks[new]:
            self._speaks[new] = True
            self.terminals[new].courier.become_gateway(Turn.TAKEN_OVER, self.terminals[new].now)


def _keys(writes: tuple[Seen, ...], *, has_second: bool) -> list[str]:
    """A key is for one body alone, and one act has one key; two terminals may say the same thing in other words."""
    bodies: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    keys: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in writes:
        if one.fault in (Fault.LIMITED_429, Fault.EXPIRED_401):
            continue  # it surely was not done, so what is true by then may go under its key
        act = (one.method, one.path, one.body)
        bodies[one.key].add(act)
        if one.method == "POST" and one.path.removeprefix("/api/v1") in REFERRED:
            keys[act].add(one.key)
    reused = [
        f"key {key} served {len(acts)} bodies: {acts}"
        for key, acts in bodies.items()
        if len(acts) > 1 and not (has_second and {path.removeprefix("/api/v1") for _, path, _ in acts} <= {*MAKING})
    ]
    return reused + [f"{act[1]} was sent under {len(found)} keys" for act, found in keys.items() if len(found) > 1]
