"""A week sold without a back office, then told within the free tier's budget; or a day told while it is sold.

python -m tests.campaigns.central_week --orders 10000                               # a week at one terminal
python -m tests.campaigns.central_week --orders 2000 --live 12 --terminals 10       # a day, sold over so many hours
python -m tests.campaigns.central_week --orders 60 --break budget                   # a planted fault: must be found

Hours are virtual, HTTP is real: requests go to a central of its own process, which sets no limit itself; that no hour
and no minute held more than documented is counted from when each request left.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from heapq import heappop, heappush
from pathlib import Path
from random import Random

from aura_terminal.app.invented_guests import GuestBook
from aura_terminal.domain.ids import OrderId, TableId
from aura_terminal.domain.order_money import bill_sold
from aura_terminal.domain.shop import Table
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.reads import TicketRow
from aura_terminal.use_cases.ordering import NewOrder
from sync.reconcile.contract import Answer, Reply
from sync.reconcile.effects import Ticket
from sync.reconcile.http import Answered, HttpCarrier
from tests.campaigns.central import FAULTS
from tests.support.central_faults import A_MINUTE, AN_HOUR, exchange
from tests.support.central_process import CentralProcess, StoreAt, central_process
from tests.support.central_shop import central_documents
from tests.support.central_terminal import Terminal, set_up, trust
from tests.support.chance import FixedClock
from tests.support.memory_shop import EVERYTHING
from tests.support.request_budget import most_within

HOUR, MINUTE = 3600.0, 60.0
EMAIL = "owner@example.com"
PATIENCE = 500  # rests after which what is waiting while nothing is due will never be told
PROGRESS = 4.0
"""Virtual hours between two lines of progress, and two orders that are sold meanwhile."""
HEARD_AFTER = 5.0
"""Virtual seconds after which the terminal that speaks has heard what was done at another one."""
MOST = 100_000


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


@dataclass
class Told:
    """What a campaign came to."""

    sold: int = 0
    hours: float = 0.0
    wrong: list[str] = field(default_factory=list)
    taps: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> int:
    """Sell, tell, say what it took; answer 1 when something is left, unequal, over the budget or out of turn."""
    parser = argparse.ArgumentParser(prog="tests.campaigns.central_week", description=__doc__.splitlines()[0])
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--live", type=float, default=0.0, help="sell over so many hours while it is told")
    parser.add_argument("--terminals", type=int, default=1, help="that sell; the first one speaks for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--break", dest="broken", choices=sorted(FAULTS), help="plant a fault")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))  # so that the central ends as well
    if asked.broken:
        FAULTS[asked.broken]()
    with tempfile.TemporaryDirectory(prefix="central-week-") as name:
        folder = Path(name)
        with central_process(folder / "central", tier="enterprise") as central:
            founded = central.add_store(central_documents(), EMAIL)
            terminals = _terminals(folder, central, asked)
            try:
                told = _day(terminals, asked) if asked.live else _week(terminals[0], asked)
                with central.store(founded.tenant, EMAIL) as at:
                    told.wrong += list(_differences(terminals[0], at, told.sold))
            finally:
                for terminal in terminals:
                    terminal.close()
    return _report(terminals[0], told)


def _terminals(folder: Path, central: CentralProcess, asked: argparse.Namespace) -> list[Terminal]:
    """The terminals of one store; the first one has mirrored the central, and the others have it from there."""
    clock = FixedClock(datetime.now(UTC).replace(hour=6, minute=0, second=0, microsecond=0))
    made: list[Terminal] = []
    store_id = ""
    for place in range(max(1, asked.terminals)):
        label = f"R{place + 1}"
        set_up(folder / label, label, clock, asked.seed + place, store_id)
        one = Terminal(folder / label, central.url, EMAIL, clock, asked.seed + place, in_step=False)
        one.carrying = partial(_over_http, one)
        if made:
            one.open(None)
            exchange(made[0], one)
        else:
            assert one.open().run(HOUR), "it cannot be set up"
            store_id = one.stored.store.identity.store_id
        made.append(one)
    made[0].sent.clear()
    return made


def _over_http(terminal: Terminal, answered: Answered) -> HttpCarrier:
    """A carrier to the central without its word on limits: that is of real hours, and these are virtual ones."""

    def heard(ticket: Ticket, answer: Answer) -> None:
        if isinstance(answer, Reply):
            kept = {name: value for name, value in answer.headers.items() if not name.startswith("x-ratelimit-")}
            answer = replace(answer, headers=kept)
        answered(ticket, answer)

    return HttpCarrier(terminal.url, heard, terminal.bugs.append, verify=trust())


def _week(terminal: Terminal, asked: argparse.Namespace) -> Told:
    """Everything is sold first; then it is told, with a restart in the middle and guests meanwhile."""
    told, till = Told(asked.orders), _Till(terminal, Random(asked.seed))
    began = time.monotonic()
    for _ in range(asked.orders):
        till.tap()
        terminal.pass_time(20.0)
    print(f"{asked.orders} orders sold in {time.monotonic() - began:.0f} s of this machine", flush=True)
    online, line, has_restarted, idle = terminal.now.monotonic, 0.0, False, 0
    while True:
        _tell_a_minute(terminal, told)
        pending = terminal.stored.store.central_book.counts("auraconnect")["pending"]
        told.hours = (terminal.now.monotonic - online) / HOUR
        if told.hours >= line:
            _say(terminal, told.hours, pending)
            line += PROGRESS
            told.taps.append(till.tap())
            told.sold += 1
            terminal.courier.committed(terminal.now)
        if not has_restarted and pending < asked.orders / 2:
            terminal.close()
            terminal.open()
            till, has_restarted = _Till(terminal, Random(asked.seed + 1)), True
            print(f"hour {told.hours:5.1f}: cut off and started again with {pending} to be told", flush=True)
        if terminal.is_idle and not pending:
            break
        idle = idle + 1 if terminal.is_idle else 0
        if idle > PATIENCE:
            told.wrong.append(f"never told: {terminal.stored.store.central_book.waiting('auraconnect', 5)}")
            break
    told.wrong += _out_of_turn(terminal, online)
    return told


def _day(terminals: list[Terminal], asked: argparse.Namespace) -> Told:
    """Sold at all terminals in turn while the first one tells it."""
    told, speaker = Told(asked.orders), terminals[0]
    tills = [_Till(one, Random(asked.seed + place)) for place, one in enumerate(terminals)]
    began, every = speaker.now.monotonic, asked.live * HOUR / asked.orders
    acts: list[tuple[float, int, _Till, Callable[[], list[_Later]]]] = []
    for number in range(asked.orders):
        till = tills[number % len(tills)]
        heappush(acts, (number * every, number, till, till.come))
    last, heard, line = asked.orders, 0.0, 0.0
    while acts:
        at, _, till, act = heappop(acts)
        while speaker.now.monotonic < began + at:
            if speaker.now.monotonic - heard >= HEARD_AFTER:
                heard = speaker.now.monotonic
                hear(speaker, terminals[1:])
            if not _step(speaker, told):
                speaker.rest(max(0.25, min(2.0, began + at - speaker.now.monotonic)))
        if (speaker.now.monotonic - began) / HOUR >= line:
            _say(speaker, line, speaker.stored.store.central_book.counts("auraconnect")["pending"])
            line += 1.0
        before = time.perf_counter()
        follows = act()
        told.taps.append(time.perf_counter() - before)
        for after, one in follows:
            last += 1
            heappush(acts, (at + after, last, till, one))
    hear(speaker, terminals[1:])
    speaker.run(HOUR)
    told.hours = (speaker.now.monotonic - began) / HOUR
    return told


def hear(speaker: Terminal, others: Sequence[Terminal]) -> None:
    """The terminal that speaks gets what was done at the others."""
    known = dict(speaker.stored.store.known())
    for other in others:
        origin = other.stored.store.identity.origin
        facts = other.stored.store.facts_after(origin, known.get(origin, 0), MOST)
        if facts:
            speaker.stored.store.receive(facts)
    speaker.courier.committed(speaker.now)


def _tell_a_minute(terminal: Terminal, told: Told) -> None:
    until = terminal.now.monotonic + MINUTE
    while terminal.now.monotonic < until and not terminal.is_idle:
        if not _step(terminal, told):
            terminal.rest(2.0)
    terminal.rest(2.0)


def _step(terminal: Terminal, told: Told) -> bool:
    before = time.perf_counter()
    more = terminal.step()
    told.steps.append(time.perf_counter() - before)
    return more


def _timed(act: Callable[[], object]) -> float:
    before = time.perf_counter()
    act()
    return time.perf_counter() - before


def _say(terminal: Terminal, hour: float, pending: int) -> None:
    kinds = Counter(kind_of(one.method, one.path) for one in terminal.sent)
    left = terminal.budget.left(terminal.now)
    print(
        f"hour {hour:5.1f}: {pending} to be told, {kinds['payments']} payments and {kinds['complete']} ends told, "
        f"{left} requests left",
        flush=True,
    )


def _out_of_turn(terminal: Terminal, online: float) -> list[str]:
    """Whether an order was ended while money of the week was still to be told."""
    times: dict[str, list[float]] = {}
    for one in terminal.sent:
        if one.at >= online:
            times.setdefault(kind_of(one.method, one.path), []).append(one.at - online)
    paid, ended = sorted(times.get("payments", [])), sorted(times.get("complete", []))
    if not paid or not ended:
        return ["nothing was told"]
    most = paid[int(len(paid) * 0.99)]
    print(f"99 of 100 payments were told by hour {most / HOUR:.1f}, the first end in hour {ended[0] / HOUR:.1f}")
    early = sum(at < most - HOUR for at in ended)
    return [f"{early} orders were ended before the money was told"] if early > len(ended) / 20 else []


def _differences(terminal: Terminal, at: StoreAt, sold: int) -> list[str]:
    """Every order once, paid, ended, and equal to the cent."""
    wrong: list[str] = []
    there = {str(row["notes"]).rpartition(" · ")[2].rstrip("]"): row for row in at.every("orders")}
    reads, picture = terminal.stored.store.reads.orders, terminal.stored.store.central_book.picture
    rows = reads.recent(MOST)
    if len(rows) != sold or len(there) != sold:
        wrong.append(f"{len(rows)} orders here of {sold}, {len(there)} there")
    sums = [Decimal(0), Decimal(0)]
    for one in rows:
        ours = Decimal(bill_sold(picture.order(one.order_id)).total.plain())
        row = there.get(one.order_id)
        theirs = Decimal(0) if row is None else Decimal(row["total_amount"])
        sums[0] += ours
        sums[1] += theirs
        if row is None or (ours, "completed", "paid") != (theirs, row["status"], row["payment_status"]):
            wrong.append(f"{one.number}: {ours} here, {row and (theirs, row['status'], row['payment_status'])} there")
    parked = terminal.stored.store.reads.central.centre(10)
    wrong += [f"parked: {one.title} {one.step}: {one.refused.status} {one.refused.said}" for one in parked]
    print(f"{len(rows)} orders of {sums[0]} here, {len(there)} of {sums[1]} there")
    return wrong


def _report(terminal: Terminal, told: Told) -> int:
    kinds = Counter(kind_of(one.method, one.path) for one in terminal.sent)
    by_start = [[one.at for one in terminal.sent if one.start == start] for start in range(1, terminal.starts + 1)]
    worst = {span: max((most_within(span, times) for times in by_start if times), default=0) for span in (HOUR, MINUTE)}
    if worst[HOUR] > AN_HOUR or worst[MINUTE] > A_MINUTE:
        told.wrong.append("over the budget")
    writes = sum(count for kind, count in kinds.items() if kind not in ("pulls", "sign-in"))
    print("requests: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    for words in told.wrong[:20]:
        print(f"WRONG {words}")
    told.steps.sort()
    figures = {
        "orders": told.sold, "virtual_hours": round(told.hours, 1), "requests": sum(kinds.values()),
        "writes_an_order": round(writes / told.sold, 2), "pulls_an_hour": round(kinds["pulls"] / max(told.hours, 1)),
        "most_in_an_hour": worst[HOUR], "most_in_a_minute": worst[MINUTE],
        "step_p999_ms": round(told.steps[int(len(told.steps) * 0.999)] * 1000, 1) if told.steps else 0,
        "tap_p99_ms": round(sorted(told.taps)[int(len(told.taps) * 0.99)] * 1000) if told.taps else 0,
        "wrong": len(told.wrong),
    }  # fmt: skip
    print(json.dumps(figures))
    return 1 if told.wrong else 0


_Later = tuple[float, Callable[[], "list[_Later]"]]


class _Till:
    """One person who sells, sends, bumps and is paid."""

    def __init__(self, terminal: Terminal, chance: Random) -> None:
        self._shop, self._chance = terminal.stored.shop, chance
        self._guests = GuestBook(self._shop.reads.menu, chance)
        self._tables = [TableId(one.id) for one in terminal.stored.store.central_book.picture.documents(Table)]

    def tap(self) -> float:
        """One order from the first tap to the money, its food served; the seconds it took."""
        before = time.perf_counter()
        order_id = self._order(NewOrder())
        for ticket in self._tickets(order_id):
            self._shop.kitchen.bump(EVERYTHING, ticket.ticket_id)
        self._pay(order_id)
        return time.perf_counter() - before

    def come(self) -> list[_Later]:
        """Guests order; what follows, in so many seconds: items become ready, tickets are bumped, they pay."""
        new = NewOrder()
        if self._tables and self._chance.random() < 0.5:
            new = NewOrder(OrderType.DINE_IN, self._chance.choice(self._tables), self._chance.randint(1, 4))
        order_id = self._order(new)
        follows: list[_Later] = []
        for ticket in self._tickets(order_id):
            for place, line in enumerate(ticket.lines[:-1]):
                tap = partial(self._shop.kitchen.tap_item, EVERYTHING, ticket.ticket_id, line.item.line_id)
                follows.append((300.0 + 60 * place, partial(_done, tap)))
            bump = partial(self._shop.kitchen.bump, EVERYTHING, ticket.ticket_id)
            follows.append((600.0, partial(_done, bump)))
        follows.append((1800.0, partial(_done, partial(self._pay, order_id))))
        return follows

    def _order(self, new: NewOrder) -> OrderId:
        target: OrderId | NewOrder = new
        for _ in range(3):
            target = self._shop.ordering.add_item(EVERYTHING, target, self._guests.wish()).order_id
        assert not isinstance(target, NewOrder)
        self._shop.ordering.send(EVERYTHING, target)
        return target

    def _tickets(self, order_id: OrderId) -> list[TicketRow]:
        return [one for one in self._shop.reads.kitchen.live(None) if one.order_id == order_id]

    def _pay(self, order_id: OrderId) -> object:
        paying, sheet = self._shop.paying, self._shop.reads.orders.sheet(order_id)
        if not sheet.due:
            return paying.close_free(EVERYTHING, order_id)
        return paying.take_cash(EVERYTHING, order_id, sheet.cash_due, paying.new_attempt())


def _done(act: Callable[[], object]) -> list[_Later]:
    act()
    return []


if __name__ == "__main__":
    sys.exit(main())
