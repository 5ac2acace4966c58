"""Everything a house does that a central is told of, one random act after the other, through the use cases.

What the rules refuse is no act. Twice taken money, which only terminals that did not hear each other make, is put
into the journal as such a terminal would have, and is then decided about as a person does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from aura_terminal.app.invented_guests import GuestBook
from aura_terminal.domain.conflicts import choices_for
from aura_terminal.domain.errors import NotFound, RuleBroken, Unavailable
from aura_terminal.domain.ids import AttemptId, GuestId, LineId, OrderId, PaymentId, ReservationId, TableId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.order_facts import PaymentTaken
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Actor, Permission, StaffMember
from aura_terminal.domain.supplies import AdjustmentKind, CountedLine, Supply
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.store.open_store import Store
from aura_terminal.use_cases.feedback import Rated
from aura_terminal.use_cases.floor import Part
from aura_terminal.use_cases.guests import Details, NewGuest
from aura_terminal.use_cases.ordering import Asked, NewOrder
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.use_cases.shop import Shop
from aura_terminal.use_cases.supplies import Adjustment
from sync.connectors.auraconnect.naming import record_of

T = TypeVar("T")
Knows = Callable[[Store, str], bool]
"""Whether somebody who works here can be told of."""
ALL_RIGHTS = frozenset(Permission)
MOST_OPEN = 6
"""From so many open orders on, guests pay rather than come."""
MOST_TRIES = 12
"""So many acts are chosen until one of them can be done."""


class House:
    """One terminal's people at work; `acts` counts what was really done."""

    def __init__(
        self, store: Store, shop: Shop, clock: Clock, ids: Ids, chance: Random, *, knows: Knows | None = None
    ) -> None:
        knows = knows or _is_known
        self._store, self._shop, self._clock, self._ids, self._chance = store, shop, clock, ids, chance
        picture = store.central_book.picture
        people = [one for one in picture.documents(StaffMember) if one.active and knows(store, one.id)]
        self._people = [Actor(one.id, one.name, ALL_RIGHTS) for one in people]
        self._tables = [TableId(one.id) for one in picture.documents(Table)]
        self._supplies = [one.id for one in picture.documents(Supply)]
        self._codes = GuestBook(shop.reads.menu, chance)
        self._guests: list[GuestId] = []
        self._reservations: list[ReservationId] = []
        self._kitchen: list[Callable[[], object]] = [self.tap, self.tap, self.bump, self.bump, self.recall]
        self._common: list[Callable[[], object]] = [
            self.open, self.open, self.add, self.add, self.add, self.add, self.send, self.send, self.send, self.note,
            self.count_up, self.void, self.remove, self.pay, self.pay, self.pay, self.pay_part, self.discount,
        ]  # fmt: skip
        self._rare: list[Callable[[], object]] = [
            self.cancel, self.move, self.split, self.merge, self.pay_twice, self.decide, self.decide, self.punch,
            self.punch, self.register, self.rename, self.attach, self.points, self.book, self.confirm, self.call_off,
            self.adjust, self.count, self.rate, self.eighty_six, self.restore, self.code, self.remove_discount,
        ]  # fmt: skip
        self.acts = 0

    @property
    def shop(self) -> Shop:
        """What it works with."""
        return self._shop

    def act(self) -> bool:
        """The first of some acts that the rules allow and there is something for; False when none was."""
        for _ in range(MOST_TRIES):
            chosen = self._chance.choices((self._common, self._kitchen, self._rare), weights=(10, 4, 3))[0]
            with suppress(RuleBroken, NotFound, Unavailable):
                self._chance.choice(chosen)()
                self.acts += 1
                return True
        return False

    def settle(self) -> None:
        """Cook and pay what is open; what cannot be paid here stays open."""
        for row in self._shop.reads.kitchen.live(None):
            with suppress(RuleBroken, NotFound):
                self._shop.kitchen.bump(self._by(), row.ticket_id)
        for order in self._shop.reads.orders.open_orders():
            with suppress(RuleBroken, NotFound):
                self._pay(order.order_id)

    # Guests at tables

    def open(self) -> object:
        """Guests come."""
        if len(self._shop.reads.orders.open_orders()) >= MOST_OPEN:
            return self.pay()
        kind = self._chance.choice(list(OrderType))
        new = NewOrder(kind, guest_name=self._chance.choice(("Ada", "Björn", "Đặng")))
        if kind is OrderType.DINE_IN and self._tables:
            new = NewOrder(kind, self._chance.choice(self._tables), self._chance.randint(1, 4))
        return self._shop.ordering.add_item(self._by(), new, self._codes.wish())

    def add(self) -> object:
        """They ask for more."""
        wish = self._codes.wish()
        return self._shop.ordering.add_item(self._by(), self._order(), Asked(wish.item_id, wish.variant_id, wish.picks))

    def note(self) -> object:
        """They want something differently."""
        order = self._order()
        return self._shop.ordering.note_line(self._by(), order, self._line(order), "Allergy: nuts, très chaud")

    def count_up(self) -> object:
        """They want more of it."""
        order = self._order()
        return self._shop.ordering.change_quantity(self._by(), order, self._line(order), self._chance.randint(1, 5))

    def send(self) -> object:
        """It goes to the kitchen."""
        return self._shop.ordering.send(self._by(), self._order())

    def void(self) -> object:
        """A dish fell down."""
        order = self._order()
        return self._shop.ordering.void_line(self._by(), order, self._line(order), 1, "dropped")

    def remove(self) -> object:
        """They changed their minds."""
        order = self._order()
        return self._shop.ordering.remove_line(self._by(), order, self._line(order))

    def cancel(self) -> object:
        """They left."""
        return self._shop.ordering.cancel_order(self._by(), self._order(), "guests left")

    def move(self) -> object:
        """A line goes to another check."""
        order = self._order()
        return self._shop.floor.move_lines(self._by(), order, [Part(self._line(order))], self._order())

    def split(self) -> object:
        """They pay apart."""
        order = self._order()
        return self._shop.floor.split_order(self._by(), order, [Part(self._line(order), 1)])

    def merge(self) -> object:
        """They pay together."""
        return self._shop.floor.merge_orders(self._by(), self._order(), self._order())

    # Money

    def pay(self) -> object:
        """The whole of what is due."""
        return self._pay(self._order())

    def pay_part(self) -> object:
        """Some of it."""
        paying = self._shop.paying
        amount = Money(self._chance.randint(100, 900), self._shop.reads.store.profile().currency)
        return paying.take_cash(self._by(), self._order(), amount, paying.new_attempt())

    def pay_twice(self) -> object:
        """Another terminal, which did not hear of it, takes the money of a paid order as well."""
        paid = [row.order_id for row in self._shop.reads.orders.recent(20)]
        order = self._store.central_book.picture.order(_one(self._chance, paid))
        if order.status is not OrderStatus.CLOSED or not order.payments:
            raise NotFound("payment", "")
        again = replace(
            self._chance.choice(order.payments), id=PaymentId(self._ids.new()), attempt_id=AttemptId(self._ids.new()),
            terminal="R9", taken_at=self._clock.now(),
        )  # fmt: skip
        with self._store.begin(self._by().id) as work:
            work.keep(PaymentTaken(order.id, again))
        return again

    def decide(self) -> object:
        """A person decides about something that terminals left behind."""
        open_ones = [row for row in self._shop.reads.mesh.conflicts(limit=50) if row.decided_at is None]
        found = _one(self._chance, [row for row in open_ones if row.order_id is not None])
        assert found.order_id is not None
        conflicts = self._shop.conflicts
        offered = [one for one, _ in conflicts.of_order(self._by(), found.order_id) if one.id == found.conflict_id]
        choices = [choice.code for one in offered for choice in choices_for(one)]
        return conflicts.decide(self._by(), found.conflict_id, _one(self._chance, choices), "decided")

    def discount(self) -> object:
        """Something off."""
        percent = Decimal(self._chance.choice((5, 10, 25)))
        return self._shop.discounts.take_percent(self._by(), self._order(), percent, "regular")

    def code(self) -> object:
        """A promotion's code."""
        return self._shop.discounts.apply_code(self._by(), self._order(), "TEN")

    def remove_discount(self) -> object:
        """Not after all."""
        order = self._order()
        given = list(self._store.central_book.picture.order(order).discounts)
        return self._shop.discounts.remove(self._by(), order, _one(self._chance, given))

    # The kitchen

    def tap(self) -> object:
        """An item is ready."""
        ticket = _one(self._chance, self._shop.reads.kitchen.live(None))
        line = _one(self._chance, ticket.lines)
        return self._shop.kitchen.tap_item(self._by(), ticket.ticket_id, line.item.line_id)

    def bump(self) -> object:
        """A ticket is done."""
        ticket = _one(self._chance, self._shop.reads.kitchen.live(None))
        if any(line.voided for line in ticket.lines):
            self._shop.kitchen.see_changes(self._by(), ticket.ticket_id, ticket.number)
        return self._shop.kitchen.bump(self._by(), ticket.ticket_id)

    def recall(self) -> object:
        """It was not."""
        ticket = _one(self._chance, self._shop.reads.kitchen.bumped(None, 5))
        return self._shop.kitchen.recall(self._by(), ticket.ticket_id)

    # The rest of the house

    def punch(self) -> object:
        """Somebody comes, goes or rests."""
        labor = self._shop.labor
        act = self._chance.choice((labor.clock_in, labor.clock_in, labor.begin_break, labor.end_break, labor.clock_out))
        return act(self._by())

    def register(self) -> object:
        """A guest leaves their number."""
        number = f"+49 30 {self._chance.randint(1_000_000, 9_999_999)}"
        made = self._shop.guests.register(self._by(), NewGuest("Grüße", "Ó Briain", number))
        self._guests.append(made.guest_id)
        return made

    def rename(self) -> object:
        """They are called differently."""
        name = self._chance.choice(("Ada", "Zoë", "Đặng"))
        return self._shop.guests.change(self._by(), _one(self._chance, self._guests), Details(first_name=name))

    def attach(self) -> object:
        """The order is theirs."""
        return self._shop.guests.attach(self._by(), self._order(), _one(self._chance, self._guests))

    def points(self) -> object:
        """Points as a courtesy."""
        guest = _one(self._chance, self._guests)
        return self._shop.loyalty.move_points(self._by(), guest, self._chance.randint(1, 50), "sorry")

    def book(self) -> object:
        """A party will come."""
        at = self._clock.now() + timedelta(days=self._chance.randint(2, 20), minutes=15 * self._chance.randint(0, 40))
        guest = self._chance.choice([None, *self._guests])
        made = self._shop.reservations.book(
            self._by(), Booking(at.replace(second=0, microsecond=0), self._chance.randint(1, 6), 90, "Party", guest)
        )
        self._reservations.append(made.reservation_id)
        return made

    def confirm(self) -> object:
        """They will really come."""
        return self._shop.reservations.confirm(self._by(), _one(self._chance, self._reservations))

    def call_off(self) -> object:
        """They will not."""
        return self._shop.reservations.cancel(self._by(), _one(self._chance, self._reservations), "ill")

    def adjust(self) -> object:
        """Flour comes, or is used."""
        kind = self._chance.choice((AdjustmentKind.PURCHASE, AdjustmentKind.USAGE, AdjustmentKind.WASTE))
        amount = Decimal(self._chance.randint(1, 400)) / 8
        return self._shop.supplies.adjust(self._by(), Adjustment(_one(self._chance, self._supplies), kind, amount))

    def count(self) -> object:
        """Somebody counts."""
        lines = tuple(CountedLine(one, Decimal(self._chance.randint(0, 99))) for one in self._supplies)
        return self._shop.supplies.count(self._by(), lines)

    def rate(self) -> object:
        """A guest says what they think."""
        paid = [row.order_id for row in self._shop.reads.orders.recent(20)]
        return self._shop.feedback.give(self._by(), _one(self._chance, paid), Rated(self._chance.randint(1, 5)))

    def eighty_six(self) -> object:
        """It ran out."""
        return self._shop.stock.eighty_six(self._by(), self._codes.wish().item_id)

    def restore(self) -> object:
        """There is some again."""
        return self._shop.stock.restore(self._by(), self._codes.wish().item_id)

    def _pay(self, order_id: OrderId) -> object:
        paying, sheet = self._shop.paying, self._shop.reads.orders.sheet(order_id)
        if not sheet.due:
            return paying.close_free(self._by(), order_id)
        return paying.take_cash(self._by(), order_id, sheet.cash_due, paying.new_attempt())

    def _by(self) -> Actor:
        return _one(self._chance, self._people)

    def _order(self) -> OrderId:
        return _one(self._chance, self._shop.reads.orders.open_orders()).order_id

    def _line(self, order_id: OrderId) -> LineId:
        return _one(self._chance, self._shop.reads.orders.sheet(order_id).lines).line_id


def _is_known(store: Store, staff_id: str) -> bool:
    """Whether the central knows somebody who works here: it takes no punches of others."""
    return store.central_book.picture.record(record_of("staff", staff_id)).is_linked


def _one(chance: Random, found: Sequence[T]) -> T:
    """One of several, or NotFound where there is none."""
    if not found:
        raise NotFound("anything", "")
    return chance.choice(found)
