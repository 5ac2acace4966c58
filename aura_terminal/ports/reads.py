"""What screens read: frozen rows, asked for on the store thread, safe to hand to any other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from aura_terminal.ports.discount_row import DiscountRow as DiscountRow
from aura_terminal.ports.store_rows import StoreStatus as StoreStatus
from aura_terminal.ports.store_rows import TableRow as TableRow
from aura_terminal.ports.ticket_rows import TicketLineRow as TicketLineRow
from aura_terminal.ports.ticket_rows import TicketPart as TicketPart
from aura_terminal.ports.ticket_rows import TicketRow as TicketRow
from aura_terminal.ports.tiles import CategoryRow as CategoryRow
from aura_terminal.ports.tiles import StaffRow as StaffRow
from aura_terminal.ports.tiles import TileRow as TileRow

if TYPE_CHECKING:
    from aura_terminal.domain.dishes import InCombo, PreModifier, SoldPart
    from aura_terminal.domain.guest_checks import CheckState
    from aura_terminal.domain.ids import (
        CategoryId,
        FireId,
        GuestId,
        ItemId,
        LineId,
        OrderId,
        ReturnId,
        StaffId,
        StationId,
        TableId,
        TicketId,
        VariantId,
    )
    from aura_terminal.domain.kinds import LineState, OrderStatus, OrderType
    from aura_terminal.domain.menu import ChosenModifier, Item, ModifierGroup
    from aura_terminal.domain.money import Money
    from aura_terminal.domain.payments import Payment
    from aura_terminal.domain.shop import Station, StoreProfile
    from aura_terminal.domain.tax import TaxLine
    from aura_terminal.domain.weighing import Weighed
    from aura_terminal.ports.audit_rows import AuditReads
    from aura_terminal.ports.card_rows import CardReads
    from aura_terminal.ports.cash_rows import CashReads
    from aura_terminal.ports.catalogue import CatalogueReads, RevisionReads
    from aura_terminal.ports.central import CentralReads
    from aura_terminal.ports.errands import ErrandReads, ErrandSheet
    from aura_terminal.ports.floor import FloorReads
    from aura_terminal.ports.guests import GuestReads
    from aura_terminal.ports.house import SupplyReads, TableReads
    from aura_terminal.ports.labor_rows import LaborReads
    from aura_terminal.ports.leads import LeadReads
    from aura_terminal.ports.mesh_reads import ConflictRow, DeliveryState, MeshReads
    from aura_terminal.ports.prep_times import PrepTimes
    from aura_terminal.ports.purchase_rows import PurchaseReads
    from aura_terminal.ports.report_rows import ReportReads
    from aura_terminal.ports.service_rows import ChargeRow, GratuityRow
    from aura_terminal.ports.share_rows import PlanRow
    from aura_terminal.ports.store import Ledger
    from aura_terminal.ports.value_rows import ValueReads
    from aura_terminal.ports.waiting import WaitlistReads


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """All that the choice sheet of one item needs: the item and every group it may ask, nested ones included.

    `pres` are the words that may stand before a modifier, `parts` what it may be divided into, `components` what may
    fill the slots of a combo, with their own groups among `groups`. `out` names those of them that ran out.
    """

    item: Item
    groups: tuple[ModifierGroup, ...]
    pres: tuple[PreModifier, ...] = ()
    parts: tuple[Item, ...] = ()
    components: tuple[Item, ...] = ()
    out: frozenset[ItemId] = frozenset()


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the order panel.

    `home` is the order it was added to, and `home_number` that order's label where it is another one. `delivery` is
    how far its ticket has come. `weighed` is its weight, None for what is counted. `combo` is what it is part of,
    `parts` are those of a divided dish.
    """

    line_id: LineId
    item_id: ItemId
    name: str
    quantity: int
    voided: int
    price: Money
    state: LineState
    modifiers: tuple[ChosenModifier, ...]
    note: str
    seat: int
    course: int
    fire_id: FireId | None
    has_choices: bool
    home: OrderId
    home_number: str = ""
    written_off: int = 0
    delivery: DeliveryState | None = None
    weighed: Weighed | None = None
    held: bool = False
    level: str = ""
    combo: InCombo | None = None
    parts: tuple[SoldPart, ...] = ()
    variant_id: VariantId | None = None
    allergens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FireRow:
    """What went to the kitchen together; `delivery` is how far all of its tickets have come."""

    fire_id: FireId
    fired_at: datetime
    items: int
    amount: Money
    delivery: DeliveryState | None = None


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """Goods of an order that came back at once: how many units, and what the guest got for them."""

    return_id: ReturnId
    at: datetime
    units: int
    amount: Money


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One order as its screen shows it; removed lines are left out, voided ones stay.

    `holder` is the terminal that may take its money; `merged_number` is the label of the order it was merged into.
    `discount` is all that comes off the subtotal, None for none. `source` is the central it came from, and `is_held`
    while it waits to be released to the kitchen. `age_wanted` has to be seen before it is sent or paid, 0 for none.
    """

    order_id: OrderId
    number: str
    order_type: OrderType
    status: OrderStatus
    opened_at: datetime
    server_name: str
    table_id: TableId | None
    table_name: str
    guests: int
    guest_name: str
    lines: tuple[LineRow, ...]
    fires: tuple[FireRow, ...]
    unsent: int
    subtotal: Money
    tax: Money
    taxes: tuple[TaxLine, ...]
    prices_include_tax: bool
    total: Money
    paid: Money
    due: Money
    cash_due: Money
    payments: tuple[Payment, ...]
    holder: str
    merged_into: OrderId | None = None
    merged_number: str = ""
    split_from: OrderId | None = None
    away: int = 0
    conflicts: tuple[ConflictRow, ...] = ()
    discount: Money | None = None
    discounts: tuple[DiscountRow, ...] = ()
    guest_id: GuestId | None = None
    source: str = ""
    source_number: str = ""
    is_held: bool = False
    age_wanted: int = 0
    returned: tuple[ReturnRow, ...] = ()
    check: CheckState | None = None
    charges: tuple[ChargeRow, ...] = ()
    gratuity: GratuityRow | None = None
    linked: tuple[TableId, ...] = ()
    parked_as: str = ""
    plan: PlanRow | None = None
    cash_step: int = 1
    errand: ErrandSheet | None = None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list; `opened_by` serves it now, `linked` are the tables it has beside its own."""

    order_id: OrderId
    number: str
    order_type: OrderType
    status: OrderStatus
    table_name: str
    guest_name: str
    server_name: str
    opened_at: datetime
    items: int
    unsent: int
    total: Money
    due: Money
    guest_id: GuestId | None = None
    source: str = ""
    source_number: str = ""
    is_held: bool = False
    opened_by: StaffId | None = None
    check: CheckState | None = None
    linked: tuple[TableId, ...] = ()
    parked_at: datetime | None = None
    parked_as: str = ""
    shares: int = 0
    shares_paid: int = 0
    tab_cap: Money | None = None


class MenuReads(Protocol):
    """The menu board."""

    def categories(self) -> tuple[CategoryRow, ...]:
        """The rail, in its fixed order; categories without active items are left out."""

    def tiles(self, category_id: CategoryId) -> tuple[TileRow, ...]:
        """The active items of a category in menu order."""

    def search(self, text: str, limit: int) -> tuple[TileRow, ...]:
        """Items whose name, SKU or barcode has words beginning with what was typed, best first."""

    def by_code(self, code: str) -> TileRow | None:
        """The item with exactly this barcode or SKU."""

    def sheet(self, item_id: ItemId) -> ItemSheet:
        """The item with its groups, or NotFound."""


class OrderReads(Protocol):
    """Orders and tables."""

    def sheet(self, order_id: OrderId) -> OrderSheet:
        """One order, or NotFound."""

    def open_orders(self) -> tuple[OrderRow, ...]:
        """Every open order, oldest first."""

    def recent(self, limit: int) -> tuple[OrderRow, ...]:
        """The orders closed or cancelled last, newest first."""

    def tables(self) -> tuple[TableRow, ...]:
        """Every table in plan order with the oldest open order at it."""


class KitchenReads(Protocol):
    """Stations and tickets."""

    def stations(self) -> tuple[Station, ...]:
        """The places that cook."""

    def live(self, station_id: StationId | None) -> tuple[TicketRow, ...]:
        """Tickets not bumped, of one station or of all, oldest first."""

    def bumped(self, station_id: StationId | None, limit: int) -> tuple[TicketRow, ...]:
        """The tickets bumped last, newest first."""

    def ticket(self, ticket_id: TicketId) -> TicketRow:
        """One ticket, or NotFound."""

    def prep_times(self, since: datetime) -> PrepTimes:
        """How long tickets and dishes took that were bumped since."""


class StoreReads(Protocol):
    """The store itself."""

    def profile(self) -> StoreProfile:
        """The store's profile, or NotFound before set-up."""

    def staff(self) -> tuple[StaffRow, ...]:
        """Active staff with a PIN, by name."""

    def status(self, now: datetime) -> StoreStatus:
        """What the status strip says."""

    def changes(self) -> int:
        """A number that changes when any other connection has committed."""


class Reads(Protocol):
    """All reads of one store."""

    @property
    def menu(self) -> MenuReads:
        """The menu board."""

    @property
    def orders(self) -> OrderReads:
        """Orders and tables."""

    @property
    def kitchen(self) -> KitchenReads:
        """Stations and tickets."""

    @property
    def store(self) -> StoreReads:
        """The store itself."""

    @property
    def mesh(self) -> MeshReads:
        """The store's other terminals."""

    @property
    def central(self) -> CentralReads:
        """The central back offices."""

    @property
    def guests(self) -> GuestReads:
        """Guests the house knows."""

    @property
    def tables(self) -> TableReads:
        """Reservations, and where a party could sit."""

    @property
    def floor(self) -> FloorReads:
        """The floor in service."""

    @property
    def errands(self) -> ErrandReads:
        """Orders on their way out of the house."""

    @property
    def waitlist(self) -> WaitlistReads:
        """Parties that wait, and what quotes are reckoned from."""

    @property
    def leads(self) -> LeadReads:
        """Inquiries to be followed up."""

    @property
    def supplies(self) -> SupplyReads:
        """Supplies and planned shifts."""

    @property
    def purchases(self) -> PurchaseReads:
        """Purchase orders, and what should be bought."""

    @property
    def value(self) -> ValueReads:
        """Value accounts."""

    @property
    def cards(self) -> CardReads:
        """Attempts at cards."""

    @property
    def labor(self) -> LaborReads:
        """Time clocks."""

    @property
    def cash(self) -> CashReads:
        """Drawer sessions."""

    @property
    def audit(self) -> AuditReads:
        """What people did."""

    @property
    def catalogue(self) -> CatalogueReads:
        """The menu as those who write it read it."""

    @property
    def revisions(self) -> RevisionReads:
        """What documents were before."""

    @property
    def reports(self) -> ReportReads:
        """Sums of days."""

    @property
    def books(self) -> Ledger:
        """The books as last committed; reading them keeps nobody from selling."""
