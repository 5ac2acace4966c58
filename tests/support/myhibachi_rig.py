"""A terminal that uses MyHibachi for its bookings, and MyHibachi itself, in made time and without a line between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from aura_terminal.domain.staff import Actor
from aura_terminal.store.locks import Role
from sync.connectors.myhibachi.office import OFFICE
from sync.mesh.contract import Moment
from sync.reconcile.budget import Budget
from sync.reconcile.contract import Account, Answer, Lost, Reply
from sync.reconcile.courier import Courier
from sync.reconcile.effects import CourierLimits, Send, Turn
from sync.reconcile.session import PASSWORD
from tests.support.central_terminal import Kept
from tests.support.chance import FixedClock, SeededIds
from tests.support.contract_server import encoded
from tests.support.memory_shop import EVERYTHING
from tests.support.myhibachi_server import EMAIL, Hibachi
from tests.support.myhibachi_server import PASSWORD as SECRET
from tests.support.store_shop import StoredShop, founded, opened

FRIDAY = datetime(2026, 6, 5, 9, 0, tzinfo=UTC)


class Rig:
    """One terminal and the office."""

    def __init__(self, folder: Path, now: datetime = FRIDAY) -> None:
        stored = founded(folder)
        stored.store.close()
        self.clock = FixedClock(now)
        self.hibachi = Hibachi(self.clock)
        self.stored: StoredShop = opened(folder, self.clock, SeededIds(self.clock, 5), Role.SCREEN)
        self.by: Actor = EVERYTHING
        self.lost: dict[str, int] = {}
        """How many answers of requests are still to be lost, by `METHOD path` without the query."""
        self.tokens = Kept({PASSWORD: SECRET})
        self._begin()

    @property
    def now(self) -> Moment:
        """The time."""
        return Moment(self.clock.monotonic(), round(self.clock.now().timestamp() * 1000))

    def day(self, days: int) -> date:
        """So many days from today."""
        return self.clock.now().date() + timedelta(days=days)

    def start_again(self) -> None:
        """The program ends and begins again."""
        self._begin()

    def run(self, seconds: float = 600.0) -> None:
        """Tell and mirror all that is due; a pass of every list is made."""
        self.courier.committed(self.now)
        self.courier.pull_again(self.now)
        until = self.clock.monotonic() + seconds
        while self.clock.monotonic() < until:
            if not self._turn() and self.courier.is_idle(self.now):
                return
            self.clock.advance(milliseconds=250)
            self.courier.tick(self.now)
        raise AssertionError(f"it never comes to rest: {self.courier.standing(self.now)}")

    def close(self) -> None:
        """End. A request whose answer was to be lost has to have come."""
        self.stored.store.close()
        never = {name: count for name, count in self.lost.items() if count}
        assert not never, f"nobody asked, so nothing was lost: {never}"

    def _begin(self) -> None:
        manners = OFFICE.manners
        connector = OFFICE.build(Account("myhibachi", "", EMAIL), self.tokens, "")
        book = self.stored.store.central_book
        book.attach("myhibachi")
        limits = CourierLimits(linger={}, look_from=1, looks_must_tell=True)
        self.courier = Courier(connector, book, Budget(manners.hour, manners.minute), Random(3), limits)
        self.courier.become_gateway(Turn.OWN, self.now)

    def _turn(self) -> bool:
        moved = False
        while self.courier.work(self.now):
            moved = True
        for effect in self.courier.drain():
            if isinstance(effect, Send):
                moved = True
                self.courier.answered(effect.ticket, self._answer(effect), self.now)
        return moved

    def _answer(self, send: Send) -> Answer:
        headers: Mapping[str, str] = {name.lower(): value for name, value in send.headers.items()}
        sent = {**headers, **({"content-type": "application/json"} if send.body else {})}
        said = self.hibachi.server.answer(send.method, send.path, sent, send.body)
        name = f"{send.method} {send.path.partition('?')[0]}"
        if self.lost.get(name, 0):
            self.lost[name] -= 1
            return Lost("the line was cut", maybe_done=True)
        body = b"" if said.body is None else encoded(said.body)
        return Reply(said.status, {name.lower(): value for name, value in said.headers.items()}, body)
