"""Finding out whether a step was done: by our reference where the documents keep one, else by what was said.

No idempotency is documented, so every creating step can be looked for. Where a list may go on beyond what was shown,
nobody knows: then it is not sent once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from aura_terminal.domain.central import name_of
from aura_terminal.domain.purchasing_facts import PurchaseStatus
from aura_terminal.ports.central import Picture, WireRow
from sync.connectors.unified.endpoints import (
    CUSTOMERS,
    DELIVERIES,
    INVOICE,
    INVOICES,
    PAGE_SIZE,
    PAYMENTS,
    PURCHASE_ORDER,
    PURCHASE_ORDERS,
    page,
)
from sync.connectors.unified.invoice_body import mark_of
from sync.connectors.unified.naming import CONNECTOR
from sync.connectors.unified.receipts import PAID, SAYS_PAID
from sync.connectors.unified.words import Words
from sync.reconcile.contract import Call, Done, Outcome, Problem, Refusal
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped
from sync.reconcile.translator import Sent

TOO_LONG = "the list is longer than what was shown, and the thing is not on it"
REACHED = {
    "approve": (PurchaseStatus.APPROVED, PurchaseStatus.SENT, PurchaseStatus.PARTLY_RECEIVED, PurchaseStatus.RECEIVED),
    "send": (PurchaseStatus.SENT, PurchaseStatus.PARTLY_RECEIVED, PurchaseStatus.RECEIVED),
    "cancel": (PurchaseStatus.CANCELLED,),
}
SENT_WORDS = ("sent", "overdue", "paid", "partially_paid", "viewed")
"""What an invoice is called once it left; the documents name `unpaid`, `draft` and `paid`."""


def look_for(row: WireRow, sent: Sent) -> Call | None:
    """The request that shows it; None where there is no way."""
    kind, step = name_of(row.record).kind, row.step
    if kind == "account":
        return page(CUSTOMERS, query={"search": str(sent.get("customer_code", ""))})
    if kind == "invoice" and step == "create":
        day = str(sent.get("invoice_date", ""))
        query = {"customer_id": str(sent.get("customer_id", "")), "date_from": day, "date_to": day}
        return page(INVOICES, query=query)
    if kind == "invoice" or step == PAID:
        return INVOICE.call(None, row.path.split("/")[3])
    if kind in ("receipt", "takings"):
        day = str(sent.get("payment_date", ""))
        span = {"date_from": day, "date_to": day}
        query = {"type": str(sent.get("payment_type", "")), "customer_id": str(sent.get("customer_id", "")), **span}
        return page(PAYMENTS, query=query)
    if kind == "purchase" and step == "create":
        day = str(sent.get("po_date", ""))
        query = {"supplier_id": str(sent.get("supplier_id", "")), "date_from": day, "date_to": day}
        return page(PURCHASE_ORDERS, query=query)
    if kind == "purchase":
        return PURCHASE_ORDER.call(None, row.path.split("/")[3])
    if kind == "delivery":
        return page(DELIVERIES, query={"sort": "delivery_date", "order": "desc"})
    return None


def looked_at(row: WireRow, sent: Sent, reading: Found, picture: Picture, words: Words) -> Outcome | None:
    """Done when it is there; None when it is not. Raises Unreadable."""
    kind, step = name_of(row.record).kind, row.step
    said = unwrapped(reading)
    if kind == "invoice" and step != "create":
        return _invoice(step, sent, said)
    if step == PAID:
        return _paid(sent, said)
    if kind == "purchase" and step != "create":
        return _purchase(step, said, words)
    rows = list(said.items())
    found = next((one for one in rows if _IS_IT[kind](one, row, sent)), None)
    if kind == "delivery":
        found = next(_deliveries(rows, sent, picture), None)
    if found is not None:
        return Done(found["id"].id(), is_same=False)
    is_whole = len(rows) < PAGE_SIZE or (kind == "delivery" and _is_before(rows[-1], sent))
    return None if is_whole else Refusal(Problem.UNSURE, 200, TOO_LONG)


def _customer(one: Found, row: WireRow, sent: Sent) -> bool:
    return one.has("customer_code") and one["customer_code"].text() == sent.get("customer_code")


def _created_invoice(one: Found, row: WireRow, sent: Sent) -> bool:
    """The first line of ours begins with our reference; notes are shown by some deployments only."""
    notes, wanted = one.maybe("notes"), sent.get("notes")
    if notes is not None and notes.text() == wanted:
        return True
    ours = {mark_of(str(item.get("description", ""))) for item in sent.get("line_items", ())}
    theirs = {mark_of(item["description"].text()) for item in one["line_items"].items() if item.has("description")}
    return bool((ours & theirs) - {""})


def _payment(one: Found, row: WireRow, sent: Sent) -> bool:
    wanted = sent.get("payment_reference")
    return one.has("payment_reference") and one["payment_reference"].text() == wanted


def _created_purchase(one: Found, row: WireRow, sent: Sent) -> bool:
    """Our reference stands at the end of the notes."""
    id_ = name_of(row.record).local_id
    return one.has("notes") and one["notes"].text().endswith(id_)


def _never(one: Found, row: WireRow, sent: Sent) -> bool:
    return False


_IS_IT: Mapping[str, Callable[[Found, WireRow, Sent], bool]] = {
    "account": _customer,
    "invoice": _created_invoice,
    "receipt": _payment,
    "takings": _payment,
    "purchase": _created_purchase,
    "delivery": _never,
}


def _deliveries(rows: list[Found], sent: Sent, picture: Picture) -> Iterator[Found]:
    """Deliveries of the same order and day with the same quantities that are none of ours yet: they are told one after
    the other, so one of them is this."""
    for one in rows:
        is_same = one["purchase_order_id"].id() == sent.get("purchase_order_id")
        same_day = one["delivery_date"].text()[:10] == sent.get("delivery_date")
        is_taken = bool(picture.local_of(CONNECTOR, "delivery", one["id"].id()))
        if is_same and same_day and not is_taken and _quantities(one) == _sent_quantities(sent):
            yield one


def _quantities(one: Found) -> dict[str, tuple[Decimal, ...]]:
    return {
        item["po_line_item_id"].id(): tuple(item[f"quantity_{name}"].decimal() for name in ("received", "accepted"))
        for item in one["line_items"].items()
    }


def _sent_quantities(sent: Sent) -> dict[str, tuple[Decimal, ...]]:
    return {
        str(item["po_line_item_id"]): tuple(
            Decimal(str(item[f"quantity_{name}"])) for name in ("received", "accepted")
        )
        for item in sent.get("line_items", ())
    }  # fmt: skip


def _is_before(one: Found, sent: Sent) -> bool:
    return one["delivery_date"].text()[:10] < str(sent.get("delivery_date", ""))


def _invoice(step: str, sent: Sent, said: Found) -> Done | None:
    """Sent, or with the lines that were sent."""
    if step == "send":
        return Done() if said.has("status") and said["status"].text() in SENT_WORDS else None
    theirs = [(one["description"].text(), one["unit_price"].decimal()) for one in said["line_items"].items()]
    ours = [(item["description"], Decimal(str(item["unit_price"]))) for item in sent.get("line_items", ())]
    return Done() if theirs == ours else None


def _paid(sent: Sent, said: Found) -> Done | None:
    """Paid under our reference; where none is shown, paid is taken for ours: nobody else pays one whole of ours."""
    reference = said.maybe("payment_reference")
    is_ours = reference is None or reference.text() == sent.get("payment_reference")
    is_paid = said.has("status") and said["status"].text() == "paid"
    came_to = ((SAYS_PAID, f"{said['paid_amount'].decimal():f}"),) if said.has("paid_amount") else ()
    return Done(said["id"].id(), said=came_to) if is_paid and is_ours else None


def _purchase(step: str, said: Found, words: Words) -> Done | None:
    if step not in REACHED or not said.has("status"):
        return None
    return Done() if words.purchase_states.get(said["status"].text().casefold()) in REACHED[step] else None
