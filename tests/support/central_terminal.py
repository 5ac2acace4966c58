"""A terminal that tells a central over real HTTP while its time is made: a real store, courier, carrier and connector.

Seconds pass by themselves while requests are under way. Where none is, time jumps to when something is due, so that
back-offs and budgets of hours take moments.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random
from ssl import SSLContext, create_default_context

from aura_terminal.app.empty_shop import empty_shop
from aura_terminal.domain.capabilities import Capability
from aura_terminal.domain.documents import Document
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from sync.connectors.auraconnect.connector import connector_of
from sync.connectors.auraconnect.words import documented_words
from sync.mesh.contract import Moment
from sync.node.courier_driver import Carrier
from sync.reconcile.budget import Budget
from sync.reconcile.contract import Account, Answer, Connector, Tokens
from sync.reconcile.courier import Courier
from sync.reconcile.effects import CourierLimits, Send, Ticket, Turn
from sync.reconcile.http import HttpCarrier
from sync.reconcile.office import Office
from sync.reconcile.serving import Serving
from sync.reconcile.translator import Translator
from tests.support.central_process import PASSWORD
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import MemoryVault
from tests.support.store_shop import StoredShop, opened

CURRENCY, ZONE = "EUR", "Europe/Berlin"
SECOND_MS = 1000
LONGEST_ANSWER = 60.0  # real seconds
MOST_REQUESTS = 5_000
"""From so many requests on a small backlog counts as never told."""
AN_ANSWER = 0.08
"""Virtual seconds that pass until an answer is there."""
TOKENS = ("password", "access_token", "refresh_token", "renew_at")


def mirroring(account: Account, tokens: Tokens, resources: Collection[str]) -> Translator:
    """Mirrors what telling builds on, and of the rest these resources alone; none named are all of them."""
    whole = connector_of(account, tokens, documented_words())
    pulls = tuple(one for one in whole.pulls() if one.is_base or one.resource in resources or not resources)
    return Translator(whole.session, replace(whole.translation, pulls=pulls))


@cache
def trust() -> SSLContext:
    """The system's certificates, read once for all runs; nothing of them is used on a plain line."""
    return create_default_context()


class Kept(dict[str, str]):
    """Tokens as a keyring keeps them: they outlive the program."""

    def put(self, name: str, secret: str) -> None:
        """Keep a secret; an empty one is forgotten."""
        self[name] = secret

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]  # a Tokens port has no default
        """A secret, or an empty text."""
        return super().get(name, default)


def set_up(
    folder: Path, label: str, clock: FixedClock, seed: int, store_id: str = "", *, documents: Sequence[Document] = ()
) -> None:
    """A terminal of a house of these documents, or of one that sells nothing yet: its central says what.

    With a store id it is one more of that store.
    """
    begun = documents or empty_shop("Small", CURRENCY, ZONE).documents
    found_store(
        folder, clock, SeededIds(clock, seed), label=label, store_id=store_id,
        documents=() if store_id else begun, pins={}, vault=MemoryVault(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """A request that left: in which run of the program, and when in virtual seconds."""

    start: int
    at: float
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class Speaks:
    """Which back office a terminal speaks to, and what for; `base` is what its document's base address ends with."""

    office: Office
    serves: frozenset[Capability]
    base: str = ""


@dataclass
class Terminal:
    """One terminal, from `open` to `close`. Requests it made are in `sent`."""

    folder: Path
    url: str
    email: str
    clock: FixedClock
    seed: int
    limits: CourierLimits = field(default_factory=CourierLimits)
    tokens: Kept = field(default_factory=lambda: Kept(password=PASSWORD))
    sent: list[Left] = field(default_factory=list)
    carrying: Callable[[Callable[[Ticket, Answer], None]], Carrier] | None = None
    """What makes the requests; else a carrier over HTTP."""
    in_step: bool = True
    """Whether requests end one after the other, so that a seed makes the same run again; else as they come."""
    starts: int = 0
    resources: Collection[str] = ()
    """What is mirrored beside what telling builds on; none named are all of them."""
    speaks: Speaks | None = None
    """The back office it speaks to, where that is another one than AuraConnect."""
    shared: StoredShop | None = None
    """The store, where it speaks to several back offices at once; else one of its own."""

    def open(self, turn: Turn | None = Turn.OWN) -> Terminal:
        """Start the program, or start it again after it died; with a turn it speaks for the store."""
        self.starts += 1
        self.chance = Random(f"{self.seed} {self.starts}")
        ids = SeededIds(self.clock, self.chance.getrandbits(32))
        self.stored: StoredShop = self.shared or opened(self.folder, self.clock, ids, Role.NODE)
        self.stored.store.central_book.attach(self.name)
        connector, self.budget = self._spoken()
        self.courier = Courier(connector, self.stored.store.central_book, self.budget, self.chance, self.limits)
        self.answers: SimpleQueue[tuple[Ticket, Answer]] = SimpleQueue()
        self.bugs: list[BaseException] = []
        answers = self.answers

        def answered(ticket: Ticket, answer: Answer) -> None:
            answers.put((ticket, answer))

        base = self.url if self.speaks is None else self.url + self.speaks.base
        over_http = HttpCarrier(base, answered, self.bugs.append, verify=trust())
        self.carrier: Carrier = over_http if self.carrying is None else self.carrying(answered)
        self.carrier.start()
        self.out = 0
        self.held: deque[tuple[Ticket, Answer]] = deque()
        if turn is not None:
            self.courier.become_gateway(turn, self.now)
        return self

    def close(self) -> None:
        """End, or die: what is under way is cut where it is."""
        self.carrier.close()
        if self.shared is None:
            self.stored.store.close()

    @property
    def name(self) -> str:
        """The back office, as in settings."""
        return "auraconnect" if self.speaks is None else self.speaks.office.name

    def _spoken(self) -> tuple[Connector, Budget]:
        if self.speaks is None:
            account = Account("auraconnect", self.url, self.email)
            return mirroring(account, self.tokens, self.resources), Budget()
        office, serves = self.speaks.office, self.speaks.serves
        account = Account(office.name, self.url + self.speaks.base, self.email)
        manners = office.manners
        return Serving(office, serves, office.build(account, self.tokens, "")), Budget(manners.hour, manners.minute)

    @property
    def now(self) -> Moment:
        """The time."""
        return Moment(self.clock.monotonic(), round(self.clock.now().timestamp() * SECOND_MS))

    def step(self) -> bool:
        """One step of the courier, its requests on their way; whether another one can follow at once."""
        if self.bugs:
            raise self.bugs[0]
        more = self.courier.work(self.now)
        for effect in self.courier.drain():
            if isinstance(effect, Send):
                self.out += 1
                self.sent.append(Left(self.starts, self.now.monotonic, effect.method, effect.path))
                self.carrier.send(effect)
                if self.in_step:
                    self.held.append(self._answer(LONGEST_ANSWER))
        return more if self.in_step else self._hear(0.0) or more

    def rest(self, most: float = 1.0) -> None:
        """Nothing can be done at once: hear an answer, or let time pass where none is under way."""
        if self.out:
            self._hear(LONGEST_ANSWER)
            self.pass_time(AN_ANSWER)
        else:
            self.pass_time(self._pause(most))
        self.courier.tick(self.now)

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.advance(milliseconds=max(1, round(seconds * SECOND_MS)))

    def run(self, seconds: float, each: Callable[[], object] = lambda: None) -> bool:
        """Let so many seconds pass, or fewer until all is told and mirrored (True); `each` is called at every rest."""
        until = self.now.monotonic + seconds
        self.courier.committed(self.now)
        most = len(self.sent) + MOST_REQUESTS
        while self.now.monotonic < until:
            if len(self.sent) > most:
                raise AssertionError("it asks without end")
            while self.step():
                pass
            if self.is_idle:
                return True
            each()
            self.rest()
        return False

    @property
    def is_idle(self) -> bool:
        """Whether all is told and everything due is mirrored."""
        return self.courier.is_idle(self.now)

    def at(self, moment: datetime) -> None:
        """It is so late now."""
        self.clock.set(moment)

    def _pause(self, most: float) -> float:
        """How long at least nothing happens: short where steps linger, long where the central asked to wait."""
        standing = self.courier.standing(self.now)
        until_ms = standing.resumes_ms - self.now.wall_ms if standing.resumes_ms else 0
        return max(0.25, min(most * 3600, until_ms / SECOND_MS)) if until_ms > SECOND_MS else min(most, 0.5)

    def _hear(self, within: float) -> bool:
        try:
            ticket, answer = self.held.popleft() if self.held else self._answer(within)
        except Empty:
            return False
        self.out -= 1
        self.courier.answered(ticket, answer, self.now)
        return True

    def _answer(self, within: float) -> tuple[Ticket, Answer]:
        """The next answer. Raises Empty when none is there, AssertionError when none ever comes."""
        try:
            return self.answers.get(timeout=within) if within else self.answers.get_nowait()
        except Empty:
            if within:
                raise AssertionError("a request never ends") from None
            raise
