"""Figures of the trade, counted from the rows of orders, shifts and customers; sales are of completed orders.

A day is a business date, an hour that of the store's wall clock. Revenue of orders is what they came to without tips;
of items it is what they cost at the menu's price, before what came off the order as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, select

from sync.central.api.calling import View
from sync.central.api.errors import invalid
from sync.central.api.values import instant_of, plain
from sync.central.people.clock import hours as worked_hours
from sync.central.store.tables import JOURNAL, NAMES, ORDER_ITEMS, ORDERS, RESOURCES, SHIFTS

LONGEST = 366


@dataclass(frozen=True, slots=True)
class Span:
    """Business dates, both ends included."""

    begins: date
    ends: date

    @property
    def before(self) -> Span:
        """As many days right before."""
        length = self.ends - self.begins + timedelta(days=1)
        return Span(self.begins - length, self.begins - timedelta(days=1))

    def holds(self, column: ColumnElement[Any]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """Whether a column's date is within."""
        return column >= self.begins.isoformat(), column <= self.ends.isoformat()


def span_of(view: View, period: str, start: date | None, end: date | None) -> Span:
    """The dates a request means. Raises Refused (422) for an end before the start and for more than a year."""
    today = view.shelf.profile.calendar.date_of(view.now)
    begins = {
        "today": today, "week": today - timedelta(days=today.weekday()), "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }.get(period)  # fmt: skip
    if period != "custom" and begins is not None and start is None and end is None:
        return Span(begins, today)
    first = start or end or today
    last = end or max(first, today)
    if last < first:
        raise invalid("end_date", "is before start_date")
    if (last - first).days >= LONGEST:
        raise invalid("end_date", f"is more than {LONGEST} days after start_date")
    return Span(first, last)


@dataclass(slots=True)
class Sums:
    """Orders added up; minor units."""

    orders: int = 0
    revenue: int = 0
    tax: int = 0
    tips: int = 0
    discounts: int = 0

    def add(self, row: Any) -> None:  # a row of SQLAlchemy
        """One more order."""
        self.orders += 1
        self.revenue += int(row.total) - int(row.tip)
        self.tax += int(row.tax)
        self.tips += int(row.tip)
        self.discounts += int(row.discount)

    def answered(self, currency: str) -> dict[str, Any]:
        """As the API says it."""
        average = self.revenue // self.orders if self.orders else 0
        return {
            "orders": self.orders, "revenue": plain(self.revenue, currency), "tax": plain(self.tax, currency),
            "tips": plain(self.tips, currency), "discounts": plain(self.discounts, currency),
            "average_order_value": plain(average, currency),
        }  # fmt: skip


def sales(view: View, span: Span, group_by: str) -> dict[str, Any]:
    """Reference, "GET /api/v1/analytics/sales": the whole, and a row for each hour, day, week or month with sales."""
    whole, groups = Sums(), dict[str, Sums]()
    name = _namer(view, group_by)
    for row in _orders(view, span):
        whole.add(row)
        groups.setdefault(name(row), Sums()).add(row)
    currency = view.currency
    return {
        **_period(span), "currency": currency, "group_by": group_by, "summary": whole.answered(currency),
        "data": [{"period": key, **groups[key].answered(currency)} for key in sorted(groups)],
    }  # fmt: skip


def revenue(view: View, span: Span) -> dict[str, Any]:
    """Reference, "GET /api/v1/analytics/revenue": beside as many days before, and by type of order."""
    now, before, types = Sums(), Sums(), dict[str, Sums]()
    for row in _orders(view, span):
        now.add(row)
        types.setdefault(row.order_type, Sums()).add(row)
    for row in _orders(view, span.before):
        before.add(row)
    currency = view.currency
    growth = None if not before.revenue else f"{Decimal((now.revenue - before.revenue) * 100) / before.revenue:.2f}"
    return {
        **_period(span), "currency": currency, "total_revenue": plain(now.revenue, currency),
        "previous_revenue": plain(before.revenue, currency), "growth_percentage": growth,
        "current": now.answered(currency), "previous": before.answered(currency),
        "by_order_type": [{"order_type": key, **types[key].answered(currency)} for key in sorted(types)],
    }  # fmt: skip


def popular_items(view: View, span: Span, limit: int) -> dict[str, Any]:
    """Reference, "GET /api/v1/analytics/popular-items": by how many were sold."""
    quantity, total = func.sum(ORDER_ITEMS.c.quantity), func.sum(ORDER_ITEMS.c.total)
    asked = (
        select(ORDER_ITEMS.c.item, ORDER_ITEMS.c.name, ORDER_ITEMS.c.category, quantity, total, func.count())
        .join_from(ORDER_ITEMS, ORDERS, _same_order())
        .where(*_completed(view, span))
        .group_by(ORDER_ITEMS.c.item, ORDER_ITEMS.c.name, ORDER_ITEMS.c.category)
        .order_by(quantity.desc(), total.desc(), ORDER_ITEMS.c.name)
        .limit(limit)
    )
    rows = view.connection.execute(asked).all()
    return {
        **_period(span), "currency": view.currency,
        "data": [
            {
                "menu_item_id": int(row[0]), "name": row[1], "category": row[2], "quantity_sold": int(row[3]),
                "revenue": plain(int(row[4]), view.currency), "orders": int(row[5]),
            }
            for row in rows
        ],
    }  # fmt: skip


def staff_performance(view: View, span: Span) -> dict[str, Any]:
    """Reference, "GET /api/v1/analytics/staff-performance": orders by who opened them, hours by who worked."""
    opened = (
        select(NAMES.c.number, ORDERS.c.total, ORDERS.c.tip, ORDERS.c.tax, ORDERS.c.discount)
        .join_from(ORDERS, JOURNAL, _journalled())
        .join(NAMES, (NAMES.c.tenant == JOURNAL.c.tenant) & (NAMES.c.local_id == JOURNAL.c.actor))
        .where(JOURNAL.c.aggregate == "order", JOURNAL.c.type == "order_opened", NAMES.c.kind == "staff")
        .where(*_completed(view, span))
    )  # fmt: skip
    people: dict[int, Sums] = {}
    for row in view.connection.execute(opened):
        people.setdefault(int(row.number), Sums()).add(row)
    hours = dict(_hours(view, span))
    names = _staff_names(view)
    currency = view.currency
    return {
        **_period(span), "currency": currency,
        "data": [
            {
                "employee_id": number, "employee_name": names.get(number, ""),
                "hours_worked": worked_hours(timedelta(seconds=hours.get(number, 0))),
                **people.get(number, Sums()).answered(currency),
                "revenue_per_hour": _per_hour(people.get(number, Sums()).revenue, hours.get(number, 0), currency),
            }
            for number in sorted(people.keys() | hours.keys())
        ],
    }  # fmt: skip


def customer_insights(view: View, span: Span) -> dict[str, Any]:
    """Reference, "GET /api/v1/analytics/customer-insights": who came, who came again, who spent most."""
    spent: dict[int, Sums] = {}
    for row in _orders(view, span):
        if row.customer:
            spent.setdefault(int(row.customer), Sums()).add(row)
    guests = (RESOURCES.c.tenant == view.tenant, RESOURCES.c.kind == "guest", RESOURCES.c.gone == 0)
    everybody = int(view.connection.execute(select(func.count()).where(*guests)).scalar() or 0)
    new = sum(1 for ms in view.connection.execute(select(RESOURCES.c.created_ms).where(*guests)).scalars()
              if span.begins <= view.shelf.profile.calendar.date_of(instant_of(int(ms))) <= span.ends)  # fmt: skip
    before = select(ORDERS.c.customer).where(
        ORDERS.c.tenant == view.tenant, ORDERS.c.status == "completed", ORDERS.c.customer.in_(list(spent)),
        ORDERS.c.business_date < span.begins.isoformat(),
    )  # fmt: skip
    known = {int(one) for one in view.connection.execute(before).scalars()} if spent else set()
    returning = [number for number, sums in spent.items() if number in known or sums.orders > 1]
    top = sorted(spent, key=lambda number: (-spent[number].revenue, number))[:10]
    names = _names(view, "guest", top)
    currency = view.currency
    return {
        **_period(span), "currency": currency, "total_customers": everybody, "new_customers": new,
        "active_customers": len(spent), "returning_customers": len(returning),
        "top_customers": [
            {"customer_id": number, "name": names.get(number, ""), **spent[number].answered(currency)} for number in top
        ],
    }  # fmt: skip


def custom_report(
    view: View, span: Span, group_by: Sequence[str], metrics: Sequence[str], categories: Sequence[str],
    stores: Sequence[int],
) -> list[dict[str, Any]]:  # fmt: skip
    """Reference, "POST /api/v1/analytics/custom-report": what was sold, by whatever it is grouped by."""
    if stores and view.tenant not in stores:
        return []
    asked = (
        select(
            ORDER_ITEMS.c.order_number, ORDER_ITEMS.c.category, ORDER_ITEMS.c.name, ORDER_ITEMS.c.quantity,
            ORDER_ITEMS.c.total, ORDERS.c.business_date, ORDERS.c.order_type, ORDERS.c.closed_ms,
        )
        .join_from(ORDER_ITEMS, ORDERS, _same_order())
        .where(*_completed(view, span))
    )  # fmt: skip
    if categories:
        asked = asked.where(ORDER_ITEMS.c.category.in_(list(categories)))
    namers = [_namer(view, word) for word in group_by]
    groups: dict[tuple[str, ...], _Sold] = {}
    for row in view.connection.execute(asked):
        groups.setdefault(tuple(name(row) for name in namers), _Sold()).add(row)
    return [
        {**dict(zip(group_by, key, strict=True)), **groups[key].answered(metrics, view.currency)}
        for key in sorted(groups)
    ]


class _Sold:
    """Items added up."""

    def __init__(self) -> None:
        self._revenue = self._quantity = 0
        self._orders: set[int] = set()

    def add(self, row: Any) -> None:  # a row of SQLAlchemy
        self._revenue += int(row.total)
        self._quantity += int(row.quantity)
        self._orders.add(int(row.order_number))

    def answered(self, metrics: Iterable[str], currency: str) -> dict[str, Any]:
        said = {
            "revenue": plain(self._revenue, currency), "quantity": self._quantity, "orders": len(self._orders),
            "average_order_value": plain(self._revenue // max(1, len(self._orders)), currency),
        }  # fmt: skip
        return {metric: said[metric] for metric in metrics}


def _orders(view: View, span: Span) -> Iterable[Any]:
    columns = (
        ORDERS.c.business_date, ORDERS.c.closed_ms, ORDERS.c.order_type, ORDERS.c.customer, ORDERS.c.total,
        ORDERS.c.tax, ORDERS.c.tip, ORDERS.c.discount,
    )  # fmt: skip
    return view.connection.execute(select(*columns).where(*_completed(view, span)))


def _completed(view: View, span: Span) -> tuple[ColumnElement[bool], ...]:
    return (ORDERS.c.tenant == view.tenant, ORDERS.c.status == "completed", *span.holds(ORDERS.c.business_date))


def _same_order() -> ColumnElement[bool]:
    return (ORDERS.c.tenant == ORDER_ITEMS.c.tenant) & (ORDERS.c.number == ORDER_ITEMS.c.order_number)


def _journalled() -> ColumnElement[bool]:
    return (JOURNAL.c.tenant == ORDERS.c.tenant) & (JOURNAL.c.aggregate_id == ORDERS.c.order_id)


def _namer(view: View, word: str) -> Callable[[Any], str]:
    """What a row is grouped under."""
    calendar = view.shelf.profile.calendar

    def week(row: Any) -> str:
        day = date.fromisoformat(row.business_date)
        return (day - timedelta(days=day.weekday())).isoformat()

    made: Mapping[str, Callable[[Any], str]] = {
        "hour": lambda row: f"{calendar.local(instant_of(int(row.closed_ms))):%Y-%m-%dT%H:00}",
        "day": lambda row: str(row.business_date), "week": week, "month": lambda row: str(row.business_date)[:7],
        "category": lambda row: str(row.category), "item": lambda row: str(row.name),
        "order_type": lambda row: str(row.order_type),
    }  # fmt: skip
    return made[word]


def _hours(view: View, span: Span) -> Iterable[tuple[int, int]]:
    asked = select(SHIFTS.c.staff, func.sum(SHIFTS.c.worked_s)).where(
        SHIFTS.c.tenant == view.tenant, *span.holds(SHIFTS.c.business_date)
    )
    for staff, seconds in view.connection.execute(asked.group_by(SHIFTS.c.staff)):
        yield int(staff), int(seconds)


def _per_hour(revenue: int, seconds: int, currency: str) -> str | None:
    return None if not seconds else plain(revenue * 3600 // seconds, currency)


def _staff_names(view: View) -> dict[int, str]:
    numbers = view.shelf.numbers.get("staff", {})
    return _names(view, "staff", list(numbers.values()))


def _names(view: View, kind: str, numbers: Sequence[int]) -> dict[int, str]:
    asked = select(RESOURCES.c.number, RESOURCES.c.body).where(
        RESOURCES.c.tenant == view.tenant, RESOURCES.c.kind == kind, RESOURCES.c.number.in_(list(numbers))
    )
    bodies = {int(row[0]): json.loads(row[1]) for row in view.connection.execute(asked)}
    return {number: f"{body['first_name']} {body['last_name']}".strip() for number, body in bodies.items()}


def _period(span: Span) -> dict[str, str]:
    return {"start_date": span.begins.isoformat(), "end_date": span.ends.isoformat()}
