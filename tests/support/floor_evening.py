"""A Friday evening at 19:42 on the floor of a store in memory: every state a table can have, told by the verbs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aura_terminal.domain.floor_plan import Drawing
from aura_terminal.domain.floor_rules import FloorRules
from aura_terminal.domain.ids import AreaId, ItemId, OrderId, TableId
from aura_terminal.domain.shop import Area, Decor, DecorKind, Table
from aura_terminal.domain.staff import Actor
from aura_terminal.use_cases.asking import Asked
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.use_cases.waitlist import Arrival
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store, signed_in

NOW = datetime(2026, 5, 15, 17, 42, tzinfo=UTC)
"""19:42 in Berlin."""
MAIN, TERRACE, BAR, UPSTAIRS = AreaId("main-room"), AreaId("terrace"), AreaId("bar"), AreaId("upstairs")
_SIZES = {"small": ("square", 92, 92, 2), "wide": ("square", 136, 92, 4), "round": ("round", 92, 92, 4)}
_PLAN: tuple[tuple[str, str, int, int, int], ...] = (
    ("1", "small", 64, 40, 2), ("2", "small", 210, 40, 2), ("3", "small", 356, 40, 2), ("4", "wide", 502, 40, 4),
    ("5", "wide", 64, 190, 4), ("6", "round", 254, 190, 3), ("7", "round", 404, 190, 4), ("8", "round", 552, 190, 4),
    ("9", "wide", 64, 340, 4), ("10", "round", 254, 340, 4), ("11", "round", 404, 340, 2), ("12", "round", 544, 330, 4),
    ("15", "wide", 364, 490, 6), ("16", "small", 552, 490, 2),
)  # fmt: skip


def tables() -> list[Table]:
    """The tables of the main room and of the bar beside it."""
    found = []
    for number, size, x, y, seats in _PLAN:
        shape, wide, high, _ = _SIZES[size]
        grown = 16 if number == "12" else 0
        found.append(Table(TableId(f"t{number}"), number, MAIN, seats, shape, x, y, wide + grown, high + grown))
    found.append(Table(TableId("t14"), "14", MAIN, 10, "square", 64, 490, 244, 92))
    found += [Table(TableId(f"tb{n}"), f"B{n}", MAIN, 0, "bar", 748, 96 + 66 * (n - 1), 30, 44) for n in range(1, 5)]
    found += [Table(TableId(f"t2{n}"), f"2{n}", TERRACE, 4, "square", 90 + 180 * n, 120, 110, 110) for n in range(5)]
    found += [Table(TableId(f"t3{n}"), f"3{n}", UPSTAIRS, 4, "round", 120 + 160 * n, 200, 110, 110) for n in range(5)]
    return found


def areas() -> list[Area]:
    """The rooms with walls, the bar, the kitchen and the entrance."""
    decor = (
        Decor("wall-1", DecorKind.WALL, 704, 18, 4, 214),
        Decor("wall-2", DecorKind.WALL, 704, 298, 4, 300),
        Decor("bar", DecorKind.COUNTER, 738, 40, 154, 330),
        Decor("bar-words", DecorKind.WORDS, 738, 48, 154, 30, "Bar"),
        Decor("counter", DecorKind.COUNTER, 800, 92, 72, 258),
        Decor("kitchen", DecorKind.COUNTER, 738, 400, 154, 92, "Kitchen"),
        Decor("entrance", DecorKind.WORDS, 738, 560, 154, 40, "Entrance"),
    )
    return [
        Area(MAIN, "Main room", 0, decor), Area(TERRACE, "Terrace", 1), Area(BAR, "Bar", 2),
        Area(UPSTAIRS, "Upstairs", 3),
    ]  # fmt: skip


def drawing() -> Drawing:
    """The whole plan."""
    return Drawing(tuple(areas()), tuple(sorted(tables(), key=lambda table: table.id)))


class Evening:
    """The store with its floor; `at` tells the time, so that everything happened when it is said to."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.store = store or demo_store()
        self.shop = self.store.shop
        self.at(180)
        self.shop.floor_editing.keep(EVERYTHING, self.shop.floor_editing.plan().drawing, drawing())
        self.shop.sections.put_rules(EVERYTHING, FloorRules(no_order_minutes=15))
        self.marta, self.luca = signed_in(self.shop, "marta-rossi"), signed_in(self.shop, "luca-bianchi")

    def at(self, minutes: float) -> None:
        """It is so many minutes before 19:42."""
        self.store.clock.set(NOW - timedelta(minutes=minutes))

    def seat(self, number: str, minutes: float, guests: int, by: Actor | None = None) -> OrderId:
        """A party sits down so long ago."""
        self.at(minutes)
        return self.shop.tables.seat(by or self.marta, TableId(f"t{number}"), guests).order_id

    def order(self, order_id: OrderId, minutes: float, *items: Asked) -> None:
        """What they ask for, sent so long ago."""
        self.at(minutes)
        for item in items:
            self.shop.ordering.add_item(self.marta, order_id, item)
        self.shop.ordering.send(self.marta, order_id)

    def serve(self, order_id: OrderId, minutes: float) -> None:
        """The kitchen hands over what it has of it."""
        self.at(minutes)
        for ticket in self.shop.reads.kitchen.live(None):
            if ticket.order_id == order_id:
                self.shop.kitchen.bump(EVERYTHING, ticket.ticket_id)

    def pay(self, order_id: OrderId, minutes: float) -> None:
        """They pay in cash and leave."""
        self.at(minutes)
        due = self.shop.reads.orders.sheet(order_id).cash_due
        self.shop.paying.take_cash(self.marta, order_id, due, self.shop.paying.new_attempt())


def item(name: str, count: int = 1, course: int = 2) -> Asked:
    """So many of an item."""
    return Asked(ItemId(name), quantity=count, course=course)


def full_evening(store: MemoryStore | None = None) -> Evening:
    """The main room as it is at 19:42, parties that wait, and reservations to come."""
    evening = Evening(store)
    _expected(evening)
    _served(evening)
    _cooking(evening)
    evening.seat("1", 14, 2)
    evening.seat("16", 5, 2)
    evening.seat("b1", 12, 1)
    evening.seat("b2", 9, 1)
    evening.order(evening.shop.tables.seat(evening.luca, TableId("t20"), 2).order_id, 8, item("napoli", 2))
    evening.at(0)
    return evening


def _expected(evening: Evening) -> None:
    reserve, wait = evening.shop.reservations.book, evening.shop.waitlist.join
    evening.at(120)
    for minutes, guests, name, table in ((33, 4, "Keller", "t10"), (48, 10, "Rossi", "t14")):
        reserve(EVERYTHING, Booking(NOW + timedelta(minutes=minutes), guests, 120, name, tables=(TableId(table),)))
    evening.at(21)
    wait(EVERYTHING, Arrival(5, "Novak", minutes=20))
    evening.at(8)
    wait(EVERYTHING, Arrival(2, "Bianchi", minutes=25))


def _served(evening: Evening) -> None:
    """Tables whose dishes are there, one with its bill, and one that was left."""
    left = evening.seat("8", 90, 4)
    evening.order(left, 80, item("margherita", 4))
    evening.serve(left, 66)
    evening.pay(left, 6)
    bill = evening.seat("5", 82, 4)
    evening.order(bill, 70, item("cotoletta-alla-milanese", 4), item("napoli"))
    evening.serve(bill, 50)
    evening.at(1)
    evening.shop.guest_checks.print_check(evening.marta, bill)
    for number, minutes, guests, asked in (
        ("9", 52, 4, item("branzino-alla-griglia", 3)), ("2", 41, 2, item("spaghetti-alla-carbonara", 2)),
        ("6", 33, 3, item("saltimbocca-alla-romana", 3)),
    ):  # fmt: skip
        order_id = evening.seat(number, minutes, guests)
        evening.order(order_id, minutes - 8, asked)
        evening.serve(order_id, minutes - 18)


def _cooking(evening: Evening) -> None:
    """Tables the kitchen works for, the one that is looked at among them, and one whose food is late."""
    twelve = evening.seat("12", 48, 4)
    evening.order(twelve, 40, item("bruschetta-classica", 2, 1), item("burrata-e-pomodorini", 1, 1))
    evening.serve(twelve, 11)
    late = evening.seat("4", 33, 4)
    evening.order(late, 13 + 5 / 60, item("quattro-formaggi", 4), item("diavola", 2))
    evening.order(evening.seat("15", 27, 6), 6, item("margherita", 6), item("napoli", 3))
    evening.order(evening.seat("11", 20, 2), 5, item("tartufo-nero", 2))
    evening.order(twelve, 4 + 31 / 60, item("margherita", 2), item("napoli", 2))
