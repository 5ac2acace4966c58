"""AuraFlow POS in memory, as strict as its document: every field, type, parameter, header and limit it names.

What the document leaves open is decided here and said beside it: a void is no turnover, a return lowers it, a sale
takes its items out of stock, and the movements of stock show what was noted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from aura_terminal.ports.chance import Clock
from tests.support.contract_server import (
    Answered,
    Asked,
    Complaint,
    ContractServer,
    Limit,
    Refused,
    Route,
    Spent,
    Violated,
    Wrong,
)
from tests.support.contract_shapes import Day, Flag, ListOf, Moment, Number, Record, Shape, Text, Whole

KEY, SECRET = "pk_live_abc123", "sk_live_xyz789"
TYPES = ("sale", "return", "void")
STAGES = ("new", "active", "vip", "at-risk", "churned")
GROUPS = ("day", "week", "month", "year")
FIRST_DAY = datetime(2025, 1, 15, 10, 30, tzinfo=UTC)

PAGED: Mapping[str, Shape] = {"limit": Whole(1, 100), "offset": Whole(0)}
SPAN: Mapping[str, Shape] = {"start_date": Day(), "end_date": Day()}
PRODUCT: Mapping[str, Shape] = {
    "name": Text(1), "price": Number(places=2), "category": Text(1), "sku": Text(1), "barcode": Text(1),
    "stock": Whole(0), "active": Flag(),
}  # fmt: skip
CUSTOMER: Mapping[str, Shape] = {"name": Text(1), "email": Text(3), "phone": Text(3), "notes": Text()}
NAMED = Record({"id": Text(1), "name": Text()})
ITEM = Record({
    "product_id": Text(1), "name": Text(1), "quantity": Whole(1), "unit_price": Number(places=2),
    "total": Number(places=2),
})  # fmt: skip
TRANSACTION = Record(
    {
        "type": Text(choices=TYPES), "total": Number(0, places=2), "subtotal": Number(0, places=2),
        "tax": Number(0, places=2), "items": ListOf(ITEM, 1), "payment_method": Text(1), "cashier": NAMED,
        "terminal": Text(1), "timestamp": Moment(),
    },
    {"customer": NAMED},
)  # fmt: skip
ADJUSTMENT = Record({"product_id": Text(1), "adjustment": Number(), "reason": Text(1)}, {"notes": Text()})


class AuraFlowCustoms:
    """Keys, errors and limits as documented."""

    limits: Sequence[Limit] = (Limit(1000, 3600.0), Limit(60, 60.0), Limit(100, 10.0))

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def admit(self, asked: Asked) -> str:
        """Both keys ("Headers Required"), and the content type that every request carries."""
        if (asked.headers.get("x-api-key"), asked.headers.get("x-api-secret")) != (KEY, SECRET):
            raise Violated(Wrong.NOBODY, "Bad API key/secret")
        if asked.headers.get("content-type") != "application/json":
            raise Violated(Wrong.INVALID, "Content-Type is application/json", "Content-Type")
        return KEY

    def refuse(self, complaint: Complaint) -> Answered:
        """ "Error Response Format", "Common Error Codes" and "Rate Limit Exceeded Response"."""
        if complaint.wrong is Wrong.LIMITED:
            until = int(self._clock.now().timestamp() + complaint.retry_after)
            words = f"Too many requests. Please retry after {until}"
            wait = max(1, int(complaint.retry_after))
            return Answered(429, {"error": "rate_limit_exceeded", "message": words, "retry_after": wait})
        status, code = {
            Wrong.NOBODY: (401, "invalid_credentials"), Wrong.GONE: (404, "resource_not_found"),
            Wrong.NO_SUCH_ADDRESS: (404, "resource_not_found"), Wrong.NOT_ALLOWED: (403, "invalid_request"),
        }.get(complaint.wrong, (400, "validation_error"))  # fmt: skip
        error = {"code": code, "message": complaint.message, "field": complaint.field, "details": {}}
        return Answered(status, {"error": error})

    def headers(self, spent: Sequence[Spent]) -> Mapping[str, str]:
        """ "Rate Limit Headers", of the hour."""
        hour = next((one for one in spent if one.limit.seconds == 3600.0), None)
        if hour is None:
            return {}
        reset = int(self._clock.now().timestamp() + hour.resets_in)
        return {
            "X-RateLimit-Limit": str(hour.limit.most), "X-RateLimit-Remaining": str(hour.left),
            "X-RateLimit-Reset": str(reset),
        }  # fmt: skip


@dataclass
class AuraFlowOffice:
    """What AuraFlow keeps. `hides_notes` makes its movements say nothing of what was noted: the document shows none."""

    clock: Clock
    hides_notes: bool = False
    products: dict[str, dict[str, Any]] = field(default_factory=dict)
    variations: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    transactions: dict[str, dict[str, Any]] = field(default_factory=dict)
    movements: list[dict[str, Any]] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def serve(self) -> ContractServer:
        """A server of it."""
        return ContractServer(self.routes(), AuraFlowCustoms(self.clock), self.clock)

    def routes(self) -> tuple[Route, ...]:
        """ "Endpoints"."""
        product, change = Record({k: PRODUCT[k] for k in ("name", "price")}, PRODUCT), Record({}, PRODUCT, 1)
        customer = Record({"name": CUSTOMER["name"]}, CUSTOMER)
        return (
            Route("GET", "/v1/products", self._products, query={**PAGED, "category": Text(1), "active": Flag()}),
            Route("GET", "/v1/products/{id}", self._product),
            Route("POST", "/v1/products", self._make_product, product),
            Route("PUT", "/v1/products/{id}", self._change_product, change),
            Route(
                "GET", "/v1/customers", self._customers,
                query={**PAGED, "search": Text(1), "segment": Text(choices=STAGES)},
            ),
            Route("GET", "/v1/customers/{id}", lambda asked: Answered(200, self._kept(self.customers, asked))),
            Route("POST", "/v1/customers", self._make_customer, customer),
            Route("PUT", "/v1/customers/{id}", self._change_customer, Record({}, CUSTOMER, 1)),
            Route(
                "GET", "/v1/transactions", self._transactions,
                query={**SPAN, "type": Text(choices=TYPES), "payment_method": Text(1), "customer_id": Text(1)},
            ),
            Route("GET", "/v1/transactions/{id}", lambda asked: Answered(200, self._kept(self.transactions, asked))),
            Route("POST", "/v1/transactions", self._make_transaction, TRANSACTION),
            Route("GET", "/v1/inventory/levels", self._levels),
            Route("POST", "/v1/inventory/adjust", self._adjust, ADJUSTMENT),
            Route("GET", "/v1/inventory/history", self._history),
            Route("GET", "/v1/reports/sales", self._sales, query={**SPAN, "group_by": Text(choices=GROUPS)}),
            Route("GET", "/v1/reports/top-products", self._top_products),
        )  # fmt: skip

    # What a person does in its dashboard

    def add_product(self, name: str, price: str, category: str = "Food", stock: int = 100, **more: Any) -> str:
        """A product; its id."""
        id_ = self._id("prod")
        self.products[id_] = {
            "id": id_, "name": name, "price": Decimal(price), "category": category, "sku": more.get("sku", id_.upper()),
            "barcode": more.get("barcode", ""), "stock": stock, "active": True, **self._stamped(),
        }  # fmt: skip
        self.variations[id_] = [
            {"id": f"var_{place:03}", "name": size, "price_modifier": Decimal(more_or_less)}
            for place, (size, more_or_less) in enumerate(more.get("sizes", ()), 1)
        ]
        return id_

    def change_product(self, id_: str, **fields: Any) -> None:
        """Something of a product is different now."""
        self.products[id_] |= {**fields, "updated_at": self._now()}

    def add_customer(self, name: str, **fields: Any) -> str:
        """A customer; its id."""
        id_ = self._id("cust")
        self.customers[id_] = {
            "id": id_, "name": name, "email": "", "phone": "", "lifecycle_stage": "new", "total_purchases": 0,
            "lifetime_value": Decimal("0.00"), "created_at": self._now(), "last_purchase": None, "notes": "", **fields,
        }  # fmt: skip
        return id_

    def turnover(self) -> Decimal:
        """What its sales less its returns come to."""
        signs = {"sale": 1, "return": -1, "void": 0}
        return sum((signs[one["type"]] * one["total"] for one in self.transactions.values()), Decimal(0))

    # Products

    def _products(self, asked: Asked) -> Answered:
        found = [
            one for one in self.products.values()
            if asked.query.get("category", one["category"]) == one["category"]
            and asked.query.get("active", str(one["active"]).lower()) == str(one["active"]).lower()
        ]  # fmt: skip
        limit, offset = asked.number("limit", 50), asked.number("offset", 0)
        page = {"total": len(found), "limit": limit, "offset": offset, "has_more": offset + limit < len(found)}
        return Answered(200, {"data": found[offset : offset + limit], "pagination": page})

    def _product(self, asked: Asked) -> Answered:
        found = dict(self._kept(self.products, asked))
        for name in ("created_at", "updated_at"):
            del found[name]
        return Answered(200, {**found, "variations": self.variations.get(found["id"], [])})

    def _make_product(self, asked: Asked) -> Answered:
        self._check_price(asked.body)
        id_ = self._id("prod")
        blank = {"category": "", "sku": "", "barcode": "", "stock": 0, "active": True}
        self.products[id_] = {"id": id_, **blank, **asked.body, **self._stamped()}
        return Answered(201, self.products[id_])

    def _change_product(self, asked: Asked) -> Answered:
        found = self._kept(self.products, asked)
        self._check_price(asked.body)
        found |= {**asked.body, "updated_at": self._now()}
        return Answered(200, found)

    def _check_price(self, body: Mapping[str, Any]) -> None:
        if "price" in body and body["price"] <= 0:
            raise Refused(Wrong.INVALID, "Product price must be greater than 0", "price")

    # Customers

    def _customers(self, asked: Asked) -> Answered:
        wanted = asked.query.get("search", "").casefold()
        found = [
            {name: value for name, value in one.items() if name != "notes"}
            for one in self.customers.values()
            if any(wanted in str(one[name]).casefold() for name in ("name", "email", "phone"))
            and asked.query.get("segment", one["lifecycle_stage"]) == one["lifecycle_stage"]
        ]
        offset = asked.number("offset", 0)
        return Answered(200, {"data": found[offset : offset + asked.number("limit", 50)]})

    def _make_customer(self, asked: Asked) -> Answered:
        return Answered(201, self.customers[self.add_customer(**asked.body)])

    def _change_customer(self, asked: Asked) -> Answered:
        found = self._kept(self.customers, asked)
        found |= asked.body
        return Answered(200, found)

    # Transactions

    def _transactions(self, asked: Asked) -> Answered:
        rows = [one for one in self._within(asked) if _passes(one, asked.query)]
        return Answered(200, {"data": rows})

    def _make_transaction(self, asked: Asked) -> Answered:
        body = asked.body
        if body["subtotal"] + body["tax"] != body["total"]:
            raise Violated(Wrong.INVALID, "subtotal and tax do not come to the total", "total")
        for place, item in enumerate(body["items"]):
            if item["product_id"] not in self.products:
                raise Violated(Wrong.INVALID, f"no product {item['product_id']}", f"items[{place}].product_id")
            if item["quantity"] * item["unit_price"] != item["total"]:
                raise Violated(
                    Wrong.INVALID, "quantity and unit_price do not come to the total", f"items[{place}].total"
                )
        if "customer" in body and body["customer"]["id"] not in self.customers:
            raise Violated(Wrong.INVALID, "no such customer", "customer.id")
        id_ = self._id("txn")
        self.transactions[id_] = {"id": id_, **body}
        sign = {"sale": -1, "return": 1, "void": 0}[body["type"]]
        for item in body["items"]:
            self.products[item["product_id"]]["stock"] += sign * item["quantity"]
        if body["type"] == "sale" and "customer" in body:
            guest = self.customers[body["customer"]["id"]]
            guest["total_purchases"] += 1
            guest["lifetime_value"] += body["total"]
            guest["last_purchase"] = body["timestamp"]
        return Answered(201, self.transactions[id_])

    # Inventory

    def _levels(self, asked: Asked) -> Answered:
        return Answered(200, {"data": [self._level(one) for one in self.products.values()]})

    def _level(self, product: Mapping[str, Any]) -> dict[str, Any]:
        stock = product["stock"]
        status = "out_of_stock" if stock <= 0 else "low_stock" if stock <= 20 else "in_stock"
        return {
            "product_id": product["id"], "product_name": product["name"], "current_stock": stock,
            "low_stock_threshold": 20, "status": status,
        }  # fmt: skip

    def _adjust(self, asked: Asked) -> Answered:
        product = self.products.get(asked.body["product_id"])
        if product is None:
            raise Refused(Wrong.GONE, "no such product", "product_id")
        product["stock"] += asked.body["adjustment"]
        self.movements.append({"id": self._id("mov"), **asked.body, "created_at": self._now()})
        return Answered(200, self._level(product))

    def _history(self, asked: Asked) -> Answered:
        hidden = ("notes",) if self.hides_notes else ()
        rows = [{name: value for name, value in one.items() if name not in hidden} for one in self.movements]
        return Answered(200, {"data": rows})

    # Reports

    def _sales(self, asked: Asked) -> Answered:
        days: dict[str, list[dict[str, Any]]] = {}
        for one in self._within(asked):
            days.setdefault(one["timestamp"][:10], []).append(one)
        every = [one for found in days.values() for one in found]
        rows = [{"date": day, **_figures(found, "sales", "transactions")} for day, found in sorted(days.items())]
        items = sum(item["quantity"] for one in every if one["type"] == "sale" for item in one["items"])
        summary = {**_figures(every, "total_sales", "total_transactions"), "total_items_sold": items}
        return Answered(200, {"summary": summary, "breakdown": rows})

    def _top_products(self, asked: Asked) -> Answered:
        sums: dict[str, int] = {}
        for one in self.transactions.values():
            for item in one["items"] if one["type"] == "sale" else ():
                sums[item["name"]] = sums.get(item["name"], 0) + item["quantity"]
        rows = [{"name": name, "quantity_sold": sums[name]} for name in sorted(sums, key=lambda one: (-sums[one], one))]
        return Answered(200, {"data": rows})

    # What they share

    def _within(self, asked: Asked) -> list[dict[str, Any]]:
        first, last = (asked.query.get(name) for name in ("start_date", "end_date"))
        low = date.min if first is None else date.fromisoformat(first)
        high = date.max if last is None else date.fromisoformat(last)
        return [one for one in self.transactions.values() if low <= date.fromisoformat(one["timestamp"][:10]) <= high]

    def _kept(self, things: dict[str, dict[str, Any]], asked: Asked) -> dict[str, Any]:
        if asked.names["id"] not in things:
            raise Refused(Wrong.GONE, "Entity doesn't exist")
        return things[asked.names["id"]]

    def _id(self, kind: str) -> str:
        self.numbers[kind] = self.numbers.get(kind, 100) + 1
        return f"{kind}_{self.numbers[kind]}"

    def _now(self) -> str:
        return self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")

    def _stamped(self) -> dict[str, str]:
        return {"created_at": self._now(), "updated_at": self._now()}


def _passes(one: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    customer = one.get("customer", {"id": ""})["id"]
    found = {"type": one["type"], "payment_method": one["payment_method"], "customer_id": customer}
    return all(query.get(name, value) == value for name, value in found.items())


def _figures(rows: Sequence[Mapping[str, Any]], sales: str, count: str) -> dict[str, Any]:
    sold = [one for one in rows if one["type"] == "sale"]
    back = sum((one["total"] for one in rows if one["type"] == "return"), Decimal(0))
    total = sum((one["total"] for one in sold), Decimal(0)) - back
    average = (total / len(sold)).quantize(Decimal("0.01")) if sold else Decimal("0.00")
    return {sales: total, count: len(sold), "average_ticket": average}
