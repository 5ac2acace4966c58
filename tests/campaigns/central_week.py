"""A week sold without a back office, then told within the free tier's budget: hours, requests, what goes first.

python -m tests.campaigns.central_week --orders 10000             # a week at one terminal, in virtual time
python -m tests.campaigns.central_week --orders 2000 --live 12    # a busy day told while it is sold, over so many hours

The back office is one in memory that keeps the documented limits itself, by the hour and by the minute.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from heapq import heappop, heappush
from pathlib import Path
from random import Random

from aura_terminal.app.invented_guests import GuestBook
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.use_cases.ordering import NewOrder
from sync.reconcile.contract import Answer, Reply
from sync.reconcile.effects import Send, Ticket
from tests.support.central_service import House
from tests.support.central_terminal import Terminal, set_up
from tests.support.chance import FixedClock
from tests.support.memory_shop import EVERYTHING
from tests.support.tiny_central import PASSWORD, USER, TinyCentral

HOUR, MINUTE = 3600.0, 60.0
PATIENCE = 500  # rests after which what is waiting while nothing is due will never be told
AN_HOUR, A_MINUTE = 1000, 100


class Limited(TinyCentral):
    """A back office of the free tier, in virtual time; lists of orders are empty, for nobody orders online."""

    def __init__(self, clock: FixedClock) -> None:
        super().__init__()
        self._clock = clock
        self._times: deque[float] = deque()
        self.refused = 0
        self.kinds: Counter[str] = Counter()
        self.by_hour: Counter[int] = Counter()
        self.last: dict[str, float] = {}

    def ask(self, send: Send) -> Reply:
        """What it answers to a request."""
        now = self._clock.monotonic()
        while self._times and self._times[0] <= now - HOUR:
            self._times.popleft()
        in_minute = sum(at > now - MINUTE for at in list(self._times)[-A_MINUTE - 1 :])
        kind = kind_of(send.method, send.path)
        self.kinds[kind] += 1
        self.by_hour[int(now // HOUR)] += 1
        self.last[kind] = now
        if len(self._times) >= AN_HOUR or in_minute >= A_MINUTE:
            self.refused += 1
            return Reply(429, {"retry-after": "30"}, b'{"error":{"code":"RATE_LIMITED","retry_after":30}}')
        self._times.append(now)
        if send.path.endswith("/auth/me"):
            return Reply(200, {"content-type": "application/json"}, json.dumps({"id": 1, "email": USER}).encode())
        status, body = self.answer(send.method, send.path, send.headers, send.body)
        return Reply(status, {"content-type": "application/json"}, json.dumps(body).encode())

    def _list(self, path: str, query: dict[str, list[str]]) -> object:
        if path.endswith("/orders") and not query.get("search"):
            return []
        return super()._list(path, query)


class Direct:
    """A carrier without a wire."""

    def __init__(self, central: Limited, answered: Callable[[Ticket, Answer], None]) -> None:
        self._central, self._answered = central, answered

    def start(self) -> None:
        """Nothing has to be made ready."""

    def send(self, send: Send) -> None:
        """Answer at once."""
        self._answered(send.ticket, self._central.ask(send))

    def probe(self, found: Callable[[bool], None]) -> None:
        """It is there."""
        found(True)

    def close(self) -> None:
        """Nothing is under way."""


def kind_of(method: str, path: str) -> str:
    """What a request is about, for the table."""
    if method == "GET":
        return "pulls"
    for word, kind in (
        ("/payments/", "payments"), ("/complete", "complete"), ("/cancel", "cancel"), ("/send-to-kitchen", "kitchen"),
        ("/kds/", "kitchen screens"), ("/auth/", "sign-in"), ("/tables/", "tables"), ("/staff/", "punches"),
    ):  # fmt: skip
        if word in path:
            return kind
    return "orders" if path.endswith("/orders") else "changes" if "/orders/" in path else "other"


def main(arguments: Sequence[str] | None = None) -> int:
    """Sell, tell, say what it took; answer 1 when something is left, refused for haste or told in the wrong order."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.central_week", description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--live", type=float, default=0.0, help="sell over so many hours while it is told")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="central-week-") as name:
        clock = FixedClock(datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0))
        central = Limited(clock)
        set_up(Path(name) / "R1", "R1", clock, asked.seed)
        terminal = Terminal(
            Path(name) / "R1", "http://nowhere", USER, clock, asked.seed,
            carrying=lambda answered: Direct(central, answered),
        )  # fmt: skip
        terminal.tokens["password"] = PASSWORD
        terminal.open()
        try:
            return _week(terminal, central, asked)
        finally:
            terminal.close()


def _week(terminal: Terminal, central: Limited, asked: argparse.Namespace) -> int:
    assert terminal.run(HOUR), "it cannot be set up"
    began = time.monotonic()
    house = _Till(terminal, Random(asked.seed))
    if asked.live:
        house.serve(asked.orders, asked.live * HOUR / asked.orders, terminal)
    else:
        house.sell(asked.orders, 20.0)
    made = time.monotonic() - began
    print(f"{asked.orders} orders sold in {made:.0f} s of this machine", flush=True)
    if not asked.live:
        central.kinds.clear()
        central.by_hour.clear()
    online, waits, taps = terminal.clock.monotonic(), list[float](), list[float]()
    sold = asked.orders
    restarted = bool(asked.live)
    hour, idle = 0.0, 0
    while True:
        until = terminal.clock.monotonic() + MINUTE
        while terminal.clock.monotonic() < until and not terminal.is_idle:
            before = time.perf_counter()
            more = terminal.step()
            waits.append(time.perf_counter() - before)
            if not more:
                terminal.rest(2.0)
        terminal.rest(2.0)
        pending = terminal.stored.store.central_book.counts("auraconnect")["pending"]
        hours = (terminal.clock.monotonic() - online) / HOUR
        if hours >= hour:
            print(
                f"hour {hours:5.1f}: {pending} to be told, {terminal.budget.left(terminal.now)} requests left",
                flush=True,
            )
            hour += 4.0
            taps.append(house.tap())
            sold += 1
        if not restarted and pending < asked.orders / 2:
            terminal.close()
            terminal.open()
            house = _Till(terminal, Random(asked.seed + 1))
            restarted = True
            print(f"hour {hours:5.1f}: started again with {pending} to be told", flush=True)
        if terminal.is_idle and pending == 0:
            break
        if terminal.is_idle and idle > PATIENCE:
            print(f"NEVER TOLD: {terminal.stored.store.central_book.waiting('auraconnect', 5)}")
            break
        idle = idle + 1 if terminal.is_idle else 0
    waits.sort()
    writes = sum(count for kind, count in central.kinds.items() if kind not in ("pulls", "sign-in"))
    print(f"told in {hours:.1f} hours, {writes / sold:.2f} requests an order, {central.refused} refused for haste")
    print("requests: " + ", ".join(f"{count} {kind}" for kind, count in central.kinds.most_common()))
    print(f"most in an hour: {max(central.by_hour.values(), default=0)}")
    print(
        f"longest of 1000 steps of the courier: {waits[int(len(waits) * 0.999)] * 1000:.1f} ms; "
        f"tap and payment meanwhile: {max(taps, default=0) * 1000:.0f} ms at most"
    )
    paid = [one for one in central.orders.values() if one["payments"]]
    is_whole = len(central.orders) == sold and len(paid) == sold
    print(f"{len(central.orders)} orders there of {sold}, {len(paid)} of them paid")
    return 0 if is_whole and not central.refused and idle <= PATIENCE else 1


class _Till:
    """One person who sells, sends, bumps and is paid."""

    def __init__(self, terminal: Terminal, chance: Random) -> None:
        stored = terminal.stored
        self._clock, self._shop = terminal.clock, stored.shop
        self._house = House(stored.store, stored.shop, terminal.clock, stored.ids, chance)
        self._guests = GuestBook(stored.shop.reads.menu, chance)

    def tap(self) -> float:
        """One order from the first tap to the money; the seconds it took."""
        before = time.perf_counter()
        while not self._shop.reads.orders.open_orders():
            self._house.open()
        self._house.add()
        self._house.send()
        self._house.settle()
        assert not self._shop.reads.orders.open_orders()
        assert self._shop.reads.orders.recent(1)[0].status is OrderStatus.CLOSED
        return time.perf_counter() - before

    def sell(self, orders: int, every: float) -> None:
        """So many of them, one after the other."""
        for _ in range(orders):
            self.tap()
            self._clock.advance(milliseconds=round(every * 1000))

    def serve(self, orders: int, every: float, telling: Terminal) -> None:
        """So many of them, each cooked item by item, bumped and paid when its time has come, and told meanwhile."""
        acts: list[tuple[float, int, Callable[[], object]]] = []
        for number in range(orders):
            heappush(acts, (number * every, number * 9, self._come))
        began, last = self._clock.monotonic(), orders * 9
        while acts:
            at, _, act = heappop(acts)
            self._tell_until(telling, began + at)
            follows = act()
            for after, one in follows if isinstance(follows, list) else ():
                last += 1
                heappush(acts, (at + after, last, one))

    def _tell_until(self, telling: Terminal, at: float) -> None:
        telling.courier.committed(telling.now)
        while self._clock.monotonic() < at:
            if not telling.step():
                telling.rest(max(0.25, min(2.0, at - self._clock.monotonic())))

    def _come(self) -> list[tuple[float, Callable[[], object]]]:
        """Guests order; what follows, in so many seconds."""
        kitchen, ordering, by = self._shop.kitchen, self._shop.ordering, EVERYTHING
        target: OrderId | NewOrder = NewOrder()
        for _ in range(3):
            target = ordering.add_item(by, target, self._guests.wish()).order_id
        assert not isinstance(target, NewOrder)
        order_id = target
        ordering.send(by, order_id)
        tickets = [one for one in self._shop.reads.kitchen.live(None) if one.order_id == order_id]
        follows: list[tuple[float, Callable[[], object]]] = []
        for ticket in tickets:
            for place, line in enumerate(ticket.lines[:-1]):
                tapped = partial(kitchen.tap_item, by, ticket.ticket_id, line.item.line_id)
                follows.append((300.0 + 60 * place, tapped))
            follows.append((600.0, partial(kitchen.bump, by, ticket.ticket_id)))
        return [*follows, (1800.0, partial(self._pay, order_id))]

    def _pay(self, order_id: OrderId) -> object:
        paying, due = self._shop.paying, self._shop.reads.orders.sheet(order_id).cash_due
        return paying.take_cash(EVERYTHING, order_id, due, paying.new_attempt())


if __name__ == "__main__":
    sys.exit(main())
