"""What the Unified Assistant keeps in memory, and what people do in its own pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from aura_terminal.ports.chance import Clock
from tests.support.contract_server import (
    Refused,
    Violated,
    Wrong,
)
from tests.support.unified_customs import (
    CENT,
)


@dataclass
class UnifiedBook:
    """What the Unified Assistant keeps; `today` is what its reports call so."""

    clock: Clock
    tokens: dict[str, datetime] = field(default_factory=dict)
    refreshes: set[str] = field(default_factory=set)
    customers: dict[str, dict[str, Any]] = field(default_factory=dict)
    invoices: dict[str, dict[str, Any]] = field(default_factory=dict)
    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    materials: dict[str, dict[str, Any]] = field(default_factory=dict)
    stock: dict[str, Decimal] = field(default_factory=dict)
    suppliers: dict[str, dict[str, Any]] = field(default_factory=dict)
    purchases: dict[str, dict[str, Any]] = field(default_factory=dict)
    deliveries: dict[str, dict[str, Any]] = field(default_factory=dict)
    hooks: dict[str, dict[str, Any]] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    # What a person does in its pages

    def add_customer(self, name: str, limit: str = "500.00", terms: str = "Net 30", code: str = "") -> str:
        """A company; its id."""
        id_ = self._id("cust")
        self.customers[id_] = {
            "id": id_, "customer_code": code or id_.upper(), "name": name, "primary_email": f"{id_}@example.com",
            "primary_phone": "+1-555-0456", "credit_limit": Decimal(limit), "payment_terms": terms, "status": "active",
            "billing_address": {"line1": "456 Oak Ave", "city": "Los Angeles", "country": "US"},
        }  # fmt: skip
        return id_

    def add_material(self, name: str, cost: str = "5.50", *, stock: str = "0", reorder: str = "10") -> str:
        """A material; its id."""
        id_ = self._id("mat")
        self.materials[id_] = {
            "id": id_, "material_code": id_.upper(), "material_name": name, "category": "Food", "unit_of_measure": "kg",
            "reorder_point": Decimal(reorder), "reorder_quantity": Decimal("50.00"), "safety_stock": Decimal("5.00"),
            "standard_cost": Decimal(cost), "status": "active",
        }  # fmt: skip
        self.stock[id_] = Decimal(stock)
        return id_

    def add_supplier(self, name: str) -> str:
        """A supplier; its id."""
        id_ = self._id("sup")
        self.suppliers[id_] = {
            "id": id_, "supplier_code": id_.upper(), "name": name, "primary_email": "", "primary_phone": "+1-555-0123",
            "payment_terms": "Net 14", "status": "active",
        }  # fmt: skip
        return id_

    def bill(self, customer_id: str, amount: str) -> str:
        """An invoice that was made in its pages; its id."""
        line = {"description": "Catering", "quantity": 1, "unit_price": Decimal(amount)}
        return str(self._new_invoice({
            "customer_id": customer_id, "invoice_date": self.today.isoformat(),
            "due_date": (self.today + timedelta(days=30)).isoformat(), "line_items": [line],
        })["id"])  # fmt: skip

    def receive_money(self, invoice_id: str, amount: str) -> None:
        """A payment that came to the bank."""
        self._paid(self.invoices[invoice_id], Decimal(amount))

    @property
    def today(self) -> date:
        """The date there."""
        return self.clock.now().date()

    def open_of(self, customer_id: str) -> Decimal:
        """What a company owes."""
        theirs = (one for one in self.invoices.values() if one["customer"]["id"] == customer_id)
        return sum((one["balance_amount"] for one in theirs), Decimal(0))

    def _new_invoice(self, body: Mapping[str, Any]) -> dict[str, Any]:
        customer = kept(self.customers, body["customer_id"], Violated)
        id_ = self._id("inv")
        number = f"INV-{self.today.year}-{self.numbers['inv']:03}"
        self.invoices[id_] = {
            "id": id_, "invoice_number": number, "customer": {"id": customer["id"], "name": customer["name"]},
            "due_date": body.get("due_date", body["invoice_date"]), "paid_amount": Decimal("0.00"), "status": "unpaid",
            "currency_code": "EUR", "created_at": self._now(), **content_of(body),
        }  # fmt: skip
        self._settle(self.invoices[id_])
        return self.invoices[id_]

    def _paid(self, invoice: dict[str, Any], amount: Decimal) -> None:
        invoice["paid_amount"] += amount
        self._settle(invoice)

    def _settle(self, invoice: dict[str, Any]) -> None:
        invoice["balance_amount"] = invoice["total_amount"] - invoice["paid_amount"]
        if invoice["balance_amount"] <= 0 and invoice["total_amount"] > 0:
            invoice["status"] = "paid"
        else:
            invoice["status"] = "unpaid"

    def accepted(self, line: Mapping[str, Any]) -> Decimal:
        """How much of a line of a purchase order was accepted."""
        each = (one for delivery in self.deliveries.values() for one in delivery["line_items"])
        return sum((one["quantity_accepted"] for one in each if one["po_line_item_id"] == line["id"]), Decimal(0))

    def _id(self, kind: str) -> str:
        self.numbers[kind] = self.numbers.get(kind, 0) + 1
        return f"{kind}_{self.numbers[kind]:04}"

    def _now(self) -> str:
        return self.clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def content_of(body: Mapping[str, Any]) -> dict[str, Any]:
    lines = [{**line, "line_total": _line_total(line)} for line in body["line_items"]]
    content = {name: body[name] for name in ("invoice_date", "due_date", "notes") if name in body}
    return {**content, "line_items": lines, "total_amount": sum((one["line_total"] for one in lines), Decimal("0.00"))}


def _line_total(line: Mapping[str, Any]) -> Decimal:
    whole = Decimal(line["quantity"]) * Decimal(line["unit_price"]) * (1 + Decimal(line.get("tax_rate", 0)))
    return whole.quantize(CENT, ROUND_HALF_UP)


def kept(things: Mapping[str, dict[str, Any]], id_: str, otherwise: type[Refused] = Refused) -> dict[str, Any]:
    if id_ not in things:
        raise otherwise(Wrong.GONE, f"no such thing: {urlencode({'id': id_})}")
    return things[id_]
