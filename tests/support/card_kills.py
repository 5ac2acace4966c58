"""kill -9 of the real node while a card is charged at a terminal that speaks ZVT and outlives it.

The terminal's own book is the judge: for each attempt money moved at most once, and the journal says the same.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from threading import Event

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.settings import Settings
from aura_terminal.app.settings_file import write_first_settings
from aura_terminal.domain.card_attempts import AttemptState, CardAttempt
from aura_terminal.domain.card_facts import LateChoice
from aura_terminal.domain.ids import AttemptId, ItemId, OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import zero
from aura_terminal.store.founding import found_store
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.use_cases.card_wishes import CardWish, SlipRead
from aura_terminal.use_cases.shop import open_shop
from devices.simulators.card_desk import CardDesk, Charge, Turn
from devices.simulators.zvt_terminal import SimulatedZvtTerminal
from sync.node.address import read_address
from tests.support.memory_shop import EVERYTHING, MemoryVault, demo_files

ROOT = Path(__file__).parents[2]
READER = "Counter"
SETTLED_WITHIN = 120.0
TURNS = (Turn.APPROVE, Turn.APPROVE, Turn.APPROVE, Turn.DECLINE, Turn.PART, Turn.LOSE_REPLY, Turn.GUEST_GIVES_UP)


@dataclass(frozen=True, slots=True)
class Kill:
    """One attempt whose node was killed: what the terminal was to do, what it did, and what the journal says."""

    turn: Turn
    moment: str
    charges: tuple[Charge, ...]
    attempt: CardAttempt
    status: OrderStatus
    paid: int

    @property
    def is_right(self) -> bool:
        """Whether money moved at most once and the journal says so."""
        moved = sum(charge.minor for charge in self.charges)
        said = 0 if self.attempt.charged is None else self.attempt.charged.minor
        return len(self.charges) <= 1 and moved == said == self.paid


class Counter:
    """A shop with a card terminal beside it, and a node that is killed again and again."""

    def __init__(self, folder: Path, pace: float = 0.15) -> None:
        folder.chmod(0o700)
        self.folder = folder
        self._before = 0
        clock, ids = SystemClock(), SystemIds()
        self.terminal = SimulatedZvtTerminal(desk=CardDesk(pace=pace))
        self.terminal.open()
        host, port = self.terminal.address
        found_store(folder, clock, ids, label="R1", documents=demo_files().documents, pins={}, vault=MemoryVault())
        reader = DeviceSettings(READER, DeviceKind.CARD_READER, DeviceModel.ZVT, f"tcp://{host}:{port}")
        write_first_settings(folder, Settings(devices=(reader,)))
        self.store = open_store(folder, clock, ids, role=Role.SCREEN, ballast_bytes=1 << 20)
        self.shop = open_shop(
            self.store.begin, self.store.reads, MemoryVault(), clock, ids, self.store.identity, self.store.spool,
            self.store.paper,
        )  # fmt: skip

    def close(self) -> None:
        """Let go of everything."""
        self.store.close()
        self.terminal.close()

    @contextmanager
    def node(self) -> Iterator[subprocess.Popen[bytes]]:
        """A node at work; killed at the end if it still runs."""
        command = [sys.executable, "-m", "aura_terminal", "node", "--data", str(self.folder)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            try:
                assert wait_until(lambda: (here := read_address(self.folder)) is not None and here.pid == process.pid)
                yield process
            finally:
                process.kill()

    def order(self) -> OrderId:
        """Some tiramisu."""
        asked = Asked(ItemId("tiramisu"), quantity=2)
        return self.shop.ordering.add_item(EVERYTHING, NewOrder(), asked).order_id

    def charge(self, order_id: OrderId) -> AttemptId:
        """Ask for a card, as a tap does."""
        due = self.shop.reads.orders.sheet(order_id).due
        wish = CardWish(self.shop.cards.new_attempt(), order_id, READER, due, zero(due.currency))
        self.shop.cards.charge(EVERYTHING, wish)
        return wish.attempt_id

    def attempt(self, attempt_id: AttemptId) -> CardAttempt:
        """The attempt as the store says."""
        return self.shop.card_desk.find(attempt_id)

    def kill_once(self, chance: Random) -> Kill:
        """Charge a card, kill the node at some moment, start it again and wait until everybody knows."""
        turn = chance.choice(TURNS)
        self.terminal.desk.script(turn)
        before, order_id = len(self.terminal.desk.book), self.order()
        self._before = before
        moment = chance.choice(("sent", "charged", "known", "any"))
        with self.node():
            attempt_id = self.charge(order_id)
            self._wait(moment, attempt_id, before, chance)
        with self.node():
            assert wait_until(lambda: self._is_over(attempt_id), SETTLED_WITHIN), self.attempt(attempt_id).state
        charges = tuple(line for line in self.terminal.desk.book[before:] if line.is_approved)
        with self.store.begin(EVERYTHING.id) as work:
            order = work.order(order_id)
        paid = sum(one.tendered.minor for one in order.payments)
        return Kill(turn, moment, charges, self.attempt(attempt_id), order.status, paid)

    def _wait(self, moment: str, attempt_id: AttemptId, before: int, chance: Random) -> None:
        if moment == "any":
            Event().wait(chance.uniform(0.0, 0.6))
        elif moment == "sent":
            wait_until(lambda: self.attempt(attempt_id).state is not AttemptState.CREATED, 5.0)
        elif moment == "charged":
            wait_until(lambda: len(self.terminal.desk.book) > before, 5.0)
        else:
            wait_until(lambda: self.attempt(attempt_id).is_final, 5.0)

    def _is_over(self, attempt_id: AttemptId) -> bool:
        """Whether it is decided; what the terminal cannot tell a person reads off its slip, which is its book."""
        attempt = self.attempt(attempt_id)
        if attempt.state is AttemptState.MANUAL_REVIEW:
            self._answer(attempt)
        if attempt.awaits_choice:
            self.shop.card_answers.decide_late(EVERYTHING, attempt_id, LateChoice.KEEP)
        return self.attempt(attempt_id).is_final

    def _answer(self, attempt: CardAttempt) -> None:
        slip = next((line for line in self.terminal.desk.book[self._before :] if line.is_approved), None)
        if slip is None:
            self.shop.card_answers.answer_not_approved(EVERYTHING, attempt.id)
        else:
            amount = replace(attempt.asked.amount, minor=slip.minor)
            self.shop.card_answers.answer_approved(EVERYTHING, attempt.id, SlipRead(amount, zero(amount.currency)))


def wait_until(condition: Callable[[], bool], within: float = 180.0) -> bool:
    """Whether it came true in time."""
    until, pause = time.monotonic() + within, Event()
    while not condition():
        if time.monotonic() >= until:
            return False
        pause.wait(0.01)
    return True
