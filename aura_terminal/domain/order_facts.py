"""What can happen to an order. Plain frozen values: the journal, the peers and the screens all see exactly these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from aura_terminal.domain.age_facts import AgeFact
from aura_terminal.domain.carried import PaperScanned
from aura_terminal.domain.discounts import Discount
from aura_terminal.domain.dishes import InCombo, SoldPart
from aura_terminal.domain.errand_facts import ErrandFact
from aura_terminal.domain.floor_facts import FloorFact
from aura_terminal.domain.ids import (
    CategoryId,
    DiscountId,
    FireId,
    GuestId,
    ItemId,
    LineId,
    OrderId,
    StaffId,
    StationId,
    TableId,
    VariantId,
)
from aura_terminal.domain.menu import ChosenModifier
from aura_terminal.domain.money import Money
from aura_terminal.domain.money_token import TokenFact
from aura_terminal.domain.moving import MovingFact
from aura_terminal.domain.payments import Payment
from aura_terminal.domain.returns import GoodsReturned
from aura_terminal.domain.service_facts import ServiceFact
from aura_terminal.domain.service_rules import Charge, ServiceTerms
from aura_terminal.domain.settling import SettlingFact
from aura_terminal.domain.sharing_facts import SharingFact
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tab_facts import TabFact
from aura_terminal.domain.tax import OrderType, TaxRate, TaxTerms
from aura_terminal.domain.value_facts import Liability
from aura_terminal.domain.weighing import Weighed


@dataclass(frozen=True, slots=True)
class Sold:
    """What was put on a line, frozen when it was sold: a later change of the menu or of a tax changes nothing here.

    What was `weighed` costs `unit_price` as a whole, once. `label` is the store's own barcode that said so. What is a
    `liability` is money put on an account: no turnover, untaxed, never discounted, unknown to the kitchen.
    `level` is what the price level was called it was sold at, "" at the menu's own; `age` how old guests have to be for
    it. In a
    `combo` the unit price is the line's share of the combo's; `parts` are those of a divided dish.
    """

    item_id: ItemId
    variant_id: VariantId | None
    category_id: CategoryId
    category_name: str
    name: str
    kitchen_name: str
    unit_price: Money
    tax_category: str
    rates: tuple[TaxRate, ...]
    station_id: StationId
    prep_minutes: int
    allergens: tuple[str, ...]
    has_choices: bool = False
    weighed: Weighed | None = None
    label: str | None = None
    liability: Liability | None = None
    level: str = ""
    age: int = 0
    combo: InCombo | None = None
    parts: tuple[SoldPart, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderOpened:
    """A party began to ask for things. `number` is a label for one business date, such as R1-042.

    The terminal that opened the order holds its money token. `split_from` is the order whose lines it was opened for.
    `source` names the central an order came from, under whose `source_number` the guest knows it: its lines are held
    until somebody releases them to the kitchen. `service` are the house's rules for charges and gratuity it is under.
    """

    order_id: OrderId
    number: str
    order_type: OrderType
    business_date: date
    opened_at: datetime
    opened_by: StaffId
    server_name: str
    terminal: str
    currency: str
    terms: TaxTerms
    table_id: TableId | None = None
    table_name: str = ""
    guests: int = 0
    guest_name: str = ""
    split_from: OrderId | None = None
    guest_id: GuestId | None = None
    source: str = ""
    source_number: str = ""
    service: ServiceTerms | None = None


@dataclass(frozen=True, slots=True)
class TableAssigned:
    """The order belongs to a table (or to none) with so many guests."""

    order_id: OrderId
    table_id: TableId | None
    table_name: str
    guests: int


@dataclass(frozen=True, slots=True)
class GuestNamed:
    """A name to call the guest by."""

    order_id: OrderId
    guest_name: str


@dataclass(frozen=True, slots=True)
class GuestAttached:
    """The order is of a guest the house knows, by the name they had then; or of nobody known."""

    order_id: OrderId
    guest_id: GuestId | None
    guest_name: str


@dataclass(frozen=True, slots=True)
class OrderReleased:
    """An order that came from a central goes to the kitchen; the fire that goes with it has the same id everywhere."""

    order_id: OrderId
    released_at: datetime
    released_by: StaffId


@dataclass(frozen=True, slots=True)
class DiscountApplied:
    """The order costs less. `replaces` is the discount that counted in the same slot, as far as was known."""

    order_id: OrderId
    discount: Discount
    applied_at: datetime
    applied_by: StaffId
    reason: str = ""
    approval: Approval | None = None
    replaces: DiscountId | None = None


@dataclass(frozen=True, slots=True)
class DiscountRemoved:
    """A discount does not count any more."""

    order_id: OrderId
    discount_id: DiscountId
    removed_at: datetime
    removed_by: StaffId


@dataclass(frozen=True, slots=True)
class OrderTypeChanged:
    """Dine in, takeout or delivery now; the rates of the lines that change with it come along."""

    order_id: OrderId
    order_type: OrderType
    rates: tuple[tuple[LineId, tuple[TaxRate, ...]], ...]


@dataclass(frozen=True, slots=True)
class LineAdded:
    """One thing was asked for, so many times."""

    order_id: OrderId
    line_id: LineId
    sold: Sold
    quantity: int
    course: int
    modifiers: tuple[ChosenModifier, ...] = ()
    note: str = ""
    seat: int = 0


@dataclass(frozen=True, slots=True)
class LineQuantityChanged:
    """More or fewer of an unsent line, with its modifiers as they count on the whole line now.

    `added` is not 0 when so many were added, whatever the quantity was: additions made at the same time all count.
    """

    order_id: OrderId
    line_id: LineId
    quantity: int
    modifiers: tuple[ChosenModifier, ...]
    added: int = 0


@dataclass(frozen=True, slots=True)
class LineModified:
    """Other choices on an unsent line."""

    order_id: OrderId
    line_id: LineId
    modifiers: tuple[ChosenModifier, ...]


@dataclass(frozen=True, slots=True)
class LineNoted:
    """A word to the kitchen on an unsent line."""

    order_id: OrderId
    line_id: LineId
    note: str


@dataclass(frozen=True, slots=True)
class LineSeated:
    """The guest's place a line belongs to; 0 is the whole table."""

    order_id: OrderId
    line_id: LineId
    seat: int


@dataclass(frozen=True, slots=True)
class LineCoursed:
    """The course an unsent line goes with; 0 is at once."""

    order_id: OrderId
    line_id: LineId
    course: int


@dataclass(frozen=True, slots=True)
class LineRemoved:
    """An unsent line was taken off."""

    order_id: OrderId
    line_id: LineId


@dataclass(frozen=True, slots=True)
class LineRestored:
    """A removed line was put back."""

    order_id: OrderId
    line_id: LineId


@dataclass(frozen=True, slots=True)
class LinesFired:
    """Lines went to the kitchen; a fire id is cooked once, whoever hears of it and however often."""

    order_id: OrderId
    fire_id: FireId
    fired_at: datetime
    lines: tuple[tuple[LineId, int], ...]


@dataclass(frozen=True, slots=True)
class LineVoided:
    """So many of a sent line were taken back, uncharged, with a reason and somebody's approval."""

    order_id: OrderId
    line_id: LineId
    quantity: int
    reason: str
    approval: Approval


@dataclass(frozen=True, slots=True)
class PaymentTaken:
    """Money was taken on the order."""

    order_id: OrderId
    payment: Payment


@dataclass(frozen=True, slots=True)
class OrderClosed:
    """Everything is paid; the order is history. The business date is the day its turnover belongs to.

    `terminal` is the one whose Z report it belongs to, `covers` says of which lines how many were paid, `discounts`
    which discounts counted, and `charges` what was charged for service: nothing else counts from then on.
    """

    order_id: OrderId
    closed_at: datetime
    business_date: date
    terminal: str = ""
    covers: tuple[tuple[LineId, int], ...] = ()
    discounts: tuple[DiscountId, ...] | None = None
    charges: tuple[Charge, ...] | None = None


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """The whole order was taken back before any payment; `covers` says of which lines how many."""

    order_id: OrderId
    cancelled_at: datetime
    business_date: date
    reason: str
    approval: Approval | None
    terminal: str = ""
    covers: tuple[tuple[LineId, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptReprinted:
    """The receipt was printed once more, marked as a copy; `copy_no` counts from 1."""

    order_id: OrderId
    copy_no: int
    reprinted_at: datetime


OrderFact = (
    OrderOpened
    | TableAssigned
    | GuestNamed
    | GuestAttached
    | OrderReleased
    | DiscountApplied
    | DiscountRemoved
    | OrderTypeChanged
    | LineAdded
    | LineQuantityChanged
    | LineModified
    | LineNoted
    | LineSeated
    | LineCoursed
    | LineRemoved
    | LineRestored
    | LinesFired
    | LineVoided
    | PaymentTaken
    | OrderClosed
    | OrderCancelled
    | ReceiptReprinted
    | ErrandFact
    | FloorFact
    | MovingFact
    | SharingFact
    | TabFact
    | ServiceFact
    | TokenFact
    | SettlingFact
    | GoodsReturned
    | AgeFact
    | PaperScanned
)
