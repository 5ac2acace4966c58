"""Whether a central holds just what its terminals hold: every order to the cent, and nothing once more or once less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.ids import ItemId, TableId
from aura_terminal.domain.kinds import LineState, OrderStatus
from aura_terminal.domain.lines import Line
from aura_terminal.domain.menu import Item
from aura_terminal.domain.order_money import bill_sold, sold
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.shop import Table
from aura_terminal.domain.supplies import Supply, SupplyLevel
from aura_terminal.domain.tax import TaxBreakdown, tax_of
from aura_terminal.ports.central import Picture
from aura_terminal.store.codec import Codec
from aura_terminal.store.open_store import Store
from sync.connectors.auraconnect.naming import CONNECTOR, record_of
from sync.connectors.auraconnect.order_plan import fires_told, is_worth_telling, mark_of, tickets_of
from tests.support.central_process import StoreAt

STATES = {OrderStatus.CLOSED: "completed", OrderStatus.CANCELLED: "cancelled", OrderStatus.MERGED: "cancelled"}
MONEY = ("subtotal", "discount", "tax", "tip", "total", "paid")
MOST = 100_000
TWINS = {
    "punch_recorded": "punch",
    "guest_registered": "guest",
    "points_moved": "points",
    "reservation_made": "reservation",
    "feedback_given": "feedback",
    "supplies_counted": "supply_count",
    "supply_adjusted": "supply_adjustment",
}
"""Facts the central makes once for each record it is told of."""
MAKING = {"punch", "create", "points", "count", "adjust", "feedback"}


def differences(store: Store, at: StoreAt, facts: Mapping[str, int]) -> list[str]:
    """Everything that is not the same, in words; `facts` are those of the central's own journal, by type."""
    return list(_differences(store, at, facts))


def _differences(store: Store, at: StoreAt, facts: Mapping[str, int]) -> Iterator[str]:
    picture = store.central_book.picture
    orders = [order for order in orders_of(store) if not order.source]
    found: dict[str, list[Any]] = {}
    for row in at.every("orders"):
        found.setdefault(str(row["notes"]).rpartition(" · ")[2].rstrip("]"), []).append(row)
    told = {str(order.id) for order in orders if picture.record(record_of("order", order.id)).is_linked}
    yield from (f"an order nobody told of: {key}" for key in found if key not in told)
    for order in orders:
        rows = found.get(order.id, [])
        if is_worth_telling(order) and len(rows) != 1:
            yield f"{order.number} is there {len(rows)} times"
        for row in rows[:1]:
            said = at.get(f"orders/{row['id']}")
            yield from (f"{order.number} {order.id}: {one}" for one in _of_order(order, said, picture))
    yield from _counts(store, facts, orders)
    yield from _tables(at, picture)
    yield from _supplies(at, picture)
    yield from _menu(at, picture)


def orders_of(store: Store) -> list[Order]:
    """Every order a terminal knows, folded."""
    reads, picture = store.reads.orders, store.central_book.picture
    rows = (*reads.recent(MOST), *reads.open_orders())
    return [picture.order(order_id) for order_id in dict.fromkeys(row.order_id for row in rows)]


def _of_order(order: Order, said: Mapping[str, Any], picture: Picture) -> Iterator[str]:
    ours, theirs = dict(zip(MONEY, _ours(order), strict=True)), dict(zip(MONEY, _theirs(said), strict=True))
    is_empty = not any(quantity for _, quantity in sold(order))  # no order can be emptied there
    is_over = is_empty or order.status in (OrderStatus.CANCELLED, OrderStatus.MERGED)
    for name in MONEY[-1:] if is_over else MONEY:
        if ours[name] != theirs[name]:
            yield f"{name} is {ours[name]} here and {theirs[name]} there"
    known = Counter(str(one["reference"]).rpartition("/")[2] for one in said["payments"])
    for reference, count in known.items():
        if count > 1:
            yield f"payment {reference} is there {count} times"
    wanted = STATES.get(order.status)
    if wanted is not None and said["status"] != wanted:
        yield f"it is {order.status.value} here and {said['status']} there"
    if wanted is None and said["status"] not in ("pending", "preparing", "ready"):
        yield f"it is open here and {said['status']} there"
    if not is_over:
        yield from _of_lines(order, said, picture)


def _ours(order: Order) -> tuple[Decimal, ...]:
    bill, dishes = bill_sold(order), _dishes(order)
    taken = [one for one in order.payments if one.id not in order.reversals]
    tip = sum((Decimal(one.tip.plain()) for one in taken), Decimal(0))
    paid = sum((Decimal(one.amount.plain()) for one in taken), Decimal(0))
    back = [one.refund.amount for one in order.refunds.values() if one.refund.id not in order.reversals]
    given = sum((Decimal(one.plain()) for one in back), Decimal(0))
    figures = (bill.subtotal, bill.discount, dishes.tax)
    total, whole = Decimal(dishes.gross.plain()), Decimal(bill.total.plain())
    charged = _share(whole - total, paid, max(paid, whole))
    return (*(Decimal(one.plain()) for one in figures), tip + charged, total, paid - charged - given)


def _dishes(order: Order) -> TaxBreakdown:
    """What the dishes come to, without charges for service: the central hears of those as tips."""
    bill = bill_sold(order)
    return bill.tax if order.terms is None or not bill.charges else tax_of(bill.left, order.terms, order.currency)


def _share(charged: Decimal, paid: Decimal, whole: Decimal) -> Decimal:
    """How much of what was charged is in what was paid; a part of a cent is not yet."""
    cent = Decimal("0.01")
    return Decimal(0) if not whole else (charged * paid / whole).quantize(cent, ROUND_FLOOR)


def _theirs(said: Mapping[str, Any]) -> tuple[Decimal, ...]:
    tip, total = Decimal(said["tip_amount"]), Decimal(said["total_amount"])
    paid = sum((Decimal(one["amount"]) for one in said["payments"]), Decimal(0))
    back = sum((Decimal(one["refunded_amount"]) for one in said["payments"]), Decimal(0))
    figures = (Decimal(said[name]) for name in ("subtotal", "discount_amount", "tax_amount"))
    return (*figures, tip, total - tip, paid - back)


def _of_lines(order: Order, said: Mapping[str, Any], picture: Picture) -> Iterator[str]:
    wanted = {line.id: (quantity, line) for line, quantity in sold(order) if quantity}
    there: dict[str, list[Mapping[str, Any]]] = {}
    for one in said["items"]:  # more of what the kitchen has already is a line of its own there
        there.setdefault(str(one["reference"]), []).append(one)
    yield from (f"line {line_id} is on one side alone" for line_id in wanted.keys() ^ there.keys())
    for line_id, (quantity, line) in wanted.items():
        rows = there.get(line_id, [])
        counted = sum(one["quantity"] for one in rows)
        if rows and counted != quantity:
            yield f"{line.sold.name}: {quantity} here and {counted} there"
        status = _cooked(order, line, picture)
        if order.status is OrderStatus.OPEN and status and len(rows) == 1 and rows[0]["status"] != status:
            yield f"{line.sold.name} is {status} here and {rows[0]['status']} there"


def _cooked(order: Order, line: Line, picture: Picture) -> str:
    """How far the kitchen is with a line the central's kitchen was sent; empty for one of which it knows nothing."""
    if line.state is LineState.NEW or line.fire_id is None or line.id not in order.own:
        return ""
    if mark_of(line.fire_id) not in fires_told(picture.record(record_of("order", order.id))):
        return ""
    tickets = list(tickets_of(order, line.fire_id, picture))
    on = [(ticket, ticket.lines[name]) for ticket in tickets for name in (line.fired_as or line.id,)
          if name in ticket.lines]  # fmt: skip
    if not on:
        return ""
    return "ready" if all(ticket.is_bumped or one.is_done for ticket, one in on) else "preparing"


def _counts(store: Store, facts: Mapping[str, int], orders: Sequence[Order]) -> Iterator[str]:
    confirmed = _confirmed(store)
    for fact, kind in TWINS.items():
        told = sum(count for (of, step), count in confirmed.items() if of == kind and step in MAKING)
        if facts.get(fact, 0) != told:
            yield f"{fact}: {told} told and {facts.get(fact, 0)} there"
    payments = len({one for kind, step in confirmed if kind == "order" for one in _payments_of(step)})
    if facts.get("payment_taken", 0) != payments:
        yield f"payments: {payments} told and {facts.get('payment_taken', 0)} there"
    refunds = sum(count for (kind, step), count in confirmed.items() if kind == "refund" and step != "pulled")
    if facts.get("payment_refunded", 0) != refunds:
        yield f"refunds: {refunds} told and {facts.get('payment_refunded', 0)} there"
    bumps = sum(count for (kind, step), count in confirmed.items() if (kind, step) == ("ticket", "bump"))
    if facts.get("ticket_bumped", 0) > bumps:
        yield f"bumps: {bumps} told and {facts.get('ticket_bumped', 0)} there"
    made = sum(count for (kind, step), count in confirmed.items() if (kind, step) == ("order", "create"))
    if facts.get("order_opened", 0) != made:
        yield f"orders: {made} told and {facts.get('order_opened', 0)} there"


def _payments_of(step: str) -> list[str]:
    return step.removeprefix("payment/").split("+") if step.startswith("payment/") else []


def _confirmed(store: Store) -> Counter[tuple[str, str]]:
    """How often which step of which kind of record was confirmed; what two gateways both heard counts once."""
    codec, seen = Codec(), set[tuple[str, str, str]]()
    for origin, _ in store.known():
        for row in store.facts_after(origin, 0, MOST):
            if row.type == "central_confirmed":
                fact = codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
                assert isinstance(fact, CentralConfirmed)
                if fact.step == "create" and not fact.central_id:
                    continue  # in doubt, or looked for in vain and not wanted any more
                if not fact.record.startswith(f"{CONNECTOR}/"):
                    continue  # told to another back office
                once = fact.step in MAKING  # two terminals may both have learnt that it is there
                seen.add((fact.record, fact.step, "" if once else fact.digest))
    return Counter((record.split("/")[1], step) for record, step, _ in seen)


def _tables(at: StoreAt, picture: Picture) -> Iterator[str]:
    taken = {str(one["id"]): one["status"] for one in at.every("tables")}
    for table in picture.documents(Table):
        central_id = picture.record(record_of("table", table.id)).central_id
        is_taken = bool(picture.orders_at(TableId(table.id)))
        if central_id and is_taken != (taken[central_id] == "occupied"):
            yield f"table {table.number} is {'taken' if is_taken else 'free'} here and {taken[central_id]} there"


def _supplies(at: StoreAt, picture: Picture) -> Iterator[str]:
    there = {str(one["id"]): Decimal(str(one["current_quantity"])) for one in at.every("inventory")}
    for supply in picture.documents(Supply):
        central_id = picture.record(record_of("supply", supply.id)).central_id
        level: object = SupplyLevel(supply.id)
        with suppress(NotFound):
            level = picture.aggregate("supply", supply.id)
        assert isinstance(level, SupplyLevel)
        if central_id and there[central_id] != level.quantity:
            yield f"{supply.name}: {level.quantity} here and {there[central_id]} there"


def _menu(at: StoreAt, picture: Picture) -> Iterator[str]:
    there = {str(one["id"]): one["is_active"] for one in at.every("menu/items")}
    for item in picture.documents(Item):
        central_id = picture.record(record_of("item", item.id)).central_id
        is_out = picture.stock(ItemId(item.id)).is_eighty_sixed
        if central_id and there[central_id] is is_out:
            yield f"{item.name} is {'out' if is_out else 'there'} here and active={there[central_id]} there"
