"""The Unified Assistant in memory, as strict as its document: every field, type, parameter, code and limit it names.

What the document leaves open is decided here and said beside it: an invoice comes to every line with its tax, rounded
once; whatever pays it lowers its balance; a reply to a new purchase order shows no lines, its details do; a list shows
the fields of its example, and where there is none those of a new one with `id` and `status`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from tests.support.contract_server import (
    Access,
    Answered,
    Asked,
    ContractServer,
    Refused,
    Route,
    Violated,
    Wrong,
)
from tests.support.contract_shapes import Day, Flag, Number, Record, Shape, Text
from tests.support.unified_book import UnifiedBook, content_of, kept
from tests.support.unified_customs import (
    CUSTOMER,
    DELIVERY,
    EMAIL,
    HOOK,
    INVOICE,
    MARKED,
    PAGED,
    PASSWORD,
    PAYMENT,
    PURCHASE,
    SPAN,
    TOKEN_SECONDS,
    UnifiedCustoms,
    page_of,
    well,
)
from tests.support.unified_figures import aging, kpis, overview, trend


class UnifiedOffice(UnifiedBook):
    """The routes of the document over what is kept."""

    def serve(self) -> ContractServer:
        """A server of it."""
        return ContractServer(self.routes(), UnifiedCustoms(self), self.clock)

    def routes(self) -> tuple[Route, ...]:
        """The endpoints a terminal may use; every other one is undocumented for it."""
        anybody = Access.ANYBODY
        signing = Record({"email": Text(3), "password": Text(1)}, {"remember_me": Flag()})
        invoices: dict[str, Shape] = {
            **PAGED, **SPAN, "status": Text(1), "customer_id": Text(1), "min_amount": Number(), "max_amount": Number(),
            "overdue_only": Flag(),
        }  # fmt: skip
        payments: dict[str, Shape] = {
            **PAGED, **SPAN, "type": Text(choices=("receipt", "payment")), "customer_id": Text(1),
            "supplier_id": Text(1),
        }  # fmt: skip
        materials: dict[str, Shape] = {**PAGED, "category": Text(1), "status": Text(1), "low_stock_only": Flag()}
        orders: dict[str, Shape] = {**PAGED, **SPAN, "status": Text(1), "supplier_id": Text(1)}
        span: dict[str, Shape] = {
            "start_date": Day(),
            "end_date": Day(),
            "group_by": Text(choices=("day", "week", "month")),
        }
        return (
            Route("POST", "/v1/auth/login", self._login, signing, access=anybody),
            Route("POST", "/v1/auth/refresh", self._refresh, Record({"refresh_token": Text(1)}), access=anybody),
            Route("POST", "/v1/auth/logout", self._logout),
            Route("GET", "/v1/customers", self._customers, query={**PAGED, "status": Text(1), "segment": Text(1)}),
            Route("GET", "/v1/customers/{id}", lambda asked: _one(self.customers, asked)),
            Route("POST", "/v1/customers", self._make_customer, CUSTOMER),
            Route("GET", "/v1/invoices", self._invoices, query=invoices),
            Route("GET", "/v1/invoices/{id}", self._invoice),
            Route("POST", "/v1/invoices", self._make_invoice, INVOICE),
            Route("PUT", "/v1/invoices/{id}", self._change_invoice, INVOICE),
            Route("POST", "/v1/invoices/{id}/send", self._send_invoice),
            Route("POST", "/v1/invoices/{id}/mark-paid", self._mark_paid, MARKED),
            Route("GET", "/v1/invoices/{id}/pdf", self._pdf),
            Route("GET", "/v1/payments", self._list_payments, query=payments),
            Route("POST", "/v1/payments", self._pay, PAYMENT),
            Route("GET", "/v1/materials", self._materials, query=materials),
            Route("GET", "/v1/materials/{id}", lambda asked: _one(self.materials, asked)),
            Route("GET", "/v1/suppliers", lambda asked: page_of(asked, list(self.suppliers.values())), query=PAGED),
            Route("GET", "/v1/suppliers/{id}", lambda asked: _one(self.suppliers, asked)),
            Route("GET", "/v1/purchase-orders", self._list_purchases, query=orders),
            Route("GET", "/v1/purchase-orders/{id}", lambda asked: _one(self.purchases, asked)),
            Route("POST", "/v1/purchase-orders", self._make_purchase, PURCHASE),
            Route("POST", "/v1/purchase-orders/{id}/approve", lambda asked: self._move(asked, "approved", "draft")),
            Route("POST", "/v1/purchase-orders/{id}/send", lambda asked: self._move(asked, "sent", "approved")),
            Route(
                "POST", "/v1/purchase-orders/{id}/cancel",
                lambda asked: self._move(asked, "cancelled", "draft", "approved", "sent"),
            ),
            Route("GET", "/v1/deliveries", self._list_deliveries, query=PAGED),
            Route("GET", "/v1/deliveries/{id}", lambda asked: _one(self.deliveries, asked)),
            Route("POST", "/v1/deliveries", self._deliver, DELIVERY),
            Route("GET", "/v1/dashboard/overview", partial(overview, self)),
            Route(
                "GET", "/v1/dashboard/kpis", partial(kpis, self),
                query={"period": Text(choices=("today", "week", "month", "year")), "compare_with": Text(1)},
            ),
            Route("GET", "/v1/analytics/revenue-trend", partial(trend, self), query=span),
            Route(
                "GET", "/v1/reports/accounts-receivable-aging", partial(aging, self),
                query={"as_of_date": Day(), "customer_id": Text(1)},
            ),
            Route("GET", "/v1/webhooks", self._hooks, query=PAGED),
            Route("POST", "/v1/webhooks", self._hook, HOOK),
            Route("PUT", "/v1/webhooks/{id}", self._change_hook, Record({}, {**HOOK.needed}, 1)),
            Route("DELETE", "/v1/webhooks/{id}", self._unhook),
        )  # fmt: skip

    # Accounts

    def _login(self, asked: Asked) -> Answered:
        if (asked.body["email"], asked.body["password"]) != (EMAIL, PASSWORD):
            raise Refused(Wrong.NOBODY, "Invalid credentials", code="AUTH_INVALID")
        return self._let_in({"user": {"id": "user_1", "email": EMAIL, "roles": ["admin"]}})

    def _refresh(self, asked: Asked) -> Answered:
        token = asked.body["refresh_token"]
        if token not in self.refreshes:
            raise Refused(Wrong.NOBODY, "Invalid credentials", code="AUTH_INVALID")
        self.refreshes.discard(token)
        return self._let_in({})

    def _logout(self, asked: Asked) -> Answered:
        self.tokens.pop(asked.headers.get("authorization", "").removeprefix("Bearer "), None)
        return well({})

    def _let_in(self, more: Mapping[str, Any]) -> Answered:
        token, again = self._id("jwt"), self._id("refresh_token")
        self.tokens[token] = self.clock.now() + timedelta(seconds=TOKEN_SECONDS)
        self.refreshes.add(again)
        return well({"token": token, "refresh_token": again, "expires_in": TOKEN_SECONDS, **more})

    # Customers

    def _customers(self, asked: Asked) -> Answered:
        wanted = asked.query.get("search", "").casefold()
        found = [one for one in self.customers.values() if wanted in f"{one['customer_code']} {one['name']}".casefold()]
        return page_of(asked, found)

    def _make_customer(self, asked: Asked) -> Answered:
        if any(one["customer_code"] == asked.body["customer_code"] for one in self.customers.values()):
            raise Refused(Wrong.CONFLICT, "Duplicate customer code", code="RESOURCE_ALREADY_EXISTS")
        id_ = self._id("cust")
        self.customers[id_] = {"id": id_, **asked.body, "status": "active"}
        return well(self.customers[id_], 201)

    # Invoices and payments

    def _invoices(self, asked: Asked) -> Answered:
        query = asked.query
        found = [
            one for one in self.invoices.values()
            if query.get("customer_id", one["customer"]["id"]) == one["customer"]["id"]
            and query.get("status", one["status"]) == one["status"]
            and query.get("date_from", "") <= one["invoice_date"] <= query.get("date_to", "9999")
        ]  # fmt: skip
        return page_of(asked, [_listed(one) for one in found])

    def _invoice(self, asked: Asked) -> Answered:
        return well(kept(self.invoices, asked.names["id"]))

    def _make_invoice(self, asked: Asked) -> Answered:
        return well(self._new_invoice(asked.body), 201)

    def _change_invoice(self, asked: Asked) -> Answered:
        found = kept(self.invoices, asked.names["id"])
        if asked.body["customer_id"] != found["customer"]["id"]:
            raise Violated(Wrong.INVALID, "an invoice stays its customer's", "customer_id")
        found |= content_of(asked.body)
        self._settle(found)
        return well(found)

    def _send_invoice(self, asked: Asked) -> Answered:
        found = kept(self.invoices, asked.names["id"])
        self.mails.append(found["id"])
        return well(found)

    def _mark_paid(self, asked: Asked) -> Answered:
        found = kept(self.invoices, asked.names["id"])
        if found["status"] == "paid":
            raise Refused(Wrong.CONFLICT, "Invoice is already paid")
        found["payment_reference"] = asked.body["payment_reference"]
        self._paid(found, found["balance_amount"])
        return well(found)

    def _pdf(self, asked: Asked) -> Answered:
        found = kept(self.invoices, asked.names["id"])
        return Answered(200, raw=f"%PDF-1.4\n% {found['invoice_number']}\n%%EOF\n".encode(), kind="application/pdf")

    def _list_payments(self, asked: Asked) -> Answered:
        query = asked.query
        found = [
            one for one in self.payments.values()
            if query.get("type", one["payment_type"]) == one["payment_type"]
            and query.get("customer_id", one["customer_id"]) == one["customer_id"]
            and query.get("date_from", "") <= one["payment_date"] <= query.get("date_to", "9999")
        ]  # fmt: skip
        return page_of(asked, found)

    def _pay(self, asked: Asked) -> Answered:
        body = asked.body
        kept(self.customers, body["customer_id"], Violated)
        if body["amount"] <= 0:
            raise Violated(Wrong.INVALID, "Amount must be greater than 0", "amount")
        if sum(one["amount"] for one in body["allocations"]) > body["amount"]:
            raise Violated(Wrong.INVALID, "more is allocated than was paid", "allocations")
        for one in body["allocations"]:
            if one["amount"] > kept(self.invoices, one["invoice_id"], Violated)["balance_amount"]:
                raise Refused(Wrong.CONFLICT, "Allocation exceeds the balance", code="INVALID_TRANSACTION")
        for one in body["allocations"]:
            self._paid(self.invoices[one["invoice_id"]], one["amount"])
        id_ = self._id("pay")
        self.payments[id_] = {"id": id_, **body}
        return well(self.payments[id_], 201)

    # Purchases

    def _materials(self, asked: Asked) -> Answered:
        is_low = asked.query.get("low_stock_only") == "true"
        found = [
            one for id_, one in self.materials.items() if not is_low or self.stock[id_] < one["reorder_point"]
        ]  # fmt: skip
        return page_of(asked, found)

    def _list_purchases(self, asked: Asked) -> Answered:
        query = asked.query
        found = [
            one for one in self.purchases.values()
            if query.get("supplier_id", one["supplier_id"]) == one["supplier_id"]
            and query.get("status", one["status"]) == one["status"]
            and query.get("date_from", "") <= one["po_date"] <= query.get("date_to", "9999")
        ]  # fmt: skip
        return page_of(asked, found)

    def _make_purchase(self, asked: Asked) -> Answered:
        body = asked.body
        kept(self.suppliers, body["supplier_id"], Violated)
        for line in body["line_items"]:
            kept(self.materials, line["material_id"], Violated)
        id_ = self._id("po")
        lines = [{"id": self._id("pol"), **line} for line in body["line_items"]]
        number = f"PO-{self.today.year}-{self.numbers['po']:03}"
        self.purchases[id_] = {"id": id_, "po_number": number, **body, "line_items": lines, "status": "draft"}
        return well({name: self.purchases[id_][name] for name in ("id", "po_number", "status")}, 201)

    def _move(self, asked: Asked, to: str, *before: str) -> Answered:
        found = kept(self.purchases, asked.names["id"])
        if found["status"] not in before:
            raise Refused(Wrong.CONFLICT, f"A purchase order that is {found['status']} cannot be {to}")
        found["status"] = to
        return well({name: found[name] for name in ("id", "po_number", "status")})

    def _list_deliveries(self, asked: Asked) -> Answered:
        found = sorted(self.deliveries.values(), key=lambda one: one["delivery_date"])
        return page_of(asked, found[::-1] if asked.query.get("order") == "desc" else found)

    def _deliver(self, asked: Asked) -> Answered:
        body = asked.body
        order = kept(self.purchases, body["purchase_order_id"], Violated)
        if order["status"] not in ("sent", "partially_received"):
            raise Refused(Wrong.CONFLICT, f"Nothing is delivered on an order that is {order['status']}")
        lines = {line["id"]: line for line in order["line_items"]}
        for one in body["line_items"]:
            if one["po_line_item_id"] not in lines:
                raise Violated(Wrong.INVALID, "no such line", "po_line_item_id")
            if one["quantity_accepted"] + one["quantity_rejected"] != one["quantity_received"]:
                raise Violated(Wrong.INVALID, "accepted and rejected are not what was received", "quantity_received")
        id_ = self._id("do")
        self.deliveries[id_] = {"id": id_, **body}
        for one in body["line_items"]:
            self.stock[lines[one["po_line_item_id"]]["material_id"]] += one["quantity_accepted"]
        if any(one["quantity_accepted"] for one in body["line_items"]):
            whole = all(self.accepted(line) >= line["quantity"] for line in order["line_items"])
            order["status"] = "received" if whole else "partially_received"
        return well(self.deliveries[id_], 201)

    # Webhooks

    def _hooks(self, asked: Asked) -> Answered:
        return page_of(asked, [_open(one) for one in self.hooks.values()])

    def _hook(self, asked: Asked) -> Answered:
        id_ = self._id("hook")
        self.hooks[id_] = {"id": id_, **asked.body}
        return well(_open(self.hooks[id_]), 201)

    def _change_hook(self, asked: Asked) -> Answered:
        found = kept(self.hooks, asked.names["id"])
        found |= asked.body
        return well(_open(found))

    def _unhook(self, asked: Asked) -> Answered:
        kept(self.hooks, asked.names["id"])
        return well(self.hooks.pop(asked.names["id"]) and {})


LISTED = (
    "id", "invoice_number", "customer", "invoice_date", "due_date", "total_amount", "paid_amount", "balance_amount",
    "status", "currency_code", "line_items", "created_at",
)  # fmt: skip


def _listed(invoice: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the document's example: no notes."""
    return {name: invoice[name] for name in LISTED}


def _open(hook: Mapping[str, Any]) -> dict[str, Any]:
    """All but what calls are signed with."""
    return {name: value for name, value in hook.items() if name != "secret"}


def _one(things: Mapping[str, dict[str, Any]], asked: Asked) -> Answered:
    return well(kept(things, asked.names["id"]))
