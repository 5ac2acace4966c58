"""The reads of a store in memory, made afresh from its folds at every call."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.guest_checks import check_state
from aura_terminal.domain.ids import CategoryId, ItemId, OrderId, Origin, StationId, TicketId
from aura_terminal.domain.kitchen import KitchenTicket
from aura_terminal.domain.menu import Availability, Category, Item, Variant, choose, default_picks
from aura_terminal.domain.ordering import Order, OrderStatus
from aura_terminal.domain.paper import SpoolState
from aura_terminal.domain.releasing import is_held
from aura_terminal.domain.shares import share_state
from aura_terminal.domain.shop import STORE_PROFILE, Area, Station, StationRole, StoreProfile, Table
from aura_terminal.domain.staff import Role, StaffMember
from aura_terminal.domain.stock import StockLevel
from aura_terminal.ports.item_sheets import item_sheet
from aura_terminal.ports.prep_times import PrepTimes, Took, prep_times_of
from aura_terminal.ports.reads import (
    CategoryRow,
    ItemSheet,
    OrderRow,
    OrderSheet,
    StaffRow,
    StoreStatus,
    TableRow,
    TicketRow,
    TileRow,
)
from aura_terminal.ports.sheets import order_sheet
from aura_terminal.ports.store import TerminalIdentity
from tests.support.memory_audit import MemoryAudit
from tests.support.memory_cards import MemoryCardReads
from tests.support.memory_cash import MemoryCash
from tests.support.memory_catalogue import MemoryCatalogueReads, MemoryRevisionReads
from tests.support.memory_central import MemoryCentralReads
from tests.support.memory_errands import MemoryErrandReads
from tests.support.memory_floor import MemoryFloorReads
from tests.support.memory_guests import MemoryGuestReads, MemorySupplyReads, MemoryTableReads
from tests.support.memory_journal import MemoryJournal
from tests.support.memory_labor import MemoryLaborReads
from tests.support.memory_leads import MemoryLeadReads
from tests.support.memory_mesh import MemoryMeshReads, memory_ticket_row
from tests.support.memory_purchases import MemoryPurchaseReads
from tests.support.memory_reports import MemoryReportReads
from tests.support.memory_value import MemoryValueReads
from tests.support.memory_waiting import MemoryWaitlistReads
from tests.support.memory_work import MemoryDocuments, MemoryLedger

WAITING = frozenset({SpoolState.QUEUED, SpoolState.SENDING, SpoolState.HELD, SpoolState.IN_PRINTER})
IN_TROUBLE = frozenset({SpoolState.HELD, SpoolState.UNCONFIRMED, SpoolState.FAILED, SpoolState.LATE})


class MemoryReads:
    """All reads of one store, as one terminal sees it."""

    def __init__(self, journal: MemoryJournal, terminal: TerminalIdentity) -> None:
        documents = MemoryDocuments(journal, [])
        self.books = MemoryLedger(journal, [], terminal)
        self.menu = MemoryMenuReads(journal, documents)
        self.orders = MemoryOrderReads(journal, documents)
        self.kitchen = MemoryKitchenReads(journal, documents)
        self.store = MemoryStoreReads(journal, documents, terminal.origin)
        self.mesh = MemoryMeshReads(journal, documents)
        self.central = MemoryCentralReads(journal)
        self.guests = MemoryGuestReads(journal, documents, _order_row)
        self.tables = MemoryTableReads(journal, documents)
        self.waitlist = MemoryWaitlistReads(journal, documents)
        self.leads = MemoryLeadReads(journal)
        self.errands = MemoryErrandReads(journal)
        self.floor = MemoryFloorReads(journal, documents)
        self.supplies = MemorySupplyReads(journal, documents)
        self.purchases = MemoryPurchaseReads(journal, documents)
        self.cards = MemoryCardReads(journal)
        self.value = MemoryValueReads(journal)
        self.reports = MemoryReportReads(journal, documents, self.kitchen.prep_times)
        self.labor = MemoryLaborReads(journal, documents, self.mesh)
        self.audit = MemoryAudit(journal, terminal)
        self.cash = MemoryCash(journal, documents)
        self.catalogue = MemoryCatalogueReads(documents)
        self.revisions = MemoryRevisionReads(journal, documents)


class MemoryMenuReads:
    """The menu board."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal = journal
        self._documents = documents

    def categories(self) -> tuple[CategoryRow, ...]:
        """The rail."""
        sold = {item.category for item in self._items()}
        rail = sorted(self._documents.all(Category), key=lambda category: (category.position, category.id))
        return tuple(CategoryRow(one.id, one.name, one.icon, one.colour) for one in rail if one.id in sold)

    def tiles(self, category_id: CategoryId) -> tuple[TileRow, ...]:
        """The active items of a category."""
        return tuple(self._tile(item) for item in self._items() if item.category == category_id)

    def search(self, text: str, limit: int) -> tuple[TileRow, ...]:
        """Items every typed word of which begins a word of its name, SKU or barcode."""
        typed = _words(text)
        if not typed:
            return ()
        hits = [item for item in self._items() if _found(typed, item)]
        hits.sort(key=lambda item: (not _is_code(text, item), not _folded(item.name).startswith(_folded(text.strip()))))
        return tuple(self._tile(item) for item in hits[:limit])

    def by_code(self, code: str) -> TileRow | None:
        """The item with exactly this code."""
        return next((self._tile(item) for item in self._items() if _is_code(code, item)), None)

    def sheet(self, item_id: ItemId) -> ItemSheet:
        """The item with its groups."""
        return item_sheet(self._documents.get(Item, item_id), self._documents, self._items_of, self._is_out)

    def _items_of(self, category_id: CategoryId) -> Iterable[Item]:
        return (item for item in self._items() if item.category == category_id)

    def _is_out(self, item_id: ItemId) -> bool:
        return self._journal.folded(StockLevel(item_id), Aggregate.STOCK).is_eighty_sixed

    def _items(self) -> list[Item]:
        rail = {category.id: category.position for category in self._documents.all(Category)}
        active = (item for item in self._documents.all(Item) if item.active)
        return sorted(active, key=lambda item: (rail[item.category], item.position, item.id))

    def _tile(self, item: Item) -> TileRow:
        level = self._journal.folded(StockLevel(item.id), Aggregate.STOCK)
        return TileRow(
            item_id=item.id,
            category_id=item.category,
            name=item.name,
            price=item.from_price(),
            is_from_price=len({variant.price for variant in item.variants}) > 1,
            tag=item.tag,
            colour=self._documents.get(Category, item.category).colour,
            dietary=item.dietary,
            availability=Availability.EIGHTY_SIXED if level.is_eighty_sixed else Availability.AVAILABLE,
            asks=self._asks(item),
            sku=item.sku,
            left=level.left,
            by_weight=item.by_weight is not None,
        )

    def _asks(self, item: Item) -> bool:
        if item.asks_first:
            return True
        groups = {group.id: group for group in self.sheet(item.id).groups}
        try:
            choose(groups, item.modifier_groups, default_picks(groups, item.modifier_groups, 1), 1)
        except RuleBroken:
            return True
        return False


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in _folded(text)).split()


def _codes(item: Item) -> Iterator[str]:
    sold_as: tuple[Item | Variant, ...] = (item, *item.variants)
    for sold in sold_as:
        yield from (code for code in (sold.sku, sold.barcode) if code)


def _is_code(text: str, item: Item) -> bool:
    return text.strip() in _codes(item)


def _found(typed: Sequence[str], item: Item) -> bool:
    words = _words(" ".join((item.name, *_codes(item))))
    return all(any(word.startswith(part) for word in words) for part in typed)


class MemoryOrderReads:
    """Orders and tables."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal = journal
        self._documents = documents

    def sheet(self, order_id: OrderId) -> OrderSheet:
        """One order."""
        orders = self._journal.orders_with(order_id)
        fired = [one for one in self._journal.tickets() if one.fired and one.fired.order_id in orders]
        return order_sheet(orders[order_id], orders, {ticket.id: ticket for ticket in fired})

    def open_orders(self) -> tuple[OrderRow, ...]:
        """Every open order, oldest first."""
        return tuple(_order_row(order) for order in self._open())

    def recent(self, limit: int) -> tuple[OrderRow, ...]:
        """The orders closed or cancelled last."""
        ended = [(order.closed_at, order.id, order) for order in self._journal.orders() if order.closed_at is not None]
        ended.sort(key=lambda entry: entry[:2], reverse=True)
        return tuple(_order_row(order) for _, _, order in ended[:limit])

    def tables(self) -> tuple[TableRow, ...]:
        """Every table in plan order."""
        areas = {area.id: area for area in self._documents.all(Area)}
        at_table: dict[str, Order] = {}
        for order in self._open():
            if order.table_id is not None:
                for table_id in (order.table_id, *order.party.linked):
                    at_table.setdefault(table_id, order)
        tables = sorted(self._documents.all(Table), key=lambda table: (areas[table.area].position, table.y, table.x))
        return tuple(_table_row(table, areas[table.area], at_table.get(table.id)) for table in tables)

    def _open(self) -> list[Order]:
        opened = [order for order in self._journal.orders() if order.status is OrderStatus.OPEN]
        return sorted(opened, key=lambda order: (order.opened_at, order.id))


def _order_row(order: Order) -> OrderRow:
    return OrderRow(
        order_id=order.id,
        number=order.number,
        order_type=order.order_type,
        status=order.status,
        table_name=order.table_name,
        guest_name=order.guest_name,
        server_name=order.server_name,
        opened_at=order.opened_at,
        items=sum(line.charged_quantity for line in order.lines.values()),
        unsent=sum(line.quantity for line in order.unsent),
        total=order.bill.total,
        due=order.bill.due,
        guest_id=order.guest_id,
        source=order.source,
        source_number=order.source_number,
        is_held=is_held(order),
        opened_by=order.opened_by,
        check=check_state(order),
        linked=order.party.linked,
        parked_at=None if order.party.parked is None else order.party.parked.parked_at,
        parked_as="" if order.party.parked is None else order.party.parked.label,
        shares=share_state(order)[0],
        shares_paid=share_state(order)[1],
        tab_cap=None if order.tab.opened is None else order.tab.opened.cap,
    )


def _table_row(table: Table, area: Area, order: Order | None) -> TableRow:
    if order is None:
        return TableRow(table.id, table.number, area.name, table.seats, None, "", None, None)
    return TableRow(
        table.id, table.number, area.name, table.seats, order.id, order.number, order.opened_at, order.bill.due,
        check_state(order), order.table_name if order.party.linked else "",
    )  # fmt: skip


class MemoryKitchenReads:
    """Stations and tickets."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments) -> None:
        self._journal = journal
        self._documents = documents

    def stations(self) -> tuple[Station, ...]:
        """The places that cook."""
        return self._documents.all(Station)

    def live(self, station_id: StationId | None) -> tuple[TicketRow, ...]:
        """Tickets not bumped, oldest first."""
        rows = [self._row(ticket) for ticket in self._journal.tickets() if not ticket.is_bumped]
        rows.sort(key=lambda row: (row.fired_at, row.ticket_id))
        return tuple(row for row in rows if station_id in (None, row.station_id))

    def bumped(self, station_id: StationId | None, limit: int) -> tuple[TicketRow, ...]:
        """The tickets bumped last, newest first."""
        rows = [
            (ticket.bumped_at, ticket.id, self._row(ticket)) for ticket in self._journal.tickets() if ticket.bumped_at
        ]
        rows.sort(key=lambda entry: entry[:2], reverse=True)
        return tuple([row for _, _, row in rows if station_id in (None, row.station_id)][:limit])

    def ticket(self, ticket_id: TicketId) -> TicketRow:
        """One ticket."""
        return self._row(self._journal.ticket(ticket_id))

    def prep_times(self, since: datetime) -> PrepTimes:
        """How long tickets and dishes took that were bumped since."""
        names = {station.id: station.name for station in self._documents.all(Station)}
        tickets: list[Took] = []
        dishes: list[Took] = []
        done = [one for one in self._journal.tickets() if one.bumped_at is not None and one.bumped_at >= since]
        for one in sorted(done, key=lambda each: (each.bumped_at, each.id)):
            fired, begun, bumped = one.fired, one.starts_at, one.bumped_at
            if fired is None or begun is None or bumped is None or (one.escalated and not one.received):
                continue
            name, target = names.get(fired.station_id, ""), fired.target_minutes
            kept = [(line, line.item.quantity - line.voided) for line in one.lines.values()]
            if units := sum(count for _, count in kept):
                tickets.append(Took(name, "", units, begun, bumped, target))
            for line, count in kept if fired.role is StationRole.PREP else ():
                if count:
                    dishes.append(Took(name, line.item.name, count, begun, line.done_at or bumped, target))
        return prep_times_of(tickets, dishes)

    def _row(self, ticket: KitchenTicket) -> TicketRow:
        return memory_ticket_row(ticket, self._journal, self._documents)


class MemoryStoreReads:
    """The store itself."""

    def __init__(self, journal: MemoryJournal, documents: MemoryDocuments, origin: Origin) -> None:
        self._journal = journal
        self._documents = documents
        self._origin = origin

    def profile(self) -> StoreProfile:
        """The store's profile."""
        return self._documents.get(StoreProfile, STORE_PROFILE)

    def staff(self) -> tuple[StaffRow, ...]:
        """Active staff with a PIN, by name."""
        roles = {role.id: role.name for role in self._documents.all(Role)}
        members = sorted(self._documents.all(StaffMember), key=lambda member: (member.name, member.id))
        return tuple(
            StaffRow(one.id, one.name, one.initials, roles[one.roles[0]] if one.roles else "", one.colour, one.language)
            for one in members
            if one.active and self._journal.access(one.id).verifier
        )

    def status(self, now: datetime) -> StoreStatus:
        """What the status strip says."""
        jobs = self._journal.jobs
        return StoreStatus(
            facts=len(self._journal.entries),
            business_date=self.profile().calendar.date_of(now),
            jobs_waiting=sum(1 for job in jobs if job.state in WAITING),
            jobs_in_trouble=tuple(job for job in jobs if job.state in IN_TROUBLE),
            open_orders=sum(1 for order in self._journal.orders() if order.status is OrderStatus.OPEN),
            live_tickets=sum(1 for ticket in self._journal.tickets() if not ticket.is_bumped),
        )

    def changes(self) -> int:
        """How often another terminal's connection has committed."""
        return sum(1 for origin in self._journal.commits if origin != self._origin)
