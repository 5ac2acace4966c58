"""The day's figures counted a second time, from the raw rows of the journal and from nothing of the program.

Prices include the tax, which is taken out once per rate and order, an exact half away from zero: the demo shop's terms.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

from tests.integration.command_line.asking import rows

Fact = dict[str, Any]  # a payload as JSON has it


@dataclass
class Line:
    """One line of an order as its facts leave it."""

    name: str
    category: str
    rate: str
    percent: Fraction
    unit: int
    quantity: int
    modifiers: list[Fact]
    removed: bool = False
    voided: int = 0

    @property
    def charged(self) -> int:
        return 0 if self.removed else self.quantity - self.voided

    def price(self, charged: int) -> int:
        """Units at their price, and of each modifier the share that belongs to them, a part of one counted as one."""
        shares = ((ceil(Fraction(m["quantity"] * charged, self.quantity)), m) for m in self.modifiers)
        extras: int = sum(share * m["unit_price"]["minor"] for share, m in shares)
        return self.unit * charged + extras


@dataclass
class Order:
    """One order as its facts leave it."""

    kind: str
    guests: int
    lines: dict[str, Line] = field(default_factory=dict)
    payments: list[Fact] = field(default_factory=list)
    ended: str = ""
    day: str = ""


def recounted(folder: Path) -> dict[str, Fact]:
    """For each business date: the figures a sales report gives of it."""
    orders: dict[str, Order] = {}
    asked = "SELECT type, payload FROM journal WHERE aggregate = 'order' ORDER BY stamp, fact_id"
    for type_, payload in rows(folder, asked):
        _take(orders, type_, json.loads(payload))
    days: dict[str, list[Order]] = defaultdict(list)
    for order in orders.values():
        if order.ended:
            days[order.day].append(order)
    return {day: _figures(found) for day, found in days.items()}


def _take(orders: dict[str, Order], type_: str, fact: Fact) -> None:
    if type_ == "order_opened":
        assert fact["terms"] == {"cash_step": 1, "mode": "half_up", "prices": "inclusive", "scope": "order"}
        orders[fact["order_id"]] = Order(fact["order_type"], fact["guests"])
        return
    order = orders[fact["order_id"]]
    line = order.lines.get(fact.get("line_id", ""))
    match type_:
        case "line_added":
            sold = fact["sold"]
            (rate,) = sold["rates"]
            order.lines[fact["line_id"]] = Line(
                sold["name"], sold["category_name"], rate["id"], Fraction(rate["percent"]),
                sold["unit_price"]["minor"], fact["quantity"], fact["modifiers"],
            )  # fmt: skip
        case "line_quantity_changed" if line:
            line.quantity, line.modifiers = fact["quantity"], fact["modifiers"]
        case "line_modified" if line:
            line.modifiers = fact["modifiers"]
        case "line_removed" | "line_restored" if line:
            line.removed = type_ == "line_removed"
        case "line_voided" if line:
            line.voided += fact["quantity"]
        case "payment_taken":
            order.payments.append(fact["payment"])
        case "order_closed" | "order_cancelled":
            order.ended, order.day = type_, fact["business_date"]
        case "lines_fired" | "line_noted" | "line_seated" | "line_coursed":
            pass
        case _:
            raise AssertionError(f"the recount does not know {type_}")


def _figures(orders: list[Order]) -> Fact:
    sold = [order for order in orders if order.ended == "order_closed"]
    paid = [payment for order in sold for payment in order.payments]
    gross = tax = 0
    taxes: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("categories", "items", "order_types")}
    sums: dict[str, Counter[str]] = {name: Counter() for name in counts}
    for order in sold:
        by_rate: Counter[tuple[str, Fraction]] = Counter()
        for line in order.lines.values():
            if line.charged:
                price = line.price(line.charged)
                by_rate[line.rate, line.percent] += price
                for table, name in (("categories", line.category), ("items", line.name)):
                    counts[table][name] += line.charged
                    sums[table][name] += price
        total = sum(by_rate.values())
        counts["order_types"][order.kind] += 1
        sums["order_types"][order.kind] += total
        gross += total
        for (rate, percent), amount in by_rate.items():
            if amount:
                net = floor(Fraction(amount * 100) / (100 + percent) + Fraction(1, 2))
                taxes[rate][0] += net
                taxes[rate][1] += amount - net
                tax += amount - net
    return {
        "orders": len(sold),
        "guests": sum(order.guests for order in sold),
        "payments": len(paid),
        "gross_minor": gross,
        "tax_minor": tax,
        "net_minor": gross - tax,
        "tenders": _tenders(paid),
        "taxes": {rate: tuple(pair) for rate, pair in taxes.items()},
        **{name: {key: (counts[name][key], sums[name][key]) for key in counts[name]} for name in counts},
        "voids": _taken_back(orders, "voided"),
        "removed": _taken_back(orders, "removed"),
        "cancelled": _cancelled(orders),
        "change_given_minor": sum(payment["change"]["minor"] for payment in paid),
        "rounding_minor": sum(payment["rounding"]["minor"] for payment in paid),
    }


def _tenders(paid: list[Fact]) -> dict[str, tuple[int, int]]:
    tenders = {payment["tender"] for payment in paid}
    of = {tender: [one["amount"]["minor"] for one in paid if one["tender"] == tender] for tender in tenders}
    return {tender: (len(amounts), sum(amounts)) for tender, amounts in of.items()}


def _taken_back(orders: list[Order], how: str) -> tuple[int, int]:
    lines = [line for order in orders for line in order.lines.values()]
    if how == "removed":
        gone = [(line.quantity, line.price(line.quantity)) for line in lines if line.removed]
    else:
        kept = [(line, line.quantity - line.voided) for line in lines if line.voided and not line.removed]
        gone = [(line.voided, line.price(line.quantity) - (line.price(left) if left else 0)) for line, left in kept]
    return sum(count for count, _ in gone), sum(minor for _, minor in gone)


def _cancelled(orders: list[Order]) -> tuple[int, int]:
    gone = [order for order in orders if order.ended == "order_cancelled"]
    charged = [line.price(line.charged) for order in gone for line in order.lines.values() if line.charged]
    return len(gone), sum(charged)


def as_recounted(report: Fact) -> Fact:
    """A day of a report in the shape of a recount; what only open orders show is left out."""
    tables = ("tenders", "categories", "items", "order_types")
    plain = ("orders", "guests", "gross_minor", "tax_minor", "net_minor", "change_given_minor", "rounding_minor")
    return {
        **{name: report[name] for name in plain},
        "payments": sum(row["count"] for row in report["tenders"]),
        "taxes": {row["id"]: (row["net_minor"], row["tax_minor"]) for row in report["taxes"]},
        **{name: {row["name"]: (row["count"], row["minor"]) for row in report[name]} for name in tables},
        **{name: (report[name]["count"], report[name]["minor"]) for name in ("voids", "removed", "cancelled")},
    }
