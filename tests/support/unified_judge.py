"""Whether the Unified Assistant holds just what a terminal holds: every charge, payment, order and delivery, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from aura_terminal.domain.account_invoices import invoices_of
from aura_terminal.domain.ids import PaymentId, PurchaseId
from aura_terminal.domain.purchasing_facts import PurchaseStatus
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, ValueDrawn
from aura_terminal.store.open_store import Store
from sync.connectors.unified.customers import account_of
from sync.connectors.unified.invoice_body import mark_of
from sync.connectors.unified.naming import COUNTER, central_id_of, invoice_mark
from sync.connectors.unified.purchases import purchase_of
from sync.connectors.unified.receipts import takings
from tests.support.unified_office import UnifiedOffice

MOST = 500
REACHED = {
    PurchaseStatus.APPROVED: "approved", PurchaseStatus.SENT: "sent", PurchaseStatus.CANCELLED: "cancelled",
    PurchaseStatus.PARTLY_RECEIVED: "partially_received", PurchaseStatus.RECEIVED: "received",
}  # fmt: skip


def differences(store: Store, office: UnifiedOffice) -> list[str]:
    """Everything that is not the same, in words."""
    return [*_accounts(store, office), *_takings(store, office), *_purchases(store, office)]


def _accounts(store: Store, office: UnifiedOffice) -> Iterator[str]:
    picture, reads = store.central_book.picture, store.reads
    names = Counter(one["customer_code"] for one in office.customers.values())
    yield from (f"{code} is a customer {count} times" for code, count in names.items() if count > 1)
    rows = reads.value.accounts(AccountKind.HOUSE, MOST)
    companies = [one for one in office.customers.values() if not _is_counter(one)]
    if len(rows) != len(companies):
        yield f"{len(rows)} house accounts here, {len(companies)} customers there"
    for row in rows:
        account = account_of(row.account_id, picture)
        customer = central_id_of(picture, "account", account.id)
        if customer not in office.customers:
            yield f"{row.name} is no customer"
            continue
        yield from _invoices(store, account, customer, office)
        owed = office.open_of(customer) - _advance(customer, office)
        if owed != Decimal((-row.balance).plain()):
            yield f"{row.name} owes {(-row.balance).plain()} here, {owed} there"


def _is_counter(customer: dict[str, object]) -> bool:
    return str(customer["customer_code"]).startswith("AURA-")


def _advance(customer: str, office: UnifiedOffice) -> Decimal:
    theirs = [one for one in office.payments.values() if one["customer_id"] == customer]
    return sum((one["amount"] - sum(part["amount"] for part in one["allocations"]) for one in theirs), Decimal(0))


def _invoices(store: Store, account: ValueAccount, customer: str, office: UnifiedOffice) -> Iterator[str]:
    picture = store.central_book.picture
    theirs = [one for one in office.invoices.values() if one["customer"]["id"] == customer]
    there = Counter(mark_of(one["line_items"][0]["description"]) for one in theirs)
    for move_id, fact in account.moves.items():
        if not isinstance(fact, ValueDrawn) or fact.move.order_id is None:
            continue
        mark = invoice_mark(picture.order(fact.move.order_id).number, move_id, picture.store_id)
        left = account.left_of(PaymentId(move_id))
        if not left and not there[mark]:  # it was given back before anybody was told
            continue
        if there[mark] != 1:
            yield f"the charge {mark} is there {there[mark]} times"
            continue
        found = next(one for one in theirs if mark_of(one["line_items"][0]["description"]) == mark)
        open_here = next((one.open for one in invoices_of(account) if one.key == move_id), left)
        if found["total_amount"] != Decimal(left.plain()):
            yield f"{mark} comes to {left.plain()} here, {found['total_amount']} there"
        if max(found["balance_amount"], Decimal(0)) != Decimal(open_here.plain()):  # what came back was paid before
            yield f"{mark}: {open_here.plain()} is open here, {found['balance_amount']} there"
    references = Counter(one["payment_reference"] for one in office.payments.values())
    yield from (f"{name} was paid {count} times" for name, count in references.items() if count > 1)


def _takings(store: Store, office: UnifiedOffice) -> Iterator[str]:
    picture, books = store.central_book.picture, store.reads.books
    counter = central_id_of(picture, "account", COUNTER)
    wanted: Counter[str] = Counter()
    for closed in books.closings():
        for tender, amount in takings(closed, picture).items():
            wanted[tender] += amount.minor
    there: Counter[str] = Counter()
    for one in office.payments.values():
        if one["customer_id"] == counter:
            sign = 1 if one["payment_type"] == "receipt" else -1
            there[one["payment_method"]] += sign * int(one["amount"] * 100)
    if {k: v for k, v in wanted.items() if v} != {k: v for k, v in there.items() if v}:
        yield f"takings: {dict(wanted)} here, {dict(there)} there"


def _purchases(store: Store, office: UnifiedOffice) -> Iterator[str]:
    picture = store.central_book.picture
    told = Counter(str(one.get("notes", "")).rpartition(" ")[2] for one in office.purchases.values())
    stock: Counter[str] = Counter()
    for row in store.reads.purchases.purchases(MOST):
        purchase = purchase_of(row.purchase_id, picture)
        is_linked = bool(central_id_of(picture, "purchase", purchase.id))
        if told[purchase.id] != (1 if is_linked else 0) or (
            purchase.approved and not purchase.cancelled and not is_linked
        ):
            yield f"{row.number} ({row.status}) is there {told[purchase.id]} times"
            continue
        if not is_linked:
            continue
        there = office.purchases[central_id_of(picture, "purchase", PurchaseId(purchase.id))]
        if there["status"] != REACHED[row.status]:
            yield f"{row.number} is {row.status} here, {there['status']} there"
        deliveries = [one for one in office.deliveries.values() if one["purchase_order_id"] == there["id"]]
        if len(deliveries) != len(purchase.deliveries):
            yield f"{row.number}: {len(purchase.deliveries)} deliveries here, {len(deliveries)} there"
        for line in purchase.lines:
            stock[central_id_of(picture, "supply", line.supply_id)] += int(purchase.accepted(line.line_id) * 10_000)
    for id_, amount in office.stock.items():
        if int(amount * 10_000) != stock[id_]:
            yield f"{office.materials[id_]['material_name']}: {stock[id_]} here, {amount} there"
