"""What is done at tables, each act with its way back where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.ids import OrderId
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.view_models.approvals import Approvals

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.floor_rules import FloorRules
    from aura_terminal.domain.ids import ReservationId, StaffId, TableId
    from aura_terminal.domain.sections import SectionPlan
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

T = TypeVar("T")
Facts: TypeAlias = "tuple[Fact, ...]"
Verb: TypeAlias = "Callable[[Actor, Shop], Facts]"


class Act(StrEnum):
    """What was done and can be taken back."""

    MOVED = "moved"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CLEARED = "cleared"
    GIVEN = "given"
    BLOCKED = "blocked"
    GUESTS = "guests"


@dataclass(frozen=True, slots=True)
class WayBack:
    """What was done at which table, and how it is undone."""

    act: Act
    table: str
    verb: Verb


@dataclass(frozen=True, slots=True)
class Seen:
    """An order as it stood at its tables before something was done with it."""

    order_id: OrderId
    table_id: TableId
    linked: tuple[TableId, ...]
    guests: int


class TableVerbs(QObject):
    """Queues verbs in the name of who is signed in.

    `opened(order_id)` is an order that is to be shown at the register, `seated(order_id)` one whose party sits and that
    is not. `done` carries the `Act` and the table of what can be undone for a while, `touched` the name of the server
    whose table somebody took in hand, `printed` the number of the order whose check is on its way.
    """

    opened = Signal(str)
    seated = Signal(str)
    done = Signal(object, str)
    touched = Signal(str)
    printed = Signal(str)
    refused = Signal(object)

    def __init__(self, runner: Runner, session: SessionModel, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._back: WayBack | None = None
        self.approvals = Approvals(runner, self)

    def seat(self, table_id: TableId, guests: int, server: str = "") -> None:
        """Open an order for so many; `server` is the name of whose table it is where it is another's."""
        self._approved(partial(_seat, table_id, guests), partial(self._open, server))

    def open_order(self, order_id: OrderId, server: str = "") -> None:
        """Show an order at the register; `server` as for `seat`."""
        self._approved(partial(_take, order_id), partial(self._open, server))

    def seat_reservation(self, reservation_id: ReservationId, tables: tuple[TableId, ...]) -> None:
        """A party that was expected sits at these tables, or at its own."""
        self._do(partial(_seat_reservation, reservation_id, tables), self._sit)

    @Slot(str)
    def serve(self, order_id: str) -> None:
        """An order was opened for a party of the list: it is served by who has the table."""
        self._do(partial(_serve, order_id), self._sit)

    def print_check(self, order_id: OrderId, number: str) -> None:
        """Bring the guests what they owe."""
        self._do(partial(_print, order_id), partial(self._keep_printed, number))

    def change_guests(self, seen: Seen, guests: int, table: str) -> None:
        """So many sit there now."""
        back = partial(_guests, seen.order_id, seen.table_id, seen.guests)
        self._keep_act(partial(_guests, seen.order_id, seen.table_id, guests), WayBack(Act.GUESTS, table, back))

    def move(self, seen: Seen, to: TableId, table: str) -> None:
        """Take a party with its order to another table."""
        self._keep_act(partial(_move, seen.order_id, to), WayBack(Act.MOVED, table, partial(_restore, seen)))

    def link(self, seen: Seen, tables: Sequence[TableId], merged: Sequence[OrderId], name: str) -> None:
        """Give a party more tables; parties that sit at one of them are charged together with it first.

        What was merged is not taken apart again: then there is no way back.
        """
        call = partial(_link, seen.order_id, tuple(tables), tuple(merged))
        if merged:
            self._do(call, self._keep)
        else:
            self._keep_act(call, WayBack(Act.LINKED, name, partial(_restore, seen)))

    def link_new(self, tables: Sequence[TableId], guests: int) -> None:
        """Seat a new party at several tables."""
        self._do(partial(_link_new, tuple(tables), guests), partial(self._open, ""))

    def unlink(self, seen: Seen, name: str) -> None:
        """Leave a party with the table it is booked at."""
        self._keep_act(partial(_unlink, seen.order_id), WayBack(Act.UNLINKED, name, partial(_restore, seen)))

    def clear(self, table_id: TableId, order_id: OrderId, table: str) -> None:
        """The table is clean."""
        self._keep_act(partial(_clear, table_id), WayBack(Act.CLEARED, table, partial(_leave, order_id)))

    def block(self, table_id: TableId, table: str) -> None:
        """Let nobody sit there today, or let them again."""
        verb = partial(_block, table_id)
        self._keep_act(verb, WayBack(Act.BLOCKED, table, verb))

    def give(self, tables: Sequence[TableId], staff_id: StaffId | None, before: SectionPlan, table: str) -> None:
        """Say whose these tables are today."""
        self._keep_act(partial(_give, tuple(tables), staff_id), WayBack(Act.GIVEN, table, partial(_give_back, before)))

    def keep_template(self, name: str) -> None:
        """Keep today's sections under a name."""
        self._do(partial(_keep_template, name), self._keep)

    def use_template(self, template_id: str, before: SectionPlan, name: str) -> None:
        """Give the tables as a template says."""
        self._keep_act(partial(_use_template, template_id), WayBack(Act.GIVEN, name, partial(_give_back, before)))

    def withdraw_template(self, template_id: str) -> None:
        """A template is not used any more."""
        self._do(partial(_withdraw_template, template_id), self._keep)

    def put_rules(self, rules: FloorRules) -> None:
        """Keep the house's rules for its floor."""
        self._do(partial(_put_rules, rules), self._keep)

    @Slot()
    def undo(self) -> None:
        """Take the last act back."""
        back, self._back = self._back, None
        if back is not None:
            self._do(back.verb, self._keep)

    def _do(self, verb: Callable[[Actor, Shop], T], then: Callable[[T], None]) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            self._runner.run(partial(verb, actor), then, self.refused.emit)

    def _approved(self, verb: Callable[[Actor, Approval | None, Shop], Done], then: Callable[[Done], None]) -> None:
        actor = self._session.must_actor()
        if actor is not None:
            self.approvals.run(partial(verb, actor), "", then, self.refused.emit)

    def _keep_act(self, verb: Verb, back: WayBack) -> None:
        self._do(verb, partial(self._keep_with_way_back, back))

    def _keep_with_way_back(self, back: WayBack, facts: Facts) -> None:
        self._keep(facts)
        if facts:
            self._back = back
            self.done.emit(back.act, back.table)

    def _keep(self, facts: Facts) -> None:
        self._changes.announce(*facts)

    def _keep_printed(self, number: str, facts: Facts) -> None:
        self._keep(facts)
        self.printed.emit(number)

    def _open(self, server: str, done: Done) -> None:
        from aura_terminal.domain.floor_facts import OrderTouched

        self._keep(done.facts)
        if server and any(isinstance(fact, OrderTouched) for fact in done.facts):
            self.touched.emit(server)
        self.opened.emit(done.order_id)

    def _sit(self, done: Done) -> None:
        self._keep(done.facts)
        self.seated.emit(done.order_id)


def _seat(table_id: TableId, guests: int, by: Actor, approval: Approval | None, shop: Shop) -> Done:
    return shop.tables.seat(by, table_id, guests, approval)


def _take(order_id: OrderId, by: Actor, approval: Approval | None, shop: Shop) -> Done:
    return shop.tables.take(by, order_id, approval)


def _seat_reservation(reservation_id: ReservationId, tables: tuple[TableId, ...], by: Actor, shop: Shop) -> Done:
    seated = shop.reservations.seat(by, reservation_id, tables)
    if len(tables) > 1:
        linked = shop.linking.link_tables(by, seated.order_id, tables)
        seated = Done(seated.order_id, (*seated.facts, *linked.facts))
    return Done(seated.order_id, (*seated.facts, *shop.tables.serve_by_section(by, seated.order_id).facts))


def _serve(order_id: str, by: Actor, shop: Shop) -> Done:
    return shop.tables.serve_by_section(by, OrderId(order_id))


def _print(order_id: OrderId, by: Actor, shop: Shop) -> Facts:
    return (shop.guest_checks.print_check(by, order_id),)


def _guests(order_id: OrderId, table_id: TableId, guests: int, by: Actor, shop: Shop) -> Facts:
    return shop.ordering.assign_table(by, order_id, table_id, guests).facts


def _move(order_id: OrderId, to: TableId, by: Actor, shop: Shop) -> Facts:
    return shop.floor.transfer_order(by, order_id, to).facts


def _link(order_id: OrderId, tables: tuple[TableId, ...], merged: tuple[OrderId, ...], by: Actor, shop: Shop) -> Facts:
    facts: Facts = ()
    for other in merged:
        done = shop.floor.merge_orders(by, other, order_id)
        order_id, facts = done.order_id, (*facts, *done.facts)
    return (*facts, *shop.linking.link_tables(by, order_id, tables).facts)


def _link_new(tables: tuple[TableId, ...], guests: int, by: Actor, shop: Shop) -> Done:
    done = shop.linking.link_tables(by, NewOrder(table_id=tables[0], guests=guests), tables)
    return Done(done.order_id, (*done.facts, *shop.tables.serve_by_section(by, done.order_id).facts))


def _unlink(order_id: OrderId, by: Actor, shop: Shop) -> Facts:
    return shop.linking.unlink_tables(by, order_id).facts


def _restore(seen: Seen, by: Actor, shop: Shop) -> Facts:
    """Back to its tables as they were: one, or several that are linked."""
    sheet = shop.reads.orders.sheet(seen.order_id)
    facts: Facts = ()
    if not seen.linked or sheet.table_id != seen.table_id:
        facts = shop.ordering.assign_table(by, seen.order_id, None, seen.guests).facts
        facts += shop.ordering.assign_table(by, seen.order_id, seen.table_id, seen.guests).facts
    if seen.linked:
        facts += shop.linking.link_tables(by, seen.order_id, (seen.table_id, *seen.linked)).facts
    return facts


def _clear(table_id: TableId, by: Actor, shop: Shop) -> Facts:
    return shop.tables.clear(by, table_id)


def _leave(order_id: OrderId, by: Actor, shop: Shop) -> Facts:
    return (shop.tables.leave(by, order_id),)


def _block(table_id: TableId, by: Actor, shop: Shop) -> Facts:
    return (shop.sections.block(by, table_id),)


def _give(tables: tuple[TableId, ...], staff_id: StaffId | None, by: Actor, shop: Shop) -> Facts:
    return (shop.sections.give(by, tables, staff_id),)


def _give_back(before: SectionPlan, by: Actor, shop: Shop) -> Facts:
    return (shop.sections.put_back(by, before),)


def _keep_template(name: str, by: Actor, shop: Shop) -> Facts:
    return (shop.sections.keep_template(by, name),)


def _use_template(template_id: str, by: Actor, shop: Shop) -> Facts:
    return (shop.sections.use_template(by, template_id),)


def _withdraw_template(template_id: str, by: Actor, shop: Shop) -> Facts:
    return (shop.sections.withdraw_template(by, template_id),)


def _put_rules(rules: FloorRules, by: Actor, shop: Shop) -> Facts:
    return (shop.sections.put_rules(by, rules),)
