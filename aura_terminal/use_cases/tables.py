"""The floor in service: who sits where, whose table it is, and when it may be given to others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.floor_facts import OrderTouched, TableCleared, TableLeft
from aura_terminal.domain.floor_rules import FloorRules, OthersTables
from aura_terminal.domain.ids import OrderId, StaffId, TableId
from aura_terminal.domain.kinds import OrderStatus, OrderType
from aura_terminal.domain.reservations import ReservationStatus
from aura_terminal.domain.sections import SectionPlan, plan_of_day
from aura_terminal.domain.sharing_facts import OrderHanded
from aura_terminal.domain.shop import Table
from aura_terminal.domain.staff import Actor, Approval, Permission, StaffMember
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.floor import CoverRow, FloorHouse, LeftRow, PartyRow
from aura_terminal.ports.house import ReservationRow
from aura_terminal.ports.party_rows import floor_rules_among
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import SYSTEM, Begin, TerminalIdentity, Work
from aura_terminal.use_cases.approving import approved
from aura_terminal.use_cases.asking import Done, NewOrder
from aura_terminal.use_cases.on_the_clock import must_be_on_the_clock
from aura_terminal.use_cases.ordering import opening_of

AHEAD = timedelta(hours=3)
OVERDUE = timedelta(hours=1)
TO_COME = (ReservationStatus.BOOKED, ReservationStatus.CONFIRMED)


@dataclass(frozen=True, slots=True)
class FloorNow:
    """The floor as it is; `expected` are the parties of the next hours, and those that are late by less than one."""

    house: FloorHouse
    parties: tuple[PartyRow, ...]
    left: tuple[LeftRow, ...]
    covers: tuple[CoverRow, ...]
    expected: tuple[ReservationRow, ...]
    calendar: BusinessCalendar
    today: date

    @property
    def sections(self) -> SectionPlan:
        """Who serves which tables today."""
        return plan_of_day(self.house.sections, self.today)


class Tables:
    """Reads the floor and keeps what happens at its tables. Each verb is one transaction."""

    def __init__(self, begin: Begin, reads: Reads, ids: Ids, terminal: TerminalIdentity) -> None:
        self._begin, self._reads = begin, reads
        self._ids, self._terminal = ids, terminal

    def floor(self, now: datetime) -> FloorNow:
        """Everything a plan shows."""
        calendar = self._reads.store.profile().calendar
        today = calendar.date_of(now)
        house = self._reads.floor.house()
        return FloorNow(
            house, self._reads.floor.parties(), self._reads.floor.left(today) if house.rules.clears_tables else (),
            self._reads.floor.covers(today), self._expected(today, now), calendar, today,
        )  # fmt: skip

    def seat(
        self, by: Actor, table_id: TableId, guests: int, approval: Approval | None = None, guest_name: str = ""
    ) -> Done:
        """Open an order for a party at a table, as `open_at` does."""
        return self.open_at(by, NewOrder(OrderType.DINE_IN, table_id, guests, guest_name), approval)

    def open_at(self, by: Actor, new: NewOrder, approval: Approval | None = None) -> Done:
        """Open an order at its table, served by whose table it is.

        Where somebody else has the table it goes by the house's rule: RuleBroken(APPROVAL_NEEDED) where that refuses
        it. Raises RuleBroken(TABLE_BLOCKED) for a table nobody is to sit at.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            must_be_on_the_clock(work, by)
            sections = sections_of(work)
            table_id = new.table_id
            if table_id in sections.blocked:
                raise RuleBroken(Rule.TABLE_BLOCKED, table=work.documents.get(Table, table_id or "").number)
            server_id = None if table_id is None else sections.server_of(table_id)
            must = _touching(work, by, server_id, approval)
            opened = opening_of(work, self._ids, self._terminal, by, new)
            work.keep(opened)
            facts = (opened, *_served(work, opened.order_id, by, server_id), *_touched(work, opened.order_id, must))
        return Done(opened.order_id, facts)

    def take(self, by: Actor, order_id: OrderId, approval: Approval | None = None) -> Done:
        """Take an open order in hand. Nothing is kept where it is one's own, or the house does not mind.

        Raises RuleBroken(APPROVAL_NEEDED) where the house refuses it to who may not serve every table.
        """
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            order = work.order(order_id)
            if order.table_id is None or order.status is not OrderStatus.OPEN or by.id in order.floor.touched:
                return Done(order_id, ())
            facts = _touched(work, order_id, _touching(work, by, order.opened_by, approval))
        return Done(order_id, facts)

    def serve_by_section(self, by: Actor, order_id: OrderId) -> Done:
        """Hand an order that was just opened, for a party from the list, to whose table it is."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            table_id = work.order(order_id).table_id
            server_id = None if table_id is None else sections_of(work).server_of(table_id)
            facts = _served(work, order_id, by, server_id)
        return Done(order_id, facts)

    def clear(self, by: Actor, table_id: TableId) -> tuple[TableCleared, ...]:
        """The table is clean: the next party may sit there. Nothing where nobody left it."""
        by.must(Permission.SELL)
        left = [row for row in self._reads.floor.left(self._today()) if row.table_id == table_id]
        with self._begin(by.id) as work:
            facts = tuple(TableCleared(row.order_id, work.now, by.id) for row in left)
            work.keep(*facts)
        return facts

    def leave(self, by: Actor, order_id: OrderId) -> TableLeft:
        """It is not clean after all: what was cleared of this order's table is taken back."""
        by.must(Permission.SELL)
        with self._begin(by.id) as work:
            fact = TableLeft(work.order(order_id).id, work.now, by.id)
            work.keep(fact)
        return fact

    def _today(self) -> date:
        with self._begin(SYSTEM) as work:
            return work.today

    def _expected(self, today: date, now: datetime) -> tuple[ReservationRow, ...]:
        rows = self._reads.tables.reservations(today)
        return tuple(row for row in rows if row.status in TO_COME and now - OVERDUE <= row.starts_at <= now + AHEAD)


def sections_of(work: Work) -> SectionPlan:
    """Who serves which tables today."""
    return plan_of_day(work.documents.all(SectionPlan), work.today)


@dataclass(frozen=True, slots=True)
class _Touching:
    """Somebody takes another's table in hand, by whose leave."""

    by: StaffId
    approval: Approval | None


def _touching(work: Work, by: Actor, server_id: StaffId | None, approval: Approval | None) -> _Touching | None:
    """None where there is nothing to be told of it."""
    policy = floor_rules_among(work.documents.all(FloorRules)).others_tables
    if server_id in (None, by.id) or policy is OthersTables.ALLOWED:
        return None
    if policy is OthersTables.WARNED:
        return _Touching(by.id, None)
    return _Touching(by.id, approved(by, approval, work, Permission.SERVE_ANY_TABLE, ""))


def _touched(work: Work, order_id: OrderId, touching: _Touching | None) -> tuple[Fact, ...]:
    if touching is None:
        return ()
    fact = OrderTouched(order_id, work.now, touching.by, touching.approval)
    work.keep(fact)
    return (fact,)


def _served(work: Work, order_id: OrderId, by: Actor, server_id: StaffId | None) -> tuple[Fact, ...]:
    """The order is served by who has the table; by who opened it where nobody has, or they work here no more."""
    order = work.order(order_id)
    member = next((one for one in work.documents.all(StaffMember) if one.id == server_id and one.active), None)
    if member is None or member.id == order.opened_by:
        return ()
    fact = OrderHanded(order_id, member.id, member.name, order.opened_by, work.now, by.id)
    work.keep(fact)
    return (fact,)
