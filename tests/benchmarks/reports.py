"""Reports over 1,000,000 orders of 400 days, beside the same SQL by hand: `python -m tests.benchmarks.reports`.

The store is made once for a seed and kept in the scratch folder: the last week's orders as rows, older days as the sums
that stay when orders leave for their day documents. Beside it lies a file with every order, line and payment as plain
rows. Each sample of a report through the use case is followed by one of the same statements with the bare driver on the
same file, and by one of SQL over the plain rows; what all three say must be the same. `--sales` measures instead what
the figures cost a sale: the same orders typed and paid in two stores by turns, one of which keeps no figures.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from aura_terminal.domain import figures
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.report_tables import LAYOUTS
from aura_terminal.domain.reports import Comparison, Drill, Period, Report, ReportKind, RowKey
from aura_terminal.store import fold_orders
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.engine import WRITING, connect
from aura_terminal.store.folders import store_file
from aura_terminal.store.report_queries import BY_DAY, BY_HOUR, FIGURES, offsets
from aura_terminal.view_models.reports import IN_PARTS
from tests.support.chance import FixedClock, SeededIds
from tests.support.memory_shop import EVERYTHING
from tests.support.store_service import order_of, pay, plain_items
from tests.support.store_shop import StoredShop, founded, opened

LAST = date(2026, 5, 15)
HOT_DAYS = 7
GOAL_MS = 300.0
ITEMS, CATEGORIES, SERVERS = 150, 18, 25
TENDERS = ("card", "card", "card", "cash", "cash", "voucher")
TYPES = ("dine_in", "dine_in", "dine_in", "takeout", "delivery")
KEY = 8
Sums = dict[tuple[Any, ...], Counter[str]]


def made(folder: Path, seed: int, orders: int, days: int) -> Path:
    """The store with its plain rows, made unless it is there."""
    target = folder / f"reports-{seed}-{orders}-{days}"
    if (target / "done").exists():
        return target
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    founded(target / "store").store.close()
    with closing(_raw(store_file(target / "store"))) as store, closing(_raw(target / "plain.sqlite")) as plain:
        for line in _PLAIN:
            plain.execute(line)
        _fill(store, plain, Random(seed), orders, days)
        _staff(store, days)
    (target / "done").touch()
    return target


_PLAIN = (
    "PRAGMA synchronous=OFF",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, day TEXT, slot INTEGER, server TEXT, type TEXT, guests INTEGER, "
    "gross INTEGER, net INTEGER) STRICT",
    "CREATE TABLE lines (id INTEGER, day TEXT, name TEXT, category TEXT, quantity INTEGER, minor INTEGER) STRICT",
    "CREATE TABLE payments (id INTEGER, day TEXT, tender TEXT, minor INTEGER, tip INTEGER) STRICT",
    "CREATE INDEX orders_by_day ON orders (day)",
    "CREATE INDEX lines_by_day ON lines (day)",
    "CREATE INDEX payments_by_day ON payments (day)",
)
_ORDER = """INSERT INTO orders (order_id, number, order_type, status, business_date, opened_us, closed_us, opened_by,
server_name, terminal, currency, table_id, table_name, guests, guest_name, items, unsent, subtotal_minor, tax_minor,
total_minor, paid_minor, due_minor, holder, epoch, merged_into, split_from, discount_minor, guest_id, source,
source_number, is_held) VALUES (?, ?, ?, 'closed', ?, ?, ?, ?, ?, 'R1', 'EUR', NULL, '', ?, '', 3, 0, ?, ?, ?, ?, 0,
'R1', 0, NULL, NULL, 0, NULL, '', '', 0)"""
_FIGURE = "INSERT INTO order_figures VALUES (?, ?, ?, 'EUR', ?, ?, ?, ?, ?, ?, ?, ?)"
_SUM = "INSERT INTO day_figures VALUES (?, ?, 'EUR', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _raw(file: Path) -> RawConnection:
    raw = connect(str(file))
    for line in WRITING:
        line(raw)
    return raw


def _fill(store: RawConnection, plain: RawConnection, chance: Random, orders: int, days: int) -> None:
    number = 0
    for place in range(days):
        day = LAST - timedelta(days=days - 1 - place)
        count = orders // days + (1 if place < orders % days else 0)
        sums: Sums = {}
        rows: dict[str, list[tuple[Any, ...]]] = {"orders": [], "lines": [], "payments": []}
        store.execute("BEGIN")
        for _ in range(count):
            number += 1
            figures = _order(chance, day, number, rows)
            if place >= days - HOT_DAYS:
                _keep(store, day, number, rows["orders"][-1], figures)
            else:
                _add(sums, figures)
        if sums:
            on = day.isoformat()
            told = [(kind, on, slot, *words, on, n["orders"], n["units"], n["minor"], n["other"])
                    for (kind, slot, *words), n in sums.items()]  # fmt: skip
            store.executemany(_SUM, told)
            store.execute("INSERT INTO figure_days VALUES (?)", (on,))
        store.execute("COMMIT")
        plain.execute("BEGIN")
        for table, marks in (("orders", 8), ("lines", 6), ("payments", 5)):
            plain.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * marks)})", rows[table])
        plain.execute("COMMIT")


def _staff(store: RawConnection, days: int) -> None:
    """Twenty people who work eight hours each day."""
    store.execute("BEGIN")
    for back in range(days):
        day = LAST - timedelta(days=back)
        for number in range(20):
            came = int(datetime(day.year, day.month, day.day, 8 + number % 4, tzinfo=UTC).timestamp()) * 1_000_000
            row = (f"s{number}", f"{day}-{number}", day.isoformat(), came, came + 28_800_000_000, "server", 1500, "EUR")
            store.execute("INSERT INTO shifts VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL, NULL)", row)
    store.execute("COMMIT")


Figure = tuple[str, int, str, str, str, str, int, int, int]
"""Kind, slot, name, part, who, why, units, minor, other."""


def _order(chance: Random, day: date, number: int, rows: dict[str, list[tuple[Any, ...]]]) -> list[Figure]:
    """One order: its plain rows, and its part in the figures."""
    on = day.isoformat()
    hour = chance.choice((9, 10, 10, 11, 11, 11, 12, 16, 17, 17, 17, 18, 18, 18, 19, 19, 20, 20))
    opened = datetime(day.year, day.month, day.day, hour, chance.randrange(60), tzinfo=UTC)
    slot = int(opened.timestamp()) // 900
    server, type_ = chance.randrange(SERVERS), chance.choice(TYPES)
    guests, gross = chance.randrange(1, 6), 0
    lines: dict[int, int] = {}
    for _ in range(chance.randrange(1, 6)):
        item = min(ITEMS - 1, int(chance.expovariate(0.03)))
        quantity = chance.choice((1, 1, 1, 2))
        lines[item] = lines.get(item, 0) + quantity
        gross += quantity * (350 + 23 * item)
    net, tip = gross * 10 // 11, chance.choice((0, 0, 100, 250))
    tender = chance.choice(TENDERS)
    rows["orders"].append((number, on, slot, f"Server {server}", type_, guests, gross, net))
    rows["payments"].append((number, on, tender, gross, tip))
    parts: list[Figure] = [
        ("hour", slot, "", "", "", "", guests, gross, net),
        ("server", 0, f"Server {server}", type_, f"s{server}", "", guests, gross, net),
        ("tax", 0, "VAT 10%", "vat10", "", "", 0, gross - net, net),
        ("tender", 0, tender, "", "", "", 1, gross, 0),
    ]
    if tip:
        parts.append(("tip", 0, tender, "", "", "", 1, tip, 0))
    if number % 12 == 0:
        parts.append(("discount", 0, "Happy hour", "", f"s{server}", "Regular", 1, -200, 0))
    for item, quantity in lines.items():
        minor = quantity * (350 + 23 * item)
        name, category = f"Dish number {item}", f"Category {item % CATEGORIES}"
        rows["lines"].append((number, on, name, category, quantity, minor))
        parts.append(("item", 0, name, category, "", "", quantity, minor, 0))
        if number % 40 == 0:
            parts.append(("void", 0, name, category, f"s{server}", "Dropped", 1, minor // quantity, 0))
    return parts


def _keep(store: RawConnection, day: date, number: int, order: tuple[Any, ...], figures: Sequence[Figure]) -> None:
    _, on, slot, server, type_, guests, gross, net = order
    at, order_id = slot * 900_000_000, f"{number:036d}"
    store.execute(_ORDER, (order_id, f"R1-{number}", type_, on, at, at, server, server, guests, gross, gross - net,
                           gross, gross))  # fmt: skip
    store.execute("INSERT INTO order_days VALUES (?, ?)", (order_id, on))
    told = [(order_id, kind, on, at_slot, *rest) for kind, at_slot, *rest in figures]
    store.executemany(_FIGURE, told)
    ticket = (f"t{number:035d}", order_id, f"f{number}", f"Station {number % 4}", f"R1-{number}", at, 12, 0,
              at + (240 + number % 700) * 1_000_000, "R1", "prep", at)  # fmt: skip
    store.execute("INSERT INTO tickets (ticket_id, order_id, fire_id, station_id, number, fired_us, target_minutes, "
                  "generation, bumped_us, fired_by, role, starts_us, received_us) "
                  f"VALUES ({', '.join('?' * 12)}, 1)", ticket)  # fmt: skip
    lines = [(ticket[0], f"l{place}", place, name, units, units, name)
             for place, (kind, _, name, _, _, _, units, _, _) in enumerate(figures) if kind == "item"]  # fmt: skip
    store.executemany("INSERT INTO ticket_lines (ticket_id, line_id, place, name, quantity, done, voided, item_id) "
                      "VALUES (?, ?, ?, ?, ?, ?, 0, ?)", lines)  # fmt: skip


def _add(sums: Sums, figures: Sequence[Figure]) -> None:
    for *key, units, minor, other in figures:
        one = sums.setdefault(tuple(key), Counter())
        one["orders"] += 1
        one["units"] += units
        one["minor"] += minor
        one["other"] += other


@dataclass
class Samples:
    """Milliseconds of one report: ours by the clock and of the processor, by hand, and over the plain rows."""

    words: str
    ours: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    by_hand: list[float] = field(default_factory=list)
    over_rows: list[float] = field(default_factory=list)

    def take(self, call: Callable[[], object]) -> None:
        """One more of ours."""
        began = process_time()
        self.ours.append(_timed(call))
        self.processor.append((process_time() - began) * 1000)

    @property
    def line(self) -> str:
        """The row of the table."""
        middle = statistics.median(self.ours)
        cells = [f"{self.words:42}", f"{middle:.1f} ({max(self.ours):.0f})".rjust(16)]
        cells.append(f"{statistics.median(self.processor):.1f}".rjust(12))
        for floor in (self.by_hand, self.over_rows):
            known = statistics.median(floor) if floor else None
            cells.append("-".rjust(18) if known is None else f"{known:.1f} ({middle / known:.3g})".rjust(18))
        return "".join([*cells, "  ", self.verdict])

    @property
    def verdict(self) -> str:
        """The goal is by the clock; where that was missed, the processor's time says whether others kept it busy."""
        if statistics.median(self.ours) <= GOAL_MS:
            return "MET"
        return "MACHINE BUSY" if statistics.median(self.processor) <= GOAL_MS else "MISSED"


def report_rows(folder: Path, samples: int) -> Iterator[Samples]:
    """Each report with its samples."""
    clock = FixedClock(datetime(LAST.year, LAST.month, LAST.day, 21, 30, tzinfo=UTC))
    stored = opened(folder / "store", clock, SeededIds(clock, 5))
    whole, month = Period(LAST - timedelta(days=399), LAST), Period(LAST - timedelta(days=27), LAST)
    with (
        closing(connect(str(store_file(folder / "store")))) as store,
        closing(connect(str(folder / "plain.sqlite"))) as plain,
    ):
        for kind in ReportKind:
            week = Period(LAST - timedelta(days=6), LAST)
            several = (("400 days", whole), ("28 days and 28 before", month))
            for words, period in (("7 days, as they are read at once", week), *several)[kind not in IN_PARTS :]:
                yield _measured(stored, store, plain, kind, words, period, samples)
        drill = Drill(ReportKind.HOURS, Period(LAST, LAST), RowKey("20"))
        reports = stored.shop.reports
        for words, call in (
            ("dashboard", lambda: reports.dashboard(EVERYTHING)),
            ("orders behind an hour of today", lambda: reports.behind(EVERYTHING, drill, None)),
        ):
            found = Samples(words)
            for _ in range(samples):
                found.take(call)
            yield found
    stored.store.close()


def _measured(
    stored: StoredShop, store: RawConnection, plain: RawConnection, kind: ReportKind, words: str, period: Period,
    samples: int,
) -> Samples:  # fmt: skip
    comparison = Comparison.WEEK if period.days < 100 else Comparison.NONE
    periods = [one for one in (period, period.compared(comparison)) if one is not None]
    by_hand, by_rows = _by_hand(stored, store, kind, periods), _by_rows(plain, kind, periods)
    found, report = Samples(f"{kind.value}, {words}"), list[Report]()
    for number in range(samples):
        report.clear()
        found.take(lambda: report.append(stored.shop.reports.read(EVERYTHING, kind, period, comparison)))
        if by_hand is not None:
            found.by_hand.append(_timed(by_hand))
        if by_rows is not None and number == 0:  # they take seconds
            found.over_rows.append(_timed(by_rows))
    if by_rows is not None:
        _must_say_the_same(plain, kind, period, report[0])
    return found


def _by_hand(
    stored: StoredShop, store: RawConnection, kind: ReportKind, periods: Sequence[Period]
) -> Callable[[], object] | None:
    if kind not in LAYOUTS:
        return None
    calendar = stored.shop.reads.store.profile().calendar
    asked: list[tuple[str, tuple[Any, ...]]] = []
    for period in periods:
        days = ("EUR", period.first.isoformat(), period.last.isoformat())
        if kind is ReportKind.HOURS:
            asked += [(BY_HOUR.sql, (ahead, *days, since, until)) for since, until, ahead in offsets(calendar, period)]
        elif kind in (ReportKind.DAYS, ReportKind.WEEKDAYS):
            asked.append((BY_DAY.sql, days))
        else:
            kinds = ", ".join(f'"{one.value}"' for one in LAYOUTS[kind].kinds)
            asked.append((FIGURES.sql, (f"[{kinds}]", *days)))
    return lambda: [store.execute(sql, values).fetchall() for sql, values in asked]


_BY_ROWS = {
    ReportKind.HOURS: "SELECT (slot + 8) % 96 / 4, count(*), sum(guests), sum(gross), sum(net) FROM orders",
    ReportKind.DAYS: "SELECT day, count(*), sum(guests), sum(gross), sum(net) FROM orders",
    ReportKind.ITEMS: "SELECT name, count(*), sum(quantity), sum(minor) FROM lines",
    ReportKind.CATEGORIES: "SELECT category, count(*), sum(quantity), sum(minor) FROM lines",
    ReportKind.SERVERS: "SELECT server, count(*), sum(guests), sum(gross), sum(net) FROM orders",
    ReportKind.ORDER_TYPES: "SELECT type, count(*), sum(guests), sum(gross), sum(net) FROM orders",
    ReportKind.TENDERS: "SELECT tender, count(*), sum(tip), sum(minor) FROM payments",
}


def _by_rows(plain: RawConnection, kind: ReportKind, periods: Sequence[Period]) -> Callable[[], object] | None:
    sql = _BY_ROWS.get(kind)
    if sql is None:
        return None
    asked = [(f"{sql} WHERE day BETWEEN ? AND ? GROUP BY 1", (f"{one.first}", f"{one.last}")) for one in periods]
    return lambda: [plain.execute(*each).fetchall() for each in asked]


def _must_say_the_same(plain: RawConnection, kind: ReportKind, period: Period, report: Report) -> None:
    sql = f"{_BY_ROWS[kind]} WHERE day BETWEEN ? AND ? GROUP BY 1"
    found = plain.execute(sql, (f"{period.first}", f"{period.last}")).fetchall()
    told = sum(row.weight for row in report.rows)
    if told != sum(row[3] for row in found):
        raise AssertionError(f"{kind.value}: {told} is not what the rows come to")
    if kind is not ReportKind.HOURS and len(report.rows) != len(found):  # the rows by hand know no summer time
        raise AssertionError(f"{kind.value}: {len(report.rows)} rows, by hand {len(found)}")


def _timed(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000


def _none(order: Order) -> figures.Figures:
    return {}


def sale_costs(rounds: int) -> None:
    """Processor time and wall time of a whole order, and of its payment, with figures and without, by turns."""
    kept = figures.figures_of
    with tempfile.TemporaryDirectory() as folder:
        shops = {name: founded(Path(folder) / name) for name in ("with", "without")}
        spent: dict[str, list[tuple[float, ...]]] = {name: [] for name in shops}
        for number in range(rounds):
            for name in sorted(shops, reverse=bool(number % 2)):
                stored = shops[name]
                vars(fold_orders)["figures_of"] = kept if name == "with" else _none
                cpu, wall = process_time(), perf_counter()
                order_id = order_of(stored, EVERYTHING, 4)
                paying_cpu, paying = process_time(), perf_counter()
                pay(stored, EVERYTHING, order_id)
                ended = perf_counter()
                spent_cpu = process_time()
                spent[name].append((spent_cpu - cpu, ended - wall, spent_cpu - paying_cpu, ended - paying))
        vars(fold_orders)["figures_of"] = kept
        names = (
            "CPU of an order of 4 things, sent and paid",
            "its wall time",
            "CPU of its payment",
            "wall time of that",
        )
        for place, words in enumerate(names):
            told = {name: statistics.median(one[place] for one in taken) * 1000 for name, taken in spent.items()}
            grown = (told["with"] / told["without"] - 1) * 100
            print(f"{words}: {told['with']:.2f} ms with figures, {told['without']:.2f} without ({grown:+.1f} %)")
        for stored in shops.values():
            assert plain_items(stored)
            stored.store.close()


def main() -> int:
    """Make the store where it is not there, measure, print; 1 where a report misses its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "aura-benchmarks")
    parser.add_argument("--orders", type=int, default=1_000_000)
    parser.add_argument("--days", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=int, default=11)
    parser.add_argument("--sales", type=int, default=0, metavar="ORDERS")
    asked = parser.parse_args()
    if asked.sales:
        sale_costs(asked.sales)
        return 0
    folder = made(asked.scratch, asked.seed, asked.orders, asked.days)
    print("milliseconds; in brackets the most of ours, and ours as a share of the floor's")
    print(f"{'report':42}{'ours p50':>16}{'processor':>12}{'by hand':>18}{'over plain rows':>18}  goal {GOAL_MS:.0f}")
    missed = False
    for found in report_rows(folder, asked.samples):
        print(found.line, flush=True)
        missed |= found.verdict == "MISSED"
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
