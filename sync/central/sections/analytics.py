"""Reference, "Analytics & Insights": figures of completed orders, shifts and customers, counted when they are asked."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field

from sync.central import figures
from sync.central.api.calling import Reading, View, Writing
from sync.central.api.errors import READ, WRITE
from sync.central.api.values import Answered, Asked, Day, Name, Number, timestamp
from sync.central.figures import Span, span_of

PeriodWord = Literal["today", "week", "month", "year", "custom"]
GroupWord = Literal["hour", "day", "week", "month"]
ReportGroup = Literal["category", "item", "order_type", "hour", "day", "week", "month"]
Metric = Literal["revenue", "quantity", "orders", "average_order_value"]


class SumsOut(Answered):
    """Completed orders added up."""

    orders: int
    revenue: str
    tax: str
    tips: str
    discounts: str
    average_order_value: str


class GroupOut(SumsOut):
    """The orders of an hour, day, week or month."""

    period: str


class SalesOut(Answered):
    """Reference, "GET /api/v1/analytics/sales"."""

    start_date: str
    end_date: str
    currency: str
    group_by: GroupWord
    summary: SumsOut
    data: list[GroupOut]


class TypeOut(SumsOut):
    """The orders of a type."""

    order_type: str


class RevenueOut(Answered):
    """Reference, "GET /api/v1/analytics/revenue"."""

    start_date: str
    end_date: str
    currency: str
    total_revenue: str
    previous_revenue: str
    growth_percentage: str | None = None
    current: SumsOut
    previous: SumsOut
    by_order_type: list[TypeOut]


class ItemOut(Answered):
    """A menu item with how it sold."""

    menu_item_id: int
    name: str
    category: str
    quantity_sold: int
    revenue: str
    orders: int


class ItemsOut(Answered):
    """Reference, "GET /api/v1/analytics/popular-items"."""

    start_date: str
    end_date: str
    currency: str
    data: list[ItemOut]


class MemberOut(SumsOut):
    """Somebody's orders and hours."""

    employee_id: int
    employee_name: str
    hours_worked: str
    revenue_per_hour: str | None = None


class PerformanceOut(Answered):
    """Reference, "GET /api/v1/analytics/staff-performance"."""

    start_date: str
    end_date: str
    currency: str
    data: list[MemberOut]


class TopCustomerOut(SumsOut):
    """Somebody who spent much."""

    customer_id: int
    name: str


class InsightsOut(Answered):
    """Reference, "GET /api/v1/analytics/customer-insights"."""

    start_date: str
    end_date: str
    currency: str
    total_customers: int
    new_customers: int
    active_customers: int
    returning_customers: int
    top_customers: list[TopCustomerOut]


class DateRange(Asked):
    """The days of a report, both included."""

    start: Day
    end: Day


class Filters(Asked):
    """What a report is cut to; `locations` are numbers of stores."""

    categories: Annotated[list[Name], Field(max_length=200)] = Field(default_factory=list)
    locations: Annotated[list[Number], Field(max_length=200)] = Field(default_factory=list)


class AskedReport(Asked):
    """Reference, "POST /api/v1/analytics/custom-report". The name of the report is only a name."""

    report_type: Name
    date_range: DateRange
    filters: Filters = Field(default_factory=Filters)
    group_by: Annotated[tuple[ReportGroup, ...], Field(min_length=1, max_length=4)] = ("category",)
    metrics: Annotated[tuple[Metric, ...], Field(min_length=1, max_length=4)] = ("revenue",)


class ReportRow(Answered):
    """One row: what it is grouped by, and the metrics that were asked for."""

    category: str | None = None
    item: str | None = None
    order_type: str | None = None
    hour: str | None = None
    day: str | None = None
    week: str | None = None
    month: str | None = None
    revenue: str | None = None
    quantity: int | None = None
    orders: int | None = None
    average_order_value: str | None = None


class ReportOut(Answered):
    """A report on what was sold."""

    report_type: str
    start_date: str
    end_date: str
    currency: str
    group_by: list[ReportGroup]
    metrics: list[Metric]
    data: list[ReportRow]
    generated_at: str


class PeriodQuery(Asked):
    """Which days; `custom` with a start and an end."""

    period: PeriodWord = "today"
    start_date: Day | None = None
    end_date: Day | None = None


class SalesQuery(PeriodQuery):
    """Reference, "GET /api/v1/analytics/sales"."""

    group_by: GroupWord = "day"


class ItemsQuery(PeriodQuery):
    """How many items at most."""

    limit: Annotated[int, Field(ge=1, le=100)] = 20


router = APIRouter(prefix="/api/v1/analytics", tags=["Analytics & Insights"])


@router.get("/sales", response_model=SalesOut, responses=READ)
def get_sales(asked: Annotated[SalesQuery, Query()], call: Reading) -> Response:
    """Get sales analytics."""
    return call.read(
        "analytics:read", lambda view: SalesOut.model_validate(figures.sales(view, _span(view, asked), asked.group_by))
    )


@router.get("/revenue", response_model=RevenueOut, responses=READ)
def get_revenue(asked: Annotated[PeriodQuery, Query()], call: Reading) -> Response:
    """Revenue analytics with trends."""
    return call.read(
        "analytics:read", lambda view: RevenueOut.model_validate(figures.revenue(view, _span(view, asked)))
    )


@router.get("/popular-items", response_model=ItemsOut, responses=READ)
def get_popular_items(asked: Annotated[ItemsQuery, Query()], call: Reading) -> Response:
    """Most popular menu items."""
    return call.read(
        "analytics:read",
        lambda view: ItemsOut.model_validate(figures.popular_items(view, _span(view, asked), asked.limit)),
    )


@router.get("/staff-performance", response_model=PerformanceOut, responses=READ)
def get_staff_performance(asked: Annotated[PeriodQuery, Query()], call: Reading) -> Response:
    """Staff performance metrics."""
    return call.read(
        "analytics:read",
        lambda view: PerformanceOut.model_validate(figures.staff_performance(view, _span(view, asked))),
    )


@router.get("/customer-insights", response_model=InsightsOut, responses=READ)
def get_customer_insights(asked: Annotated[PeriodQuery, Query()], call: Reading) -> Response:
    """Customer behavior analytics."""
    return call.read(
        "analytics:read", lambda view: InsightsOut.model_validate(figures.customer_insights(view, _span(view, asked)))
    )


@router.post("/custom-report", response_model=ReportOut, responses=WRITE)
def custom_report(asked: AskedReport, call: Writing) -> Response:
    """Generate custom report."""
    return call.read("analytics:read", lambda view: _report(view, asked))


def _span(view: View, asked: PeriodQuery) -> Span:
    return span_of(view, asked.period, asked.start_date, asked.end_date)


def _report(view: View, asked: AskedReport) -> ReportOut:
    span = span_of(view, "custom", asked.date_range.start, asked.date_range.end)
    rows: list[dict[str, Any]] = figures.custom_report(
        view, span, asked.group_by, asked.metrics, asked.filters.categories, asked.filters.locations
    )
    return ReportOut(
        report_type=asked.report_type, start_date=span.begins.isoformat(), end_date=span.ends.isoformat(),
        currency=view.currency, group_by=list(asked.group_by), metrics=list(asked.metrics),
        data=[ReportRow.model_validate(row) for row in rows], generated_at=timestamp(view.now),
    )  # fmt: skip
