"""Reference, "Tax Management": rates, what tax an amount comes to, and what was collected."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import func, select

from aura_terminal.domain.money import Money
from aura_terminal.domain.tax import OrderType, PricesAre, Taxable, TaxRegime, tax_of
from sync.central.api.amounts import money_of
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE, invalid
from sync.central.api.pages import Meta, Paged, cut, meta_of
from sync.central.api.values import Amount, Answered, Asked, Day, Long, Short, percent, plain
from sync.central.selling.models import OrderTypeWord
from sync.central.store.shelf import Shelf
from sync.central.store.tables import ORDERS, TAXES


class Location(Asked):
    """Where something is taxed; this central taxes everything where its store is."""

    address: Short | None = None
    city: Short | None = None
    state: Short | None = None
    zip: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] | None = None


class TaxedItem(Asked):
    """An amount of one tax category, by its name or id."""

    category: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
    amount: Amount


class AskedTax(Asked):
    """Reference, "POST /api/v1/tax/calculate"."""

    type: Literal["sales", "payroll"] = "sales"
    amount: Amount
    location: Location | None = None
    items: Annotated[list[TaxedItem], Field(max_length=300)] = Field(default_factory=list)
    order_type: OrderTypeWord = "dine_in"
    notes: Long | None = None


class TaxLineOut(Answered):
    """What one rate came to."""

    name: str
    rate: str
    taxable_amount: str
    tax_amount: str


class TaxOut(Answered):
    """The tax of an amount. `total_amount` is what is paid; where prices contain the tax it equals `amount`."""

    type: str
    amount: str
    tax_amount: str
    net_amount: str
    total_amount: str
    prices_include_tax: bool
    taxes: list[TaxLineOut]


class RateOut(Answered):
    """A rate on a category, for one kind of order or for all (`order_type` null)."""

    id: int
    name: str
    label: str
    rate: str
    jurisdiction: str
    type: str
    category: str
    category_name: str
    order_type: OrderTypeWord | None = None
    prices_include_tax: bool
    rounding_scope: str
    rounding_mode: str


class RatePage(Answered):
    """A page of rates."""

    data: list[RateOut]
    meta: Meta


class CollectedOut(Answered):
    """What one rate brought in."""

    name: str
    rate: str
    taxable_amount: str
    tax_amount: str
    orders: int


class TaxReportOut(Answered):
    """What was collected on orders completed on the business dates of a period."""

    start_date: str
    end_date: str
    currency: str
    gross_sales: str
    tax_amount: str
    orders: int
    rates: list[CollectedOut]


class ReportQuery(Asked):
    """The period; today when nothing is said."""

    start_date: Day | None = None
    end_date: Day | None = None


router = APIRouter(prefix="/api/v1/tax", tags=["Tax Management"])


@router.post("/calculate", response_model=TaxOut, responses=WRITE)
def calculate(asked: AskedTax, call: Writing) -> Response:
    """Calculate taxes for order or payroll, by the store's own rates."""
    return call.read("tax:read", lambda view: _calculate(view, asked))


@router.get("/rates", response_model=RatePage, responses=READ)
def list_rates(asked: Annotated[Paged, Query()], call: Reading) -> Response:
    """Get current tax rates by jurisdiction."""
    return call.read("tax:read", lambda view: _rates(view, asked))


@router.get("/reports", response_model=TaxReportOut, responses=READ)
def report(asked: Annotated[ReportQuery, Query()], call: Reading) -> Response:
    """Generate tax reports."""
    return call.read("tax:read", lambda view: _report(view, asked))


def _calculate(view: View, asked: AskedTax) -> TaxOut:
    if asked.type == "payroll":
        raise invalid("type", "payroll is reckoned under /api/v1/payroll")
    shelf, currency = view.shelf, view.currency
    regime = shelf.regime
    whole = money_of(asked.amount, currency, "amount")
    parts = [(one.category, money_of(one.amount, currency, f"items.{at}.amount")) for at, one in enumerate(asked.items)]
    if parts and sum(amount.minor for _, amount in parts) != whole.minor:
        raise invalid("amount", "is not the sum of the items")
    order_type = OrderType(asked.order_type)
    named = parts or [(regime.categories[0][0], whole)]
    taxables = [
        Taxable(amount, regime.rates_for(category_named(shelf, name, f"items.{at}.category"), order_type))
        for at, (name, amount) in enumerate(named)
    ]
    found = tax_of(taxables, regime.terms, currency)
    return TaxOut(
        type=asked.type, amount=whole.plain(), tax_amount=found.tax.plain(), net_amount=found.net.plain(),
        total_amount=found.gross.plain(), prices_include_tax=regime.terms.prices is PricesAre.INCLUSIVE,
        taxes=[
            TaxLineOut(
                name=line.rate.name, rate=percent(line.rate.percent), taxable_amount=line.net.plain(),
                tax_amount=line.tax.plain(),
            )
            for line in found.lines
        ],
    )  # fmt: skip


def category_named(shelf: Shelf, name: str, field: str) -> str:
    """The tax category of this id or name. Raises Refused (422)."""
    for key, title in shelf.regime.categories:
        if name.casefold() in (key.casefold(), title.casefold()):
            return key
    raise invalid(field, "there is no such tax category")


def _rates(view: View, asked: Paged) -> bytes:
    regime, shelf = view.shelf.regime, view.shelf
    titles, rates = dict(regime.categories), {rate.id: rate for rate in regime.rates}
    found = [
        RateOut(
            id=shelf.number("tax_rate", rate_id), name=rates[rate_id].name, label=rates[rate_id].label,
            rate=percent(rates[rate_id].percent), jurisdiction=_jurisdiction(view, regime), type="sales",
            category=rule.tax_category, category_name=titles.get(rule.tax_category, rule.tax_category),
            order_type=None if rule.order_type is None else rule.order_type.value,
            prices_include_tax=regime.terms.prices is PricesAre.INCLUSIVE,
            rounding_scope=regime.terms.scope.value, rounding_mode=regime.terms.mode.value,
        )
        for rule in regime.rules
        for rate_id in rule.rates
    ]  # fmt: skip
    page = cut(found, asked)
    return dumped(RatePage(data=list(page.rows), meta=meta_of(asked, page.total)))


def _jurisdiction(view: View, regime: TaxRegime) -> str:
    address = view.shelf.profile.address
    return address[-1] if address else regime.id


def _report(view: View, asked: ReportQuery) -> TaxReportOut:
    today = view.shelf.profile.calendar.date_of(view.now)
    start = asked.start_date or asked.end_date or today
    end = asked.end_date or max(start, today)
    if end < start:
        raise invalid("end_date", "is before start_date")
    within = (TAXES.c.business_date >= start.isoformat(), TAXES.c.business_date <= end.isoformat())
    columns = (TAXES.c.name, TAXES.c.percent, func.sum(TAXES.c.net), func.sum(TAXES.c.tax), func.count())
    by_rate = select(*columns).where(TAXES.c.tenant == view.tenant, *within).group_by(TAXES.c.name, TAXES.c.percent)
    rows = view.connection.execute(by_rate.order_by(TAXES.c.name, TAXES.c.percent)).all()
    day = (ORDERS.c.business_date >= start.isoformat(), ORDERS.c.business_date <= end.isoformat())
    sums = select(func.coalesce(func.sum(ORDERS.c.total - ORDERS.c.tip), 0), func.count())
    gross, orders = view.connection.execute(
        sums.where(ORDERS.c.tenant == view.tenant, ORDERS.c.status == "completed", *day)
    ).one()
    currency = view.currency
    return TaxReportOut(
        start_date=start.isoformat(), end_date=end.isoformat(), currency=currency,
        gross_sales=Money(int(gross), currency).plain(), tax_amount=plain(sum(int(row[3]) for row in rows), currency),
        orders=int(orders),
        rates=[
            CollectedOut(
                name=row[0], rate=percent(Decimal(row[1])), taxable_amount=plain(int(row[2]), currency),
                tax_amount=plain(int(row[3]), currency), orders=int(row[4]),
            )
            for row in rows
        ],
    )  # fmt: skip
