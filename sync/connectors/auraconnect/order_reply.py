"""What AuraConnect says of an order and of its money, and how an order is found there again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from aura_terminal.domain.central import name_of
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.central import Picture, WireRow
from sync.connectors.auraconnect.endpoints import ORDER, ORDERS
from sync.connectors.auraconnect.naming import CONNECTOR
from sync.connectors.auraconnect.paging import first_of
from sync.connectors.auraconnect.payments import PAYMENT, payments_of
from sync.reconcile.contract import Call, Done, Outcome, Problem, Refusal
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped
from sync.reconcile.translator import Sent
from sync.reconcile.written import utc

Pairs = tuple[tuple[str, str], ...]

FIGURES = {
    "subtotal": "subtotal",
    "tax_amount": "tax",
    "discount_amount": "discount",
    "tip_amount": "tip",
    "total_amount": "total",
}
FAILED = ("failed", "declined", "error")
ALREADY = {
    "complete": ("completed",),
    "cancel": ("cancelled",),
    "kitchen": ("preparing", "ready", "completed"),
    "update": ("completed", "cancelled", "canceled"),
}
"""States of an order in which a step is done already, whoever did it; one that is over takes no other content."""

OVER = ("completed", "cancelled", "canceled")
PAYMENT_IDS = ("payment_id", "id", "transaction_id")


def read_order(row: WireRow, sent: Sent, reading: Found) -> Outcome:
    """The outcome of any step of an order, from a reply that is good. Raises Unreadable."""
    if row.step.startswith(PAYMENT):
        return _read_payment(row, reading)
    order = _order_in(reading)
    if row.step == "create":
        parts = _parts(sent, order)
        return Done(order["id"].id(), parts, _said(order), is_same=_is_whole(sent, order, parts))
    if row.step == "kitchen":
        return Done()
    return Done("", _parts(sent, order), _said(order))


def _order_in(reading: Found) -> Found:
    """The order of a reply: the reply itself, or its `order`."""
    bare = unwrapped(reading)
    return bare.maybe("order") or bare if isinstance(bare.value, dict) else bare


def _said(order: Found) -> Pairs:
    """Figures and words of an order's reply that are kept; missing ones are no news.

    The total there contains the tip (reference, "GET /api/v1/orders/{id}"), ours does not.
    """
    figures = {ours: found.decimal() for theirs, ours in FIGURES.items() if (found := order.maybe(theirs)) is not None}
    if "total" in figures:
        figures["total"] -= figures.get("tip", Decimal(0))
    words = [(ours, order.maybe(theirs)) for theirs, ours in (("order_number", "number"), ("status", "status"))]
    said = [(ours, f"{figure:f}") for ours, figure in figures.items()]
    return (*said, *((ours, found.id()) for ours, found in words if found is not None))


def _parts(sent: Sent, order: Found) -> Pairs:
    """The ids it gave to lines: those in the same place of the list, else the first of the same item and quantity."""
    rows = order.maybe("items")
    ours = sent.get("items")
    if rows is None or not isinstance(ours, list):
        return ()
    theirs = list(rows.items())
    parts = []
    for place, item in enumerate(ours):
        line_id = item.get("reference", "")
        match = next((one for one in theirs[place:] + theirs if _is_same(one, item)), None)
        if match is not None and line_id:
            theirs[theirs.index(match)] = Found({}, match.path)
            parts.append((str(line_id), match["id"].id()))
    return tuple(parts)


def _is_whole(sent: Sent, order: Found, parts: Pairs) -> bool:
    """Whether the reply shows what was sent and nothing else; it may be the answer to another terminal's request."""
    rows, ours = order.maybe("items"), sent.get("items")
    if rows is None or not isinstance(ours, list):
        return True
    return len(parts) == len(ours) == len(list(rows.items()))


def _is_same(theirs: Found, ours: dict[str, object]) -> bool:
    item_id, quantity = theirs.maybe("menu_item_id"), theirs.maybe("quantity")
    if theirs.maybe("id") is None or item_id is None or item_id.id() != str(ours.get("menu_item_id")):
        return False
    return quantity is None or quantity.whole() == ours.get("quantity")


def _read_payment(row: WireRow, reading: Found) -> Outcome:
    bare = unwrapped(reading)
    whole = bare if isinstance(bare.value, dict) else Found({})
    status = whole.maybe("status")
    if status is not None and str(status.value).lower() in FAILED:
        return Refusal(Problem.REFUSED, 200, str(status.value), status.path)
    local_ids = payments_of(row.step)
    listed = bare if isinstance(bare.value, list) else first_of(whole, "payments", "splits")
    single = listed is None and len(local_ids) == 1
    theirs = [whole] if single else list(listed.items()) if listed is not None else []
    found = ((local_id, first_of(one, *PAYMENT_IDS)) for local_id, one in zip(local_ids, theirs, strict=False))
    return Done("", tuple((local_id, one.id()) for local_id, one in found if one is not None))


# Looking


def look_for_order(row: WireRow, central_id: str) -> Call:
    """The order itself where it has an id there; else the orders that bear our reference, the newest first."""
    name = name_of(row.record)
    if row.step != "create":
        return ORDER.call(central_id=central_id)
    since = _made_at(OrderId(name.local_id)) - timedelta(days=1)
    filters = {"date_from": utc(since), "search": name.local_id, "sort_by": "created_at", "sort_order": "desc"}
    return ORDERS.page(1, **filters)


def order_named(path: str, sent: Sent) -> str:
    """The order there that a request is about: payments name it in their body, all others in their path."""
    if "/payments/" in path:
        return str(sent.get("order_id", ""))
    return path.removeprefix("/api/v1/orders").strip("/").partition("/")[0]


def looked_at_order(row: WireRow, sent: Sent, reading: Found, picture: Picture) -> Outcome | None:
    """Done when it is there, or is so already. Raises Unreadable."""
    if row.step == "create":
        return _found(row, sent, reading, picture)
    order = _order_in(reading)
    if row.step.startswith(PAYMENT):
        return _found_payments(row, order)
    status = order.maybe("status")
    if status is None or status.text() not in ALREADY.get(row.step, ()) or (row.step == "kitchen" and _waits(order)):
        return None
    return Done("", (), _said(order))


def _waits(order: Found) -> bool:
    """Whether something was not sent to the kitchen: the order's own status says only that something was."""
    rows = order.maybe("items")
    statuses = [one.maybe("status") for one in rows.items()] if rows is not None else []
    return any(status is not None and status.value == "pending" for status in statuses)


def _found_payments(row: WireRow, order: Found) -> Done | None:
    """The payments under our references; None where none of the step's is there.

    Some of them are where two terminals told for the store at the same time and one told them together: those that are
    not there get an empty id (`told_payments`), and are told by themselves.
    """
    listed = order.maybe("payments")
    theirs = list(listed.items()) if listed is not None else []
    references = [(one, found.text()) for one in theirs if (found := one.maybe("reference")) is not None]
    parts = []
    for local_id in payments_of(row.step):
        found = next((one for one, reference in references if reference.endswith(f"/{local_id}")), None)
        central_id = first_of(found, *PAYMENT_IDS) if found is not None else None
        parts.append((str(local_id), "" if central_id is None else central_id.id()))
    return Done("", tuple(parts)) if any(central_id for _, central_id in parts) else None


def _found(row: WireRow, sent: Sent, reading: Found, picture: Picture) -> Done | None:
    """The one order that bears our reference; where lists show no notes, the only one found that fits."""
    local_id, rows = name_of(row.record).local_id, list(unwrapped(reading).items())
    marked = [one for one in rows if (notes := one.maybe("notes")) is not None and local_id in notes.text()]
    if not marked and len(rows) == 1 and rows[0].maybe("notes") is None and _fits(rows[0], sent, picture):
        marked = rows
    if not marked:
        return None
    status = marked[0].maybe("status")
    is_over = status is not None and status.text() in OVER  # what is over there takes no other content
    return Done(marked[0]["id"].id(), _parts(sent, marked[0]), _said(marked[0]), is_same=is_over)


def _fits(found: Found, sent: Sent, picture: Picture) -> bool:
    owner = picture.local_of(CONNECTOR, "order", found["id"].id())
    return not owner and all(
        (value := found.maybe(name)) is None or value.value == sent.get(name) for name in ("order_type", "table_number")
    )


def _made_at(order_id: OrderId) -> datetime:
    """When an order was opened: the time in its version 7 id (RFC 9562, section 5.7)."""
    return datetime.fromtimestamp((UUID(order_id).int >> 80) / 1000, UTC)
