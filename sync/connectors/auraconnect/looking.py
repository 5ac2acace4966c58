"""Finding out whether a step was done: by our reference, by the thing's own page, by what is unique about a guest."""

from __future__ import annotations

from aura_terminal.domain.central import name_of
from aura_terminal.domain.guests import digits_of
from aura_terminal.ports.central import Picture, WireRow
from sync.connectors.auraconnect.endpoints import CUSTOMERS, KDS_ORDERS, ORDER, PAGE_SIZE, RESERVATION, RESERVATIONS
from sync.connectors.auraconnect.kitchen import ITEM
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.order_reply import OVER, look_for_order, looked_at_order, order_named
from sync.reconcile.contract import Call, Done, Outcome
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped
from sync.reconcile.translator import Sent

ALREADY = {"confirm": ("confirmed",), "cancel": ("cancelled", "canceled")}


def look_for(row: WireRow, sent: Sent) -> Call | None:
    """The request that shows it; None where the documents offer no way. `sent` is under the deployment's names."""
    kind, step = name_of(row.record).kind, row.step
    if kind == "order" and step != "details":
        return look_for_order(row, order_named(row.path, sent))
    if kind == "guest" and step == "create":
        known = next((str(sent[name]) for name in ("phone", "email") if sent.get(name)), "")
        return CUSTOMERS.page(1, search=known) if known else None
    if kind == "reservation" and step == "create":
        return RESERVATIONS.page(1, date=str(sent.get("reservation_date", "")), search=name_of(row.record).local_id)
    if kind == "reservation" and step in ALREADY:
        return RESERVATION.call(central_id=row.path.split("/")[4])
    if kind == "ticket" and step == "bump":
        return KDS_ORDERS.page(1)
    if kind == "ticket" and step.startswith(ITEM):
        return ORDER.call(central_id=row.path.split("/")[5])
    return None


def looked_at(row: WireRow, sent: Sent, reading: Found, picture: Picture) -> Outcome | None:
    """Done when it is there; None when it is not. Raises Unreadable."""
    kind = name_of(row.record).kind
    if kind == "guest":
        return _guest(row, sent, reading, picture)
    if kind == "reservation":
        return _reservation(row, reading)
    if kind == "ticket":
        return _bumped(row, reading) if row.step == "bump" else _cooked(sent, reading)
    return looked_at_order(row, sent, reading, picture)


def _guest(row: WireRow, sent: Sent, reading: Found, picture: Picture) -> Done | None:
    """The customer with our guest's number or address whom no other guest of ours was told as.

    One that was only read from there may be this guest, read by a terminal that had not heard of them yet: both are
    linked then, and follow what stands there until a person puts them together.
    """
    own = name_of(row.record).local_id
    phone, email = digits_of(str(sent.get("phone", ""))), str(sent.get("email", "")).casefold()
    for one in unwrapped(reading).items():
        theirs = one["phone"].text() if one.has("phone") else ""
        address = one["email"].text().casefold() if one.has("email") else ""
        is_same = (phone and digits_of(theirs) == phone) or (email and address == email)
        others = (
            record_of("guest", each) for each in picture.locals_of(CONNECTOR, "guest", one["id"].id()) if each != own
        )
        if is_same and not any(picture.record(other).was_told("create") for other in others):
            return Done(one["id"].id(), is_same=False)
    return None


def _bumped(row: WireRow, reading: Found) -> Done | None:
    """The kitchen display shows nothing of the order any more: it counts what was sent together, we count fires."""
    bare = unwrapped(reading)
    shown = list((bare.maybe("orders") or bare if isinstance(bare.value, dict) else bare).items())
    order_id = row.path.split("/")[5]
    if len(shown) >= PAGE_SIZE or any((one.maybe("order_id") or one["id"]).id() == order_id for one in shown):
        return None
    return Done()


def _cooked(sent: Sent, reading: Found) -> Done | None:
    """The item is so already, or its order is over: then nobody there cooks it any more."""
    bare = unwrapped(reading)
    order = bare.maybe("order") or bare
    status, rows = order.maybe("status"), order.maybe("items")
    if status is not None and status.text() in OVER:
        return Done()
    same = (one for one in (rows.items() if rows is not None else ()) if one["id"].id() == str(sent.get("item_id")))
    found = next(same, None)
    is_so = found is not None and found.has("status") and found["status"].value == sent.get("status")
    return Done() if is_so else None


def _reservation(row: WireRow, reading: Found) -> Done | None:
    said = unwrapped(reading)
    if row.step == "create":
        marked = name_of(row.record).local_id
        rows = (one for one in said.items() if one.has("special_requests"))
        found = next((one for one in rows if marked in one["special_requests"].text()), None)
        return None if found is None else Done(found["id"].id(), is_same=False)
    return Done() if said.has("status") and said["status"].text() in ALREADY[row.step] else None
