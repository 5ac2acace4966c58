"""What reports read: sums of days, and the orders a figure is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.figures import FigureKind
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.kinds import OrderStatus
from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.reports import Drill, FigureRow, Period
from aura_terminal.ports.prep_times import PrepRow
from aura_terminal.ports.receipts import Receipt


@dataclass(frozen=True, slots=True)
class OrderBehind:
    """An order that a figure is made of."""

    order_id: OrderId
    number: str
    business_date: date
    closed_at: datetime | None
    server_name: str
    table_name: str
    total: Money


@dataclass(frozen=True, slots=True)
class Behind:
    """Orders behind a figure, the newest first. `goes_on` is the date to look further back from, None at the end."""

    orders: tuple[OrderBehind, ...]
    goes_on: date | None = None


class ReportOrders(Protocol):
    """The orders that figures are made of, in the tables or in day documents."""

    def behind(self, drill: Drill, until: date | None) -> Behind:
        """Orders behind a figure, up to a date if one is given; of days in documents a few at a time."""

    def receipt(self, order_id: OrderId) -> Receipt:
        """What an order came to, wherever it lies, or NotFound."""


class KitchenTimes(Protocol):
    """How long the kitchen took on some days."""

    def station_times(self, begin: datetime, end: datetime) -> tuple[PrepRow, ...]:
        """How long tickets took that were bumped in between, by station, as far as they are in the tables."""

    def dish_times(self, begin: datetime, end: datetime) -> tuple[PrepRow, ...]:
        """The same of dishes, by station and the slowest first."""


class ReportReads(Protocol):
    """Sums of the days, in the store's currency, whether their orders are still in the tables or in day documents."""

    def figures(self, kinds: Iterable[FigureKind], period: Period) -> tuple[FigureRow, ...]:
        """Sums of these kinds over all the days together."""

    def by_day(self, period: Period) -> tuple[FigureRow, ...]:
        """Sales (HOUR) of each business date that has any, with `on`."""

    def by_hour(self, period: Period) -> tuple[FigureRow, ...]:
        """Sales (HOUR) of each hour of the wall clock that has any, over all the days together, with `hour`."""

    def state(self) -> tuple[int, date | None]:
        """How many orders were heard of and are not added up yet, and the first date there are figures of."""

    def names(self) -> Mapping[str, str]:
        """What everybody who ever worked here is called, by id."""

    @property
    def kitchen(self) -> KitchenTimes:
        """How long the kitchen took."""

    @property
    def orders(self) -> ReportOrders:
        """The orders they are made of."""


def told_by(receipt: Receipt, calendar: BusinessCalendar) -> Iterator[FigureRow]:
    """What a receipt tells of the figures of its order: enough to know whether it is behind a sum."""
    for payment in receipt.payments:
        yield _row(FigureKind.TENDER, payment.tender, on=payment.business_date)
    on, at = receipt.business_date, receipt.closed_at
    for line in receipt.lines:
        if line.voided:
            yield _row(FigureKind.VOID, line.name, line.category_name, on=on)
    if receipt.status is not OrderStatus.CLOSED:
        return
    if at is not None:
        yield _row(FigureKind.HOUR, "", on=on, hour=calendar.local(at).hour)
    yield _row(FigureKind.SERVER, receipt.server_name, receipt.order_type.value, on=on)
    for line in receipt.lines:
        if line.price or line.quantity > line.voided:
            yield _row(FigureKind.ITEM, line.name, line.category_name, on=on)
    for tax in receipt.taxes:
        yield _row(FigureKind.TAX, tax.rate.name, tax.rate.id, on=on)
    for name, _ in receipt.discounts or ():
        yield _row(FigureKind.DISCOUNT, name, on=on)
        yield _row(FigureKind.COMP, name, on=on)


def behind_row(order: Order | Receipt) -> OrderBehind:
    """An order, or what its receipt says, as a row."""
    total = order.total if isinstance(order, Receipt) else order.bill.total
    id_ = order.order_id if isinstance(order, Receipt) else order.id
    return OrderBehind(
        id_, order.number, order.business_date, order.closed_at, order.server_name, order.table_name, total
    )  # fmt: skip


def _row(kind: FigureKind, name: str, part: str = "", *, on: date, hour: int | None = None) -> FigureRow:
    return FigureRow(kind, name, part, "", "", 1, 0, 0, 0, on, hour)
