"""A central of two workers on PostgreSQL with many stores: orders a second beside plain inserts of the same rows.

python tests/benchmarks/central_load.py --postgresql postgresql+psycopg://aura:aura@127.0.0.1:5432/postgres
python tests/benchmarks/central_load.py … --minutes 30     # afterwards: what its workers hold in memory meanwhile

An order is created, paid and completed: three requests, three transactions. The floor writes the rows these left
behind, table by table through psycopg, in as many transactions, from as many threads, into empty copies of the tables.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.benchmarks.processes import children_of, pss_megabytes
from tests.support.central_process import PASSWORD, CentralProcess, StoreAt, central_process
from tests.support.own_central import documented_documents

GOAL = 0.25
REQUESTS = 3
OK, SIGNED_OUT, TOO_MANY = 200, 401, 429
KEPT_OPEN = 3.0  # seconds; the server hangs up on who says nothing for five
BURGER, PRICE = 10, "12.99"

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
"""By table: its columns and what was written. Any: values of every type a column may have."""


@dataclass
class Load:
    """What one kind of load came to; times are seconds."""

    orders: int = 0
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Orders a second."""
        return self.orders / self.seconds

    @property
    def p99(self) -> float:
        """Milliseconds that 99 of 100 transactions stay below."""
        return sorted(self.times)[int(len(self.times) * 0.99)] * 1000


class Till:
    """One store's line to the central, kept open. It costs a fifth of a whole client: the machine that is measured
    carries the caller too."""

    def __init__(self, address: tuple[str, int], at: StoreAt) -> None:
        self._line = HTTPConnection(*address, timeout=60)
        self._email = at.email
        self._headers = {"Content-Type": "application/json", "Accept": "*/*", "User-Agent": "central-load"}
        self._headers["Authorization"] = at.client.headers["Authorization"]
        self._used = 0.0

    def post(self, path: str, body: Any, status: int) -> Any:
        """What a POST answers; it must be of this status."""
        found, heard = self._asked(path, body)
        while found in (SIGNED_OUT, TOO_MANY):
            if found == TOO_MANY:  # half an hour is over for all stores at once, and they sign in from one address
                threading.Event().wait(heard["error"]["retry_after"])
            signed, said = self._asked("auth/login", {"email": self._email, "password": PASSWORD})
            if signed == OK:
                self._headers["Authorization"] = f"Bearer {said['access_token']}"
            found, heard = self._asked(path, body)
        assert found == status, f"{path}: {found} {heard}"
        return heard

    def _asked(self, path: str, body: Any) -> tuple[int, Any]:
        said = b"" if body is None else json.dumps(body).encode()
        if time.monotonic() - self._used > KEPT_OPEN:
            self._line.close()  # it is opened again by the request
        self._used = time.monotonic()
        self._line.request("POST", f"/api/v1/{path}", said, self._headers)
        answer = self._line.getresponse()
        return answer.status, json.loads(answer.read())


def sell(at: Till, times: list[float]) -> None:
    """One order from its beginning to its end."""

    def timed(path: str, body: Any, status: int) -> Any:
        began = time.perf_counter()
        answer = at.post(path, body, status)
        times.append(time.perf_counter() - began)
        return answer

    items = [{"menu_item_id": number, "quantity": 1} for number in (1, 3, BURGER)]
    order = timed("orders", {"order_type": "takeout", "items": items}, 201)
    paid = {"order_id": order["id"], "payment_method": "cash", "amount": order["amount_due"]}
    timed("payments/process", paid, 201)
    timed(f"orders/{order['id']}/complete", None, 200)


def together(threads: int, seconds: float, work: Sequence[Callable[[list[float]], None]]) -> Load:
    """So many threads, each doing its share of the work again and again until the time is over."""
    load, until = Load(), time.monotonic() + seconds

    def run(place: int) -> tuple[int, list[float]]:
        times: list[float] = []
        done, mine = 0, work[place::threads]
        while time.monotonic() < until:
            mine[done % len(mine)](times)
            done += 1
        return done, times

    began = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        for done, times in pool.map(run, range(threads)):
            load.orders += done
            load.times += times
    load.seconds = time.monotonic() - began
    return load


@contextmanager
def stores(central: CentralProcess, count: int) -> Iterator[list[Till]]:
    """Stores with an owner each, signed in."""
    opened = []
    for number in range(count):
        email = f"owner-{number}@example.com"
        founded = central.add_store(documented_documents(), email)
        opened.append((central.store(founded.tenant, email), founded.tenant))
    try:
        yield [Till(central.address, context.__enter__()) for context, _ in opened]
    finally:
        for context, _ in opened:
            context.__exit__(None, None, None)


def counts(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of every table."""
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    asked = sql.SQL("SELECT count(*) FROM {}")
    return {
        name: int(connection.execute(asked.format(sql.Identifier(name))).fetchall()[0][0])
        for (name,) in tables
        if not name.startswith("floor_")
    }


def rows_of(connection: psycopg.Connection[Any], before: dict[str, int]) -> Rows:
    """What was written since, by table; and an empty copy of each table, with its indexes."""
    found: Rows = {}
    for name, count in counts(connection).items():
        more = count - before.get(name, 0)
        if more <= 0:
            continue
        copy = sql.Identifier(f"floor_{name}")
        like = sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)")
        connection.execute(like.format(copy, sql.Identifier(name)))
        cursor = connection.execute(
            sql.SQL("SELECT * FROM {} ORDER BY ctid DESC LIMIT {}").format(sql.Identifier(name), more)
        )
        found[name] = [column.name for column in cursor.description or ()], cursor.fetchall()
    return found


def floor(url: str, rows: Rows, orders: int, threads: int) -> Load:
    """The same rows, in as many transactions."""
    transactions = orders * REQUESTS
    load = Load(orders)

    def run(place: int) -> list[float]:
        times: list[float] = []
        with psycopg.connect(url) as connection:
            for number in range(place, transactions, threads):
                began = time.perf_counter()
                for name, (columns, values) in rows.items():
                    part = values[number::transactions]
                    if part:
                        insert = sql.SQL("INSERT INTO {} VALUES ({})").format(
                            sql.Identifier(f"floor_{name}"), sql.SQL(",").join([sql.Placeholder()] * len(columns))
                        )
                        connection.cursor().executemany(insert, part)
                connection.commit()
                times.append(time.perf_counter() - began)
        return times

    began = time.monotonic()
    with ThreadPoolExecutor(threads) as pool:
        for times in pool.map(run, range(threads)):
            load.times += times
    load.seconds = time.monotonic() - began
    return load


def processor_seconds(pid: int) -> float:
    """What a central's workers have used of processors so far."""
    ticks = 0
    for child in children_of(pid):
        said = Path(f"/proc/{child}/stat").read_text("ascii").rpartition(")")[2].split()
        ticks += int(said[11]) + int(said[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def hold(central: CentralProcess, at: list[Till], minutes: float, threads: int) -> tuple[bool, list[float]]:
    """What the workers hold while orders go on, minute by minute; flat when the last third holds no more than 2% more
    than the third before it."""
    samples: list[float] = []
    for _ in range(max(1, round(minutes))):
        together(threads, 60.0, [partial(sell, store) for store in at])
        samples.append(sum(map(pss_megabytes, children_of(central.process.pid))))
        print(f"minute {len(samples)}: {samples[-1]:.1f} MB in the workers", flush=True)
    third = len(samples) // 3
    if third < 2:
        return True, samples
    before, last = samples[third : 2 * third], samples[-third:]
    return median(last) <= median(before) * 1.02, samples


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, say what came, answer 1 when a goal was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--postgresql", required=True, help="any database of the server, as SQLAlchemy names it")
    parser.add_argument("--stores", type=int, default=50)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20.0, help="of each of three rounds")
    parser.add_argument("--minutes", type=float, default=0.0, help="of watching the workers' memory afterwards")
    asked = parser.parse_args(arguments)
    server = make_url(asked.postgresql)
    name = f"central_load_{os.getpid()}"
    plain = server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    outside = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(outside, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        return _measure(server.set(database=name).render_as_string(hide_password=False), plain, asked)
    finally:
        with psycopg.connect(outside, autocommit=True) as admin:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _measure(url: str, plain: str, asked: argparse.Namespace) -> int:
    ratios: list[float] = []
    is_flat = True
    with (
        tempfile.TemporaryDirectory(prefix="central-load-") as folder,
        central_process(Path(folder), "--workers", "2", tier="enterprise", url=url) as central,
        stores(central, asked.stores) as at,
    ):
        work = [partial(sell, store) for store in at]
        together(asked.threads, 3.0, work)
        for number in (1, 2, 3):
            with psycopg.connect(plain, autocommit=True) as connection:
                before = counts(connection)
                spent = processor_seconds(central.process.pid)
                ours = together(asked.threads, asked.seconds, work)
                spent = (processor_seconds(central.process.pid) - spent) / ours.orders
                rows = rows_of(connection, before)
                floors = floor(plain, rows, ours.orders, asked.threads)
                for table in rows:
                    connection.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(f"floor_{table}")))
            written = sum(len(values) for _, values in rows.values()) / ours.orders
            ratios.append(ours.rate / floors.rate)
            print(
                f"round {number}: {ours.rate:.1f} orders/s, p99 {ours.p99:.0f} ms beside {floors.rate:.1f} orders/s, "
                f"p99 {floors.p99:.0f} ms of plain inserts ({written:.1f} rows an order): {ratios[-1]:.0%}; "
                f"{spent * 1000:.1f} ms of the workers' processors an order",
                flush=True,
            )
        if asked.minutes:
            is_flat, _ = hold(central, at, asked.minutes, 2)
    verdict = "MET" if median(ratios) >= GOAL else "MISSED"
    print(f"{asked.stores} stores, 2 workers: {median(ratios):.0%} of the floor (goal {GOAL:.0%}): {verdict}")
    if asked.minutes:
        print(f"memory of the workers over {asked.minutes:.0f} minutes: {'flat' if is_flat else 'GROWING'}")
    return 0 if verdict == "MET" and is_flat else 1


if __name__ == "__main__":
    sys.exit(main())
