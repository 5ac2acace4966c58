"""Orders for tests of the rules, made from facts as the use cases make them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from aura_terminal.domain.ids import (
    AttemptId,
    CategoryId,
    FireId,
    GroupId,
    ItemId,
    LineId,
    ModifierId,
    OrderId,
    PaymentId,
    StaffId,
    StationId,
)
from aura_terminal.domain.menu import ChosenModifier, ModifierKind
from aura_terminal.domain.money import Money, RoundingMode
from aura_terminal.domain.order_facts import OrderFact, OrderOpened, Sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.payments import Taking
from aura_terminal.domain.staff import Approval
from aura_terminal.domain.tax import OrderType, PricesAre, RoundingScope, TaxRate, TaxTerms

NOW = datetime(2026, 5, 15, 17, 30, tzinfo=UTC)
TODAY = date(2026, 5, 15)
ORDER = OrderId("019e2cb0-1dc0-7c21-a29f-6fbed82c07cd")
FIRE = FireId("019e2cb0-1dc0-7c21-a29f-6fbed82c07f1")
TERMS = TaxTerms(PricesAre.INCLUSIVE, RoundingScope.ORDER, RoundingMode.HALF_UP)
LOW, HIGH = TaxRate("low", "VAT 7 %", "B", Decimal(7)), TaxRate("high", "VAT 19 %", "A", Decimal(19))
MANAGER = Approval(StaffId("carla"), NOW, "test")


def opened(terms: TaxTerms = TERMS, order_id: OrderId = ORDER) -> OrderOpened:
    """A party of two at no table."""
    return OrderOpened(
        order_id=order_id,
        number="R1-001",
        order_type=OrderType.DINE_IN,
        business_date=TODAY,
        opened_at=NOW,
        opened_by=StaffId("marta"),
        server_name="Marta",
        terminal="R1",
        currency="EUR",
        terms=terms,
        guests=2,
    )


def new_order(terms: TaxTerms = TERMS) -> Order:
    """An open order with nothing on it."""
    order = Order(ORDER)
    order.apply(opened(terms))
    return order


def sold(name: str = "Burger", minor: int = 1299, *rates: TaxRate, station: str = "kitchen") -> Sold:
    """One thing of the menu."""
    return Sold(
        item_id=ItemId(name.lower()),
        variant_id=None,
        category_id=CategoryId("mains"),
        category_name="Mains",
        name=name,
        kitchen_name=name,
        unit_price=Money(minor, "EUR"),
        tax_category="food",
        rates=rates or (LOW,),
        station_id=StationId(station),
        prep_minutes=10,
        allergens=(),
    )


def chosen(name: str = "Extra Cheese", quantity: int = 1, minor: int = 150) -> ChosenModifier:
    """One choice on a line."""
    return ChosenModifier(ModifierId(name), GroupId("extras"), name, ModifierKind.ADD, quantity, Money(minor, "EUR"))


def add(order: Order, line: str, what: Sold | None = None, quantity: int = 1, *modifiers: ChosenModifier) -> LineId:
    """Put a line on an order."""
    fact = order.add_line(LineId(line), what or sold(), quantity=quantity, course=0, modifiers=modifiers)
    order.apply(fact)
    return fact.line_id


def dinner(burgers: int = 1) -> Order:
    """An order of so many burgers, not sent yet; their line is `a`."""
    order = new_order()
    add(order, "a", quantity=burgers)
    return order


def send(order: Order, fire: FireId = FIRE) -> None:
    """Hand over what is unsent."""
    for fired in order.send(fire, NOW):
        order.apply(fired)


def taking(name: str = "p1") -> Taking:
    """One try at paying now."""
    return Taking(PaymentId(name), AttemptId(f"attempt-{name}"), NOW, TODAY, "R1")


def pay(order: Order, minor: int, name: str = "p1") -> OrderFact:
    """Take cash on an order."""
    fact = order.take_cash(taking(name), Money(minor, "EUR"))
    order.apply(fact)
    return fact
