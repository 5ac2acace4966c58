"""A service with invented guests, through the same use cases a cashier's taps go through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from aura_terminal.app.invented_guests import GuestBook
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import AttemptId, OrderId, StaffId
from aura_terminal.domain.lines import LineState
from aura_terminal.domain.money import Money
from aura_terminal.domain.payments import predicted_notes
from aura_terminal.domain.staff import Actor, Permission
from aura_terminal.domain.tax import OrderType
from aura_terminal.ports.reads import LineRow, OrderSheet
from aura_terminal.use_cases.ordering import NewOrder
from aura_terminal.use_cases.shop import Shop

MOST_PARTIES = 12
BUSY_TICKETS = 15  # from here on the kitchen hurries, as it does, so that no backlog grows all evening
WAIT_SECONDS = (2, 25)
SELLING = frozenset({Permission.SELL, Permission.SEND, Permission.TAKE_PAYMENT, Permission.VOID_UNSENT})
LEADING = frozenset({Permission.SELL, Permission.VOID_SENT, Permission.CANCEL_ORDER})
COOKING = frozenset({Permission.BUMP, Permission.RECALL})

INVENTED_STAFF = (
    Actor(StaffId("simulated-ana"), "Ana", SELLING),
    Actor(StaffId("simulated-ben"), "Ben", SELLING),
    Actor(StaffId("simulated-cleo"), "Cleo", SELLING | LEADING),
    Actor(StaffId("simulated-dev"), "Dev", COOKING),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a cashier was shown as done: said only after the commit returned."""

    event: str
    order_id: OrderId
    number: str
    total_minor: int
    lines: int


@dataclass(slots=True)
class Sums:
    """What the service came to."""

    currency: str
    orders: int = 0
    payments: int = 0
    cancelled: int = 0
    total_minor: int = 0


@dataclass(slots=True)
class _Party:
    order_id: OrderId
    server: Actor
    rounds_left: int
    asked: int = 0
    attempt: AttemptId | None = None
    removed: list[LineRow] = field(default_factory=list)


class Service:
    """Serves parties until so many orders are settled, those found open first. The same chance makes the same service.

    `tell` hears of everything that became durable; `pass_time` is called between two acts with the seconds that pass.
    """

    def __init__(
        self,
        shop: Shop,
        staff: Sequence[Actor],
        chance: Random,
        tell: Callable[[Told], None],
        pass_time: Callable[[int], None],
    ) -> None:
        self._shop = shop
        self._chance = chance
        self._tell = tell
        self._pass_time = pass_time
        self._guests = GuestBook(shop.reads.menu, chance)
        self._parties: list[_Party] = []
        self._live_tickets = 0
        self._sellers = tuple(actor for actor in staff if actor.permissions >= SELLING)
        self._lead = next(actor for actor in staff if actor.permissions >= LEADING)
        self._chef = next(actor for actor in staff if actor.permissions >= COOKING)
        self.sums = Sums(shop.reads.store.profile().currency)
        for row in shop.reads.orders.open_orders():
            self._parties.append(_Party(row.order_id, chance.choice(self._sellers), rounds_left=0))

    def run(self, orders: int) -> Sums:
        """Settle so many orders."""
        while self.sums.orders < orders:
            self._pass_time(self._chance.randint(*WAIT_SECONDS))
            wanted = min(MOST_PARTIES, orders - self.sums.orders)
            if len(self._parties) < wanted and self._chance.random() < 0.35:
                self._seat(self._chance.choice(self._sellers))
            elif self._chance.random() < (0.6 if self._live_tickets > BUSY_TICKETS else 0.3):
                self._cook()
            elif self._parties:
                self._serve(self._chance.choice(self._parties))
        return self.sums

    def _seat(self, server: Actor) -> None:
        kind = self._chance.choices(tuple(OrderType), weights=(6, 3, 1))[0]
        new = NewOrder(kind)
        if kind is OrderType.DINE_IN:
            free = [table for table in self._shop.reads.orders.tables() if table.order_id is None]
            if not free:
                return
            table = self._chance.choice(free)
            new = NewOrder(kind, table.id, self._chance.randint(1, table.seats))
        else:
            new = NewOrder(kind, guest_name=self._chance.choice(("Ada", "Björn", "Chloé", "Đặng", "Ewa", "Farid")))
        done = self._shop.ordering.add_item(server, new, self._guests.wish())
        party = _Party(done.order_id, server, self._chance.randint(1, 3), asked=1)
        self._parties.append(party)
        self._say("added", party)

    def _serve(self, party: _Party) -> None:
        sheet = self._shop.reads.orders.sheet(party.order_id)
        if sheet.unsent and (party.asked >= 6 or self._chance.random() < 0.25):
            self._shop.ordering.send(party.server, party.order_id)
            party.rounds_left -= 1
            self._say("sent", party)
        elif party.rounds_left <= 0 or (sheet.payments and not sheet.unsent):
            self._finish(party, sheet)
        else:
            self._ask(party, sheet)

    def _ask(self, party: _Party, sheet: OrderSheet) -> None:
        new_lines = [line for line in sheet.lines if line.state is LineState.NEW]
        act = self._chance.choices(("add", "more", "note", "remove", "restore", "seat"), weights=(10, 3, 2, 1, 1, 1))[0]
        line = self._chance.choice(new_lines) if new_lines else None
        ordering, server = self._shop.ordering, party.server
        if act == "more" and line is not None:
            if not self._may(lambda: ordering.change_quantity(server, party.order_id, line.line_id, line.quantity + 1)):
                return
        elif act == "note" and line is not None:
            note = self._chance.choice(("no salt", "well done", "Allergy: nuts", "auf Toast", "très chaud"))
            ordering.note_line(server, party.order_id, line.line_id, note)
        elif act == "seat" and line is not None:
            ordering.seat_line(server, party.order_id, line.line_id, self._chance.randint(1, 4))
        elif act == "remove" and len(new_lines) > 1 and line is not None:
            ordering.remove_line(server, party.order_id, line.line_id)
            party.removed.append(line)
        elif act == "restore" and party.removed:
            ordering.restore_line(server, party.order_id, party.removed.pop().line_id)
        else:
            ordering.add_item(server, party.order_id, self._guests.wish())
            party.asked += 1
        self._say("added", party)

    def _finish(self, party: _Party, sheet: OrderSheet) -> None:
        roll = self._chance.random()
        sent = [line for line in sheet.lines if line.state is LineState.SENT and line.quantity > line.voided]
        if roll < 0.02 and not sheet.payments:
            self._cancel(party, "guests left")
        elif roll < 0.08 and len(sent) > 1 and not sheet.payments:
            line = self._chance.choice(sent)
            self._shop.ordering.void_line(self._lead, party.order_id, line.line_id, 1, "wrong dish")
            self._say("voided", party)
        elif not sheet.due:
            self._cancel(party, "nothing left to pay")
        else:
            self._pay(party, sheet)

    def _pay(self, party: _Party, sheet: OrderSheet) -> None:
        party.attempt = self._shop.paying.new_attempt()
        tendered = sheet.cash_due
        roll = self._chance.random()
        if roll < 0.5:
            tendered = self._chance.choice(predicted_notes(sheet.due) or (sheet.cash_due,))
        elif roll < 0.6 and sheet.due.minor > 200:
            tendered = Money(sheet.due.minor // 2, sheet.due.currency)
        paid = self._shop.paying.take_cash(party.server, party.order_id, tendered, party.attempt)
        self.sums.payments += 1
        if paid.closed:
            self.sums.orders += 1
            self.sums.total_minor += sheet.total.minor
            self._parties.remove(party)
        self._say("paid" if paid.closed else "part_paid", party)

    def _cancel(self, party: _Party, reason: str) -> None:
        self._shop.ordering.cancel_order(self._lead, party.order_id, reason)
        self._parties.remove(party)
        self.sums.cancelled += 1
        self._say("cancelled", party)

    def _may(self, act: Callable[[], object]) -> bool:
        """Ask for more of a line; where its choices do not stretch that far, the guest lets it be (False)."""
        try:
            act()
        except RuleBroken as broken:
            if broken.rule not in (Rule.CHOICE_MISSING, Rule.CHOICE_TOO_MANY):
                raise
            return False
        return True

    def _cook(self) -> None:
        live = self._shop.reads.kitchen.live(None)
        self._live_tickets = len(live)
        if not live:
            return
        ticket = live[0] if self._chance.random() < 0.7 else self._chance.choice(live)
        waiting = [line for line in ticket.lines if line.done < line.item.quantity - line.voided]
        if waiting and self._chance.random() < (0.2 if len(live) > BUSY_TICKETS else 0.6):
            self._shop.kitchen.tap_item(self._chef, ticket.ticket_id, self._chance.choice(waiting).item.line_id)
            return
        if any(line.voided for line in ticket.lines):
            self._shop.kitchen.see_changes(self._chef, ticket.ticket_id, ticket.number)
        self._shop.kitchen.bump(self._chef, ticket.ticket_id)
        if self._chance.random() < 0.03:
            self._shop.kitchen.recall(self._chef, ticket.ticket_id)

    def _say(self, event: str, party: _Party) -> None:
        sheet = self._shop.reads.orders.sheet(party.order_id)
        self._tell(Told(event, party.order_id, sheet.number, sheet.total.minor, len(sheet.lines)))
