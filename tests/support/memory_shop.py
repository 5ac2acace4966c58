"""A whole shop in memory: the demo restaurant behind the real use cases, for tests of screens and rules.

`memory_shop()` gives the `Shop`; `memory_store()` gives it together with its journal, spool, clock and ids. What the
fakes promise is proved by the same contract suite as the real store.
"""

from __future__ import annotations

import hashlib
import queue
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import TypeVar

from aura_terminal.app.shop_files import ShopFiles, read_shop
from aura_terminal.domain.ids import Origin, StaffId, ValueAccountId
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.value_numbers import number_from
from aura_terminal.ports.paper_press import NO_PRESS, PaperPress
from aura_terminal.ports.store import SYSTEM, TerminalIdentity
from aura_terminal.use_cases.shop import Shop, open_shop
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_reads import MemoryReads
from tests.support.memory_spool import MemorySpool
from tests.support.memory_work import MemoryBegin

T = TypeVar("T")

DEMO_SHOP = Path(__file__).parents[2] / "resources" / "demo_shop"
FIRST_TERMINAL = TerminalIdentity("R1", Origin("00000000-0000-7000-8000-0000000000a1"), "demo")
EVERYTHING = Actor(SYSTEM, "system", frozenset(Permission))


class MemoryVault:
    """Verifiers that cost nothing to make; never for a real shop."""

    def seal(self, staff_id: StaffId, pin: str) -> str:
        """The PIN itself, marked as such."""
        return f"memory:{staff_id}:{pin}"

    def matches(self, staff_id: StaffId, pin: str, verifier: str) -> bool:
        """Whether it is the PIN."""
        return verifier == self.seal(staff_id, pin)

    def value_number(self, account_id: ValueAccountId, issue: int) -> str:
        """Sixteen digits that follow from the account."""
        return number_from(hashlib.sha256(f"{account_id} {issue}".encode()).digest())

    def name_badge(self, code: str) -> str:
        """A name that says nothing of the badge."""
        return hashlib.sha256(code.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class MemoryStore:
    """A shop with all that a test may want to look at or move."""

    shop: Shop
    journal: MemoryJournal
    begin: MemoryBegin
    clock: FixedClock
    ids: SeededIds

    def opened_by(self, label: str, *formerly: str) -> MemoryStore:
        """The same store as another terminal has it open, which was called differently before it was restored."""
        origin = Origin(f"00000000-0000-7000-8000-{label.encode().hex().rjust(12, '0')}")
        return _open(self.journal, self.clock, self.ids, TerminalIdentity(label, origin, "demo", formerly))


def with_press(store: MemoryStore, press: PaperPress) -> MemoryStore:
    """The same store, whose shop seals and opens papers."""
    return _open(store.journal, store.clock, store.ids, store.shop.terminal, press)


def memory_store(clock: FixedClock | None = None, ids: SeededIds | None = None, seed: int = 0) -> MemoryStore:
    """A store with nothing in it: no profile, no menu, nobody who may sign in."""
    moving = clock or FixedClock()
    return _open(MemoryJournal(), moving, ids or SeededIds(moving, seed), FIRST_TERMINAL)


def demo_store(clock: FixedClock | None = None, ids: SeededIds | None = None, seed: int = 0) -> MemoryStore:
    """A store set up as the demo shop, with its PINs."""
    store = memory_store(clock, ids, seed)
    load(store.shop, demo_files())
    return store


def memory_shop(clock: FixedClock | None = None, ids: SeededIds | None = None, seed: int = 0) -> Shop:
    """The demo shop, ready to sign in to."""
    return demo_store(clock, ids, seed).shop


def signed_in(shop: Shop, staff_id: str = "marta-rossi") -> Actor:
    """A member of the demo shop's staff, signed in with their PIN."""
    person = StaffId(staff_id)
    return shop.access.sign_in(person, demo_files().pins[person])


@cache
def demo_files() -> ShopFiles:
    """The demo shop as its files say."""
    return read_shop(DEMO_SHOP)


def load(shop: Shop, files: ShopFiles) -> None:
    """Set a shop up from files, as its set-up does."""
    shop.administration.put_documents(EVERYTHING, files.documents)
    for staff_id, pin in files.pins.items():
        shop.access.set_pin(EVERYTHING, staff_id, pin)


def _open(
    journal: MemoryJournal, clock: FixedClock, ids: SeededIds, terminal: TerminalIdentity, press: PaperPress = NO_PRESS
) -> MemoryStore:
    begin = MemoryBegin(journal, terminal, clock)
    spool = MemorySpool(journal.jobs, journal)
    shop = open_shop(begin, MemoryReads(journal, terminal), MemoryVault(), clock, ids, terminal, spool, spool, press)
    return MemoryStore(shop, journal, begin, clock, ids)


class InlineStoreThread:
    """Runs a call at once, on the thread that asks."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def submit(self, call: Callable[[Shop], T]) -> Future[T]:
        """The call's outcome, already there."""
        future: Future[T] = Future()
        _run(future, call, self._shop)
        return future


class RealStoreThread:
    """Runs calls one after the other on a thread of their own, in the order they were asked for."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    def submit(self, call: Callable[[Shop], T]) -> Future[T]:
        """Queue a call."""
        future: Future[T] = Future()
        self._calls.put(lambda: _run(future, call, self._shop))
        return future

    def close(self) -> None:
        """Finish what is queued and end the thread."""
        self._calls.put(None)
        self._thread.join(timeout=10)
        if self._thread.is_alive():
            raise TimeoutError("the store thread did not end")

    def __enter__(self) -> RealStoreThread:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _work(self) -> None:
        for run in iter(self._calls.get, None):
            run()


def _run(future: Future[T], call: Callable[[Shop], T], shop: Shop) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = call(shop)
    except Exception as error:
        future.set_exception(error)
    else:
        future.set_result(result)
